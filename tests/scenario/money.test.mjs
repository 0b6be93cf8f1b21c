// Nothing is paid twice and nobody spends more than there is, whatever arrives at the same moment.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { available, sumOfBooks } from '../lib/books.mjs';
import { stores } from '../lib/database.mjs';
import { documentHash } from '../lib/documents.mjs';
import { until } from '../lib/program.mjs';
import { readResult, Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

for (const { store, skip } of stores) {
  describe(store, { skip }, () => {
    let world, buyer, customer;
    before(async () => {
      world = await World.make({ store, only: ['mall', 'credit-a'] });
    });
    after(() => world?.close());

    // A purchase at its card page, in a browser that is signed in as `buyer` is.
    async function atCardPage(sku, quantity = 1) {
      const shopper = new Shopper(world, { connections: 64 });
      if (buyer) shopper.browser.cookies.set(world.a.host, new Map(buyer.browser.cookies.get(world.a.host)));
      await shopper.tick(sku);
      if (quantity > 1) {
        const form = (await shopper.browser.get(`${world.mall.url}/basket`)).page.form('/basket/quantities');
        await shopper.browser.submit(form, { fill: { [`quantity-${sku}`]: String(quantity) }, press: 'update' });
      }
      await shopper.browse();
      await shopper.toSettlement();
      await shopper.choose('credit-a');
      await shopper.confirm();
      await shopper.openCard();
      return shopper;
    }
    const submit = (shopper, press = 'Purchase') => shopper.browser.submit(shopper.card.form('/settle'), { press });

    test('a customer signs in and is remembered', async () => {
      customer = world.customer('A1');
      buyer = new Shopper(world);
      await buyer.buy('wall-orchardgrid', customer, { remember: true });
      assert.equal(buyer.result.outcome, 'OK');
    });

    test('64 identical submissions at once: one debit, 64 equal receipts', async () => {
      const shopper = await atCardPage('score-lanternwalk');
      const before = await available(customer);
      const answers = await Promise.all(Array.from({ length: 64 }, () => submit(shopper)));
      assert.deepEqual([...new Set(answers.map((a) => a.status))], [200]);
      assert.deepEqual([...new Set(answers.map((a) => readResult(a).outcome))], ['OK']);
      assert.equal(new Set(answers.map((a) => readResult(a).document)).size, 1);
      assert.equal(await available(customer), before - 720);
      assert.equal(await world.a.store.count('settlement', `request_hash = '${documentHash(shopper.purchase.document)}'`), 1);
      assert.equal(await world.a.store.count('entry', 'kind = 1'), await world.a.store.count('settlement', 'outcome = 0'));
      await shopper.waitForState('ok');
    });

    test('Purchase and Reject pressed at once: one outcome for all', async () => {
      const shopper = await atCardPage('score-lanternwalk');
      const before = await available(customer);
      const answers = await Promise.all(Array.from({ length: 32 }, (_, i) => submit(shopper, i % 2 ? 'Reject' : 'Purchase')));
      const outcomes = [...new Set(answers.map((a) => readResult(a).outcome))];
      assert.equal(outcomes.length, 1);
      assert.equal(new Set(answers.map((a) => readResult(a).document)).size, 1);
      assert.equal(await available(customer), before - (outcomes[0] === 'OK' ? 720 : 0));
      await shopper.waitForState(outcomes[0].toLowerCase());
    });

    test('two purchases racing for the last of a balance: exactly one OK', async () => {
      // Each takes more than half of what is left.
      for (const quantity of [20, 10, 5, 3]) {
        const left = await available(customer);
        const price = quantity * 2750;
        if (left < price || left >= 2 * price) continue;
        const racers = await Promise.all([atCardPage('type-gullscript', quantity), atCardPage('type-gullscript', quantity)]);
        const answers = await Promise.all(racers.map((s) => submit(s)));
        assert.deepEqual(answers.map((a) => readResult(a).outcome).sort(), ['NO', 'OK']);
        assert.equal(await available(customer), left - price);
      }
      assert.ok((await available(customer)) < 50_000, 'there was a race at all');
    });

    test('a crowd racing for what is left: never below zero', async () => {
      const left = await available(customer);
      const price = 2750;
      const racers = [];
      for (let i = 0; i < 4; ++i) racers.push(...(await Promise.all([1, 2, 3, 4, 5, 6].map(() => atCardPage('type-gullscript')))));
      const answers = await Promise.all(racers.map((s) => submit(s)));
      const paid = answers.filter((a) => readResult(a).outcome === 'OK').length;
      assert.equal(answers.length, racers.length);
      assert.equal(paid, Math.min(racers.length, Math.floor(left / price)));
      assert.equal(await available(customer), left - paid * price);
      assert.ok(answers.every((a) => ['OK', 'NO'].includes(readResult(a).outcome)));
    });

    test('every result reaches the mall, each once', async () => {
      const settled = await world.a.query('SELECT request_hash, outcome FROM settlement');
      await until(async () => (await world.a.store.count('outbox')) === 0, 'the outbox being empty');
      const purchases = await world.mall.query("SELECT request_hash, state FROM handover WHERE state <> 'pending'");
      const names = ['ok', 'no', 'ng'];
      assert.deepEqual(new Map(purchases.map((p) => [p.request_hash, p.state])), new Map(settled.map((s) => [s.request_hash, names[Number(s.outcome)]])));
    });

    test('the books balance: ledger check passes, all postings sum to zero, debits are the settlements', async () => {
      await world.checkLedgers();
      assert.equal(await sumOfBooks(world.a), 0);
      const [{ total }] = await world.a.query('SELECT coalesce(sum(amount), 0) AS total FROM settlement WHERE outcome = 0');
      const [{ held }] = await world.a.query('SELECT coalesce(sum(amount), 0) AS held FROM posting WHERE account % 16 = 2');
      assert.equal(Number(held), Number(total));
      assert.ok(Number(total) > 0);
    });
  });
}
