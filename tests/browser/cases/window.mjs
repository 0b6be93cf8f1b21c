// The credit company's window: held back by the browser, closed too early, and the ways back to the shop.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  assertMarked, button, choose, dialog, heading, mark, pay, pressCompany, product, receipt, seen, sees, toCardPage,
  toCardPageInTab,
} from '../journey.mjs';
import { as, Customer, person, setting } from '../setting.mjs';

export function windows() {
  test('windows held back: the same tab goes all the way and comes back to the purchase', as({ windows: false }, async (customer) => {
    const { page, words, context } = customer;
    await toCardPageInTab(customer);
    await pay(page, words, person('A2'));
    const number = await receipt(page, words);
    assert.equal(await button(page, words.closeWindow).isVisible(), false, 'the tab is not ours to close');
    await button(page, words.back).click();
    await sees(page, words.keepLink);
    assert.match(page.url(), new RegExp(`^${setting.mall}/purchase/`));
    assert.equal(await receipt(page, words), number);
    assert.equal(context.pages().length, 1);
  }));

  test('NO in the same tab comes back too', as({ windows: false }, async (customer) => {
    const { page, words } = customer;
    await toCardPageInTab(customer);
    await pay(page, words, person('A3'));
    await sees(page, 'NO');
    await button(page, words.back).click();
    await seen(page.getByText('The credit company declined.'));
    assert.match(page.url(), new RegExp(`^${setting.mall}/purchase/`));
  }));

  test('a window that was closed without paying can be opened again', as(async (customer) => {
    const { page, words } = customer;
    const window = await toCardPage(customer);
    await window.close();
    await mark(page);
    const popup = page.waitForEvent('popup');
    await button(page, words.openWindow).click();
    const again = await popup;
    await sees(again, words.card);
    await pay(again, words, person('A2'));
    await receipt(again, words);
    await receipt(page, words);
    await assertMarked(page);
  }));

  test('loading the waiting page again opens nothing by itself', as(async (customer) => {
    const { page, words, context } = customer;
    await toCardPage(customer);
    await page.reload();
    await sees(page, words.waiting);
    assert.equal(context.pages().length, 2);
  }));

  test('a hand-over that does not come about closes its empty window', as(async (customer) => {
    const { page, words, context } = customer;
    customer.expect(409);
    // The basket changes in another tab between the confirmation and OK.
    await choose(customer);
    await pressCompany(customer);
    const other = await context.newPage();
    await other.goto(setting.mall);
    await product(other, words.tea).check();
    await button(other, words.basketButton).click();
    await sees(other, words.basket);
    await other.close();
    await button(dialog(customer), words.ok).click();
    await seen(page.getByRole('alert').filter({ hasText: 'has changed' }));
    await seen(page.getByText('¥2,200'));
    for (const extra of context.pages()) if (extra !== page && !extra.isClosed()) await extra.waitForEvent('close');
    const popup = page.waitForEvent('popup');
    await button(page, words.ok).click();
    await sees(await popup, words.card);
  }));

  test('the purchase’s link opens in another browser', as(async (customer) => {
    const { page, words } = customer;
    const window = await toCardPage(customer);
    await pay(window, words, person('A2'));
    const number = await receipt(page, words);
    const another = await Customer.come();
    try {
      await another.page.goto(page.url());
      assert.equal(await receipt(another.page, words), number);
      another.checkFaults();
    } finally {
      await another.context.close();
    }
  }));

  test('“Back to the shop” in the window leads to a page of the shop that says OK', as(async (customer) => {
    const { page, words } = customer;
    const window = await toCardPage(customer);
    await pay(window, words, person('A2'));
    await receipt(page, words);
    await button(window, words.back).click();
    await window.waitForURL(new RegExp(`^${setting.mall}/`));
    await sees(window, 'OK');
    assert.equal(await heading(page, 'OK').count(), 1);
  }));

  test('the document brought by a browser that does not know the purchase: the bare outcome', as({ windows: false }, async (customer) => {
    const { page, words, context } = customer;
    await toCardPageInTab(customer);
    await pay(page, words, person('A2'));
    const number = await receipt(page, words);
    await context.clearCookies({ domain: 'mall.localhost' });
    await button(page, words.back).click();
    await page.waitForURL(new RegExp(`^${setting.mall}/returned/`));
    await sees(page, 'OK');
    assert.ok(!(await page.content()).includes(number), 'the receipt is shown to a browser without the link');
    await page.getByRole('link', { name: words.toCatalogue }).click();
    await sees(page, words.catalogue);
  }));
}
