// A device that the credit company recognises (seed Fig. 10): check words, the session of 15 minutes, several cards.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { button, giveCard, heading, pay, receipt, seen, sees, toCardPage } from '../journey.mjs';
import { as, person } from '../setting.mjs';

async function remember(customer, name) {
  const company = `Credit company ${name[0]}`;
  const window = await toCardPage(customer, { company });
  await pay(window, customer.words, person(name), { remember: true });
  await receipt(window, customer.words);
  await receipt(customer.page, customer.words);
  await window.close();
  return toCardPage(customer, { company });
}

export function rememberedDevices() {
  test('check words are asked for only where the customer paid before, and answered in words', as(async (customer) => {
    const { words } = customer;
    customer.expect(422);
    const first = await toCardPage(customer, { company: 'Credit company C' });
    assert.equal(await heading(first, words.checkWords).count(), 0);
    await first.close();
    const window = await remember(customer, 'C2');
    await sees(window, words.checkWords);
    await button(window, words.check).click();
    await seen(window.getByRole('alert').filter({ hasText: 'at least one word' }));
    const [known] = person('C2').check_words;
    const box = (n) => window.getByLabel(`${words.checkWord} ${n}`, { exact: true });
    await seen(window.getByText(`${words.triesLeft} 10`));
    await box(1).fill(known.toUpperCase());
    await box(2).fill('periwinkle');
    await button(window, words.check).click();
    await seen(window.getByText(`${words.triesLeft} 9`));
    const answer = (n) => box(n).evaluate((e) => document.getElementById(e.getAttribute('aria-describedby')).innerText);
    assert.deepEqual([await answer(1), await answer(2), await answer(3)], [words.known, words.unknown, '']);
    assert.equal(await box(4).count(), 0);
    await button(window, words.moreWords).click();
    await seen(box(4));
    await box(4).fill(person('C2').check_words[2]);
    await button(window, words.check).click();
    await seen(window.getByText(words.known));
    assert.equal(await answer(4), words.known);
    await button(window, words.purchase).click();
    await receipt(window, words);
  }));

  test('signed in: one of two cards is chosen, no password is asked', as(async (customer) => {
    const { page, words } = customer;
    const window = await remember(customer, 'A1');
    const cards = window.getByRole('group', { name: words.whichCard }).getByRole('radio');
    assert.equal(await cards.count(), 2);
    assert.equal(await window.getByLabel(words.password, { exact: true }).count(), 0);
    const other = person('A1', 1).card.slice(-4);
    await window.getByRole('radio', { name: new RegExp(other) }).check();
    await button(window, words.purchase).click();
    await receipt(window, words);
    await seen(window.getByText(new RegExp(`${other}$`)));
    await receipt(page, words);
  }));

  test('signing out asks for card and password again', as(async (customer) => {
    const { page, words } = customer;
    const window = await remember(customer, 'B2');
    await button(window, words.otherCard).click();
    await seen(window.getByRole('alert').filter({ hasText: 'signed out' }));
    assert.equal(await window.getByRole('radio').count(), 0);
    await giveCard(window, words, person('B2'));
    await button(window, words.purchase).click();
    await receipt(window, words);
    await receipt(page, words);
    // The device is still known: check words go on.
    await window.close();
    const next = await toCardPage(customer, { company: 'Credit company B' });
    await sees(next, words.checkWords);
    await seen(next.getByLabel(words.cardNumber, { exact: true }));
  }));
}
