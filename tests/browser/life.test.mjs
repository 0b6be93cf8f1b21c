// The whole life of a linked purchase in a real browser: `node --test tests/browser/life.test.mjs`. Customer, mall's desk, depot's desk and
// credit company's desk, each in a window of its own, to the mall's books at zero.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { statementFile } from '../lib/bank.mjs';
import { until } from '../lib/program.mjs';
import { World } from '../lib/world.mjs';
import { startChromium } from './chromium.mjs';

let world, browser;
const faults = [];
before(async () => {
  world = await World.make({
    shipping: true, clock: true, only: ['mall', 'credit-a', 'shipping-s'],
  });
  await Promise.all([world.mall.startDesk(), world.a.startDesk(), world.s.startDesk()]);
  browser = await startChromium(world.demo.ca_file);
}, { timeout: 120_000 });
after(async () => {
  await browser?.remove();
  await world?.close();
}, { timeout: 60_000 });

async function open(address) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', acceptDownloads: true });
  context.setDefaultTimeout(20_000);
  context.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(`${message.page()?.url()}: ${message.text()}`));
  context.on('weberror', (error) => faults.push(String(error.error())));
  const page = await context.newPage();
  await page.goto(address);
  return page;
}
async function signIn(party) {
  const page = await open(`${party.desk_url}/sign-in`);
  await page.getByLabel('Name').fill(party.operator.user);
  await page.getByLabel('Password', { exact: true }).fill(party.operator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  return page;
}
const window = async (page, press) => {
  const [popup] = await Promise.all([page.context().waitForEvent('page'), press()]);
  return popup;
};
const menu = (page, name) => page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name, exact: true }).click();
const reads = (page, text) => until(async () => {
  await page.reload();
  return page.getByText(text).first().isVisible();
}, `the customer reading "${text}"`);

test('order, pay, ship, pack, print, scan, deliver, bill, bank statement, payout, reconciliation', async () => {
  const customer = world.customer('A1');
  const page = await open(`${world.mall.url}/?q=quiet+locks`);
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'To Settlement' }).click();
  await page.getByRole('button', { name: 'Credit company A' }).click();
  const card = await window(page, () => page.getByRole('button', { name: 'OK', exact: true }).click());
  await card.getByLabel('Card number').fill(customer.card);
  await card.getByLabel('Password', { exact: true }).fill(customer.password);
  await card.getByRole('button', { name: 'Purchase', exact: true }).click();
  const address = await window(page, () => page.getByRole('button', { name: 'Shipping company S' }).click());
  for (const [name, value] of Object.entries({ 'postal-code': '106-0045', region: '東京都', city: '港区', street: '麻布十番9丁目99-9', name: '試験宛名 花苑' })) {
    await address.locator(`[name=${name}]`).fill(value);
  }
  await address.getByRole('button', { name: 'Ship', exact: true }).click();
  await page.getByRole('heading', { name: 'Accepted for shipping' }).waitFor();

  // The mall's desk: opened, packed, printed, handed over.
  const mall = await signIn(world.mall);
  await menu(mall, 'Packing');
  await mall.getByRole('table').getByRole('link').first().click();
  await mall.getByRole('button', { name: 'Open the goods' }).click();
  await mall.getByText('A Field Guide to Quiet Locks').waitFor();
  await mall.getByRole('button', { name: 'Pack and make the label' }).click();
  const label = await mall.getByRole('link', { name: 'Print label (A6)' }).getAttribute('href');
  const bytes = await mall.evaluate(async (to) => [...new Uint8Array(await (await fetch(to)).arrayBuffer())].slice(0, 5), label);
  assert.equal(String.fromCharCode(...bytes), '%PDF-');
  const code = await mall.evaluate(async (to) => (await fetch(`${to}?as=text`)).text(), label);
  await menu(mall, 'Hand over');
  await mall.getByRole('checkbox').first().check();
  await mall.getByRole('button', { name: 'Handed over to the shipping company' }).click();
  await mall.getByText('No parcel waits.').waitFor();

  // The depot: scanned, over-label, tour, delivered.
  const depot = await signIn(world.s);
  await menu(depot, 'Acceptance scan');
  await depot.locator('#code').fill(code);
  await depot.locator('#code').press('Enter');
  await depot.locator('#over-label').waitFor();
  await depot.locator('#code').fill(code);
  await depot.locator('#code').press('Enter');
  await depot.getByText(/before/i).first().waitFor();
  assert.equal(await depot.locator('#over-label').count(), 0, 'a label opens once');
  await reads(page, 'With the shipping company');
  await menu(depot, 'Tours');
  await depot.locator('#open [name=name]').fill('North');
  await depot.locator('#open button').click();
  await depot.locator('[name=parcel]').first().check();
  await depot.locator('#tick button').click();
  await reads(page, 'On the way to you');
  await depot.goto(`${depot.url().split('?')[0]}/day`);
  await depot.locator('#day button').click();
  await reads(page, 'Delivered');

  // A day later: the bill, the bank's statement, the payout.
  world.setClock(world.now + 86_400);
  const bank = await signIn(world.a);
  await menu(bank, 'Billing');
  await bank.getByRole('button', { name: 'Make statements' }).click();
  await bank.getByText(customer.name).first().waitFor();
  const [bill] = JSON.parse((await world.a.cli('bill', 'list', '--json')).stdout);
  const file = path.join(world.folder, 'statement.xml');
  fs.writeFileSync(file, statementFile({ items: [{ id: 'B1', amount: String(bill.open), payer: 'somebody', remittance: bill.reference }] }));
  await menu(bank, 'Payments');
  await bank.locator('#file').setInputFiles(file);
  await bank.locator('form[action="/payments/import"] button').click();
  await menu(bank, 'Payouts');
  await bank.getByRole('button', { name: 'Pay now' }).click();
  const order = await until(async () => {
    const rows = await world.a.query('SELECT count(*) AS n FROM payout');
    return Number(rows[0].n) === 1;
  }, 'the payout');
  assert.ok(order);

  const books = await signIn(world.mall);
  await until(async () => {
    await menu(books, 'Remittances');
    return books.getByText('at zero').first().isVisible();
  }, 'the mall\'s books at zero');
  assert.deepEqual(faults, []);
});
