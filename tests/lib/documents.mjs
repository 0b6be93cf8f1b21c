// Signed documents from outside: reading them, making them with a party's own key, damaging them.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const types = {
  request: 'sealcart.payment-request+jws',
  result: 'sealcart.settlement-result+jws',
  shippingRequest: 'sealcart.shipping-request+jws',
  shippingReceipt: 'sealcart.shipping-receipt+jws',
  label: 'sealcart.label+jws',
  trackingEvent: 'sealcart.tracking-event+jws',
  remittanceAdvice: 'sealcart.remittance-advice+jws',
};

const fromText = (text) => JSON.parse(Buffer.from(text, 'base64url').toString());
const toText = (object) => Buffer.from(JSON.stringify(object)).toString('base64url');

export function decodeDocument(document) {
  const [header, payload, signature] = document.split('.');
  return { header: fromText(header), payload: fromText(payload), signature: Buffer.from(signature, 'base64url') };
}

// A party's signing key, as a thief of its keys folder would have it.
export function signerOf(party) {
  const { keys } = JSON.parse(fs.readFileSync(path.join(party.data_dir, 'keys', 'signing.json'), 'utf8'));
  const now = Date.now() / 1000;
  const jwk = keys.filter((k) => k.nbf <= now).at(-1);
  return signerFrom(jwk);
}
export function signerFrom(jwk) {
  return { kid: jwk.kid, key: createPrivateKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, d: jwk.d }, format: 'jwk' }) };
}

export function signDocument(type, payload, signer, header = {}) {
  const text = `${toText({ alg: 'EdDSA', kid: signer.kid, typ: type, ...header })}.${toText(payload)}`;
  return `${text}.${sign(null, Buffer.from(text), signer.key).toString('base64url')}`;
}

export function verifyDocument(document, jwks) {
  const { header, signature } = decodeDocument(document);
  const jwk = jwks.keys.find((k) => k.kid === header.kid);
  if (!jwk) return false;
  const key = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, format: 'jwk' });
  return verify(null, Buffer.from(document.slice(0, document.lastIndexOf('.'))), key, signature);
}

export const documentHash = (document) => createHash('sha256').update(document).digest('base64url');

// Crockford's base 32 of 16 random bytes, as core/id.h makes numbers.
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
export const isNumber = (text) => /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text);
export function randomNumber() {
  let value = BigInt(`0x${randomBytes(16).toString('hex')}`);
  let text = '';
  for (let i = 0; i < 26; ++i, value >>= 5n) text = digits[Number(value & 31n)] + text;
  return text;
}

// A sealed text's form: version 1, key id, box, of one of the lengths of its kind (docs/protocol.md).
const buckets = { goods: [512, 2048, 8192], customer: [512], addressee: [1024] };
export function isSealed(subject, text) {
  if (!/^[A-Za-z0-9_-]+$/.test(text ?? '')) return false;
  const raw = Buffer.from(text, 'base64url');
  return raw[0] === 1 && buckets[subject].includes(raw.length - 9 - 48);
}

// A label as the mall prints it, of what the company was promised; `changes`: members to set, or to leave out (undefined).
export function label({ mall, company, shipping, goods, addressee, parcel = 1, of = 1, amount, currency = 'JPY' }, changes = {}, signer = signerOf(mall)) {
  const payload = {
    iss: mall.url, aud: company.url, jti: randomNumber(), iat: Math.floor(Date.now() / 1000), shipping,
    ...(goods === undefined ? {} : { goods_hash: documentHash(goods) }), ...(addressee === undefined ? {} : { addressee_hash: documentHash(addressee) }),
    parcel, of, ...(amount === undefined || parcel !== 1 ? {} : { amount, currency }), ...changes,
  };
  return signDocument(types.label, payload, signer);
}

// Another letter of base64url at `index`, so that the document is of its form and only says something else.
export const changeLetter = (document, index) =>
  document.slice(0, index) + (document[index] === 'A' ? 'B' : 'A') + document.slice(index + 1);

// The same document with one bit of its text inverted.
export function flipBit(document, bit) {
  const bytes = Buffer.from(document, 'latin1');
  bytes[bit >> 3] ^= 1 << (bit & 7);
  return bytes;
}
