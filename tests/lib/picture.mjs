// Pictures of one grey value a pixel, {width, height, grey}, as a decoder of bar codes takes them.
import assert from 'node:assert/strict';
import zlib from 'node:zlib';

// Binary PGM, 8 bits: what `pdftoppm -gray` writes and the decoders read.
export function fromPgm(bytes) {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  assert.ok(head, 'a PGM file');
  return { width: Number(head[1]), height: Number(head[2]), grey: bytes.subarray(head[0].length) };
}
export const toPgm = ({ width, height, grey }) => Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), grey]);

function paeth(left, up, corner) {
  const p = left + up - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

// PNG (ISO/IEC 15948), 8 bits RGB, not interlaced, all three colours alike.
export function fromPng(bytes) {
  assert.equal(bytes.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
  const data = [];
  let width, height;
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.subarray(at + 4, at + 8).toString('latin1');
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [content.readUInt32BE(0), content.readUInt32BE(4)];
      assert.deepEqual([...content.subarray(8)], [8, 2, 0, 0, 0]);
    }
    if (type === 'IDAT') data.push(content);
    at += length + 12;
  }
  const raw = zlib.inflateSync(Buffer.concat(data));
  const row = width * 3;
  const pixels = Buffer.alloc(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x += 1) {
      const at = y * row + x;
      const left = x < 3 ? 0 : pixels[at - 3];
      const up = y === 0 ? 0 : pixels[at - row];
      const corner = x < 3 || y === 0 ? 0 : pixels[at - row - 3];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      pixels[at] = raw[y * (row + 1) + 1 + x] + guess;
    }
  }
  return { width, height, grey: Buffer.from(Uint8Array.from({ length: width * height }, (_, i) => pixels[i * 3])) };
}

// The graphic of a ZPL II label as a printer makes it of ^GFA: hexadecimal digits, G to Y and g to z for how often the
// next one stands, ',' and '!' for a row's rest of zeros and ones, ':' for the row before once more.
export function fromZpl(text) {
  const job = /^\^XA\^PW(\d+)\^LL(\d+)\^LH0,0\^FO0,0\^GFA,(\d+),(\d+),(\d+),([^^]*)\^FS\^XZ\n$/.exec(text);
  assert.ok(job, 'one label of ZPL with one graphic');
  const [width, height, sent, bytes, rowBytes] = job.slice(1, 6).map(Number);
  const rows = [];
  let row = '';
  let count = 0;
  const add = (digits) => {
    row += digits;
    assert.ok(row.length <= rowBytes * 2, 'no more digits than a row takes');
    if (row.length < rowBytes * 2) return;
    rows.push(row);
    row = '';
  };
  for (const c of job[6]) {
    if (c >= 'G' && c <= 'Y') count += c.charCodeAt(0) - 70;
    else if (c >= 'g' && c <= 'z') count += (c.charCodeAt(0) - 102) * 20;
    else if (c === ':') add(rows.at(-1));
    else if (c === ',' || c === '!') add((c === ',' ? '0' : 'F').repeat(rowBytes * 2 - row.length));
    else {
      assert.match(c, /[0-9A-F]/);
      add(c.repeat(count || 1));
      count = 0;
    }
  }
  assert.equal(row, '');
  const graphic = Buffer.from(rows.join(''), 'hex');
  assert.deepEqual([graphic.length, graphic.length, rows.length], [sent, bytes, height]);
  const grey = Buffer.alloc(width * height, 255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (graphic[y * rowBytes + (x >> 3)] & (0x80 >> (x & 7))) grey[y * width + x] = 0;
    }
  }
  return { width, height, grey };
}
