// A file larger than what a browser should hold in memory, in a browser with a profile on the disk: sent by the mall's desk's page,
// opened by the mall's page. SEALCART_TEST_BIG: with 2 GiB. SEALCART_SCREENSHOTS: folder for pictures.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { AxeBuilder } from '@axe-core/playwright';

import { bigBytes, hashOf, makeBigFile, peak } from '../lib/big.mjs';
import { succeed, until } from '../lib/program.mjs';
import { Relay } from '../lib/relay.mjs';
import { World } from '../lib/world.mjs';
import { startProfile } from './chromium.mjs';

const sku = 'type-gullscript';
const patience = 1_800_000; // ms, for 2 GiB on a busy machine
const most_growth = 250; // MiB, of the tab; says something with 2 GiB

// The processes of the browser, without the tests' own: {pid, kind}.
function processes() {
  const all = new Map();
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(/^PPid:\t(\d+)$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
      all.set(Number(pid), { parent, line: fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') });
    } catch { /* it has ended meanwhile */ }
  }
  const ours = (pid) => pid === process.pid || (all.has(pid) && ours(all.get(pid).parent));
  return [...all].filter(([pid, { line }]) => line.includes('chromium') && ours(pid))
    .map(([pid, { line }]) => ({ pid, kind: /--type=(\w+)/.exec(line)?.[1] ?? 'browser' }));
}
const largest = (kind) => Math.max(...processes().filter((one) => one.kind === kind).map((one) => peak(one.pid)));

// In the page: notes whether it shows how far it is, and how long it answers nobody.
function watchPage() {
  const seen = (window.seen = { progress: false, stood: 0 });
  const progress = document.getElementById('progress');
  new MutationObserver(() => { seen.progress ||= !progress.hidden; }).observe(progress, { attributeFilter: ['hidden'] });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.stood = Math.max(seen.stood, duration);
  }).observe({ type: 'longtask' });
}

async function picture(page, name) {
  if (!process.env.SEALCART_SCREENSHOTS) return;
  fs.mkdirSync(process.env.SEALCART_SCREENSHOTS, { recursive: true });
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.screenshot({ path: path.join(process.env.SEALCART_SCREENSHOTS, `${name}.${width}.png`), fullPage: true });
  }
}

describe('a large file in a browser', () => {
  let world, context, page, big, relay;
  const at = (name) => path.join(world.folder, name);
  const file = async () => (await world.mall.query(`SELECT * FROM product_file WHERE sku = '${sku}'`))[0];
  const unfinished = () => fs.readdirSync(path.join(world.mall.data_dir, 'files')).filter((name) => name.endsWith('.part'));
  const uploaded = () => unfinished().reduce((sum, name) => sum + fs.statSync(path.join(world.mall.data_dir, 'files', name)).size, 0);
  async function axe(language) {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    assert.deepEqual(violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `${language} ${v.id}`), []);
  }

  before(async () => {
    world = await World.make({ only: ['mall', 'credit-a'] });
    relay = await Relay.before(world.mall, world.mall.desk_url, 'desk', 'port');
    await world.mall.startDesk();
    big = await makeBigFile(at('big.bin'));
    context = await startProfile(world.demo.ca_file, { locale: 'en-GB', reducedMotion: 'reduce', acceptDownloads: true });
    context.setDefaultTimeout(30_000);
    page = context.pages()[0];
  }, { timeout: 600_000 });
  after(async () => {
    await context?.remove();
    await relay?.close();
    await world?.close();
  }, { timeout: 60_000 });

  test('the desk’s page sends it, through a restart of the desk; cancelled, nothing is kept', async () => {
    await page.goto(`${world.mall.desk_url}/sign-in`);
    await page.getByLabel('Name').fill(world.mall.operator.user);
    await page.getByLabel('Password', { exact: true }).fill(world.mall.operator.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.goto(`${world.mall.desk_url}/catalogue/product/${sku}`);
    await page.getByRole('link', { name: 'Choose the file' }).click();
    await page.getByRole('heading', { name: 'The file that is sent' }).waitFor();
    await axe('en');
    const before = (await file()).file;
    const choose = () => page.getByLabel('File', { exact: true }).setInputFiles(at('big.bin'));
    const send = page.getByRole('button', { name: 'Send the file' });

    await choose();
    relay.limit(10 << 20);
    await send.click();
    await until(() => uploaded() >= 8 << 20, 'the first pieces', 60);
    await picture(page, 'file-sending');
    await page.getByRole('button', { name: 'Cancel' }).click();
    relay.limit(Infinity);
    await page.getByText('Cancelled. Nothing of the file was kept').waitFor();
    await until(() => unfinished().length === 0, 'the pieces being gone');
    assert.equal((await file()).file, before);

    await choose();
    relay.limit(bigBytes / 4);
    await send.click();
    await until(() => uploaded() > bigBytes / 8, 'an eighth of it', 300);
    await world.mall.stopDesk('SIGKILL');
    relay.limit(Infinity);
    await page.getByText('No connection. It goes on by itself.').waitFor();
    await picture(page, 'file-no-connection');
    await world.mall.startDesk();
    await page.getByText('This file is sent from the next packing on.').waitFor({ timeout: patience });
    await picture(page, 'file-sent');
    assert.equal(Buffer.from((await file()).hash, 'base64url').toString('hex'), big.hash);
  });

  // What the two ways of saving have in common. The parcel is made by the program age for a key of the page's own.
  async function open(t, prepare, saved) {
    await page.goto(`${world.mall.url}/open`);
    const key = await page.evaluate(async () => (await import('/assets/mall/parcel_open.js')).makeKey());
    await succeed('age', ['-r', key.recipient, '-o', at('parcel.age'), at('big.bin')]);
    await page.evaluate(prepare);
    await page.evaluate(watchPage);
    await page.getByLabel('Your key').fill(key.secret);
    await page.getByLabel('The parcel (a file that ends with .age)').setInputFiles(at('parcel.age'));
    const before = { renderer: largest('renderer'), browser: largest('browser') };
    const begun = Date.now();
    const download = page.waitForEvent('download', { timeout: patience });
    await page.getByRole('button', { name: 'Open' }).click();
    await saved();
    const seen = await page.evaluate(() => window.seen);
    assert.ok(seen.progress, 'how far it is was shown');
    const seconds = (Date.now() - begun) / 1000;
    const opened = await download;
    const grown = Object.fromEntries(Object.keys(before).map((kind) => [kind, Math.round(largest(kind) - before[kind])]));
    t.diagnostic(`${bigBytes / 2 ** 20} MiB in ${seconds.toFixed(1)} s; the tab grew by ${grown.renderer} MiB, the browser by ${grown.browser} MiB; `
      + `the page stood still for ${Math.round(seen.stood)} ms at most`);
    assert.equal(await hashOf(fs.createReadStream(await opened.path())), big.hash);
    await opened.delete();
    fs.rmSync(at('parcel.age'));
    assert.ok(grown.renderer < most_growth, `the tab grew by ${grown.renderer} MiB`);
  }

  test('the mall’s page opens it as a download, without holding it', async (t) => {
    await open(t, () => { delete window.showSaveFilePicker; }, async () => {
      await page.getByText('It is open. If your browser').waitFor({ timeout: patience });
      await picture(page, 'open-done');
    });
  });

  test('and into a file that the customer chooses; of a damaged one nothing is left', async (t) => {
    // The dialog is the browser's own, which a test cannot press: a file of the page's own storage takes the chosen one's place.
    const chosen = () => {
      window.showSaveFilePicker = async ({ suggestedName }) => {
        const folder = await navigator.storage.getDirectory();
        window.chosen = await folder.getFileHandle(suggestedName, { create: true });
        return window.chosen;
      };
    };
    await open(t, chosen, async () => {
      await page.getByText('It is open, and saved in the file that you chose.').waitFor({ timeout: patience });
      await page.evaluate(async () => {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(await window.chosen.getFile());
        link.download = window.chosen.name;
        link.click();
      });
    });
    const key = await page.evaluate(async () => (await import('/assets/mall/parcel_open.js')).makeKey());
    const size = 160 << 20;
    fs.truncateSync(at('big.bin'), size);
    await succeed('age', ['-r', key.recipient, '-o', at('parcel.age'), at('big.bin')]);
    fs.truncateSync(at('parcel.age'), size / 2);
    await page.evaluate(chosen);
    await page.getByLabel('Your key').fill(key.secret);
    await page.getByLabel('The parcel (a file that ends with .age)').setInputFiles(at('parcel.age'));
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('The parcel is damaged').waitFor();
    const left = () => page.evaluate(async () => window.chosen.getFile().then((one) => one.size, (error) => error.name));
    assert.equal(await left(), bigBytes, 'a file that was there is as it was');
    await page.evaluate(async () => window.chosen.remove());
    await page.getByRole('button', { name: 'Open' }).click();
    await until(async () => await page.getByRole('button', { name: 'Open' }).isEnabled() && await page.getByText('The parcel is damaged').isVisible(), 'the answer', 60);
    assert.equal(await left(), 'NotFoundError');
    await page.evaluate(() => { window.showSaveFilePicker = () => Promise.reject(new DOMException('', 'AbortError')); });
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('Nothing was saved: no file was chosen.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Open' }).isEnabled(), true);
  });
});
