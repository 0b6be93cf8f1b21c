// Every page in both languages: no serious or critical finding of axe in light and dark, nothing wider than a phone or a
// desk screen. SEALCART_SCREENSHOTS=DIR keeps a picture of each.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { AxeBuilder } from '@axe-core/playwright';

import {
  assertFits, button, dialog, giveCard, openShop, pay, pressCompany, product, receipt, seen, sees, toCardPage,
} from '../journey.mjs';
import { as, person, setting } from '../setting.mjs';

const screenshots = process.env.SEALCART_SCREENSHOTS;
const widths = { 390: { width: 390, height: 844 }, 1280: { width: 1280, height: 900 } };

export class Tour {
  constructor(customer) {
    this.customer = customer;
    this.found = [];
  }
  async findings(page, rules) {
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    if (rules) axe.withRules(rules);
    const { violations } = await axe.analyze();
    return violations.filter((v) => ['serious', 'critical'].includes(v.impact));
  }
  async picture(page, name, width, scheme) {
    if (!screenshots) return;
    fs.mkdirSync(screenshots, { recursive: true });
    const file = `${name}.${this.customer.language}.${width}${scheme === 'dark' ? '.dark' : ''}.png`;
    await page.screenshot({ path: path.join(screenshots, file), fullPage: true });
  }
  // Looks at the page as it is now.
  async look(page, name) {
    const note = (scheme, violations) => {
      for (const v of violations) this.found.push(`${name} (${scheme}): ${v.id}: ${v.nodes.map((n) => `${n.html} ${n.failureSummary}`).join('; ')}`);
    };
    for (const width of ['1280', '390']) {
      await page.setViewportSize(widths[width]);
      await assertFits(page);
      await this.picture(page, name, width, 'light');
    }
    note('light', await this.findings(page));
    await page.emulateMedia({ colorScheme: 'dark' });
    await this.picture(page, name, 390, 'dark');
    note('dark', await this.findings(page, ['color-contrast', 'link-in-text-block']));
    await page.emulateMedia({ colorScheme: 'light' });
  }
  end() {
    assert.deepEqual(this.found, []);
  }
}

export function everyPage() {
  for (const language of ['en', 'ja']) {
    test(`the shop’s pages (${language})`, as({ language }, async (customer) => {
      const { page, words } = customer;
      const tour = new Tour(customer);
      customer.expect(404);
      await openShop(customer);
      await product(page, words.tea).check();
      await tour.look(page, 'catalogue');
      await page.getByLabel(words.searchField).fill('zzzz');
      await button(page, words.search).click();
      await page.waitForURL(/q=zzzz/);
      await tour.look(page, 'catalogue-nothing-found');
      await openShop(customer, '/basket');
      await seen(page.getByText(words.tea));
      await tour.look(page, 'basket');
      await button(page, words.toSettlement).click();
      await sees(page, words.companies);
      await tour.look(page, 'companies');
      await pressCompany(customer);
      await tour.look(page, 'confirm-dialog');
      await openShop(customer, '/confirm/credit-a');
      await sees(page, words.confirm);
      await tour.look(page, 'confirm');
      await openShop(customer, '/no-such-page');
      await tour.look(page, 'not-found');
      await customer.context.clearCookies();
      await openShop(customer, '/basket');
      await tour.look(page, 'basket-empty');
      tour.end();
    }));

    test(`the pages of a purchase (${language})`, as({ language }, async (customer) => {
      const { page, words, context } = customer;
      const tour = new Tour(customer);
      customer.expect(401, 410);
      let window = await toCardPage(customer);
      await tour.look(page, 'purchase-waiting');
      await tour.look(window, 'card');
      await window.getByText(words.sealed).click();
      await giveCard(window, words, person('A2'), { password: 'wrong', remember: true });
      await button(window, words.purchase).click();
      await seen(window.getByRole('alert'));
      await tour.look(window, 'card-error');
      await pay(window, words, person('A2'), { remember: true });
      await receipt(window, words);
      await tour.look(window, 'result-ok');
      await receipt(page, words);
      await tour.look(page, 'purchase-ok');
      await context.clearCookies({ domain: 'mall.localhost' });
      await button(window, words.back).click();
      await window.waitForURL(/\/returned\//);
      await tour.look(window, 'returned');
      await window.close();

      window = await toCardPage(customer);
      await window.getByLabel(`${words.checkWord} 1`, { exact: true }).fill(person('A2').check_words[0]);
      await window.getByLabel(`${words.checkWord} 2`, { exact: true }).fill('periwinkle');
      await button(window, words.check).click();
      await seen(window.getByText(words.known));
      await tour.look(window, 'card-recognised');
      await button(window, words.reject).click();
      await sees(window, 'NG');
      await tour.look(window, 'result-ng');
      await sees(page, 'NG');
      await tour.look(page, 'purchase-ng');
      await window.close();

      await context.clearCookies({ domain: 'credit-a.localhost' });
      window = await toCardPage(customer);
      await pay(window, words, person('A3'));
      await sees(window, 'NO');
      await tour.look(window, 'result-no');
      await sees(page, 'NO');
      await tour.look(page, 'purchase-no');
      await window.goto(setting.world.a.url);
      await seen(window.getByRole('heading').first());
      await tour.look(window, 'credit-home');
      tour.end();
    }));
  }
}
