// The back button, at every page of the way: always a page that can be used, never a second purchase.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  button, choose, dialog, heading, pay, pressCompany, pressOk, product, receipt, seen, sees, toCardPage, toCardPageInTab,
} from '../journey.mjs';
import { available, as, person } from '../setting.mjs';

const reload = (page) => page.reload({ waitUntil: 'load' });
// Chromium does not show a page again that came in answer to a form and may not be kept: it asks to send the form again.
async function back(page) {
  await page.goBack().catch(async (error) => {
    if (!/ERR_CACHE_MISS/.test(error.message)) throw error;
    await reload(page);
  });
}

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
    await back(window);
    await payAgain(window, words);
    assert.equal(await receipt(window, words), number);
    assert.equal(before - await available('B1'), 720);
  }));

  for (const scripts of [true, false]) {
    test(`back over every page of one tab, ${scripts ? 'with' : 'without'} scripts`, as({ scripts, windows: false }, async (customer) => {
      const { page, words } = customer;
      const before = await available('B1');
      await toCardPageInTab(customer, { company: 'Credit company B' });
      await pay(page, words, person('B1'));
      const number = await receipt(page, words);
      await button(page, words.back).click();
      await sees(page, words.keepLink);
      await back(page); // the credit company's result
      assert.equal(await receipt(page, words), number);
      await back(page); // its card page
      await payAgain(page, words);
      assert.equal(await receipt(page, words), number);
      await back(page);
      await back(page); // the shop's page of the purchase
      await seen(page.getByText(words.keepLink).or(heading(page, words.companies)));
      for (let left = 4; left > 0 && !(await heading(page, words.catalogue).isVisible()); --left) {
        await back(page);
        await seen(page.getByRole('heading', { level: 1 }));
      }
      await sees(page, words.catalogue);
      assert.equal(before - await available('B1'), 720);
    }));
  }
}

// Where the page still offers it, presses Purchase once more.
async function payAgain(page, words) {
  await seen(button(page, words.purchase).or(heading(page, 'OK')));
  if (!(await button(page, words.purchase).isVisible())) return;
  await pay(page, words, person('B1'));
  await seen(page.getByText(words.already));
}
