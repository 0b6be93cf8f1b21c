// What was bought to download: the key made in the browser, the parcel by mail, opened on the mall's page.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Console } from '../../lib/console.mjs';
import { dataFiles } from '../../lib/database.mjs';
import { openWithAge, Sink } from '../../lib/mail.mjs';
import { inMemory } from '../../lib/memory.mjs';
import { root } from '../../lib/program.mjs';
import { button, openShop, pay, receipt, sees, toCardPage } from '../journey.mjs';
import { as, person, setting } from '../setting.mjs';
import { Tour } from './pages.mjs';

const names = {
  en: { open: 'Open my parcel', copy: 'Copy the key', file: 'The parcel (a file that ends with .age)', key: 'Your key', press: 'Open',
    wrong: /cannot be opened with this key/, damaged: /damaged/, none: /This is no key/, here: /not in this browser/ },
  ja: { open: 'お届けものを開く', copy: '鍵をコピー', file: 'お届けもの（.age で終わるファイル）', key: 'あなたの鍵', press: '開く',
    wrong: /この鍵では開けません/, damaged: /壊れています/, none: /鍵ではありません/, here: /このブラウザーに鍵はありません/ },
};

async function openFile(page, words, name, bytes) {
  await page.getByLabel(words.file).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
  await button(page, words.press).click();
}

// The company has the ciphertext, and the plain file neither on its disk nor in the memory of its server and its desk: no piece of it,
// as it is or as a mail would carry it.
function assertRelayed(company, cipher, plain) {
  const pieces = (bytes) => Array.from({ length: Math.floor(bytes.length / 48) }, (_, i) => bytes.subarray(i * 48, i * 48 + 48));
  const wanted = [...pieces(plain), ...pieces(Buffer.from(plain.toString('base64')))].map((piece, i) => [`piece ${i}`, piece]);
  const files = dataFiles(company.data_dir).map((file) => fs.readFileSync(file));
  assert.ok(files.some((file) => file.includes(cipher)), 'the ciphertext lies at the company');
  for (const [name, piece] of wanted) assert.ok(!files.some((file) => file.includes(piece)), `${name} on the disk`);
  for (const { pid } of [company.process, company.desk]) {
    assert.deepEqual(inMemory(pid, [['name', Buffer.from('Credit company A')]]), ['name'], 'the search finds what is there');
    assert.deepEqual(inMemory(pid, wanted), []);
  }
}

export function digitalGoods() {
  describe('digital goods', { concurrency: 1 }, () => {
    let sink, desk;
    before(async () => {
      sink = await Sink.start(setting.world);
      await Promise.all([setting.world.mall.startDesk(), setting.world.a.startDesk()]);
      desk = await Console.open(setting.world, setting.world.mall);
    });
    after(() => sink?.stop());

    for (const language of ['en', 'ja']) {
      test(`the key stays in the browser, and opens what came by mail (${language})`, as({ language }, { language }, async (customer, stranger) => {
        const words = names[language];
        const { page } = customer;
        const tour = new Tour(customer);
        const window = await toCardPage(customer);
        await pay(window, customer.words, person('A2'));
        await receipt(window, customer.words);
        await receipt(page, customer.words);
        await window.close();
        await button(page, words.copy).waitFor();
        const secret = await page.locator('#key-secret').innerText();
        assert.match(secret, /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
        await tour.look(page, 'purchase-key');
        const [saved] = await Promise.all([page.waitForEvent('download'), page.locator('#key-save').click()]);
        assert.match(fs.readFileSync(await saved.path(), 'utf8'), new RegExp(`^${secret}$`, 'm'));
        const [held] = await setting.world.mall.query(`SELECT count(*) AS n FROM purchase WHERE number = '${await page.locator('#purchase').getAttribute('data-number')}'`);
        assert.equal(Number(held.n), 1);

        // Another browser with the same link has no key.
        await stranger.page.goto(page.url());
        await stranger.page.getByText(words.here).waitFor();

        const number = await page.locator('#purchase').getAttribute('data-number');
        await desk.submit('/digital', '/digital/pack', { fill: { purchase: [number] }, press: 'Pack and send' });
        const [mail] = await sink.next();
        const [{ bytes, name }] = mail.attachments;
        const plain = fs.readFileSync(path.join(root, 'demo/files/score-lanternwalk.pdf'));
        assert.ok((await openWithAge(setting.world.folder, secret, bytes)).equals(plain), 'the program opens it too');
        assertRelayed(setting.world.a, bytes, plain);

        await page.getByRole('link', { name: words.open, exact: true }).click();
        await sees(page, words.open);
        assert.equal(await page.getByLabel(words.key, { exact: true }).inputValue(), secret);
        await tour.look(page, 'open');
        const download = page.waitForEvent('download');
        await openFile(page, words, name, bytes);
        const opened = await download;
        assert.equal(opened.suggestedFilename(), 'parcel-1-of-1.pdf');
        assert.ok(fs.readFileSync(await opened.path()).equals(plain), 'byte for byte');
        await tour.look(page, 'open-done');
        const changed = Buffer.from(bytes);
        changed[changed.length - 20] ^= 1;
        await openFile(page, words, name, changed);
        await page.getByText(words.damaged).waitFor();
        await tour.look(page, 'open-damaged');

        await openShop(stranger, '/open');
        await stranger.page.getByLabel(words.key, { exact: true }).fill('AGE-SECRET');
        await openFile(stranger.page, words, name, bytes);
        await stranger.page.getByText(words.none).waitFor();
        const other = await stranger.page.evaluate(async () => (await import('/assets/mall/parcel_open.js')).makeKey());
        await stranger.page.getByLabel(words.key, { exact: true }).fill(other.secret);
        await openFile(stranger.page, words, name, bytes);
        await stranger.page.getByText(words.wrong).waitFor();
        tour.end();
      }));
    }

    test('without scripts the shop shows the key once, and says how the program opens parcels', as({ scripts: false }, async (customer) => {
      const { page } = customer;
      await openShop(customer, '/open');
      await page.getByText('age -d -i key.txt').waitFor();
      assert.equal(await page.locator('#open').isVisible(), false);
    }));
  });
}
