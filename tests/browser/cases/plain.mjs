// Without scripts, in Japanese, and on a phone: the whole way each time.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  assertFits, button, choose, dialog, openShop, pay, pressCompany, pressOk, product, receipt, seen, sees,
  toCardPage, toCardPageInTab,
} from '../journey.mjs';
import { as, person, setting } from '../setting.mjs';
import { names } from '../names.mjs';

export function plainBrowsers() {
  test('without scripts: the waiting page loads itself again until it shows OK', as({ scripts: false }, async (customer) => {
    const { page, words, context } = customer;
    await choose(customer, 'Mosslight Sencha', 'Emberbark Hojicha');
    await pressCompany(customer);
    assert.match(page.url(), /\/confirm\/credit-a\??$/);
    await button(page, words.ok).click();
    await sees(page, words.waiting);
    const opened = context.waitForEvent('page');
    await button(page, words.openWindow).click();
    const window = await opened;
    await sees(window, words.card);
    await pay(window, words, person('A2'));
    const number = await receipt(window, words);
    // Nobody touches the waiting page.
    assert.equal(await receipt(page, words), number);
  }));

  test('without scripts, in one tab: back to the shop, which shows OK', as({ scripts: false }, async (customer) => {
    const { page, words } = customer;
    await toCardPageInTab(customer);
    await pay(page, words, person('A2'));
    const number = await receipt(page, words);
    await button(page, words.back).click();
    await page.waitForURL(new RegExp(`^${setting.mall}/purchase/`));
    assert.equal(await receipt(page, words), number);
  }));

  test('without scripts: Cancel, Reject, and a wrong password', as({ scripts: false }, async (customer) => {
    const { page, words } = customer;
    customer.expect(401);
    await choose(customer);
    await pressCompany(customer);
    await button(page, words.cancel).click();
    await sees(page, words.catalogue);
    await toCardPageInTab(customer);
    await pay(page, words, person('B2'), { password: 'nothing like it' }); // of another company: no such card here
    await seen(page.getByRole('alert'));
    await button(page, words.reject).click();
    await sees(page, 'NG');
    await button(page, words.back).click();
    await seen(page.getByText('You rejected the payment.'));
  }));

  test('日本語だけで購入できる', as({ language: 'ja' }, async (customer) => {
    const { page, words } = customer;
    const window = await toCardPage(customer, { products: ['苔あかりの煎茶', '熾火皮のほうじ茶'] });
    assert.equal(await window.locator('html').getAttribute('lang'), 'ja');
    assert.equal(await page.locator('html').getAttribute('lang'), 'ja');
    await pay(window, words, person('A2'));
    assert.equal(await receipt(page, words), await receipt(window, words));
    await button(window, words.back).click();
    await sees(window, 'OK');
  }));

  test('the language can be switched both ways, on the shop’s pages and on the card page', as(async (customer) => {
    const { page, words: en } = customer;
    const ja = names.ja;
    const switchTo = (place, words) => button(place, words === ja ? en.languageSwitch : ja.languageSwitch).click();
    await openShop(customer);
    await switchTo(page, ja);
    await sees(page, ja.catalogue);
    await product(page, ja.tea).check();
    await button(page, ja.toSettlement).click();
    await sees(page, ja.companies);
    await switchTo(page, en);
    await sees(page, en.companies);
    await pressCompany(customer);
    const window = await pressOk(customer);
    await sees(page, en.waiting);
    await switchTo(window, ja);
    await sees(window, ja.card);
    await switchTo(window, en);
    await sees(window, en.card);
    await switchTo(page, ja);
    await sees(page, ja.waiting);
    await switchTo(window, ja);
    await pay(window, ja, person('A2'));
    const number = await receipt(window, ja);
    assert.equal(await receipt(page, ja), number);
    await switchTo(window, en);
    assert.equal(await receipt(window, en), number);
    await switchTo(page, en);
    assert.equal(await receipt(page, en), number);
    // The choice is kept.
    await openShop(customer);
    await sees(page, en.catalogue);
  }));

  for (const language of ['en', 'ja']) {
    test(`on a phone (${language}): nothing is wider than the screen`, as({ phone: true, language }, async (customer) => {
      const { page, words } = customer;
      await openShop(customer);
      await assertFits(page);
      await choose(customer, words.tea);
      await assertFits(page);
      await pressCompany(customer);
      await assertFits(page);
      const box = await dialog(customer).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 390, 'the small window does not fit');
      const window = await pressOk(customer);
      await sees(page, words.waiting);
      await assertFits(page);
      await assertFits(window);
      await window.getByText(words.sealed).click();
      await assertFits(window);
      await pay(window, words, person('A2'));
      await receipt(window, words);
      await assertFits(window);
      await receipt(page, words);
      await assertFits(page);
      await openShop(customer, '/basket');
      await assertFits(page);
    }));
  }
}
