// What a printer gets is what a scanner reads back: labels are drawn, made into the pixels that a printer prints, and decoded
// by two decoders that know nothing of each other, zbar and ZXing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';

import { fromPng, fromZpl, toPgm } from '../lib/picture.mjs';
import { binary, makeFolder, removeFolder, succeed } from '../lib/program.mjs';
import { readCodes, rendered } from '../lib/scanner.mjs';

const folder = makeFolder('sealcart-labels-');
after(() => removeFolder(folder));
const labelDraw = path.join(path.dirname(binary), 'tests/label_draw');

const tryToDraw = (job, env = process.env) => spawnSync(labelDraw, { input: JSON.stringify(job), maxBuffer: 2 ** 26, env });
function draw(job) {
  const drawn = tryToDraw(job);
  assert.equal(drawn.status, 0, String(drawn.error ?? drawn.stderr));
  return drawn.stdout;
}

// Letters as they stand in a compact JWS. Always the same for one length.
function token(length) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  let state = length;
  const text = Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return letters[state >>> 26];
  });
  text[Math.floor(length / 4)] = '.';
  text[length - 87] = '.';
  return text.join('');
}

const longLine = '東京都渋谷区神宮前一丁目二番三号メゾンドクリスタル神宮前千二百四号室第二営業本部課';
const address = ['〒150-0001', '東京都渋谷区神宮前一丁目二番三号', 'メゾン・ド・クリスタル 1204号室', '髙橋　試験 様', '電話 090-0000-0000'];
const japanese = {
  heading: '試験運輸\n宅配便', sender: '差出人：試験商店\n〒102-0074 東京都千代田区九段南二丁目\n電話 03-0000-0000',
  lines: ['宛先は封印されています。', '破損の際は開封せずご連絡ください。'],
};
const english = { heading: 'Carrier\nStandard parcel', sender: 'From: Test Mall\n1-2-3 Somewhere', lines: ['Do not open. Size class 80.'] };
const parcel = (length, more = {}) => ({
  ...english, number: 'zq8w7k5xj4mvh2ybtfr0gndpce', code: length > 0 ? token(length) : '', check_text: 'k7pd-x2mq', parcel: 2, of: 3, ...more,
});
const due = { amount_caption: '代金引換', amount: '12,345 円' };

// Version 1.4 ends itself when it finds bars a second time in a picture that it made smaller.
const readWithZxing = `
import json, sys, numpy, zxingcpp
data = open(sys.argv[1], 'rb').read()
_, size, _, pixels = data.split(b'\\n', 3)
width, height = map(int, size.split())
picture = numpy.frombuffer(pixels, numpy.uint8).reshape(height, width)
print(json.dumps(sorted([r.format.name, r.text] for r in zxingcpp.read_barcodes(picture, try_downscale=False))))
`;
let pictures = 0;

async function assertRead(picture, labels, what) {
  const expected = labels.flatMap(({ code, number }) => [['Code128', number], ...(code ? [['QRCode', code]] : [])]).sort();
  assert.deepEqual(await readCodes(picture), expected, `zbar, ${what}`);
  pictures += 1;
  const file = path.join(folder, `${pictures}.pgm`);
  fs.writeFileSync(file, toPgm(picture));
  // Debian's, which has the package.
  assert.deepEqual(JSON.parse(await succeed('/usr/bin/python3', ['-c', readWithZxing, file])), expected, `ZXing, ${what}`);
}

const kinds = [200, 1200, 2200, 2900].map((length) => [`${length} bytes`, parcel(length, due)]);
kinds.push(['over-label', parcel(0, { ...japanese, address })]);
kinds.push(['over-label with 2900 bytes', parcel(2900, { ...japanese, ...due, address: Array(6).fill(longLine) })]);

for (const [name, label] of kinds) {
  for (const [paper, resolutions] of [['a6', [203, 300]], ['inch_4x6', [203]]]) {
    test(`scanners read both codes of a label on ${paper}: ${name}`, async () => {
      assert.equal(draw({ as: 'fits', labels: [label] }).toString(), 'ok');
      for (const dots of resolutions) {
        const [page] = await rendered(draw({ as: 'pdf', paper, labels: [label] }), dots);
        await assertRead(page, [label], `PDF at ${dots}`);
        await assertRead(fromPng(draw({ as: 'png', paper, labels: [label], dots_per_inch: dots })), [label], `PNG at ${dots}`);
        await assertRead(fromZpl(draw({ as: 'zpl', paper, labels: [label], dots_per_inch: dots }).toString()), [label], `ZPL at ${dots}`);
      }
    });
  }
}

test('scanners read every label of a sheet, which begins where it is told to', async () => {
  const numbers = ['aaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbb', 'cccccccccccccccccccccccccc', 'dddddddddddddddddddddddddd'];
  const labels = numbers.map((number, i) => parcel(300 + 300 * i, { number, parcel: i + 1, of: 4 }));
  const sheets = await rendered(draw({ as: 'pdf', paper: 'a4_sheet', first_place: 1, labels }), 203);
  assert.equal(sheets.length, 2);
  await assertRead(sheets[0], labels.slice(0, 3), 'first sheet');
  await assertRead(sheets[1], labels.slice(3), 'second sheet');
  const { width, height, grey } = sheets[0];
  for (let y = 0; y < height / 2; y += 1) {
    assert.ok(grey.subarray(y * width, y * width + Math.floor(width / 2)).every((value) => value === 255), 'the first place is empty');
  }
});

test('nothing is printed at the edge of the paper', () => {
  for (const [name, label] of kinds) {
    const { width, height, grey } = fromPng(draw({ as: 'png', paper: 'a6', labels: [label] }));
    const margin = 8 * 4; // 4 mm
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (y >= margin && y < height - margin && x >= margin && x < width - margin) x = width - margin;
        assert.equal(grey[y * width + x], 255, `${name}: ${x}, ${y}`);
      }
    }
  }
});

// Words of a PDF with their boxes, in points.
async function wordsOf(pdf) {
  const file = path.join(folder, 'label.pdf');
  fs.writeFileSync(file, pdf);
  const found = (await succeed('pdftotext', ['-bbox', file, '-'])).matchAll(/<word xMin="(.*)" yMin="(.*)" xMax="(.*)" yMax="(.*)">(.*)<\/word>/g);
  return [...found].map(([, left, top, right, bottom, text]) => ({ left: Number(left), top: Number(top), right: Number(right), bottom: Number(bottom), text }));
}
const squeezed = (text) => text.replace(/[\s\u200b]/g, '');

for (const [name, more] of [
  ['Japanese address', { ...japanese, address }],
  ['long Japanese address', { ...japanese, ...due, address: Array.from({ length: 6 }, (_, i) => longLine.slice(i) + longLine.slice(0, i)) }],
  ['long texts everywhere', {
    heading: '東日本試験運輸株式会社 Overnight Express Delivery Service, fragile goods', sender: `${longLine}\n${longLine}`,
    amount_caption: 'Cash on delivery, to be paid to the driver', amount: 'CHF 1,234,567,890.00', parcel: 99, of: 100,
    lines: ['A number 01234567890123456789012345678901234567890123456789', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft', longLine, longLine],
  }],
]) {
  test(`a label says all that it is to say, and nothing over something else: ${name}`, async () => {
    for (const length of [0, 400, 2900]) {
      const label = parcel(length, more);
      assert.equal(draw({ as: 'fits', labels: [label] }).toString(), 'ok');
      const words = await wordsOf(draw({ as: 'pdf', paper: 'a6', labels: [label] }));
      const said = squeezed(words.map(({ text }) => text).join(''));
      for (const line of [label.heading, label.sender, label.number, label.amount ?? '', ...(label.address ?? []), ...label.lines].flatMap((text) => text.split('\n'))) {
        assert.ok(said.includes(squeezed(line)), `${line} in ${said}`);
      }
      for (const word of words) {
        assert.ok(word.left >= 11 && word.right <= 297.6 - 11 && word.top >= 11 && word.bottom <= 419.5 - 11, `${word.text} on the page`);
        for (const other of words) {
          const apart = word === other || word.right <= other.left + 0.5 || other.right <= word.left + 0.5 || word.bottom <= other.top + 0.5 || other.bottom <= word.top + 0.5;
          assert.ok(apart, `${word.text} over ${other.text}`);
        }
      }
    }
  });
}

test('a label that cannot be made or read is refused with its code', () => {
  const refused = (more) => draw({ as: 'fits', labels: [parcel(200, more)] }).toString();
  assert.equal(refused({}), 'ok');
  assert.equal(refused({ code: 'e'.repeat(2954) }), 'label-too-long');
  assert.equal(refused({ number: 'a'.repeat(40) }), 'label-too-long');
  assert.equal(refused({ number: '番号' }), 'label-not-ascii');
  assert.equal(refused({ address: Array(40).fill(longLine) }), 'label-too-long');
});

test('without its font no label is drawn, since Japanese would be empty boxes', () => {
  const fonts = path.join(folder, 'fonts.conf');
  fs.writeFileSync(fonts, `<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>${folder}</cachedir></fontconfig>`);
  const drawn = tryToDraw({ as: 'png', paper: 'a6', labels: [parcel(200)] }, { ...process.env, FONTCONFIG_FILE: fonts });
  assert.equal(drawn.status, 1);
  assert.equal(drawn.stdout.length, 0);
  assert.match(String(drawn.stderr), /IPAexGothic is not installed/);
});
