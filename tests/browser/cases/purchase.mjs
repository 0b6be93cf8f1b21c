// S301–S323 with the credit company's page in a window of its own; every outcome.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  assertMarked, button, choose, dialog, fact, giveCard, heading, mark, openShop, pay, pressCompany, pressOk, product, receipt,
  seen, sees, toCardPage,
} from '../journey.mjs';
import { as, person } from '../setting.mjs';

export function purchases() {
  test('two products are bought; the shop’s window shows OK by itself', as(async (customer) => {
    const { page, words } = customer;
    await openShop(customer);
    await product(page, 'Mosslight Sencha').check();
    await product(page, 'Emberbark Hojicha').check();
    assert.equal(await page.getByRole('status').first().innerText(), '¥2,560');
    await button(page, words.toSettlement).click();
    await sees(page, words.companies);
    await seen(page.getByText(words.sees));
    await pressCompany(customer);
    assert.equal(await fact(dialog(customer), words.total), '¥2,560');
    const window = await pressOk(customer);
    await sees(page, words.waiting);
    await mark(page);
    assert.equal(await fact(window, words.total), '¥2,560');
    assert.ok(!(await window.content()).match(/Mosslight|Sencha|tea-/), 'the credit company is shown what is bought');

    await pay(window, words, person('A2'));
    const atCompany = await receipt(window, words);
    assert.equal(await receipt(page, words), atCompany);
    await assertMarked(page);
    await sees(page, words.keepLink);
    await button(window, words.closeWindow).click();
    if (!window.isClosed()) await window.waitForEvent('close');

    // It comes back by its link, and what was bought is no longer in the basket.
    const link = await page.getByRole('link', { name: /\/purchase\// }).getAttribute('href');
    await page.goto(link);
    assert.equal(await receipt(page, words), atCompany);
    await openShop(customer, '/basket');
    await seen(page.getByText('Your basket is empty.'));
  }));

  test('NO: the balance is too small', as(async (customer) => {
    const { page, words } = customer;
    const window = await toCardPage(customer);
    await mark(page);
    await pay(window, words, person('A3'));
    await sees(window, 'NO');
    await sees(page, 'NO');
    await assertMarked(page);
    await page.getByRole('link', { name: words.toCatalogue }).first().click();
    await sees(page, words.catalogue);
  }));

  test('NG: the customer rejects, without giving a card', as(async (customer) => {
    const { page, words } = customer;
    const window = await toCardPage(customer);
    await mark(page);
    await button(window, words.reject).click();
    await sees(window, 'NG');
    await sees(page, 'NG');
    await assertMarked(page);
  }));

  test('Cancel leads back to the catalogue with the basket kept', as(async (customer) => {
    const { page, words, context } = customer;
    await choose(customer, 'Mosslight Sencha');
    await pressCompany(customer);
    await button(dialog(customer), words.cancel).click();
    await sees(page, words.catalogue);
    assert.equal(await product(page, 'Mosslight Sencha').isChecked(), true);
    assert.equal(context.pages().length, 1);
  }));

  test('a wrong password can be put right', as(async (customer) => {
    const { page, words } = customer;
    customer.expect(401);
    const window = await toCardPage(customer, { company: 'Credit company B' });
    await pay(window, words, person('B2'), { password: 'not this one' });
    const error = window.getByRole('alert');
    await seen(error);
    assert.match(await error.innerText(), /do not belong together/);
    const field = window.getByLabel(words.cardNumber, { exact: true });
    assert.equal(await field.evaluate((e) => e === document.activeElement && e.getAttribute('aria-invalid')), 'true');
    await seen(heading(page, words.waiting));
    await pay(window, words, person('B2'));
    await receipt(window, words);
    await receipt(page, words);
  }));

  test('a card number that is none is pointed out', as(async (customer) => {
    customer.expect(422);
    const { words } = customer;
    const window = await toCardPage(customer);
    await giveCard(window, words, { card: '1234', password: 'x' });
    await button(window, words.purchase).click();
    await seen(window.getByRole('alert').filter({ hasText: 'not a card number' }));
  }));

  test('a locked customer is told so, and can still reject', as(async (customer) => {
    customer.expect(423);
    const { page, words } = customer;
    const window = await toCardPage(customer);
    await pay(window, words, person('A4'));
    await seen(window.getByRole('alert').filter({ hasText: /locked/ }));
    await button(window, words.reject).click();
    await sees(window, 'NG');
    await sees(page, 'NG');
  }));

  test('pages of goods, the search and the basket keep what was ticked', as(async (customer) => {
    const { page, words } = customer;
    await openShop(customer);
    await product(page, 'Mosslight Sencha').check();
    await button(page, 'Next').click();
    await product(page, words.notebook).check();
    await page.getByLabel(words.searchField).fill('piano');
    await page.keyboard.press('Enter');
    await product(page, words.score).check();
    assert.equal(await page.getByRole('checkbox').count(), 1);
    await button(page, words.basketButton).click();
    await sees(page, words.basket);
    const quantity = page.getByLabel(/Quantity – Mosslight Sencha/);
    await quantity.fill('2');
    await quantity.press('Enter');
    await seen(page.getByText('¥4,560'));
    await page.getByRole('button', { name: /Remove – Rainledger/ }).click();
    await seen(page.getByText('¥3,680'));
    await button(page, words.toSettlement).click();
    await sees(page, words.companies);
    await seen(page.getByText('¥3,680'));
  }));
}
