// Opens a digital parcel with the customer's one-time key. Key and contents stay in this browser.
import { Decrypter, generateX25519Identity, identityToRecipient } from './age.js';

// `reason`: 'key', the parcel is no age file for this key; 'damaged', it was changed or cut off on its way.
export class NotOpened extends Error {
  constructor(reason, cause) {
    super(`The parcel cannot be opened: ${reason}`, { cause });
    this.reason = reason;
  }
}

// A new key: {secret: 'AGE-SECRET-KEY-1…', recipient: 'age1…'}. The recipient is what the shop encrypts for.
export async function makeKey() {
  const secret = await generateX25519Identity();
  return { secret, recipient: await identityToRecipient(secret) };
}

// The contents of an age file, as a Blob of that type. Nothing of a damaged one is given out.
export async function open(secret, parcel, type = 'application/octet-stream') {
  const decrypter = new Decrypter();
  let contents;
  try {
    decrypter.addIdentity(secret);
    contents = await decrypter.decrypt(parcel.stream());
  } catch (error) {
    throw new NotOpened('key', error);
  }
  try {
    return await new Response(contents, { headers: { 'content-type': type } }).blob();
  } catch (error) {
    throw new NotOpened('damaged', error);
  }
}
