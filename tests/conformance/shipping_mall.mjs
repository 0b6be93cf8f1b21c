// S1501 to S1514: the mall's side of a shipment (seed Fig. 15).
import assert from 'node:assert/strict';

import { purchaseOf } from '../lib/books.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { decodeDocument } from '../lib/documents.mjs';
import { carrierForm, Shopper } from '../lib/shopper.mjs';
import { basket, basket_names, basket_text, basket_total, holds } from './shipping_whole.mjs';

export function shippingMall(step) {
  let shopper, answer;

  step('S1501 the product information is displayed', async ({ world }) => {
    shopper = new Shopper(world);
    const page = await shopper.browse();
    assert.equal(shopper.answer.status, 200);
    assert.ok(page.all('input', (a) => a('name') === 'product').length >= 3);
  });
  step('S1502 products are selected one after another', async () => {
    for (const sku of basket) await shopper.tick(sku);
    assert.match((await shopper.browse()).text, new RegExp(`Total ${basket_text}`));
  });
  step('S1503 the selection is held for this visit, and in no table', async ({ world }) => {
    const page = (await shopper.browser.get(`${world.mall.url}/basket`)).page;
    assert.deepEqual(holds(page.text, basket_names), basket_names);
    assert.deepEqual(holds(await world.mall.store.dump(['purchase', 'handover']), [...basket, ...basket_names]), []);
  });
  step('S1504 the request for settlement is received', async ({ world }) => {
    answer = await shopper.browser.send((await shopper.browse()).form('catalogue'), { press: 'To Settlement' });
    assert.equal(answer.status, 303);
    assert.equal(answer.location, `${world.mall.url}/companies`);
  });
  step('S1505 the shipping companies are displayed', async () => {
    const page = await shopper.toSettlement();
    for (const id of ['shipping-s', 'shipping-t']) assert.ok(page.hasForm(`/confirm/${id}`));
  });
  step('S1506 a shipping company is selected', async ({ world }) => {
    await shopper.choose('shipping-t');
    assert.equal(shopper.answer.status, 200);
    const unknown = await shopper.browser.get(`${world.mall.url}/confirm/shipping-x`);
    assert.deepEqual([unknown.status, unknown.code], [404, 'company-unknown']);
    const empty = new Shopper(world);
    assert.equal((await empty.browser.request(`${world.mall.url}/confirm/shipping-t`)).location, `${world.mall.url}/`);
  });
  step('S1507 a small window asks for the final confirmation', async ({ world }) => {
    const piece = await shopper.browser.get(`${world.mall.url}/confirm/shipping-t?fragment=1`);
    assert.equal(piece.status, 200);
    assert.equal(/<html/i.test(piece.body), false, 'a piece for a window, not a page');
    const form = piece.page.form('/handover');
    assert.deepEqual(form.buttons.map((b) => b.text), ['OK', 'Cancel']);
    assert.deepEqual(form.field('service').options.map((o) => o.value), ['standard', 'express']);
    for (const text of [basket_text, 'Total, tax included', 'Shipping company T', 'One parcel, size 60']) assert.ok(piece.body.includes(text), text);
  });
  step('S1508 the confirmation OK is received', async ({ world }) => {
    const entries = [...shopper.confirmation.form('/handover').entries({ press: 'OK' })].map(([name, value]) => [name, name === 'service' ? 'by-balloon' : value]);
    const strange = await shopper.browser.postForm(`${world.mall.url}/handover`, entries, { from: shopper.confirmation.url });
    assert.deepEqual([strange.status, strange.code], [400, 'service-unknown']);
    await shopper.confirm('OK', { service: 'express' });
    assert.equal(shopper.answer.status, 200);
    assert.match(new URL(shopper.purchase.url).pathname, /^\/purchase\/[0-9a-z]{26}$/);
  });
  step('S1509 money and size are totalled from the catalogue, whatever the browser says, and the products sealed', async ({ world }) => {
    const row = await purchaseOf(world.mall, shopper.purchase.number);
    assert.deepEqual([Number(row.amount), row.parcels, row.service, row.partner], [basket_total, '60', 'express', 'shipping-t']);
    assert.deepEqual(open(await deskKey(world.mall), 'goods', row.number, row.sealed_goods).items.map((i) => i.name), basket_names);
    const liar = new Shopper(world);
    await liar.tick(...basket);
    await liar.toSettlement();
    await liar.choose('shipping-t');
    const entries = [...liar.confirmation.form('/handover').entries({ press: 'OK' }), ['total', '1'], ['amount', '1'], ['parcels', '10'], ['size', '1']];
    const sent = await liar.browser.postForm(`${world.mall.url}/handover`, entries, { from: liar.confirmation.url });
    liar.readPurchase((await liar.browser.get(sent.location)).page, sent.location);
    const { payload } = decodeDocument(liar.purchase.document);
    assert.deepEqual([payload.amount, payload.parcels], [basket_total, ['60']]);
    const other = await purchaseOf(world.mall, liar.purchase.number);
    assert.notEqual(other.sealed_goods.slice(12), row.sealed_goods.slice(12), 'fresh randomness');
    assert.equal(other.sealed_goods.length, row.sealed_goods.length);
  });
  step("S1510 the instruction to open the shipping company's window is sent", async ({ world }) => {
    const row = await purchaseOf(world.mall, shopper.purchase.number);
    const forms = shopper.purchase.page.forms.filter((f) => f.action === `${world.party('shipping-t').url}/send`);
    assert.deepEqual(forms.map((f) => f.target !== undefined), [true, false], 'a same-tab button beside the window');
    for (const form of forms) assert.deepEqual(form.entries(), [['request', row.request_document]]);
    assert.equal(shopper.purchase.page.all('script', (a) => a('src')?.startsWith('/assets/mall/purchase.js')).length, 1);
  });
  step('S1511 the receipt is received and its purchase number obtained', async ({ world }) => {
    await shopper.openAddress();
    await shopper.ship();
    assert.equal(shopper.result.outcome, 'OK');
    assert.equal(shopper.result.says.purchase, shopper.purchase.number);
    await shopper.waitForDelivery('ok');
    const row = await purchaseOf(world.mall, shopper.purchase.number);
    assert.deepEqual([row.state, row.bought, row.reply_name, row.reply_sealed], ['ok', 'ok', shopper.result.says.shipping, shopper.result.says.addressee]);
  });
  step("S1512 the sealed products of an accepted parcel open at the mall's desk, and nowhere else", async ({ world }) => {
    const row = await purchaseOf(world.mall, shopper.purchase.number);
    assert.deepEqual(open(await deskKey(world.mall), 'goods', row.number, row.sealed_goods).items.map((i) => i.sku), basket);
    const otherDesk = await deskKey(world.party('shipping-t'));
    assert.throws(() => open(otherDesk, 'goods', row.number, row.sealed_goods), /another key/);
    // What the customer can send out again if it comes back is under the customer's own code until it is delivered.
    const { page } = await shopper.look();
    assert.equal(carrierForm(page, 'shipping-s'), undefined, 'no company is offered what another has accepted');
  });
  step('S1513 Cancel leads back to the catalogue and registers nothing', async ({ world }) => {
    const undecided = new Shopper(world);
    await undecided.tick(...basket);
    await undecided.toSettlement();
    await undecided.choose('shipping-s');
    const before = await world.mall.store.state(['purchase', 'handover']);
    const page = await undecided.confirm('Cancel');
    assert.equal(undecided.answer.url, `${world.mall.url}/`);
    assert.match(page.text, new RegExp(`Total ${basket_text}`));
    assert.equal(await world.mall.store.state(['purchase', 'handover']), before);
  });
  step('S1514 while the shipping company does not answer, the customer can start again or choose another', async ({ world }) => {
    const t = world.party('shipping-t');
    await t.stop();
    try {
      const patient = new Shopper(world);
      await patient.order('seeds-bellradish', 'shipping-t');
      await assert.rejects(patient.openAddress(), /ECONNREFUSED/);
      const { page, state, delivery } = await patient.look();
      assert.deepEqual([state, delivery], ['pending', 'pending']);
      assert.ok(page.hasForm('ship-window'));
      assert.ok(carrierForm(page, 'shipping-t'));
      const first = patient.purchase;
      await patient.send('shipping-s');
      assert.equal(patient.result.outcome, 'OK');
      assert.notEqual(patient.purchase.number, first.number);
      assert.equal((await patient.waitForDelivery('ok')).state, 'ok');
    } finally {
      await t.start();
    }
  });
}
