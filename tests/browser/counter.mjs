// What customers and clerks do with a parcel and its money, as they do it: each in a window of their own, things found by role and
// label. The companies' desks run already.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { until } from '../lib/program.mjs';
import { readCodes, rendered } from '../lib/scanner.mjs';
import { button, product, sees } from './journey.mjs';

const pictures = process.env.SEALCART_SCREENSHOTS;
const wide = { width: 1280, height: 900 }, phone = { width: 390, height: 844 };

// A picture of the page, wide and on a phone, when pictures are wanted.
export async function picture(page, name) {
  if (!pictures) return;
  fs.mkdirSync(pictures, { recursive: true });
  for (const size of [phone, wide]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: path.join(pictures, `${name}-${size.width}.png`), fullPage: true });
  }
}

export class Street {
  constructor(world, browser) {
    this.world = world;
    this.browser = browser;
    this.faults = []; // what the browser noted
    this.expected = [];
  }
  // The browser notes an answer with that status as an error: it is meant to come.
  expect(status) {
    this.expected.push(`status of ${status} `);
  }
  // Since the last time.
  checkFaults() {
    const unexpected = this.faults.splice(0).filter((fault) => !this.expected.some((text) => fault.includes(text)));
    this.expected = [];
    assert.deepEqual(unexpected, []);
  }
  async open(address) {
    const context = await this.browser.newContext({ locale: 'en-GB', viewport: wide, reducedMotion: 'reduce', acceptDownloads: true });
    context.setDefaultTimeout(30_000);
    context.on('console', (message) => ['error', 'warning'].includes(message.type()) && this.faults.push(`${message.page()?.url()}: ${message.text()}`));
    context.on('weberror', (error) => this.faults.push(String(error.error())));
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }
  // At a party's desk, as its operator.
  async signIn(party) {
    const page = await this.open(`${party.desk_url}/sign-in`);
    await page.getByLabel('Name').fill(party.operator.user);
    await page.getByLabel('Password', { exact: true }).fill(party.operator.password);
    await button(page, 'Sign in').click();
    await sees(page, 'Overview');
    return page;
  }

  // From the catalogue to the small window of a company. `shelf`: a page of the catalogue that shows all of the products.
  async choose(company, products, shelf = '/') {
    const page = await this.open(this.world.mall.url + shelf);
    for (const name of products) await product(page, name).check();
    await button(page, 'To Settlement').click();
    await sees(page, 'Who shall settle it?');
    await page.waitForLoadState(); // with its scripts: before them, a button leads to a page instead of the small window
    await button(page, company).click();
    return page;
  }
  // Paid by card: the purchase's own page.
  async buy(customer, products, shelf) {
    const page = await this.choose('Credit company A', products, shelf);
    const card = await popup(page, () => button(page, 'OK').click());
    await card.getByLabel('Card number').fill(customer.card);
    await card.getByLabel('Password', { exact: true }).fill(customer.password);
    await button(card, 'Purchase').click();
    await sees(page, 'OK');
    return page;
  }
  // To be paid at the door.
  async order(...products) {
    const page = await this.choose('Shipping company S', products);
    await giveAddress(await popup(page, () => button(page, 'OK').click()));
    await sees(page, 'OK');
    return page;
  }
}

async function popup(page, press) {
  const [window] = await Promise.all([page.context().waitForEvent('page'), press()]);
  return window;
}
export const menu = (page, name) => page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name, exact: true }).click();

// In the shipping company's window.
async function giveAddress(window) {
  const address = { 'Postal code': '106-0045', 'Prefecture or region': '東京都', 'City or town': '港区', 'Street and number': '麻布十番9丁目99-9', Name: '試験宛名 花苑' };
  for (const [label, value] of Object.entries(address)) await window.getByLabel(label, { exact: true }).fill(value);
  await button(window, 'Ship').click();
}
// From the page of a purchase that has a parcel to be sent, for the first time or again.
export async function send(page) {
  await giveAddress(await popup(page, () => button(page, 'Shipping company S').click()));
}
// The customer looks until the page says so.
export const reads = (page, text) => until(async () => {
  await page.reload();
  return page.getByText(text).first().isVisible();
}, `the customer reading "${text}"`);

// At the mall's desk: opened, packed, printed, handed over. What a scanner reads on the printed label.
export async function pack(mall, ...products) {
  await menu(mall, 'Packing');
  await mall.getByRole('table').getByRole('link').first().click();
  await button(mall, 'Open the goods').click();
  for (const name of products) await mall.getByRole('rowheader', { name, exact: true }).waitFor();
  await button(mall, 'Pack and make the label').click();
  const pdf = await saved(mall, await mall.getByRole('link', { name: 'Print label (A6)' }).getAttribute('href'));
  const [page] = await rendered(pdf);
  const codes = await readCodes(page);
  assert.deepEqual(codes.map(([type]) => type), ['Code128', 'QRCode']);
  return codes[1][1];
}
export async function handOver(mall) {
  await menu(mall, 'Hand over');
  for (const each of await mall.getByRole('checkbox').all()) await each.check();
  await button(mall, 'Handed over').click();
  await mall.getByText('No parcel waits.').waitFor();
}
// At the mall's desk: what was bought as data goes to the credit company, and is claimed.
export async function sendFiles(mall, ...purchases) {
  await menu(mall, 'Digital goods');
  await button(mall, 'Pack and send all').click();
  await mall.getByText('Packed purchases:').waitFor();
  for (const number of purchases) {
    await mall.goto(`${new URL(mall.url()).origin}/purchases/${number}`);
    await until(async () => {
      await mall.reload();
      return mall.getByText('Claim', { exact: true }).isVisible();
    }, 'the claim', 60);
  }
}
// The bytes that the page's browser gets there.
export async function saved(page, address) {
  const base64 = await page.evaluate(async (to) => {
    const blob = await (await fetch(to)).blob();
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.split(',')[1]);
      reader.readAsDataURL(blob);
    });
  }, address);
  return Buffer.from(base64, 'base64');
}
// The file that a press saves.
async function download(page, press) {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return fs.readFileSync(await file.path());
}
export const textOfPdf = (bytes) => execFileSync('pdftotext', ['-raw', '-', '-'], { input: bytes, encoding: 'utf8' });

// At the depot's desk, as a hand scanner does it. What the desk calls out, and the over-label's text when there is one.
export async function scan(depot, code) {
  await menu(depot, 'Acceptance scan');
  await depot.getByLabel('Label', { exact: true }).fill(code);
  await depot.keyboard.press('Enter');
  await depot.locator('.verdict').waitFor();
  const verdict = depot.locator('.verdict');
  const answer = { said: await verdict.getByRole('heading').innerText(), number: await verdict.locator('.code').first().innerText() };
  const link = verdict.getByRole('link', { name: 'Over-label with the address' });
  if (await link.count()) answer.overLabel = textOfPdf(await download(depot, () => link.click()));
  return answer;
}
// Puts parcels on a new tour.
export async function load(depot, name, ...numbers) {
  await menu(depot, 'Tours');
  await depot.getByLabel('Name').fill(name);
  await button(depot, 'Open tour').click();
  for (const number of numbers) await depot.getByRole('checkbox', { name: number }).check();
  await button(depot, 'Put those on the tour').click();
  for (const number of numbers) await depot.getByRole('link', { name: number }).waitFor();
}
// What the driver brought back, typed on the page of the day's end. `results`: number to what is chosen there; the others are delivered.
export async function closeDay(depot, counted, results = {}) {
  for (const [number, result] of Object.entries(results)) await depot.getByLabel(`Result ${number}`).selectOption({ label: result });
  await depot.getByLabel('Counted, JPY').fill(counted);
  await button(depot, 'Close the tour').click();
}
// Everything in the safe goes to the bank, and from there to the malls: the payment order.
export async function payMalls(depot) {
  await menu(depot, 'Cash');
  await button(depot, 'Deposited').click();
  await depot.getByText('the money is at the bank').waitFor();
  await button(depot, 'Pay the malls').click();
  await sees(depot, 'Remittance');
  const order = await download(depot, () => depot.getByRole('link', { name: 'Payment order for the bank' }).click());
  return order.toString();
}

// At the mall's desk: gives back some of a purchase, and waits until the credit company has taken that.
export async function refund(mall, number, amount) {
  await menu(mall, 'Purchases');
  await mall.getByRole('link', { name: number }).click();
  await mall.getByLabel('Give back').fill(amount);
  await button(mall, 'Refund …').click();
  await sees(mall, 'Give this back?');
  await button(mall, 'Refund').click();
  await mall.getByText('The refund is noted').waitFor();
  await until(async () => {
    await mall.reload();
    return (await mall.getByText('waiting', { exact: true }).count()) === 0;
  }, 'the refund being taken');
}
// At the credit company's desk: everything up to now is billed; the customer's newest statement is shown.
export async function bill(bank, customer) {
  await menu(bank, 'Billing');
  await button(bank, 'Make statements').click();
  await bank.getByText('The statements are made').waitFor();
  await bank.getByRole('row', { name: customer.name }).first().getByRole('rowheader').getByRole('link').click();
  await bank.getByText('Payment reference').waitFor();
}
// A payment comes in with the bank's file, given as text.
export async function takePayments(bank, xml) {
  await menu(bank, 'Payments');
  await bank.getByLabel('File (camt.053)').setInputFiles({ name: 'statement.xml', mimeType: 'text/xml', buffer: Buffer.from(xml) });
  await button(bank, 'Take it in').click();
  await bank.getByText('The file is taken in').waitFor();
}
// Malls are paid: the newest payment order.
export async function payOut(bank) {
  await menu(bank, 'Payouts');
  await button(bank, 'Pay now').click();
  await bank.getByText('The payment order is made').waitFor();
  const order = await download(bank, () => bank.getByRole('link', { name: 'pain.001' }).first().click());
  return order.toString();
}
// The company's line in the mall's remittances, once it says so.
export async function remitted(mall, company, text) {
  const row = mall.getByRole('row', { name: company });
  await until(async () => {
    await menu(mall, 'Remittances');
    return (await row.first().isVisible()) && (await row.first().innerText()).includes(text);
  }, `the mall's books saying "${text}" of ${company}`);
}
