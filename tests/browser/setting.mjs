// One world, one browser; a customer with a browser profile of their own for each test.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { restock } from '../lib/parcel.mjs';
import { World } from '../lib/world.mjs';
import { startChromium } from './chromium.mjs';
import { ServersClock } from './clock.mjs';
import { names } from './names.mjs';

export const setting = {};
const evidence = process.env.SEALCART_BROWSER_EVIDENCE; // folder for what failed tests saw

export async function start() {
  setting.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sealcart-setting-'));
  try {
    setting.clock = new ServersClock(setting.folder);
    setting.world = await setting.clock.govern(() => World.make({ shipping: true }));
    await restock(setting.world, 'tea-mosslight', 'tea-emberbark');
    setting.mall = setting.world.mall.url;
    setting.browser = await startChromium(setting.world.demo.ca_file);
  } catch (error) {
    await end();
    throw error;
  }
}

// Throws when a server had ended by itself. Once only.
export async function end() {
  const { browser, world, folder } = setting;
  for (const name of Object.keys(setting)) delete setting[name];
  try {
    await browser?.remove();
    await world?.close();
  } finally {
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  }
}

export const person = (name, card) => setting.world.customer(name, card);

// What a person can still spend with all their cards, as the company's operators see it. In minor units.
export async function available(name) {
  const { company, email } = person(name);
  const { code, stdout, stderr } = await company.cli('customer', 'list', '--json');
  assert.equal(code, 0, stderr);
  const cards = JSON.parse(stdout).filter((row) => row.email === email);
  assert.notEqual(cards.length, 0);
  return cards.reduce((sum, card) => sum + card.available, 0);
}

export class Customer {
  // `language`: en | ja. `scripts`: false turns them off. `phone`: a narrow touch screen. `windows`: false holds new windows
  // back, as browsers do.
  static async come({ language = 'en', scripts = true, phone = false, windows = true } = {}) {
    const customer = new Customer();
    customer.words = names[language];
    customer.language = language;
    customer.context = await setting.browser.newContext({
      locale: language === 'ja' ? 'ja-JP' : 'en-GB',
      javaScriptEnabled: scripts,
      viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 900 },
      isMobile: phone,
      hasTouch: phone,
      reducedMotion: 'reduce', // no waiting for transitions
    });
    customer.context.setDefaultTimeout(20_000);
    if (!windows) await customer.context.addInitScript(() => { window.open = () => null; });
    customer.faults = [];
    customer.expected = [];
    customer.context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) customer.faults.push(`${message.page()?.url()}: ${message.text()}`);
    });
    customer.context.on('weberror', (error) => customer.faults.push(String(error.error())));
    customer.page = await customer.context.newPage();
    return customer;
  }
  // The browser notes an answer with that status as an error: it is meant to come.
  expect(...statuses) {
    for (const status of statuses) this.expected.push(new RegExp(`status of ${status}\\b`));
  }
  checkFaults() {
    const unexpected = this.faults.filter((fault) => !this.expected.some((pattern) => pattern.test(fault)));
    assert.deepEqual(unexpected, [], 'the browser noted errors');
  }
  async show(title) {
    for (const [index, page] of this.context.pages().entries()) {
      const name = `${title.replace(/[^\w]+/g, '-')}-${index}`;
      console.error(`  ${title}: ${page.url()} “${await page.title().catch(() => '?')}”`);
      if (!evidence) continue;
      fs.mkdirSync(evidence, { recursive: true });
      await page.screenshot({ path: path.join(evidence, `${name}.png`), fullPage: true, timeout: 3000 }).catch(() => {});
    }
  }
}

// The body of a test in which a customer, or several, take part.
export function as(...options) {
  const body = options.pop();
  return async (t) => {
    const customers = await Promise.all((options.length ? options : [{}]).map((o) => Customer.come(o)));
    try {
      await body(...customers);
      for (const customer of customers) customer.checkFaults();
    } catch (error) {
      for (const customer of customers) await customer.show(t.name);
      throw error;
    } finally {
      await Promise.all(customers.map((customer) => customer.context.close()));
    }
  };
}
