// Servers that stop, die and cannot reach each other: nothing acknowledged is lost and nothing happens twice.
// SEALCART_TEST_KILLS: how often a server is killed (default 50).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { available, purchaseOf, sumOfBooks } from '../lib/books.mjs';
import { stores } from '../lib/database.mjs';
import { documentHash } from '../lib/documents.mjs';
import { until } from '../lib/program.mjs';
import { readResult, Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

const kills = Number(process.env.SEALCART_TEST_KILLS ?? 50);
const sku = 'wall-orchardgrid';
const price = 380;

for (const { store, skip } of stores) {
  describe(store, { skip }, () => {
    let world;
    before(async () => {
      world = await World.make({ store, only: ['mall', 'credit-a'] });
    });
    after(() => world?.close());

    test('the mall is down while the customer pays: it becomes OK by itself', async () => {
      const customer = world.customer('A1');
      const shopper = new Shopper(world);
      await shopper.order(sku);
      await shopper.openCard();
      await world.mall.stop();
      await shopper.pay(customer);
      assert.equal(shopper.result.outcome, 'OK', 'the credit company settles without the mall');
      await until(async () => Number((await world.a.store.one('SELECT max(attempts) AS n FROM outbox')).n) >= 1, 'a try that failed');
      await world.mall.start();
      const { page } = await shopper.waitForState('ok', 40);
      assert.ok(page.text.includes(shopper.result.says.receipt));
      await until(async () => (await world.a.store.count('outbox')) === 0, 'the outbox being empty');
    });

    test('the credit company is down when the customer presses Purchase: the same press works later', async () => {
      const customer = world.customer('A1');
      const before = await available(customer);
      const shopper = new Shopper(world);
      await shopper.order(sku);
      await shopper.openCard();
      await world.a.stop();
      await assert.rejects(shopper.pay(customer));
      assert.equal((await shopper.look()).state, 'pending');
      await world.a.start();
      await shopper.pay(customer);
      assert.equal(shopper.result.outcome, 'OK');
      await shopper.waitForState('ok');
      assert.equal(await available(customer), before - price);
    });

    test('the way between the companies is cut for good: the browser alone brings the result', async () => {
      const { mall, a } = world;
      const real = mall.config.match(/^api_port = (\d+)$/m)[1];
      mall.set('api_port', world.portBase + 19); // where nobody looks for it
      await mall.restart();
      try {
        for (const [press, state] of [['Purchase', 'ok'], ['Reject', 'ng']]) {
          const customer = world.customer('A2');
          const shopper = new Shopper(world);
          await shopper.order(sku);
          await shopper.openCard();
          await shopper.press(press, press === 'Purchase' ? { card: customer.card, password: customer.password } : {});
          const hash = documentHash(shopper.purchase.document);
          await until(async () => Number((await a.store.one('SELECT coalesce(min(attempts), 0) AS n FROM outbox')).n) >= 1, 'a try that failed');
          assert.equal((await shopper.look()).state, 'pending');
          await shopper.carryResult();
          assert.equal(shopper.answer.url, shopper.purchase.url);
          assert.equal((await shopper.look()).state, state);
          assert.equal((await purchaseOf(mall, shopper.purchase.number)).request_hash, hash);
        }
        assert.equal(await a.store.count('outbox', 'refused IS NULL'), 2, 'both still wait at the credit company');
      } finally {
        mall.set('api_port', Number(real));
        await mall.restart();
      }
      // When the way is open again, the late copies change nothing.
      const before = await mall.store.state(['purchase', 'handover']);
      await until(async () => (await a.store.count('outbox')) === 0, 'the outbox being empty', 60);
      assert.equal(await mall.store.state(['purchase', 'handover']), before);
    });

    test(`kill -9 of either server ${kills} times under load: nothing acknowledged is lost, nothing doubled`, async () => {
      const shown = [];    // every OK, NO and NG that a customer was shown
      const handed = [];   // every purchase that the mall acknowledged
      let over = false;

      // Until it works: what a customer does who presses the button again.
      const again = async (what) => {
        for (const end = Date.now() + 60_000; ;) {
          try {
            return await what();
          } catch (error) {
            if (Date.now() > end) throw error;
            await new Promise((resolve) => setTimeout(resolve, 25));
          }
        }
      };
      async function shop(name) {
        const customer = world.customer(name);
        let signedIn;
        for (let n = 0; !over; ++n) {
          // Another visit to the mall each time, on a device that the credit company knows.
          const shopper = new Shopper(world);
          if (signedIn) shopper.browser.cookies.set(world.a.host, signedIn);
          await again(async () => {
            await shopper.tick(sku);
            await shopper.toSettlement();
            await shopper.choose('credit-a');
          });
          const form = shopper.confirmation.form('/handover');
          const sent = await again(async () => {
            const answer = await shopper.browser.send(form, { press: 'OK' });
            assert.equal(answer.status, 303);
            return answer;
          });
          handed.push(sent.location);
          const pay = await again(async () => (await shopper.browser.get(sent.location)).page.form('pay-window'));
          const document = pay.value('request');
          const url = new URL(pay.action);
          const card = await again(async () => {
            const page = (await shopper.browser.postForm(url.href, [['request', document]], { from: sent.location })).page;
            return page.hasForm('/settle') ? page.form('/settle') : undefined;
          });
          const press = n % 5 === 4 ? 'Reject' : 'Purchase';
          const fill = card.field('password') && press === 'Purchase' ? { card: customer.card, password: customer.password, remember: '1' } : {};
          const result = await again(async () => {
            const answer = await shopper.browser.submit(card, { fill, press });
            const read = readResult(answer);
            if (!read) throw new Error(`${answer.status} ${answer.page.text.slice(0, 200)}`);
            return read;
          });
          signedIn = shopper.browser.cookies.get(world.a.host);
          shopper.browser.close();
          shown.push({ url: sent.location, outcome: result.outcome, document: result.document, hash: documentHash(document), name });
        }
      }
      const before = { A1: await available(world.customer('A1')), A2: await available(world.customer('A2')) };
      const settledBefore = await world.a.store.count('settlement', 'outcome = 0');
      const load = ['A1', 'A2', 'A1', 'A2'].map(shop);
      let failed;
      Promise.all(load).catch((error) => (failed = error));
      for (let i = 0; i < kills && !failed; ++i) {
        const victim = Math.random() < 0.5 ? world.mall : world.a;
        // The moment is what is random here.
        await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 250));
        await victim.kill();
        await victim.start();
      }
      over = true;
      await Promise.all(load);
      assert.ok(shown.length > kills / 5, `there was load: ${shown.length} purchases`);

      // All that was shown is so, at both companies; what the mall acknowledged exists.
      await until(async () => (await world.a.store.count('outbox', 'refused IS NULL')) === 0, 'the outbox being empty', 120);
      assert.equal(await world.a.store.count('outbox'), 0, 'the mall refused nothing');
      const reader = new Shopper(world);
      for (const url of handed) assert.equal((await reader.browser.get(url)).status, 200, 'an acknowledged purchase exists');
      for (const each of shown) {
        const { page } = await reader.browser.get(each.url);
        assert.equal(page.heading, each.outcome);
        const row = await world.a.store.one(`SELECT document FROM settlement WHERE request_hash = '${each.hash}'`);
        assert.equal(row.document, each.document);
      }
      // Each settlement is one purchase that is settled alike, and the other way round.
      const names = ['ok', 'no', 'ng'];
      const settlements = (await world.a.query('SELECT request_hash, outcome FROM settlement')).map((s) => `${s.request_hash} ${names[Number(s.outcome)]}`);
      const purchases = (await world.mall.query("SELECT request_hash, state FROM handover WHERE state <> 'pending'")).map((p) => `${p.request_hash} ${p.state}`);
      assert.deepEqual(settlements.sort(), purchases.sort());
      // Every OK was debited once.
      const spent = before.A1 + before.A2 - (await available(world.customer('A1'))) - (await available(world.customer('A2')));
      const settled = (await world.a.store.count('settlement', 'outcome = 0')) - settledBefore;
      assert.equal(spent, settled * price);
      await world.checkLedgers();
      assert.equal(await sumOfBooks(world.a), 0);
    });
  });
}
