// Opens a digital parcel with the customer's one-time key. Key and contents stay in this browser.
import { Decrypter, generateX25519Identity, identityToRecipient } from './age.js';

// `reason`: 'key', the parcel is no age file for these keys; 'damaged', it was changed or cut off on its way.
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

async function decrypting(secrets, parcel) {
  const decrypter = new Decrypter();
  for (const secret of secrets) {
    try {
      decrypter.addIdentity(secret);
    } catch { /* mistyped: another one may fit */ }
  }
  try {
    return (await decrypter.decrypt(parcel.stream())).getReader();
  } catch (error) {
    throw new NotOpened('key', error);
  }
}

// The contents of an age file that one of the keys fits, some megabytes at a time, as lists of Uint8Array: a parcel may be larger
// than the memory. Whatever came before a NotOpened is worth nothing.
export async function* open(secrets, parcel, enough = 8 << 20) {
  const reader = await decrypting(secrets, parcel);
  const next = async () => {
    try {
      return await reader.read();
    } catch (error) {
      throw new NotOpened('damaged', error);
    }
  };
  let some = [];
  let size = 0;
  for (let { done, value } = await next(); !done; { done, value } = await next()) {
    some.push(value);
    size += value.length;
    if (size < enough) continue;
    yield some;
    some = [];
    size = 0;
  }
  yield some;
}
