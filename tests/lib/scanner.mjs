// A printer and a scanner: the pages of a PDF file as pixels, and the codes that stand in a picture, as zbar reads them.
import fs from 'node:fs';
import path from 'node:path';

import { fromPgm, toPgm } from './picture.mjs';
import { makeFolder, removeFolder, succeed } from './program.mjs';

async function inFolder(work) {
  const folder = makeFolder('sealcart-print-');
  try {
    return await work(folder);
  } finally {
    removeFolder(folder);
  }
}

export function rendered(pdf, dotsPerInch = 203) {
  return inFolder(async (folder) => {
    const file = path.join(folder, 'label.pdf');
    fs.writeFileSync(file, pdf);
    await succeed('pdftoppm', ['-gray', '-r', String(dotsPerInch), file, path.join(folder, 'page')]);
    const pages = fs.readdirSync(folder).filter((name) => name.startsWith('page')).sort();
    return pages.map((name) => fromPgm(fs.readFileSync(path.join(folder, name))));
  });
}

// [[type, text], …], sorted: 'QRCode' and 'Code128'.
export function readCodes(picture) {
  const names = { 'QR-Code': 'QRCode', 'CODE-128': 'Code128' };
  return inFolder(async (folder) => {
    const file = path.join(folder, 'picture.pgm');
    fs.writeFileSync(file, toPgm(picture));
    const read = await succeed('zbarimg', ['-q', '--nodbus', '-Sdisable', '-Sqrcode.enable', '-Scode128.enable', file]);
    return read.trimEnd().split('\n').map((line) => /^([^:]*):(.*)$/.exec(line)).map(([, type, text]) => [names[type], text]).sort();
  });
}
