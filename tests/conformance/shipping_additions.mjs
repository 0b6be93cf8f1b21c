// What the present system adds to the source's steps of the shipment.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';

import { available, purchaseOf, shipmentOf } from '../lib/books.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { decodeDocument, documentHash, randomNumber, signDocument, signerOf, types } from '../lib/documents.mjs';
import { setSize } from '../lib/goods.mjs';
import { until } from '../lib/program.mjs';
import { addressee, carrierForm, deliveryOf, readResult, Shopper } from '../lib/shopper.mjs';

const sku = 'seeds-bellradish';
const price = 330;
const now = () => Math.floor(Date.now() / 1000);
const rowOf = (world, shopper) => purchaseOf(world.mall, shopper.purchase.number);

export function shippingAdditions(step) {
  let shopper;
  const bring = (world, document, from = world.s) =>
    shopper.browser.postForm(`${world.mall.url}/result`, [['document', document]], { from: from.url });
  // A receipt as shipping company S would sign it for this purchase, but for `changes`.
  const forged = (world, purchase, changes = {}, signer = world.s, type = types.shippingReceipt) => {
    const { payload } = decodeDocument(purchase.document);
    return signDocument(type, {
      iss: world.s.url, aud: world.mall.url, jti: randomUUID(), iat: now(), outcome: 'OK', shipping: randomNumber(),
      purchase: payload.purchase, goods: payload.goods, request_hash: documentHash(purchase.document), ...changes,
    }, signerOf(signer));
  };
  // The purchase's own request, signed by the mall once more with other members.
  const asked = (world, changes) => signDocument(types.shippingRequest, { ...decodeDocument(shopper.purchase.document).payload, ...changes }, signerOf(world.mall));
  const send = (world, document, to = world.s) => shopper.browser.postForm(`${to.url}/send`, [['request', document]], { from: world.mall.url });

  step('A-19 a receipt for another request, of other goods or by another company is refused and changes nothing', async ({ world }) => {
    const t = world.party('shipping-t');
    shopper = new Shopper(world);
    await shopper.order(sku, 'shipping-s');
    const before = await world.mall.store.state(['purchase', 'handover']);
    const settlement = { receipt: randomNumber(), shipping: undefined, amount: price, currency: 'JPY' };
    for (const [document, status, code] of [
      [forged(world, shopper.purchase, { request_hash: documentHash('another request') }), 409, 'result-request'],
      [forged(world, shopper.purchase, { goods: undefined }), 409, 'result-goods'],
      [forged(world, shopper.purchase, { purchase: randomNumber() }), 404, 'purchase-unknown'],
      [forged(world, shopper.purchase, { iss: t.url }, t), 403, 'result-issuer'],
      [forged(world, shopper.purchase, {}, t), 400, 'document-key'],
      [forged(world, shopper.purchase, { iss: world.a.url, ...settlement }, world.a, types.result), 403, 'result-issuer'],
      [forged(world, shopper.purchase, settlement, world.s, types.result), 403, 'partner-unknown'],
      [forged(world, shopper.purchase, { iss: world.a.url }, world.a), 403, 'partner-unknown'],
      [forged(world, shopper.purchase, { outcome: 'NO' }), 400, 'shipping-receipt-fields'],
      [forged(world, shopper.purchase, { shipping: undefined }), 400, 'shipping-receipt-fields'],
      [forged(world, shopper.purchase, { shipping: 'short' }), 400, 'shipping-receipt-fields'],
      [forged(world, shopper.purchase, { outcome: 'MAYBE' }), 400, 'shipping-receipt-fields'],
    ]) {
      const answer = await bring(world, document);
      assert.deepEqual([answer.status, answer.code], [status, code]);
    }
    assert.equal(await world.mall.store.state(['purchase', 'handover']), before);
  });
  step('A-20 64 identical submissions at once are one shipment with 64 equal receipts', async ({ world }) => {
    const many = new Shopper(world, { connections: 64 });
    await many.order(sku, 'shipping-s');
    const form = (await many.openAddress()).form('/ship');
    const before = await world.s.store.count('shipment');
    const sent = await Promise.all(Array.from({ length: 64 }, () => many.browser.send(form, { fill: addressee, press: 'Ship' })));
    const documents = sent.map((answer) => readResult(answer).document);
    assert.equal(documents.length, 64);
    assert.equal(new Set(documents).size, 1);
    assert.equal(new Set(sent.map((answer) => decodeDocument(readResult(answer).document).payload.shipping)).size, 1);
    assert.equal(sent.filter((answer) => !/already been answered/.test(answer.page.text)).length, 1);
    assert.equal(await world.s.store.count('shipment'), before + 1);
    assert.equal((await many.waitForDelivery('ok')).page.text.includes(decodeDocument(documents[0]).payload.shipping), true);
    // And so for Reject, or another address, afterwards; nothing of the addressee is shown to whoever holds the request.
    const other = await many.browser.submit(form, { fill: { ...addressee, name: 'Another Addressee' }, press: 'Ship' });
    const rejected = await many.browser.submit(form, { press: 'Reject' });
    for (const answer of [other, rejected, await send(world, many.purchase.document)]) {
      assert.equal(readResult(answer).document, documents[0]);
      assert.match(answer.page.text, /already been answered/);
      for (const secret of Object.values(addressee)) assert.equal(answer.body.includes(secret), false, secret);
    }
  });
  step('A-21 the same receipt again is a no-op with the same answer', async ({ world }) => {
    await shopper.openAddress();
    await shopper.ship();
    shopper.receipt = shopper.result;
    await shopper.waitForDelivery('ok');
    const before = await world.mall.store.state(['purchase', 'handover']);
    for (let i = 0; i < 2; ++i) {
      const answer = await bring(world, shopper.receipt.document);
      assert.deepEqual([answer.status, answer.location], [303, `${world.mall.url}/returned/${shopper.purchase.number}`]);
    }
    assert.equal(await world.mall.store.state(['purchase', 'handover']), before);
  });
  step('A-22 a second, different receipt for a shipment is refused and logged by both', async ({ world }) => {
    const before = await rowOf(world, shopper);
    const second = forged(world, shopper.purchase);
    for (const document of [second, forged(world, shopper.purchase, { outcome: 'NG', shipping: undefined })]) {
      const answer = await bring(world, document);
      assert.deepEqual([answer.status, answer.code], [409, 'result-conflict']);
    }
    // The shipping company itself sends it.
    await world.s.store.change(`INSERT INTO outbox (partner, document, created, attempts, next_attempt) VALUES ('mall', '${second}', ${now()}, 0, ${now()})`);
    await until(async () => (await world.s.store.count('outbox', "refused = 'result-conflict'")) === 1, 'the refusal');
    assert.match(await world.s.log(), /error outbox: mall refused a document for good: result-conflict/);
    const told = (await world.mall.log()).match(new RegExp(`error purchase ${shopper.purchase.number}: a second, different result from shipping-s`, 'g'));
    assert.equal(told.length, 3);
    assert.deepEqual(await rowOf(world, shopper), before);
    await world.s.store.change("DELETE FROM outbox WHERE refused = 'result-conflict'");
  });
  step('A-23 of two shipping companies that were asked the first to accept brings the parcel', async ({ world }) => {
    const t = world.party('shipping-t');
    const customer = world.customer('A2');
    shopper = new Shopper(world);
    await shopper.buy(sku, customer);
    await shopper.waitForState('ok');
    await shopper.deliver('shipping-s');
    const [asksS, pageS] = [shopper.purchase, await shopper.openAddress()];
    await shopper.deliver('shipping-t');
    const [asksT, pageT] = [shopper.purchase, await shopper.openAddress()];
    assert.equal(new Set([asksS, asksT].map((p) => p.number)).size, 2);
    assert.equal(new Set([asksS, asksT].map((p) => decodeDocument(p.document).payload.goods)).size, 2);
    shopper.address = pageT;
    await shopper.ship();
    await shopper.waitForDelivery('ok');
    const accepted = await purchaseOf(world.mall, asksT.number);
    shopper.address = pageS;
    await shopper.ship();
    const late = shopper.result;
    assert.equal(late.outcome, 'OK', 'S does not know of T');
    await until(async () => (await world.s.store.count('outbox', "refused = 'result-superseded'")) === 1, 'the refusal');
    const answer = await bring(world, late.document);
    assert.deepEqual([answer.status, answer.code], [409, 'result-superseded']);
    assert.match(await world.mall.log(), new RegExp(`purchase ${accepted.purchase}: a result from shipping-s was refused: superseded`));
    assert.match(await world.s.log(), /mall refused a document for good: result-superseded/);
    assert.deepEqual(await purchaseOf(world.mall, asksT.number), accepted);
    assert.equal((await purchaseOf(world.mall, asksS.number)).reply_name, null);
    const { page, delivery } = await shopper.look();
    assert.equal(delivery, 'ok');
    assert.ok(page.text.includes('Shipping company T') && page.text.includes(accepted.reply_name));
    assert.equal(page.text.includes(late.says.shipping), false);
    assert.equal((await shipmentOf(t, documentHash(asksT.document))).number, accepted.reply_name);
    await world.s.store.change("DELETE FROM outbox WHERE refused = 'result-superseded'");
  });
  step('A-24 a request of one kind is refused by a company of the other', async ({ world }) => {
    shopper = new Shopper(world);
    await shopper.order(sku, 'shipping-s');
    const payer = new Shopper(world);
    await payer.order(sku);
    const post = (company, path, document) => shopper.browser.postForm(`${company.url}${path}`, [['request', document]], { from: world.mall.url });
    const { payload } = decodeDocument(payer.purchase.document);
    for (const [answer, code] of [
      [await post(world.a, '/pay', shopper.purchase.document), 'document-type'],
      [await post(world.s, '/send', payer.purchase.document), 'document-type'],
      [await post(world.a, '/pay', asked(world, { aud: world.a.url })), 'document-type'],
      [await post(world.s, '/send', signDocument(types.request, { ...payload, aud: world.s.url }, signerOf(world.mall))), 'document-type'],
      [await post(world.party('shipping-t'), '/send', shopper.purchase.document), 'document-audience'],
      // Named as the other kind, its members give it away.
      [await post(world.s, '/send', signDocument(types.shippingRequest, { ...payload, aud: world.s.url }, signerOf(world.mall))), 'shipping-request-fields'],
    ]) assert.deepEqual([answer.status, answer.code], [400, code]);
    assert.equal(await world.s.store.count('shipment', `purchase = '${payer.purchase.number}'`), 0);
  });
  step('A-25 an expired request cannot be shipped, but its answer can still be read', async ({ world }) => {
    const late = await send(world, asked(world, { exp: now() - 1 }));
    assert.deepEqual([late.status, late.code], [410, 'request-expired']);
    // It expires while the address is being typed.
    const short = asked(world, { iat: now(), exp: now() + 2 });
    const page = (await send(world, short)).page;
    await until(() => now() > decodeDocument(short).payload.exp, 'the end of the request');
    const typed = await shopper.browser.submit(page.form('/ship'), { fill: addressee, press: 'Ship' });
    assert.deepEqual([typed.status, typed.code], [410, 'request-expired']);
    assert.equal(await world.s.store.count('shipment', `purchase = '${shopper.purchase.number}'`), 0);
    // Answered in time, the answer is given again.
    await shopper.openAddress();
    await shopper.ship();
    assert.equal(readResult(await send(world, asked(world, { exp: now() - 1 }))).document, shopper.result.document);
  });
  step('A-26 a size class or a service that the company does not have is NO, and a request without its members none', async ({ world }) => {
    for (const changes of [{ parcels: ['60', '61'] }, { service: 'by-balloon' }]) {
      const document = asked(world, { purchase: randomNumber(), ...changes });
      const answer = await send(world, document);
      assert.equal(answer.status, 200);
      assert.match(answer.page.text, /We cannot carry this/);
      const form = answer.page.form('/ship');
      assert.equal(form.field('name'), undefined, 'no address is asked for');
      assert.equal(await shipmentOf(world.s, documentHash(document)), undefined, 'nothing is told before the customer goes back');
      const back = await shopper.browser.submit(form, { press: 'Back to the shop' });
      const { outcome, says } = readResult(back);
      assert.deepEqual([outcome, says.outcome, says.shipping, says.addressee], ['NO', 'NO', undefined, undefined]);
      assert.equal(Number((await shipmentOf(world.s, documentHash(document))).outcome), 1);
      assert.equal(readResult(await send(world, document)).document, readResult(back).document);
    }
    for (const changes of [{ parcels: [] }, { parcels: undefined }, { parcels: '60' }, { parcels: [60] }, { parcels: Array(21).fill('60') }, { parcels: ['A'] },
      { service: undefined }, { service: '' }, { service: 'x'.repeat(17) }, { amount: undefined }, { currency: undefined }, { amount: 0 }, { amount: 3.5 },
      { exp: undefined }, { goods: 'short' }, { purchase: 'short' }, { purchase: undefined }]) {
      const answer = await send(world, asked(world, changes));
      assert.deepEqual([answer.status, answer.code], [400, 'shipping-request-fields'], JSON.stringify(changes));
    }
    // These receipts answered numbers that the mall never gave out.
    await until(async () => (await world.s.store.count('outbox', "refused = 'purchase-unknown'")) === 2, 'the refusals');
    await world.s.store.change("DELETE FROM outbox WHERE refused = 'purchase-unknown'");
  });
  step('A-27 the size classes are those that the goods in their cartons need', async ({ world }) => {
    const sizes = async (baskets, company = 'shipping-s') => {
      const buyer = new Shopper(world);
      await buyer.tick(...Object.keys(baskets));
      const form = (await buyer.browser.get(`${world.mall.url}/basket`)).page.form('/basket/quantities');
      await buyer.browser.submit(form, { fill: Object.fromEntries(Object.entries(baskets).map(([s, n]) => [`quantity-${s}`, String(n)])), press: 'update' });
      const page = (await buyer.browser.get(`${world.mall.url}/confirm/${company}`)).page;
      return page.text.match(/Parcels(.*?)Total/)[1].trim();
    };
    assert.equal(await sizes({ [sku]: 1 }), 'One parcel, size 60');
    assert.equal(await sizes({ 'paper-rainledger': 1 }), 'One parcel, size 60', '590 mm and 1,100 g');
    assert.equal(await sizes({ 'paper-rainledger': 2 }), 'One parcel, size 80', '620 mm');
    assert.equal(await sizes({ 'lamp-hearthmoth': 1 }), 'One parcel, size 100', '970 mm');
    assert.equal(await sizes({ 'lamp-hearthmoth': 1, [sku]: 1 }), 'One parcel, size 100', '975 mm');
    assert.equal(await sizes({ 'paper-rainledger': 30 }), '2 parcels, sizes 160, 80', '27 of 30 weigh 24,500 g with their carton');
    const buyer = new Shopper(world);
    await buyer.tick('lamp-hearthmoth');
    await buyer.toSettlement();
    await buyer.choose('shipping-s');
    await buyer.confirm();
    assert.deepEqual(decodeDocument(buyer.purchase.document).payload.parcels, ['100']);
    assert.match((await buyer.openAddress()).text, /1 × size 100/);
  });
  step('A-28 what is too large, or not measured, is offered to no shipping company', async ({ world }) => {
    const buyer = new Shopper(world);
    await buyer.buy(sku, world.customer('A2'));
    await buyer.waitForState('ok');
    const other = new Shopper(world);
    await other.tick(sku);
    await other.toSettlement();
    await other.choose('shipping-s');
    try {
      for (const [size, weight] of [['2000x80x5', '12'], ['120x80x5', '24801'], ['', '']]) {
        await setSize(world, sku, size, weight);
        await until(async () => (await other.toSettlement()).text.includes('No shipping company takes a parcel of this size'), 'the new size');
        assert.equal(other.companies.hasForm('/confirm/shipping-s'), false);
        assert.ok(other.companies.hasForm('/confirm/credit-a'));
        const asks = await other.browser.get(`${world.mall.url}/confirm/shipping-s`);
        assert.deepEqual([asks.status, asks.code], [409, 'parcel-too-large']);
        const sent = await other.browser.submit(other.confirmation.form('/handover'), { press: 'OK' });
        assert.deepEqual([sent.status, sent.code], [409, 'parcel-too-large']);
      }
    } finally {
      await setSize(world, sku, '120x80x5', '12');
    }
    await until(async () => (await other.toSettlement()).hasForm('/confirm/shipping-s'), 'the old size');
    // What was bought keeps the size that it had.
    assert.equal((await buyer.send('shipping-s')).outcome, 'OK');
  });
  step('A-29 digital goods are offered to no shipping company', async ({ world }) => {
    const buyer = new Shopper(world);
    await buyer.tick('wall-orchardgrid');
    const page = await buyer.toSettlement();
    assert.deepEqual(page.forms.map((f) => f.action).filter((a) => a.includes('shipping')), []);
    assert.equal(page.text.includes('Shipping company'), false);
    const asks = await buyer.browser.get(`${world.mall.url}/confirm/shipping-s`);
    assert.deepEqual([asks.status, asks.code], [409, 'parcel-not-alone']);
    await buyer.choose('credit-a');
    await buyer.confirm();
    await buyer.openCard();
    await buyer.pay(world.customer('A2'));
    const paid = await buyer.waitForState('ok');
    assert.deepEqual([paid.page.formsOf('carrier').length, paid.delivery, paid.page.text.includes('Accepted for shipping')], [0, undefined, false]);
    const before = await world.mall.store.count('handover');
    const sent = await buyer.browser.postForm(`${buyer.purchase.url}/deliver`, [['company', 'shipping-s'], ['service', 'standard']], { from: buyer.purchase.url });
    assert.equal(sent.location, buyer.purchase.url);
    assert.equal(await world.mall.store.count('handover'), before);
  });
  step('A-30 a mixed basket is paid by card, then its parcel is shipped, and only what goes by parcel', async ({ world }) => {
    const customer = world.customer('A2');
    const balance = await available(customer);
    shopper = new Shopper(world);
    await shopper.tick('score-lanternwalk', sku);
    const page = await shopper.toSettlement();
    assert.match(page.text, /Part of your basket is to be downloaded/);
    assert.equal(page.hasForm('/confirm/shipping-s'), false);
    assert.equal((await shopper.browser.get(`${world.mall.url}/confirm/shipping-s`)).code, 'parcel-not-alone');
    await shopper.choose('credit-a');
    await shopper.confirm();
    const paid = shopper.purchase;
    assert.equal(decodeDocument(paid.document).payload.kind, 'digital');
    await shopper.openCard();
    await shopper.pay(customer);
    await shopper.waitForState('ok');
    assert.equal((await shopper.send('shipping-s')).outcome, 'OK');
    assert.equal(await available(customer), balance - 720 - price);
    const key = await deskKey(world.mall);
    const [payment, shipment] = [await purchaseOf(world.mall, paid.number), await rowOf(world, shopper)];
    assert.deepEqual(open(key, 'goods', payment.number, payment.sealed_goods).items.map((i) => i.sku), ['score-lanternwalk', sku]);
    assert.deepEqual(open(key, 'goods', shipment.number, shipment.sealed_goods).items.map((i) => i.sku), [sku]);
    assert.deepEqual([payment.digital, payment.physical].map(Number), [1, 1]);
    assert.equal(shipment.amount, null);
  });
  step('A-31 after Reject the customer may start again, with the same company or another', async ({ world }) => {
    // Cash on delivery: the purchase that was not bought becomes one.
    shopper = new Shopper(world);
    await shopper.order(sku, 'shipping-s');
    const first = shopper.purchase;
    await shopper.openAddress();
    await shopper.rejectShipping();
    assert.equal((await shopper.waitForState('ng')).delivery, 'ng');
    await shopper.deliver('shipping-s');
    assert.equal((await shopper.look()).state, 'pending');
    assert.notEqual(shopper.purchase.number, first.number);
    assert.equal(shopper.purchase.whole, first.number);
    assert.equal(decodeDocument(shopper.purchase.document).payload.amount, price);
    await shopper.openAddress();
    await shopper.ship();
    assert.equal((await shopper.waitForState('ok')).delivery, 'ok');
    assert.equal((await purchaseOf(world.mall, first.number)).state, 'ng');
    // Paid by card: it stays paid.
    const payer = new Shopper(world);
    await payer.buy(sku, world.customer('A2'));
    await payer.waitForState('ok');
    await payer.deliver('shipping-s');
    await payer.openAddress();
    await payer.rejectShipping();
    assert.equal((await payer.waitForDelivery('ng')).state, 'ok');
    assert.equal((await payer.send('shipping-t')).outcome, 'OK');
    assert.equal((await payer.waitForDelivery('ok')).state, 'ok');
  });
  step('A-32 after a request has expired the customer may start again, and an answer that comes late is taken', async ({ world }) => {
    const expire = (number) => world.mall.store.change(`UPDATE handover SET created = created - 3600, expires = expires - 3600 WHERE number = '${number}'`);
    shopper = new Shopper(world);
    await shopper.order(sku, 'shipping-s');
    const first = shopper.purchase;
    const pageOfFirst = await shopper.openAddress();
    await expire(first.number);
    const { page, state, delivery } = await shopper.look();
    assert.deepEqual([state, delivery, page.hasForm('ship-window')], ['expired', 'expired', false]);
    await shopper.deliver('shipping-s');
    assert.notEqual(shopper.purchase.number, first.number, 'not the old request again');
    assert.equal((await shopper.look()).state, 'pending');
    // The first window was open all the time.
    shopper.address = pageOfFirst;
    await shopper.ship();
    assert.equal(shopper.result.outcome, 'OK');
    const late = await shopper.waitForState('ok');
    assert.equal(late.delivery, 'ok');
    assert.ok(late.page.text.includes(shopper.result.says.shipping));
    // Paid by card.
    const payer = new Shopper(world);
    await payer.buy(sku, world.customer('A2'));
    await payer.waitForState('ok');
    await payer.deliver('shipping-t');
    await expire(payer.purchase.number);
    const seen = await payer.look();
    assert.deepEqual([seen.state, seen.delivery], ['ok', 'expired']);
    assert.equal((await payer.send('shipping-t')).outcome, 'OK');
    await payer.waitForDelivery('ok');
  });
  step('A-33 a company is asked for what it publishes, also after it has changed', async ({ world }) => {
    const t = world.party('shipping-t');
    const before = t.config;
    const again = async () => {
      const added = await world.mall.cli('partner', 'add', 'shipping-t', t.api);
      assert.equal(added.code, 0, added.stderr);
    };
    await t.stop();
    t.append('[shipping]\nsize_classes = "mini:600:2000"\nservices = "bicycle"\ncash_on_delivery = 0');
    await t.start();
    try {
      const told = (await world.browser().get(`${t.url}/.well-known/sealcart.json`)).json.terms;
      assert.deepEqual(told, { size_classes: [{ id: 'mini', girth_mm: 600, weight_g: 2000 }], services: ['bicycle'], cash_on_delivery: false });
      // The mall does not know of it yet: NO, and on to another company.
      shopper = new Shopper(world);
      await shopper.order(sku, 'shipping-t');
      assert.match((await shopper.openAddress()).text, /We cannot carry this/);
      await shopper.pressAddress('Back to the shop');
      assert.equal(shopper.result.outcome, 'NO');
      const refused = await shopper.waitForState('no');
      assert.equal(refused.delivery, 'no');
      assert.equal((await shopper.send('shipping-s')).outcome, 'OK');
      await shopper.waitForState('ok');
      // Now it does.
      await again();
      const buyer = new Shopper(world);
      await buyer.tick(sku);
      await until(async () => (await buyer.toSettlement()).text.includes('collects no money: pay by card first'), 'the new terms');
      assert.equal(buyer.companies.hasForm('/confirm/shipping-t'), false);
      const asks = await buyer.browser.get(`${world.mall.url}/confirm/shipping-t`);
      assert.deepEqual([asks.status, asks.code], [409, 'cash-on-delivery']);
      await buyer.choose('shipping-s');
      await buyer.confirm();
      const deliver = (entries) => buyer.browser.postForm(`${buyer.purchase.url}/deliver`, Object.entries(entries), { from: buyer.purchase.url });
      for (const [entries, status, code] of [
        [{ company: 'shipping-t', service: 'bicycle' }, 409, 'cash-on-delivery'], [{ company: 'shipping-t', service: 'standard' }, 400, 'service-unknown'],
        [{ company: 'shipping-x', service: 'standard' }, 404, 'company-unknown'], [{ company: 'credit-a', service: 'standard' }, 404, 'company-unknown'],
      ]) {
        const answer = await deliver(entries);
        assert.deepEqual([answer.status, answer.code], [status, code]);
      }
      assert.equal(carrierForm((await buyer.look()).page, 'shipping-t'), undefined);
      const payer = new Shopper(world);
      await payer.buy(sku, world.customer('A2'));
      await payer.waitForState('ok');
      const form = carrierForm((await payer.look()).page, 'shipping-t');
      assert.deepEqual(form.entries(), [['company', 'shipping-t'], ['service', 'bicycle']]);
      assert.equal((await payer.send('shipping-t')).outcome, 'OK');
      const { payload } = decodeDocument(payer.purchase.document);
      assert.deepEqual([payload.parcels, payload.service], [['mini'], 'bicycle']);
      const large = new Shopper(world);
      await large.buy('lamp-hearthmoth', world.customer('A2'));
      const { page } = await large.waitForState('ok');
      assert.deepEqual(page.formsOf('carrier').map((f) => f.value('company')), ['shipping-s']);
      const tooLarge = await large.browser.postForm(`${large.purchase.url}/deliver`, [['company', 'shipping-t'], ['service', 'bicycle']], { from: large.purchase.url });
      assert.deepEqual([tooLarge.status, tooLarge.code], [409, 'parcel-too-large']);
    } finally {
      await t.stop();
      fs.writeFileSync(t.config_file, before);
      await t.start();
      await again();
    }
    const last = new Shopper(world);
    await last.tick(sku);
    await until(async () => (await last.toSettlement()).hasForm('/confirm/shipping-t'), 'the old terms');
  });
  step('A-34 the browser may carry the receipt, and lands on its own purchase page', async ({ world }) => {
    shopper = new Shopper(world);
    await shopper.order(sku, 'shipping-s');
    await shopper.openAddress();
    await shopper.ship();
    await shopper.carryResult();
    assert.equal(shopper.answer.url, shopper.purchase.url);
    assert.equal(deliveryOf(shopper.answer.page), 'ok');
    const bare = (await new Shopper(world).browser.get(`${world.mall.url}/returned/${shopper.purchase.number}`)).page;
    assert.equal(bare.heading, 'OK');
    assert.match(bare.text, /The parcel is accepted/);
    assert.equal(bare.html.includes('/purchase/'), false);
  });
  step('A-35 a postal code is looked up in a body, and by forms of our own alone', async ({ world }) => {
    await shopper.order(sku, 'shipping-s');
    await shopper.openAddress();
    const from = shopper.address.url;
    const look = (code, options) => shopper.browser.postForm(`${world.s.url}/postal`, [['postal-code', code]], { from, ...options });
    assert.deepEqual((await look('１００ー０００１')).json, { region: '東京都', city: '千代田区', town: '千代田' });
    for (const code of ['999-9999', '', 'x'.repeat(1000)]) {
      const answer = await look(code, { headers: { accept: 'application/json' } });
      assert.deepEqual([answer.status, answer.code], [404, 'postal-code-unknown']);
    }
    const entries = [...shopper.address.form('/ship').entries({ fill: addressee, press: 'Ship' })];
    for (const [address, fields] of [[`${world.s.url}/postal`, [['postal-code', '100-0001']]], [`${world.s.url}/ship`, entries],
      [`${shopper.purchase.url}/deliver`, [['company', 'shipping-t'], ['service', 'standard']]]]) {
      for (const headers of [{ origin: 'https://elsewhere.example' }, { origin: 'null', 'sec-fetch-site': 'cross-site' }]) {
        const answer = await shopper.browser.postForm(address, fields, { headers });
        assert.deepEqual([answer.status, answer.code], [403, 'foreign-form'], address);
      }
    }
    assert.equal((await shopper.look()).delivery, 'pending');
  });
  step('A-36 the pages of the shipment speak English and Japanese', async ({ world }) => {
    const other = new Shopper(world, { language: 'ja' });
    await other.browse();
    const page = (await other.browser.postForm(`${world.s.url}/send`, [['request', shopper.purchase.document]], { from: world.mall.url })).page;
    assert.match(page.html, /<html lang="ja">/);
    assert.match(page.text, /郵便番号/);
    const form = page.forms.find((f) => f.button('English'));
    const english = await other.browser.submit(form, { press: 'English' });
    assert.match(english.page.html, /<html lang="en">/);
    assert.equal(english.page.form('/ship').value('request'), shopper.purchase.document);
    assert.match((await other.browser.get(shopper.purchase.url)).page.html, /<html lang="ja">/);
  });
  step('A-37 goods that the mall can no longer read are shipped by nobody, and it says so', async ({ world }) => {
    shopper = new Shopper(world);
    await shopper.buy(sku, world.customer('A2'));
    await shopper.waitForState('ok');
    const broken = world.kind === 'postgres' ? "'\\x00'" : "X'00'";
    await world.mall.store.change(`UPDATE purchase SET kept_goods = ${broken} WHERE number = '${shopper.purchase.whole}'`);
    const { page, status } = await shopper.look();
    assert.deepEqual([status, page.formsOf('carrier').length], [200, 0]);
    const sent = await shopper.browser.postForm(`${shopper.purchase.url}/deliver`, [['company', 'shipping-s'], ['service', 'standard']], { from: shopper.purchase.url });
    assert.deepEqual([sent.status, sent.code], [409, 'goods-forgotten']);
  });
  step('A-38 a Reject at one company decides nothing while another is still asked', async ({ world }) => {
    const stock = async () => Number((await world.mall.store.one("SELECT stock FROM product WHERE sku = 'book-fernletters'")).stock);
    const before = await stock();
    shopper = new Shopper(world);
    await shopper.order('book-fernletters', 'shipping-s');
    const [asksS, pageS] = [shopper.purchase, await shopper.openAddress()];
    await shopper.deliver('shipping-t');
    const pageT = await shopper.openAddress();
    shopper.address = pageS;
    await shopper.rejectShipping();
    await until(async () => (await purchaseOf(world.mall, asksS.number)).state === 'ng', 'NG at the mall');
    assert.equal((await rowOf(world, shopper)).bought, 'pending');
    assert.deepEqual((({ state, delivery }) => [state, delivery])(await shopper.look()), ['pending', 'pending']);
    shopper.address = pageT;
    await shopper.ship();
    await shopper.waitForState('ok');
    await world.mall.restart(); // which writes the stock
    assert.equal(await stock(), before - 1, 'the book has left the stock');
    // The last of them decides.
    const other = new Shopper(world);
    await other.order('book-fernletters', 'shipping-s');
    const first = await other.openAddress();
    await other.deliver('shipping-t');
    await other.openAddress();
    await other.rejectShipping();
    other.address = first;
    await other.rejectShipping();
    await other.waitForState('ng');
    assert.equal((await rowOf(world, other)).bought, 'ng');
  });
}
