// Looks for secrets in bytes, in every dress that software puts text into.
import zlib from 'node:zlib';

// Base 64 of a text that begins at any of three places of a group: what does not depend on its neighbours.
function* base64s(text) {
  const bytes = Buffer.from(text, 'utf8');
  for (let lead = 0; lead < 3; ++lead) {
    const padded = Buffer.concat([Buffer.alloc(lead), bytes]);
    const encoded = padded.toString('base64').replace(/=+$/, '');
    const from = Math.ceil((lead * 8) / 6);
    const until = Math.floor((padded.length * 8) / 6);
    yield encoded.slice(from, until);
  }
}

// Every form of a secret, as [name, bytes].
export function formsOf(secret) {
  const forms = [['plain', Buffer.from(secret, 'utf8')]];
  for (const encoded of base64s(secret)) {
    forms.push(['base64', Buffer.from(encoded)]);
    const url = encoded.replaceAll('+', '-').replaceAll('/', '_');
    if (url !== encoded) forms.push(['base64url', Buffer.from(url)]);
  }
  const hex = Buffer.from(secret, 'utf8').toString('hex');
  forms.push(['hex', Buffer.from(hex)], ['hex', Buffer.from(hex.toUpperCase())]);
  for (const url of [encodeURIComponent(secret), new URLSearchParams([['', secret]]).toString().slice(1)]) {
    if (url !== secret) forms.push(['URL-encoded', Buffer.from(url)]);
  }
  const json = JSON.stringify(secret).slice(1, -1).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (json !== secret) forms.push(['JSON escapes', Buffer.from(json)]);
  const le = Buffer.from(secret, 'utf16le');
  forms.push(['UTF-16LE', le], ['UTF-16BE', Buffer.from(le).swap16()]);
  return forms;
}

// Streams of gzip and zlib that begin anywhere in the bytes.
function* inflated(bytes) {
  for (let at = 0; at + 2 < bytes.length; ++at) {
    const gzip = bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
    const deflate = bytes[at] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(bytes[at + 1]);
    if (!gzip && !deflate) continue;
    try {
      const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: 16 << 20 };
      yield (gzip ? zlib.gunzipSync : zlib.inflateSync)(bytes.subarray(at), options);
    } catch {
      // Two bytes that looked like the beginning of a stream.
    }
  }
}

// What of `secrets` (name to text) is in `bytes`: a list of "name (form)". Plain text is found whatever its case.
export function findSecrets(bytes, secrets, depth = 0) {
  const found = [];
  const lower = Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');
  for (const [name, secret] of Object.entries(secrets)) {
    if (lower.includes(Buffer.from(Buffer.from(secret, 'utf8').toString('latin1').toLowerCase(), 'latin1'))) found.push(`${name} (plain)`);
    for (const [form, needle] of formsOf(secret)) {
      if (form !== 'plain' && bytes.includes(needle)) found.push(`${name} (${form})`);
    }
  }
  if (depth < 2) for (const inner of inflated(bytes)) found.push(...findSecrets(inner, secrets, depth + 1).map((f) => `${f} in a compressed stream`));
  return found;
}
