// The depot's desk in a real browser: `node --test tests/browser/depot.test.mjs`. The scan page with its script, and every page of
// the desk with axe in both languages, on a phone and on a wide screen. SEALCART_SCREENSHOTS: folder for pictures.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { AxeBuilder } from '@axe-core/playwright';

import { Console } from '../lib/console.mjs';
import { Depot, scan } from '../lib/depot.mjs';
import { World } from '../lib/world.mjs';
import { startChromium } from './chromium.mjs';
import { clerk } from './clerk.mjs';

let world, browser, s, depot;
before(async () => {
  world = await World.make({ only: ['shipping-s'] });
  s = world.s;
  await s.startDesk();
  depot = new Depot(world);
  browser = await startChromium(world.demo.ca_file);
}, { timeout: 120_000 });
after(async () => {
  await browser?.remove();
  await world?.close();
}, { timeout: 60_000 });

const scans = () => s.store.count('audit', "action = 'scan'");
const tones = () => {
  globalThis.heard = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) {
    globalThis.heard.push(this.frequency.value);
    return start.apply(this, at);
  };
};

test('a hand scanner types and presses Enter: the answer is put in place and heard, the field is ready for the next', async () => {
  const { page, context, faults } = await clerk(browser, s, { init: tones });
  await page.goto(`${s.desk_url}/scan`);
  const shipment = await depot.ship({ amount: 3015 });
  const print = shipment.label();
  await page.evaluate(() => { globalThis.stayed = true; });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'code');
  await page.keyboard.type(print);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.verdict.good');
  assert.match(await page.textContent('.verdict'), /Accepted/);
  assert.equal(await page.inputValue('#code'), '');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'code');
  assert.equal(await page.evaluate(() => globalThis.stayed), true, 'the page was not loaded again');
  assert.deepEqual(await page.evaluate(() => globalThis.heard), [660, 990]);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#over-label')]);
  assert.equal(download.suggestedFilename(), `over-label-${shipment.number}-1.pdf`);
  assert.equal(fs.readFileSync(await download.path()).subarray(0, 5).toString(), '%PDF-');
  await page.focus('#code');
  await page.keyboard.type(print);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.verdict.bad');
  assert.match(await page.textContent('.verdict'), /Scanned before/);
  assert.equal(await page.locator('#over-label').count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test('Enter twice sends once', async () => {
  const { page, context, faults } = await clerk(browser, s);
  await page.goto(`${s.desk_url}/scan`);
  const print = (await depot.ship()).label();
  const before = await scans();
  await page.fill('#code', print);
  await page.evaluate(() => {
    const form = document.getElementById('scan');
    form.requestSubmit();
    form.requestSubmit();
  });
  await page.waitForSelector('.verdict.good');
  assert.equal(await scans(), before + 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('the camera reads a label where the browser can', async () => {
  const shipment = await depot.ship();
  const { page, context, faults } = await clerk(browser, s, {
    // Headless browsers have neither: a picture that moves stands for the camera.
    init: `globalThis.BarcodeDetector = class { async detect() { return globalThis.seen ? [{ rawValue: globalThis.seen }] : []; } };
      if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {
        const canvas = document.createElement('canvas');
        const context = canvas.getContext('2d');
        setInterval(() => context.fillRect(0, 0, Math.random() * 9, 9), 30);
        return (globalThis.stream = canvas.captureStream(30));
      };`,
  });
  const answer = await page.goto(`${s.desk_url}/scan`);
  assert.match(answer.headers()['permissions-policy'], /camera=\(self\)/);
  await page.click('#camera');
  await page.waitForSelector('#view:not([hidden])');
  await page.evaluate((text) => { globalThis.seen = text; }, shipment.label());
  await page.waitForSelector('.verdict.good');
  assert.equal(await page.isVisible('#view'), false);
  assert.equal(await page.evaluate(() => globalThis.stream.getTracks().every((track) => track.readyState === 'ended')), true, 'the camera is off again');
  assert.deepEqual(faults, []);
  await context.close();
});

test('every page: nothing that axe calls serious, nothing wider than its screen, no errors', { timeout: 240_000 }, async () => {
  const desk = await Console.open(world, s);
  const shipments = [await depot.ship({ amount: 3015 }), await depot.ship({ parcels: ['60', '80'] }), await depot.ship({ amount: 900 })];
  for (const shipment of shipments) await scan(desk, shipment.label());
  await scan(desk, shipments[0].label());
  const tour = new URL((await desk.submit('/tours', 'open', { fill: { name: 'Harbour' } })).url).pathname;
  await desk.submit(tour, 'load', { fill: { code: shipments[0].number } });
  const done = new URL((await desk.submit('/tours', 'open', { fill: { name: 'Hills' } })).url).pathname;
  await desk.submit(done, 'load', { fill: { code: shipments[2].number } });
  const { id } = await s.store.one(`SELECT id FROM parcel WHERE number = '${shipments[2].number}'`);
  await desk.submit(`${done}/day`, 'day', { fill: { [`result-${id}`]: 'deliver', 'counted-JPY': '900' } });
  await desk.submit('/cash', 'account', { fill: { mall: 'mall', name: 'Sealcart Demo Mall', iban: 'GB29NWBK60161331926819' } });
  const run = new URL((await desk.submit('/cash', 'remit')).url).pathname;
  const parcelPath = async (shipment) => `/parcels/${(await s.store.one(`SELECT id FROM parcel WHERE number = '${shipment.number}'`)).id}`;
  const paths = ['/', '/scan', '/parcels', await parcelPath(shipments[0]), await parcelPath(shipments[1]), '/tours', tour, `${tour}/day`, `${tour}/manifest`,
    done, '/cash', '/remittances', run, '/alarms'];
  for (const [language, width] of [['en', 1280], ['ja', 390]]) {
    const { page, context, faults } = await clerk(browser, s, { width, language });
    for (const to of paths) {
      await page.goto(s.desk_url + to);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      assert.deepEqual(violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `${v.id}: ${v.nodes[0].html}`), [], `${to} ${language}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), true, `${to} is wider than ${width}`);
      assert.equal(await page.locator('h1').count(), 1, to);
      if (process.env.SEALCART_SCREENSHOTS) {
        await page.screenshot({ path: path.join(process.env.SEALCART_SCREENSHOTS, `depot${to.replaceAll('/', '-')}-${language}-${width}.png`), fullPage: true });
      }
    }
    assert.deepEqual(faults, []);
    await context.close();
  }
});
