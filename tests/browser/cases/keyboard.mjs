// Everything can be done with Tab, Space, Enter and Escape, and one always sees where one is.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { button, dialog, giveCard, openShop, product, receipt, sees, toCardPage } from '../journey.mjs';
import { as, person } from '../setting.mjs';

const has = (locator) => locator.evaluate((element) => element === document.activeElement);

// The focused element shows that it has the focus, and nothing lies over it.
async function assertFocusIsSeen(page) {
  const at = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const above = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
      what: element.outerHTML.slice(0, 120),
      outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      inView: box.width > 0 && box.top >= 0 && box.bottom <= innerHeight,
      covered: !(above && (element.contains(above) || above.contains(element) || above.closest('label')?.control === element)),
    };
  });
  if (!at) return;
  assert.ok(at.outlined, `focus is not shown on ${at.what}`);
  assert.ok(at.inView, `focus is out of view on ${at.what}`);
  assert.ok(!at.covered, `focus is covered on ${at.what}`);
}

// Tab until there.
export async function tabTo(page, locator) {
  await locator.waitFor();
  for (let left = 80; left > 0; --left) {
    await page.keyboard.press('Tab');
    await assertFocusIsSeen(page);
    if (await has(locator)) return;
  }
  assert.fail(`Tab does not come to ${locator}`);
}

export async function press(page, locator, key = 'Enter') {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}

export function keyboardOnly() {
  for (const phone of [false, true]) {
    test(`the whole way with the keyboard, ${phone ? 'narrow' : 'wide'}`, as({ phone }, async (customer) => {
      const { page, words } = customer;
      await openShop(customer);
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
      await page.keyboard.press('Enter');
      await press(page, product(page, 'Mosslight Sencha'), 'Space');
      await press(page, product(page, 'Duskpetal Herb Tea'), 'Space');
      assert.equal(await product(page, 'Mosslight Sencha').isChecked(), true);
      await press(page, button(page, words.toSettlement));
      await sees(page, words.companies);

      // Into the small window, out of it with Escape, and in again.
      const company = button(page, 'Credit company A');
      await press(page, company);
      await dialog(customer).waitFor();
      await page.waitForFunction(() => document.activeElement.closest('dialog'));
      await page.keyboard.press('Escape');
      await dialog(customer).waitFor({ state: 'hidden' });
      assert.ok(await has(company), 'the focus does not come back from the small window');
      await page.keyboard.press('Enter');
      await dialog(customer).waitFor();
      await page.waitForFunction(() => document.activeElement.closest('dialog'));
      for (let i = 0; i < 4; ++i) {
        await page.keyboard.press('Tab');
        assert.ok(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest('dialog')),
          'the focus leaves the small window');
      }
      const popup = page.waitForEvent('popup');
      await press(page, button(dialog(customer), words.ok));
      const window = await popup;
      await sees(window, words.card);
      await sees(page, words.waiting);

      await tabTo(window, window.getByText(words.sealed));
      await window.keyboard.press('Enter');
      await window.getByText('cannot read it').waitFor();
      await tabTo(window, window.getByLabel(words.cardNumber, { exact: true }));
      await window.keyboard.type(person('A2').card);
      await tabTo(window, window.getByLabel(words.password, { exact: true }));
      await window.keyboard.type(person('A2').password);
      await press(window, button(window, words.purchase));
      assert.equal(await receipt(page, words), await receipt(window, words));
      await tabTo(window, button(window, words.closeWindow));
      const closed = window.waitForEvent('close');
      await window.keyboard.press('Enter').catch(() => {}); // it may be gone before the key comes up
      await closed;
      await press(page, page.getByRole('link', { name: words.toCatalogue }));
      await sees(page, words.catalogue);
    }));
  }

  test('Enter in the password field pays', as(async (customer) => {
    const window = await toCardPage(customer);
    await giveCard(window, customer.words, person('A2'));
    await window.getByLabel(customer.words.password, { exact: true }).press('Enter');
    await receipt(window, customer.words);
  }));
}
