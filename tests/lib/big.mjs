// Files that are larger than what a process should hold, and how much processes hold.
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import https from 'node:https';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { loopback } from './browser.mjs';
import { launch } from './program.mjs';

// 128 MiB; with SEALCART_TEST_BIG as large as a product's file may be.
export const bigBytes = process.env.SEALCART_TEST_BIG ? 2 ** 31 : 2 ** 27;

// A file that nothing compresses: {hash, marks}. `marks`: some of its bytes, by which a copy of it is known.
export async function makeBigFile(file, size = bigBytes) {
  const cipher = createCipheriv('aes-128-ctr', randomBytes(16), randomBytes(16));
  const zeros = Buffer.alloc(4 << 20);
  const hash = createHash('sha256');
  const marks = [];
  await pipeline(async function* () {
    for (let left = size; left > 0; left -= zeros.length) {
      const piece = cipher.update(left < zeros.length ? zeros.subarray(0, left) : zeros);
      hash.update(piece);
      if (marks.length < 4) marks.push(Buffer.from(piece.subarray(1000, 1032)));
      yield piece;
    }
  }, fs.createWriteStream(file));
  return { hash: hash.digest('hex'), marks };
}

export async function hashOf(stream) {
  const hash = createHash('sha256');
  for await (const piece of stream) hash.update(piece);
  return hash.digest('hex');
}

// Whether any of the marks stands in the file.
export async function holds(file, marks) {
  let before = Buffer.alloc(0);
  for await (const piece of fs.createReadStream(file, { highWaterMark: 8 << 20 })) {
    const seen = Buffer.concat([before, piece]);
    if (marks.some((mark) => seen.includes(mark))) return true;
    before = seen.subarray(-32);
  }
  return false;
}

// SHA-256 of what the program age makes of the file.
export async function hashOpenedByAge(file, keyFile) {
  const age = launch('age', ['-d', '-i', keyFile, file]);
  let said = '';
  age.stderr.on('data', (data) => (said += data));
  const [hash, code] = await Promise.all([hashOf(age.stdout), new Promise((resolve) => age.once('close', resolve))]);
  if (code !== 0) throw new Error(`age: ${said}`);
  return hash;
}

// Loads `address` into `file`, or goes on with what is there; breaks off after `most` bytes. The response.
export async function download(address, file, { ca, most = Infinity } = {}) {
  const there = fs.existsSync(file) ? fs.statSync(file).size : 0;
  const response = await new Promise((resolve, reject) => {
    https.get(address, { ca, lookup: loopback, headers: there ? { range: `bytes=${there}-` } : {} }, resolve).on('error', reject);
  });
  if (![200, 206].includes(response.statusCode)) throw new Error(`${response.statusCode} of ${address}`);
  const out = fs.openSync(file, 'a');
  let count = 0;
  for await (const piece of response.pipe(new PassThrough())) {
    fs.writeSync(out, piece);
    count += piece.length;
    if (count >= most) break;
  }
  response.destroy();
  fs.closeSync(out);
  return response;
}

const memory = (pid, field) => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

// The most that a process has held at once since it began, in MiB.
export const peak = (pid) => memory(pid, 'VmHWM');
// What it holds now.
export const resident = (pid) => memory(pid, 'VmRSS');
