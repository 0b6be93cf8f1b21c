// Impatient customers and several windows: one purchase, one debit.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  button, choose, dialog, giveCard, pressCompany, receipt, seen, sees, toCardPage, toCardPageInTab,
} from '../journey.mjs';
import { available, as, person } from '../setting.mjs';

export function pressingTwice() {
  test('a double click on OK hands over once', as(async (customer) => {
    const { page, words, context } = customer;
    await choose(customer);
    await pressCompany(customer);
    const popup = page.waitForEvent('popup');
    const handedOver = [];
    page.on('request', (r) => { if (r.url().endsWith('/handover')) handedOver.push(r); });
    await button(dialog(customer), words.ok).dblclick({ noWaitAfter: true });
    await sees(await popup, words.card);
    await sees(page, words.waiting);
    assert.equal(handedOver.length, 1);
    assert.equal(context.pages().length, 2);
  }));

  test('without scripts a double click on OK leads to one and the same purchase', as({ scripts: false }, async (customer) => {
    const { page, words } = customer;
    await choose(customer);
    await pressCompany(customer);
    const ledTo = [];
    page.on('response', (r) => { if (r.url().endsWith('/handover')) ledTo.push(r.headers().location); });
    await button(page, words.ok).dblclick({ noWaitAfter: true });
    await sees(page, words.waiting);
    assert.equal(new Set(ledTo).size, 1, `OK led to ${ledTo}`);
    assert.equal(new URL(page.url()).pathname, ledTo[0]);
  }));

  test('a purchase that was rejected in one window stays rejected in the other', as(async (customer) => {
    const { page, words } = customer;
    const window = await toCardPage(customer);
    const popup = page.waitForEvent('popup');
    await button(page, words.openWindow).click();
    const second = await popup;
    await giveCard(second, words, person('A2'));
    await button(window, words.reject).click();
    await sees(window, 'NG');
    await button(second, words.purchase).click();
    await sees(second, 'NG');
    await seen(second.getByText(words.already));
    await sees(page, 'NG');
  }));
}

// These count what person B1 has left: one at a time.
export function pressingTwicePaysOnce() {
  for (const scripts of [true, false]) {
    test(`a double click on Purchase debits once, ${scripts ? 'with' : 'without'} scripts`, as({ scripts }, async (customer) => {
      const { page, words } = customer;
      const company = 'Credit company B';
      const before = await available('B1');
      const window = scripts ? await toCardPage(customer, { company }) : await toCardPageInTab(customer, { company });
      await giveCard(window, words, person('B1'));
      await button(window, words.purchase).dblclick({ noWaitAfter: true });
      const number = await receipt(window, words);
      if (scripts) assert.equal(await receipt(page, words), number);
      assert.equal(before - await available('B1'), 720);
    }));
  }

  test('two windows pay one purchase: both show the same receipt', as(async (customer) => {
    const { page, words, context } = customer;
    const before = await available('B1');
    const window = await toCardPage(customer, { company: 'Credit company B' });
    const popup = page.waitForEvent('popup');
    await button(page, words.openWindow).click();
    const second = await popup;
    await sees(second, words.card);
    assert.equal(context.pages().length, 3);
    await giveCard(window, words, person('B1'));
    await giveCard(second, words, person('B1'));
    await Promise.all([window, second].map((w) => button(w, words.purchase).click()));
    const number = await receipt(window, words);
    assert.equal(await receipt(second, words), number);
    assert.equal(await receipt(page, words), number);
    assert.equal(before - await available('B1'), 720);
    const said = await Promise.all([window, second].map((w) => w.getByText(words.already).count()));
    assert.deepEqual(said.sort(), [0, 1], 'exactly one of them says that it had been settled already');
  }));
}
