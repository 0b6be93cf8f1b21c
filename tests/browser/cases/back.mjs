// The back button, at every page of the way: always a page that can be used, never a second purchase.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  button, choose, dialog, heading, pay, pressCompany, product, receipt, seen, sees, toCardPage, toCardPageInTab,
} from '../journey.mjs';
import { available, as, person } from '../setting.mjs';

export function goingBack() {
  test('back in the shop, before paying', as(async (customer) => {
    const { page, words } = customer;
    await choose(customer, 'Mosslight Sencha');
    await page.goBack();
    await sees(page, words.catalogue);
    assert.equal(await product(page, 'Mosslight Sencha').isChecked(), true);
    await button(page, words.toSettlement).click();
    await sees(page, words.companies);
    await page.goBack();
    await page.goForward();
    await sees(page, words.companies);
    await pressCompany(customer);
    await page.goBack();
    await sees(page, words.catalogue);
    await page.goForward();
    await pressCompany(customer);
    await seen(button(dialog(customer), words.ok));
  }));

  test('back from the waiting page, and forward again: the same purchase', as(async (customer) => {
    const { page, words, context } = customer;
    const window = await toCardPage(customer);
    const address = page.url();
    await page.goBack();
    await sees(page, words.companies);
    assert.equal(context.pages().length, 2, 'going back opens or closes a window');
    await page.goForward();
    await sees(page, words.waiting);
    assert.equal(page.url(), address);
    assert.equal(context.pages().length, 2, 'going forward sends the request again');
    await pay(window, words, person('A2'));
    assert.equal(await receipt(page, words), await receipt(window, words));
    customer.expect(409);
    await page.goBack();
    await sees(page, 'Your basket is empty');
    await page.goForward();
    await receipt(page, words);
  }));
}

// These count what person B1 has left: one at a time.
export function goingBackPaysOnce() {
  test('back from the result to the card page, and Purchase again: the same receipt, one debit', as(async (customer) => {
    const { page, words } = customer;
    const before = await available('B1');
    const window = await toCardPage(customer, { company: 'Credit company B' });
    await pay(window, words, person('B1'));
    const number = await receipt(window, words);
    await receipt(page, words);
    await window.goBack();
    await payAgain(window, words);
    assert.equal(await receipt(window, words), number);
    assert.equal(before - await available('B1'), 720);
  }));

  for (const scripts of [true, false]) {
    test(`back over every page of one tab, ${scripts ? 'with' : 'without'} scripts`, as({ scripts, windows: false }, async (customer) => {
      const { page, words } = customer;
      customer.expect(409); // the companies' page says that the basket is empty now
      const before = await available('B1');
      await toCardPageInTab(customer, { company: 'Credit company B' });
      await pay(page, words, person('B1'));
      const number = await receipt(page, words);
      await button(page, words.back).click();
      await sees(page, words.keepLink);
      await page.goBack(); // the credit company's result
      assert.equal(await receipt(page, words), number);
      await page.goBack(); // its card page
      await payAgain(page, words);
      assert.equal(await receipt(page, words), number);
      for (let left = 6; left > 0 && !(await heading(page, words.catalogue).isVisible()); --left) {
        await page.goBack();
        await seen(page.getByRole('heading', { level: 1 }));
      }
      await sees(page, words.catalogue);
      assert.equal(before - await available('B1'), 720);
    }));
  }
}

// The card page is shown as it was; Purchase pressed once more pays nothing.
async function payAgain(page, words) {
  await sees(page, words.card);
  await pay(page, words, person('B1'));
  await seen(page.getByText(words.already));
}
