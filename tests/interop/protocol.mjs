// The protocol between the companies, written from docs/protocol.md alone with jose and libsodium: nothing here knows the
// product's code. A mall's side, a credit company's and a shipping company's.
import { createHash } from 'node:crypto';
import https from 'node:https';
import { calculateJwkThumbprint, compactVerify, CompactSign, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK } from 'jose';

import sodium from '../lib/sodium.mjs';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);

// "Numbers": 128 bits as 26 characters, the first below 8.
function numberOf(bytes) {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: 26 }, (_, i) => alphabet[Number((bits >> BigInt(5 * (25 - i))) & 31n)]).join('');
}
export const newNumber = () => numberOf(sodium.randombytes_buf(16));
export const hashOf = (document) => createHash('sha256').update(document, 'utf8').digest('base64url');

// "Label" and "Claim".
export function checkText(label) {
  const number = numberOf(createHash('sha256').update(label, 'utf8').digest().subarray(0, 16));
  return `${number.slice(18, 22)}-${number.slice(22)}`;
}
export const evidenceOf = (salt, what) => createHash('sha256').update(salt).update(what).digest('base64url');

// "Keys": an Ed25519 signing key and its published half.
export async function newSigningKey(from = seconds() - 60, until = seconds() + 86_400) {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, published: { ...jwk, kid, use: 'sig', alg: 'EdDSA', nbf: from, exp: until } };
}

// "Documents".
export function sign(type, members, key) {
  const payload = { jti: newNumber(), iat: seconds(), ...members };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload))).setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: type }).sign(key.privateKey);
}
export async function verify(document, { type, issuer, audience, keySet }) {
  const header = decodeProtectedHeader(document);
  if (Object.keys(header).sort().join() !== 'alg,kid,typ' || header.alg !== 'EdDSA' || header.typ !== type) throw new Error('header');
  const jwk = keySet.keys.find((k) => k.kid === header.kid);
  if (!jwk || (await calculateJwkThumbprint(jwk)) !== jwk.kid) throw new Error('key');
  const { payload } = await compactVerify(document, await importJWK(jwk, 'EdDSA'), { algorithms: ['EdDSA'] });
  const says = JSON.parse(new TextDecoder().decode(payload));
  if (says.iss !== issuer || says.aud !== audience) throw new Error('parties');
  if (says.iat < jwk.nbf || says.iat > jwk.exp || says.iat > seconds() + 120) throw new Error('times');
  if (says.exp !== undefined && says.exp <= seconds()) throw new Error('expired');
  return says;
}

// "Sealed texts".
const buckets = { goods: [512, 2048, 8192], customer: [512], addressee: [1024] };
export function newSealingKey() {
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  return { publicKey, privateKey };
}
const keyId = (publicKey) => sodium.crypto_hash_sha256(publicKey).slice(0, 8);
export function seal(subject, number, contents, publicKey) {
  const text = Buffer.from(`sealcart ${subject} ${number}\n${contents}`);
  const size = buckets[subject].find((b) => text.length < b);
  const plain = Buffer.alloc(size);
  text.copy(plain);
  plain[text.length] = 0x80;
  return base64url(Buffer.concat([Buffer.from([1]), keyId(publicKey), sodium.crypto_box_seal(plain, publicKey)]));
}
export function openSeal(subject, number, sealed, key) {
  const raw = Buffer.from(sealed, 'base64url');
  if (raw[0] !== 1 || Buffer.compare(raw.subarray(1, 9), Buffer.from(keyId(key.publicKey))) !== 0) throw new Error('not sealed to this key');
  const plain = Buffer.from(sodium.crypto_box_seal_open(raw.subarray(9), key.publicKey, key.privateKey));
  const end = plain.lastIndexOf(0x80);
  if (!buckets[subject].includes(plain.length) || end < 0 || plain.subarray(end + 1).some((b) => b !== 0)) throw new Error('padding');
  const context = `sealcart ${subject} ${number}\n`;
  const text = plain.subarray(0, end).toString('utf8');
  if (!text.startsWith(context)) throw new Error('sealed for another number');
  return text.slice(context.length);
}
export function isSealed(subject, text) {
  const raw = Buffer.from(text, 'base64url');
  return raw[0] === 1 && buckets[subject].includes(raw.length - 9 - 48) && base64url(raw) === text;
}
// "Desk key file".
export function readDeskKey(fileText, passphrase) {
  const file = JSON.parse(fileText);
  const bytes = (name) => Buffer.from(file[name], 'base64url');
  const wrapping = sodium.crypto_pwhash(32, passphrase, bytes('salt'), file.opslimit, file.memlimit, sodium.crypto_pwhash_ALG_ARGON2ID13);
  return { privateKey: sodium.crypto_secretbox_open_easy(bytes('box'), bytes('nonce'), wrapping), publicKey: new Uint8Array(bytes('public')) };
}

// "Parties": the class that takes a parcel of these edges (mm) and weight (g).
export function sizeClass(terms, edges, weight) {
  return terms.size_classes.find((c) => edges.reduce((a, b) => a + b) <= c.girth_mm && weight <= c.weight_g)?.id;
}
// "Parties": a listener for partners and customers in one (both need what is here). `receive(document, host)` takes a document
// of a partner and gives an answer.
const pages = { mall: '/result', credit: '/pay', shipping: '/send' };
export async function listen({ port, host, role, name, tls, keys, terms, receive, onForm }) {
  const origin = `https://${host}:${port}`;
  const description = { issuer: origin, role, name, location: 'Elsewhere', service: 'An independent implementation', api: origin,
    page: `${origin}${pages[role]}`, jwks_uri: `${origin}/.well-known/jwks.json`, ...(terms ? { terms } : {}) };
  const server = https.createServer({ ...tls, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.3' }, async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const json = (value) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    if (request.url === '/.well-known/sealcart.json') return json(description);
    if (request.url === '/.well-known/jwks.json') return json({ keys: keys.map((k) => k.published) });
    if (request.url === '/partner/documents' && request.socket.authorized) {
      const host = request.socket.getPeerCertificate().subjectaltname.match(/DNS:([^,]+)/)[1];
      const answers = [];
      for (const document of JSON.parse(body).documents) answers.push(await receive(document, host));
      return json({ answers });
    }
    if (request.method === 'POST' && onForm) return onForm(request.url, new URLSearchParams(body), response);
    response.statusCode = 404;
    response.end();
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { origin, description, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections?.(); }) };
}
