// A form with files, as a browser sends it (RFC 7578).
import { randomBytes } from 'node:crypto';

// `entries`: pairs of name and text, or of name and {name, type, bytes} for a file.
export function multipart(entries) {
  const boundary = `----test${randomBytes(12).toString('hex')}`;
  const parts = entries.map(([field, value]) => {
    const file = typeof value === 'object';
    const head = file
      ? `Content-Disposition: form-data; name="${field}"; filename="${value.name}"\r\nContent-Type: ${value.type ?? 'application/octet-stream'}`
      : `Content-Disposition: form-data; name="${field}"`;
    return Buffer.concat([Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), Buffer.from(file ? value.bytes : value), Buffer.from('\r\n')]);
  });
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]) };
}

// Sends a form that `browser` has read, with files besides what it holds: field to {name, type, bytes}. Not followed.
export function sendFiles(browser, form, { fill = {}, files = {} } = {}) {
  const entries = form.entries({ fill }).filter(([name]) => !(name in files));
  for (const [field, list] of Object.entries(files)) for (const file of [list].flat()) entries.push([field, file]);
  const { type, body } = multipart(entries);
  const from = form.page.url;
  return browser.request(new URL(form.action || from, from).href, { method: 'POST', headers: { 'content-type': type }, body, from });
}
