// What only a desk can do: open sealed texts with the desk key (docs/protocol.md, "Sealed texts").
import fs from 'node:fs';
import sodium from './sodium.mjs';

const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64url'));

export async function deskKey(party) {
  const file = JSON.parse(fs.readFileSync(party.desk_key_file, 'utf8'));
  const wrapping = sodium.crypto_pwhash(sodium.crypto_secretbox_KEYBYTES, party.deskPassphrase(), bytes(file.salt), file.opslimit, file.memlimit,
    sodium.crypto_pwhash_ALG_ARGON2ID13);
  const secret = sodium.crypto_secretbox_open_easy(bytes(file.box), bytes(file.nonce), wrapping);
  return { secret, public: sodium.crypto_scalarmult_base(secret), published: bytes(file.public) };
}

// The contents of a sealed text, which must be of that subject and number.
export function open(key, subject, number, sealed) {
  const raw = bytes(sealed);
  if (raw[0] !== 1) throw new Error('another version of sealed text');
  const id = sodium.crypto_hash_sha256(key.public).slice(0, 8);
  if (Buffer.compare(Buffer.from(raw.slice(1, 9)), Buffer.from(id)) !== 0) throw new Error('sealed to another key');
  const plain = Buffer.from(sodium.crypto_box_seal_open(raw.slice(9), key.public, key.secret));
  const end = plain.lastIndexOf(0x80);
  if (end < 0 || plain.subarray(end + 1).some((b) => b !== 0)) throw new Error('not padded as it must be');
  const text = plain.subarray(0, end).toString('utf8');
  const context = `sealcart ${subject} ${number}\n`;
  if (!text.startsWith(context)) throw new Error('sealed for another number or kind');
  return JSON.parse(text.slice(context.length));
}
