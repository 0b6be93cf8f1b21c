// Pages that were left open for too long. These put the servers' clock forward, so they run one after the other and last.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  button, choose, dialog, giveCard, pay, pressCompany, receipt, seen, sees, toCardPage,
} from '../journey.mjs';
import { as, person, setting } from '../setting.mjs';

export function passingTime() {
  test('the session ends after 15 minutes', as(async (customer) => {
    const { words } = customer;
    customer.expect(422);
    const first = await toCardPage(customer, { company: 'Credit company B' });
    await pay(first, words, person('B2'), { remember: true });
    await receipt(first, words);
    await receipt(customer.page, words);
    await first.close();
    setting.clock.forward(14);
    const window = await toCardPage(customer, { company: 'Credit company B' });
    await seen(window.getByRole('radio').first());
    setting.clock.forward(2);
    await button(window, words.purchase).click();
    await seen(window.getByLabel(words.password, { exact: true }));
    await giveCard(window, words, person('B2'));
    await button(window, words.purchase).click();
    await receipt(window, words);
  }));

  test('the card page, left open past the request’s end', as(async (customer) => {
    const { page, words } = customer;
    customer.expect(410);
    const window = await toCardPage(customer);
    setting.clock.forward(17);
    await pay(window, words, person('A2'));
    await sees(window, 'This payment request has run out');
    await page.reload();
    await sees(page, words.expired);
    await page.getByRole('link', { name: words.toCatalogue }).click();
    await sees(page, words.catalogue);
  }));

  test('the waiting window notices by itself that time is up', as(async (customer) => {
    const { page, words } = customer;
    await toCardPage(customer);
    setting.clock.forward(17);
    await sees(page, words.expired);
  }));

  test('the confirmation, left open for too long', as(async (customer) => {
    const { page, words, context } = customer;
    customer.expect(410);
    await choose(customer);
    await pressCompany(customer);
    setting.clock.forward(31);
    await button(dialog(customer), words.ok).click();
    await sees(page, 'This confirmation has run out');
    for (const extra of context.pages()) if (extra !== page && !extra.isClosed()) await extra.waitForEvent('close');
    await page.getByRole('link', { name: words.beginAgain }).click();
    await sees(page, words.catalogue);
    // The basket is kept: on with it.
    await button(page, words.toSettlement).click();
    await sees(page, words.companies);
    await pressCompany(customer);
    const popup = page.waitForEvent('popup');
    await button(dialog(customer), words.ok).click();
    await sees(await popup, words.card);
  }));

  test('a paid purchase stays paid, long after', as(async (customer) => {
    const { page, words } = customer;
    const window = await toCardPage(customer);
    await pay(window, words, person('A2'));
    const number = await receipt(page, words);
    setting.clock.forward(24 * 60);
    await page.reload();
    assert.equal(await receipt(page, words), number);
  }));
}
