// Parcels under attack and in bad weather: one answer to a request however often it is sent; what is damaged, swapped or foreign
// changes nothing; servers that stop, die and cannot reach each other lose and double nothing.
// SEALCART_TEST_KILLS: how often a server is killed (default 50).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { available, purchaseOf, shipmentOf, sumOfBooks } from '../lib/books.mjs';
import { stores } from '../lib/database.mjs';
import { decodeDocument, documentHash, flipBit, isSealed, randomNumber, signDocument, signerOf, types } from '../lib/documents.mjs';
import { deliveryOf, foreign, japanese, Parcel, parcelTypes, readReceipt, restock } from '../lib/parcel.mjs';
import { until } from '../lib/program.mjs';
import { readResult, Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

const kills = Number(process.env.SEALCART_TEST_KILLS ?? 50);
const sku = 'seeds-bellradish';
const price = 330;

// Bytes as a form sends them.
const percent = (bytes) => [...bytes].map((b) => `%${b.toString(16).padStart(2, '0')}`).join('');
const encoded = (fields) => fields.map(([name, value]) => `${name}=${percent(Buffer.from(value))}`).join('&');

// Runs many at a time; gives the answers in order.
async function all(inputs, ask, width = 16) {
  const answers = new Array(inputs.length);
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    for (let i = next++; i < inputs.length; i = next++) answers[i] = await ask(inputs[i]);
  }));
  return answers;
}
function assertRefused(answer, what) {
  assert.ok(answer.status >= 400 && answer.status < 500, `${what}: ${answer.status}`);
  assert.match(answer.code ?? '', /^[a-z]+(-[a-z0-9]+)*$/, `${what}: no code`);
}
// Every bit of every `stride`-th character, and of those beside the dots and at the end, where encodings have slack.
function bitsOf(document, stride) {
  const edges = [document.indexOf('.'), document.lastIndexOf('.'), document.length - 1];
  const bits = [];
  for (let at = 0; at < document.length; ++at) {
    if (at % stride !== 0 && !edges.some((edge) => Math.abs(at - edge) <= 1)) continue;
    for (let bit = 0; bit < 8; ++bit) bits.push(at * 8 + bit);
  }
  return bits;
}

for (const { store, skip } of stores) {
  describe(store, { skip }, () => {
    let world;
    let byHand = 'none';
    const s = () => world.s;
    const books = async () => (await world.mall.store.state(['purchase', 'handover', 'outbox'])) + (await s().store.state(['shipment', 'outbox']));
    const settled = () => until(async () => (await s().store.count('outbox', 'refused IS NULL')) === 0, 'the outbox being empty', 60);
    async function atDoor(company = 'shipping-s') {
      const parcel = new Parcel(new Shopper(world));
      await parcel.orderAtDoor(sku, company);
      return parcel;
    }
    // A paid purchase, handed over for delivery.
    async function linked(company = 'shipping-s') {
      const shopper = new Shopper(world);
      await shopper.buy(sku, world.customer('A2'));
      await shopper.waitForState('ok');
      return new Parcel(shopper).choose(company);
    }

    before(async () => {
      world = await World.make({ store, only: ['mall', 'credit-a', 'shipping-s', 'shipping-t'] });
      await restock(world, sku);
    });
    after(() => world?.close());

    test('64 identical submissions at once: one shipping number, 64 equal receipts', async () => {
      const parcel = await atDoor();
      await parcel.openAddress();
      const entries = parcel.entries(japanese);
      const crowd = world.browser({ connections: 64 });
      const shipments = await s().store.count('shipment');
      const answers = await Promise.all(Array.from({ length: 64 }, () => crowd.postForm(`${s().url}/ship`, entries, { from: parcel.address.url })));
      for (const answer of answers) assert.equal(answer.status, 200);
      const receipts = answers.map(readReceipt);
      assert.equal(new Set(receipts.map((r) => r.document)).size, 1);
      assert.equal(receipts[0].outcome, 'OK');
      assert.equal(receipts.filter((r) => r.text.includes('had already been answered')).length, 63);
      assert.equal(await s().store.count('shipment'), shipments + 1);
      const row = await shipmentOf(s(), parcel.hash);
      assert.equal(row.number, receipts[0].says.shipping);
      assert.ok(answers.every((a) => a.page.text.includes(row.number)));
      await parcel.waitForState('ok');
      assert.equal((await purchaseOf(world.mall, parcel.number)).reply_name, row.number);
      // Another address for the same request is not taken either.
      parcel.answer = await crowd.postForm(`${s().url}/ship`, parcel.entries(foreign), { from: parcel.address.url });
      assert.equal(parcel.result.document, receipts[0].document);
      assert.equal(await s().store.count('shipment'), shipments + 1);
    });

    test('a shipping company chosen 16 times at once: one request to it', async () => {
      const shopper = new Shopper(world);
      await shopper.buy(sku, world.customer('A2'));
      await shopper.waitForState('ok');
      const crowd = world.browser({ connections: 16 });
      const { url, number } = shopper.purchase;
      const answers = await Promise.all(Array.from({ length: 16 }, () =>
        crowd.postForm(`${url}/deliver`, [['company', 'shipping-s'], ['service', 'standard']], { from: url })));
      assert.deepEqual(new Set(answers.map((a) => a.location)), new Set([url]));
      assert.equal(await world.mall.store.count('handover', `purchase = '${number}' AND role = 'shipping'`), 1);
    });

    test('Ship and Reject at once: one of them, for both companies', async () => {
      const parcel = await atDoor();
      await parcel.openAddress();
      const send = (press) => parcel.browser.postForm(`${s().url}/ship`, parcel.entries(japanese, press), { from: parcel.address.url });
      const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => send(i % 2 ? 'Ship' : 'Reject')));
      const outcomes = new Set(answers.map((a) => readReceipt(a).outcome));
      assert.equal(outcomes.size, 1);
      await parcel.waitForState([...outcomes][0].toLowerCase());
    });

    test('cash on delivery and linked: rejected by one company, taken by another; the amount is told only for the first', async () => {
      for (const [order, amount] of [[atDoor, price], [linked, undefined]]) {
        const parcel = await order();
        assert.equal(parcel.says.amount, amount);
        await parcel.openAddress();
        await parcel.reject();
        assert.equal(parcel.result.outcome, 'NG');
        await parcel.waitForState('ng');
        const first = parcel.number;
        await parcel.choose('shipping-t');
        assert.notEqual(parcel.number, first, 'another number for another company');
        assert.equal(parcel.says.amount, amount);
        await parcel.openAddress();
        await parcel.ship(foreign);
        assert.equal(parcel.result.outcome, 'OK');
        const { page } = await parcel.waitForState('ok');
        assert.ok(page.text.includes(parcel.result.says.shipping));
        assert.ok(isSealed('goods', parcel.says.goods));
        const rows = [await purchaseOf(world.mall, first), await purchaseOf(world.mall, parcel.number)];
        assert.deepEqual(rows.map((r) => [r.state, r.partner, r.bought]), [['ng', 'shipping-s', 'ok'], ['ok', 'shipping-t', 'ok']]);
        assert.notEqual(rows[0].sealed_goods, rows[1].sealed_goods, 'a fresh seal for each company');
        const { amount: told } = await shipmentOf(world.party('shipping-t'), parcel.hash);
        assert.equal(told === null ? undefined : Number(told), amount);
      }
    });

    test('two companies accept one parcel: the first brings it, the second is told no', async () => {
      const parcel = await linked();
      const late = new Parcel(parcel.shopper);
      late.url = parcel.url;
      await parcel.openAddress();
      await late.choose('shipping-t');
      await late.openAddress();
      await parcel.ship();
      await parcel.waitForState('ok');
      await late.ship(foreign);
      const receipt = late.result.document;
      await late.carryReceipt();
      assertRefused(late.answer, 'the second receipt');
      assert.equal(late.answer.code, 'result-superseded');
      const t = world.party('shipping-t');
      await until(async () => (await t.store.count('outbox', "refused = 'result-superseded'")) === 1, 'the refusal at the second company');
      const states = await world.mall.query(`SELECT partner, state FROM handover WHERE purchase = '${(await purchaseOf(world.mall, parcel.number)).purchase}'`);
      assert.deepEqual(states.map((r) => `${r.partner} ${r.state}`).sort(), ['credit-a ok', 'shipping-s ok', 'shipping-t pending']);
      assert.equal((await parcel.look()).state, 'ok');
      assert.equal((await parcel.look()).page.text.includes(decodeDocument(receipt).payload.shipping), false);
      await t.store.change("DELETE FROM outbox WHERE refused = 'result-superseded'");
    });

    describe('bad input', () => {
      let parcel, other, partner, mall, now;
      before(async () => {
        parcel = await atDoor();
        await parcel.openAddress();
        other = await atDoor();
        partner = world.browser({ client: world.ownCertificate(s()) });
        mall = signerOf(world.mall);
        now = Math.floor(Date.now() / 1000);
        await settled();
      });

      const post = (url, fields, from) => parcel.browser.request(url, {
        method: 'POST', from, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: encoded(fields),
      });
      const send = (document) => post(`${s().url}/send`, [['request', document]], world.mall.url);
      const ship = (fields) => post(`${s().url}/ship`, fields, `${s().url}/send`);
      const carry = (document) => post(`${world.mall.url}/result`, [['document', document]], s().url);
      const deliver = (documents, browser = partner) => browser.request(`${world.mall.api}/partner/documents`, {
        method: 'POST', headers: { 'content-type': 'application/json', 'accept': 'application/json' }, body: JSON.stringify({ documents }),
      });
      // A receipt as the company would sign it. It is delivered at the very end.
      const goodReceipt = (changes = {}, signer = signerOf(s()), type = parcelTypes.receipt) => signDocument(type, {
        iss: s().url, aud: world.mall.url, jti: randomUUID(), iat: now, outcome: 'OK', shipping: randomNumber(), purchase: parcel.says.purchase,
        goods: parcel.says.goods, request_hash: parcel.hash, ...changes,
      }, signer);

      test('flipped bits of a shipping request are refused by /send and by /ship', async () => {
        const before = await books();
        const bits = bitsOf(parcel.document, 9);
        assert.ok(bits.length >= 1000, String(bits.length));
        (await all(bits, (bit) => send(flipBit(parcel.document, bit)))).forEach((answer, i) => assertRefused(answer, `bit ${bits[i]} at /send`));
        // With a page's good tag and a good address: nothing but the damage stands in the way.
        const entries = parcel.entries(japanese).filter(([name]) => name !== 'request');
        const fewer = bitsOf(parcel.document, 29);
        (await all(fewer, (bit) => ship([['request', flipBit(parcel.document, bit)], ...entries])))
          .forEach((answer, i) => assertRefused(answer, `bit ${fewer[i]} at /ship`));
        assert.equal(await books(), before);
      });

      test("flipped bits of a shipping receipt are refused by /result and by the partners' listener", async () => {
        const before = await books();
        const document = goodReceipt();
        const bits = bitsOf(document, 7);
        assert.ok(bits.length >= 1000, String(bits.length));
        (await all(bits, (bit) => carry(flipBit(document, bit)))).forEach((answer, i) => assertRefused(answer, `bit ${bits[i]} at /result`));
        const batches = [];
        for (let i = 0; i < bits.length; i += 64) batches.push(bits.slice(i, i + 64));
        const answers = await all(batches, (batch) => deliver(batch.map((bit) => flipBit(document, bit).toString('latin1'))), 4);
        answers.forEach((answer, i) => {
          assert.equal(answer.status, 200);
          assert.equal(answer.json.answers.length, batches[i].length);
          answer.json.answers.forEach((one, j) => assertRefused(one, `bit ${batches[i][j]} from the partner`));
        });
        assert.equal(await books(), before);
      });

      test('shipping requests of another kind, audience, key, issuer, time or form are refused, each by its code', async () => {
        const before = await books();
        const fresh = { ...parcel.says, purchase: randomNumber(), jti: randomUUID(), iat: now, exp: now + 600 };
        const without = (...names) => Object.fromEntries(Object.entries(fresh).filter(([n]) => !names.includes(n)));
        const sign = (changes, signer = mall, header = {}, type = parcelTypes.request) => signDocument(type, { ...fresh, ...changes }, signer, header);
        const fields = 'shipping-request-fields';
        const cases = [
          [goodReceipt(), 'document-type'],
          [sign({}, mall, {}, types.request), 'document-type'],
          [sign({}, mall, {}, 'JWT'), 'document-type'],
          [sign({ aud: world.party('shipping-t').url }), 'document-audience'],
          [sign({}, signerOf(s())), 'document-key'],
          [sign({ iss: 'https://mall.example' }), 'partner-unknown'],
          [sign({ iss: s().url }, signerOf(s())), 'partner-unknown'],
          [sign({ exp: now - 1 }), /^(document|request)-expired$/],
          [sign({ iat: now + 3600, exp: now + 7200 }), 'document-from-the-future'],
          [sign({}, mall, { alg: 'none' }), 'document-algorithm'],
          ['', 'document-malformed'],
          ['x.y.z', 'document-malformed'],
          [signDocument(parcelTypes.request, without('exp'), mall), fields],
          [signDocument(parcelTypes.request, without('parcels'), mall), fields],
          [signDocument(parcelTypes.request, without('service'), mall), fields],
          [signDocument(parcelTypes.request, without('amount'), mall), fields],
          [signDocument(parcelTypes.request, without('currency'), mall), fields],
        ];
        for (const changes of [{ amount: 0 }, { amount: -330 }, { amount: '330' }, { amount: 1.5 }, { currency: 'XXX' }, { parcels: [] }, { parcels: '60' },
          { parcels: [60] }, { parcels: ['60', ''] }, { parcels: Array(1000).fill('60') }, { service: 7 }, { service: 'a b' }, { goods: 'seeds' },
          { goods: parcel.says.goods.slice(1) }, { purchase: 'x' }]) cases.push([sign(changes), fields]);
        for (const [document, code] of cases) {
          const answer = await send(document);
          assertRefused(answer, `${code}: ${document.slice(0, 80)}`);
          if (code instanceof RegExp) assert.match(answer.code, code);
          else assert.equal(answer.code, code, document && JSON.stringify(cases.findIndex(([d]) => d === document)));
        }
        assert.equal(await books(), before);
        // What differs from these in nothing but the fault is taken.
        assert.equal((await send(sign({}))).page.hasForm('/ship'), true);
      });

      test('shipping receipts that are swapped, foreign or wrong are refused, each by its code', async () => {
        const before = await books();
        const t = signerOf(world.party('shipping-t'));
        const credit = signerOf(world.a);
        const fields = 'shipping-receipt-fields';
        const cases = [
          [parcel.document, 'document-type'],
          [goodReceipt({}, signerOf(s()), types.result), 'partner-unknown'],
          [goodReceipt({ iss: world.a.url }, credit), 'partner-unknown'],
          [goodReceipt({ iss: world.party('shipping-t').url }, t), 'result-issuer'],
          [goodReceipt({}, t), 'document-key'],
          [goodReceipt({ aud: world.party('credit-b').url }), 'document-audience'],
          [goodReceipt({ iat: now + 3600 }), 'document-from-the-future'],
          [goodReceipt({ purchase: other.says.purchase }), 'result-request'],
          [goodReceipt({ request_hash: other.hash }), 'result-request'],
          [goodReceipt({ goods: other.says.goods }), 'result-goods'],
          [goodReceipt({ goods: undefined }), 'result-goods'],
          [goodReceipt({ purchase: randomNumber() }), 'purchase-unknown'],
          [goodReceipt({ outcome: 'ok' }), fields],
          [goodReceipt({ outcome: 'NO' }), fields],
          [goodReceipt({ shipping: undefined }), fields],
          [goodReceipt({ shipping: 'x' }), fields],
          [goodReceipt({ addressee: 'Test Addressee' }), fields],
          [goodReceipt({ request_hash: undefined }), fields],
        ];
        for (const [document, code] of cases) {
          const byBrowser = await carry(document);
          assertRefused(byBrowser, code);
          assert.equal(byBrowser.code, code);
          const [byPartner] = (await deliver([document])).json.answers;
          assertRefused(byPartner, code);
          assert.equal(byPartner.code, code);
        }
        const neighbour = world.browser({ client: world.ownCertificate(world.party('shipping-t')) });
        const [brought] = (await deliver([goodReceipt()], neighbour)).json.answers;
        assert.deepEqual([brought.status, brought.code], [403, 'result-issuer'], "another company's certificate");
        assert.equal(await books(), before);
      });

      test('edited forms are refused or harmless', async () => {
        await other.openAddress();
        const before = await books();
        const entries = Object.fromEntries(parcel.entries(japanese));
        const edited = (changes) => ship(Object.entries({ ...entries, ...changes }));
        const { tag } = Object.fromEntries(other.entries(japanese));
        // The tag only spares a verification: without a good one the document is verified again.
        const damaged = flipBit(parcel.document, parcel.document.length * 4).toString('latin1');
        for (const [changes, code] of [[{ decision: 'buy' }, 'decision-unknown'], [{ decision: '' }, 'decision-unknown'], [{ request: '' }, 'document-malformed'],
          [{ request: damaged }, /^document-/], [{ request: damaged, tag }, /^document-/], [{ request: damaged, tag: '' }, /^document-/],
          [{ request: goodReceipt(), tag }, 'document-type'], [{ request: goodReceipt() }, 'document-type']]) {
          const answer = await edited(changes);
          assertRefused(answer, JSON.stringify(changes).slice(0, 60));
          if (code instanceof RegExp) assert.match(answer.code, code);
          else assert.equal(answer.code, code);
        }
        // What a person may type wrong is pointed out, and is no fault of the request.
        for (const [name, value] of [['postal-code', '123'], ['postal-code', ''], ['name', ''], ['name', '\u0000'], ['name', 'x'.repeat(5000)], ['country', 'XX'],
          ['day', '1999-01-01'], ['hours', '03-04'], ['phone', 'ring twice'], ['kana', 'abc'], ['street', '\u202e'], ['city', Buffer.from([0xff, 0xfe])]]) {
          const answer = await edited({ [name]: value });
          assert.ok(answer.status === 422 || answer.status === 400, `${name}: ${answer.status}`);
          if (answer.status !== 422) continue;
          const field = [...answer.page.all('input'), ...answer.page.all('select')].find((n) => n.attrs.some((a) => a.name === 'name' && a.value === name));
          assert.ok(field.attrs.some((a) => a.name === 'aria-invalid'), `${name} is pointed out`);
        }
        const junk = await parcel.browser.request(`${s().url}/ship`, { method: 'POST', from: `${s().url}/send`, body: '%zz=%' });
        assertRefused(junk, 'junk');
        const strange = await parcel.browser.postForm(`${s().url}/ship`, Object.entries(entries), { headers: { origin: 'https://elsewhere.example' } });
        assertRefused(strange, 'a form of another site');
        assertRefused(await ship(Array.from({ length: 300 }, (_, i) => [`f${i}`, 'x'])), '300 fields');
        assertRefused(await parcel.browser.postForm(`${s().url}/postal`, [['postal-code', '999-9999']], { from: `${s().url}/send` }), 'a postal code that is none');
        assert.equal(await books(), before);
      });

      test('companies and services that cannot be are refused by the mall', async () => {
        const paid = await linked();
        await paid.openAddress();
        await paid.reject();
        await paid.waitForState('ng');
        await settled();
        const before = await books();
        const press = (fields, from = paid.url, url = `${paid.url}/deliver`) => paid.browser.postForm(url, fields, { from });
        for (const [fields, code] of [[[['company', 'credit-a']], 'company-unknown'], [[['company', 'mall']], 'company-unknown'], [[], 'company-unknown'],
          [[['company', "' OR 1=1"], ['service', 'standard']], 'company-unknown'], [[['company', 'shipping-t'], ['service', 'rocket']], 'service-unknown'],
          [[['company', 'shipping-t']], 'service-unknown']]) {
          const answer = await press(fields);
          assertRefused(answer, JSON.stringify(fields));
          assert.equal(answer.code, code, JSON.stringify(fields));
        }
        const unknown = await press([['company', 'shipping-t'], ['service', 'standard']], paid.url, `${world.mall.url}/purchase/${randomNumber()}/deliver`);
        assert.deepEqual([unknown.status, unknown.code], [404, 'purchase-unknown']);
        const strange = await paid.browser.postForm(`${paid.url}/deliver`, [['company', 'shipping-t'], ['service', 'standard']], { headers: { origin: 'https://elsewhere.example' } });
        assertRefused(strange, 'a form of another site');
        assert.equal(await books(), before);
        // Before the payment, and after a rejected one, nothing is handed over.
        const shopper = new Shopper(world);
        await shopper.order(sku);
        const unpaid = await books();
        const early = () => shopper.browser.postForm(`${shopper.purchase.url}/deliver`, [['company', 'shipping-s'], ['service', 'standard']], { from: shopper.purchase.url });
        assert.equal((await early()).location, shopper.purchase.url);
        assert.equal(await books(), unpaid);
        await shopper.openCard();
        await shopper.reject();
        await shopper.waitForState('ng');
        const rejected = await books();
        assert.equal((await early()).location, shopper.purchase.url);
        assert.equal(await books(), rejected);
      });

      test('in the end the undamaged documents are taken: only the damage stood in the way', async () => {
        const receipt = goodReceipt();
        byHand = parcel.hash;
        const [answer] = (await deliver([receipt])).json.answers;
        assert.equal(answer.status, 200);
        assert.equal((await parcel.look()).state, 'ok');
        // A second, different receipt is refused on either way.
        const second = goodReceipt({ shipping: randomNumber() });
        assert.equal((await carry(second)).code, 'result-conflict');
        assert.equal((await deliver([second])).json.answers[0].code, 'result-conflict');
        assert.equal((await deliver([receipt])).json.answers[0].status, 200, 'the same again is no fault');
      });
    });

    test('the mall is down while the customer ships: it becomes accepted by itself', async () => {
      const parcel = await linked();
      await parcel.openAddress();
      await world.mall.stop();
      await parcel.ship();
      assert.equal(parcel.result.outcome, 'OK', 'the shipping company accepts without the mall');
      await until(async () => Number((await s().store.one('SELECT coalesce(max(attempts), 0) AS n FROM outbox')).n) >= 1, 'a try that failed');
      await world.mall.start();
      const { page } = await parcel.waitForState('ok', 40);
      assert.ok(page.text.includes(parcel.result.says.shipping));
      await settled();
    });

    test('the shipping company is down when the customer presses Ship: the same press works later', async () => {
      const parcel = await atDoor();
      await parcel.openAddress();
      await s().stop();
      await assert.rejects(parcel.ship());
      assert.equal((await parcel.look()).state, 'pending');
      await s().start();
      await parcel.ship();
      assert.equal(parcel.result.outcome, 'OK');
      await parcel.waitForState('ok');
    });

    test('the way between the companies is cut for good: the browser alone brings the receipt', async () => {
      const { mall } = world;
      const real = Number(mall.config.match(/^api_port = (\d+)$/m)[1]);
      await settled();
      mall.set('api_port', world.portBase + 19); // where nobody looks for it
      await mall.restart();
      try {
        for (const [order, press, state] of [[atDoor, 'Ship', 'ok'], [atDoor, 'Reject', 'ng']]) {
          const parcel = await order();
          await parcel.openAddress();
          await parcel.press(press, japanese);
          const receipt = parcel.result.says;
          await until(async () => Number((await s().store.one('SELECT coalesce(min(attempts), 0) AS n FROM outbox')).n) >= 1, 'a try that failed');
          assert.equal((await parcel.look()).state, 'pending');
          await parcel.carryReceipt();
          assert.equal(parcel.answer.url, parcel.url);
          assert.equal((await parcel.look()).state, state);
          assert.equal((await purchaseOf(mall, parcel.number)).reply_name ?? undefined, receipt.shipping);
        }
        assert.equal(await s().store.count('outbox', 'refused IS NULL'), 2, 'both still wait at the shipping company');
      } finally {
        mall.set('api_port', real);
        await mall.restart();
      }
      // When the way is open again, the late copies change nothing.
      const before = await mall.store.state(['purchase', 'handover']);
      await settled();
      assert.equal(await mall.store.state(['purchase', 'handover']), before);
    });

    test(`kill -9 of the three servers ${kills} times under load: nothing acknowledged is lost, nothing doubled`, async () => {
      const { mall, a } = world;
      const handed = []; // every purchase that the mall acknowledged
      const shown = [];  // every answer that a customer was shown by a company: {url, role, outcome, document, hash}
      const whole = [];  // whole ways: {url, outcome, number}
      let over = false;
      const again = async (what) => {
        for (const end = Date.now() + 90_000; ;) {
          try {
            return await what();
          } catch (error) {
            if (Date.now() > end) throw error;
            await new Promise((resolve) => setTimeout(resolve, 25));
          }
        }
      };
      // Sends a form until a page of that kind comes.
      const untilPage = (browser, form, options, fits) => again(async () => {
        const answer = await browser.submit(form, options);
        if (!fits(answer)) throw new Error(`${answer.status} ${answer.page.text.slice(0, 200)}`);
        return answer;
      });
      async function pays(shopper, name, signedIn) {
        if (signedIn) shopper.browser.cookies.set(a.host, signedIn);
        const { page } = await again(() => shopper.browser.get(shopper.at));
        const pay = page.form('pay-window');
        const customer = world.customer(name);
        const card = await untilPage(shopper.browser, pay, {}, (x) => x.page.hasForm('/settle'));
        const form = card.page.form('/settle');
        const fill = form.field('password') ? { card: customer.card, password: customer.password, remember: '1' } : {};
        const answer = await untilPage(shopper.browser, form, { fill, press: 'Purchase' }, readResult);
        const result = readResult(answer);
        shown.push({ url: shopper.at, company: a, table: 'settlement', document: result.document, hash: documentHash(pay.value('request')) });
        assert.equal(result.outcome, 'OK');
      }
      async function shop(name) {
        let signedIn;
        for (let n = 0; !over; ++n) {
          const shopper = new Shopper(world);
          const through = n % 2 === 0 ? 'shipping-s' : 'credit-a';
          await again(async () => {
            await shopper.tick(sku);
            await shopper.toSettlement();
            await shopper.choose(through);
          });
          const form = shopper.confirmation.form('/handover');
          const sent = await again(async () => {
            const answer = await shopper.browser.send(form, { fill: form.field('service') ? { service: 'standard' } : {}, press: 'OK' });
            assert.equal(answer.status, 303);
            return answer;
          });
          handed.push(sent.location);
          shopper.at = sent.location;
          const parcel = new Parcel(shopper);
          if (through === 'credit-a') {
            await pays(shopper, name, signedIn);
            signedIn = shopper.browser.cookies.get(a.host);
            await again(() => parcel.choose('shipping-s', 'standard', shopper.at));
          } else {
            await again(async () => parcel.take(await shopper.browser.get(shopper.at)));
          }
          await again(async () => (await parcel.openAddress()).form('/ship'));
          const press = n % 5 === 4 ? 'Reject' : 'Ship';
          const result = await again(async () => {
            await parcel.press(press, japanese);
            return parcel.result ?? assert.fail(`${parcel.answer.status} ${parcel.answer.page.text.slice(0, 200)}`);
          });
          shown.push({ url: parcel.url, company: s(), table: 'shipment', document: result.document, hash: parcel.hash });
          whole.push({ url: parcel.url, outcome: result.outcome, number: result.says.shipping });
          shopper.browser.close();
        }
      }
      const balance = async () => (await available(world.customer('A1'))) + (await available(world.customer('A2')));
      const before = { balance: await balance(), settlements: await a.store.count('settlement', 'outcome = 0') };
      const load = ['A1', 'A2', 'A1', 'A2'].map(shop);
      let failed;
      Promise.all(load).catch((error) => (failed = error));
      const victims = [mall, a, s()];
      for (let i = 0; i < kills && !failed; ++i) {
        const victim = victims[Math.floor(Math.random() * 3)];
        // The moment is what is random here.
        await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 250));
        await victim.kill();
        await victim.start();
      }
      over = true;
      await Promise.all(load);
      assert.ok(whole.length > kills / 10, `there was load: ${whole.length} parcels`);

      for (const party of [a, s()]) {
        await until(async () => (await party.store.count('outbox', 'refused IS NULL')) === 0, `the outbox of ${party.id} being empty`, 120);
        assert.equal(await party.store.count('outbox'), 0, 'the mall refused nothing');
      }
      const reader = new Shopper(world);
      for (const url of handed) assert.equal((await reader.browser.get(url)).status, 200, 'an acknowledged purchase exists');
      for (const each of shown) {
        const row = await each.company.store.one(`SELECT document FROM ${each.table} WHERE request_hash = '${each.hash}'`);
        assert.equal(row.document, each.document, 'what was shown is what is kept');
      }
      for (const each of whole) {
        const { page } = await reader.browser.get(each.url);
        assert.equal(deliveryOf(page), each.outcome.toLowerCase());
        if (each.number) assert.ok(page.text.includes(each.number));
      }
      // Each row of a company is one hand-over with the same end, and the other way round.
      const names = ['ok', 'no', 'ng'];
      const told = async (party, table) => (await party.query(`SELECT request_hash, outcome FROM ${table}`)).map((r) => `${r.request_hash} ${names[Number(r.outcome)]}`);
      const heard = async (partner) => (await mall.query(`SELECT request_hash, state FROM handover WHERE partner = '${partner}' AND state <> 'pending'`))
        .map((r) => `${r.request_hash} ${r.state}`);
      assert.deepEqual((await heard('credit-a')).sort(), (await told(a, 'settlement')).sort());
      // Save the one whose receipt was signed above, in the company's place.
      assert.deepEqual((await heard('shipping-s')).filter((line) => !line.startsWith(byHand)).sort(), (await told(s(), 'shipment')).sort());
      const double = await mall.query("SELECT purchase FROM handover WHERE role = 'shipping' AND state = 'ok' GROUP BY purchase HAVING count(*) > 1");
      assert.deepEqual(double, [], 'no purchase is brought twice');
      const settlements = (await a.store.count('settlement', 'outcome = 0')) - before.settlements;
      assert.equal(before.balance - (await balance()), settlements * price);
      await world.checkLedgers();
      assert.equal(await sumOfBooks(a), 0);
    });
  });
}
