// The way from the catalogue to the result, as a person walks it: things are found by role, label and text.
import assert from 'node:assert/strict';

import { setting } from './setting.mjs';

export const button = (place, name) => place.getByRole('button', { name, exact: true });
export const heading = (place, name) => place.getByRole('heading', { name, exact: true });
export const seen = (locator) => locator.first().waitFor({ state: 'visible' });
export const sees = (page, name) => seen(heading(page, name));
export const product = (page, name) => page.getByRole('checkbox', { name, exact: true });
// The text beside a term of a page's list of facts.
export const fact = (page, term) =>
  page.getByRole('term').filter({ hasText: term }).locator('xpath=following-sibling::dd[1]').innerText();
export const dialog = (customer) => customer.page.getByRole('dialog', { name: customer.words.confirm });

export async function openShop(customer, path = '/') {
  await customer.page.goto(setting.mall + path);
}

// Data that never sells out, so that tests do not buy the shelf empty.
export async function choose(customer, ...products) {
  const { page, words } = customer;
  await openShop(customer, products.length ? '/' : '/?page=2');
  for (const name of products.length ? products : [words.score]) await product(page, name).check();
  await button(page, words.toSettlement).click();
  await sees(page, words.companies);
  await page.waitForLoadState(); // with its scripts: before them, a company's button leads to a page instead of the small window
}

export async function pressCompany(customer, company = 'Credit company A') {
  await button(customer.page, company).click();
  await sees(customer.page, customer.words.confirm);
}

// Presses OK; gives the credit company's page in its own window.
export async function pressOk(customer) {
  const popup = customer.page.waitForEvent('popup');
  await button(dialog(customer), customer.words.ok).click();
  const window = await popup;
  await sees(window, customer.words.card);
  return window;
}

// From the catalogue to the credit company's page in its own window; the mall's window waits.
export async function toCardPage(customer, { company, products = [] } = {}) {
  await choose(customer, ...products);
  await pressCompany(customer, company);
  const window = await pressOk(customer);
  await sees(customer.page, customer.words.waiting);
  return window;
}

// The same without windows or without scripts, all in one tab.
export async function toCardPageInTab(customer, { company, products = [] } = {}) {
  const { page, words } = customer;
  await choose(customer, ...products);
  await pressCompany(customer, company);
  await button(page, words.ok).click();
  await sees(page, words.waiting);
  await button(page, words.payHere).click();
  await sees(page, words.card);
  return page;
}

export async function giveCard(page, words, person, { password = person.password, remember = false } = {}) {
  await page.getByLabel(words.cardNumber, { exact: true }).fill(person.card);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  if (remember) await page.getByLabel(words.remember).check();
}

export async function pay(page, words, person, options) {
  await giveCard(page, words, person, options);
  await button(page, words.purchase).click();
}

export async function receipt(page, words) {
  await sees(page, 'OK');
  const number = await fact(page, words.receipt);
  assert.match(number, /^\S{8,}$/);
  return number;
}

// Marks the document of a window, to see later whether it is still the same one.
export const mark = (page) => page.evaluate(() => { window.stillHere = true; });
export const assertMarked = async (page) => assert.equal(await page.evaluate(() => window.stillHere), true, 'the page was loaded again');

// Scrolling sideways is never needed.
export async function assertFits(page) {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth, window: document.documentElement.clientWidth,
  }));
  assert.ok(content <= window, `${page.url()} is ${content} px wide in a window of ${window} px`);
}
