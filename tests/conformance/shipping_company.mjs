// S1601 to S1607: the shipping company's side (seed Fig. 16).
import assert from 'node:assert/strict';

import { purchaseOf, shipmentOf } from '../lib/books.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { documentHash, isNumber } from '../lib/documents.mjs';
import { addressee, Shopper } from '../lib/shopper.mjs';
import { addressee_texts, holds } from './shipping_whole.mjs';

const sku = 'seeds-bellradish';
const told = ['aud', 'goods', 'iat', 'iss', 'jti', 'outcome', 'purchase', 'request_hash'];

export function shippingCompany(step) {
  let shopper;
  const row = (world) => shipmentOf(world.s, documentHash(shopper.purchase.document));

  step('S1601 total, size, sealed products and purchase number are received', async ({ world }) => {
    shopper = new Shopper(world);
    await shopper.order(sku, 'shipping-s');
    const { sealed_goods } = await purchaseOf(world.mall, shopper.purchase.number);
    const page = await shopper.openAddress();
    assert.equal(shopper.answer.status, 200);
    for (const text of ['¥330', '1 × size 60', sealed_goods]) assert.ok(page.text.includes(text), text);
    assert.equal(page.form('/ship').value('request'), shopper.purchase.document);
  });
  step('S1602 the input screen is made of them and displayed', async ({ world }) => {
    const form = shopper.address.form('/ship');
    for (const name of ['country', 'postal-code', 'region', 'city', 'street', 'building', 'name', 'kana', 'phone', 'day', 'hours']) assert.ok(form.field(name), name);
    // Without a signed request there is no such screen.
    const bare = await shopper.browser.postForm(`${world.s.url}/send`, [['size', '60'], ['purchase', shopper.purchase.number]], { from: world.mall.url });
    assert.deepEqual([bare.status, bare.code], [400, 'document-malformed']);
    const typed = await shopper.browser.get(`${world.s.url}/send`);
    assert.deepEqual([typed.status, typed.code], [405, 'begin-at-shop']);
  });
  step('S1603 the customer presses Reject', async () => {
    assert.equal(shopper.address.form('/ship').button('Reject').value, 'reject');
    await shopper.rejectShipping();
    assert.equal(shopper.result.outcome, 'NG');
  });
  step('S1604 NG reaches the mall and nothing is shipped', async ({ world }) => {
    assert.equal((await shopper.waitForState('ng')).delivery, 'ng');
    assert.equal((await purchaseOf(world.mall, shopper.purchase.number)).state, 'ng');
    const shipment = await row(world);
    assert.deepEqual([Number(shipment.outcome), shipment.number, shipment.sealed_addressee], [2, null, null]);
    assert.deepEqual(Object.keys(shopper.result.says).sort(), told);
    // It is final: with this request nothing can be shipped afterwards.
    const again = await shopper.browser.submit(shopper.purchase.page.form('ship-window'));
    assert.equal(again.page.heading, 'NG');
    await shopper.ship();
    assert.equal(shopper.result.outcome, 'NG');
    assert.deepEqual(await row(world), shipment);
  });
  step('S1605 with Ship, name and address are received', async ({ world }) => {
    shopper = new Shopper(world);
    await shopper.order(sku, 'shipping-s');
    await shopper.openAddress();
    for (const [wrong, field] of [[{ 'name': '' }, 'name'], [{ 'postal-code': '12' }, 'postal-code'], [{ 'postal-code': '' }, 'postal-code'], [{ street: '' }, 'street'],
      [{ kana: 'Latin' }, 'kana'], [{ phone: 'none' }, 'phone'], [{ name: 'x'.repeat(121) }, 'name'], [{ city: 'a\u202eb' }, 'city']]) {
      const answer = await shopper.ship({ ...addressee, ...wrong });
      assert.equal(answer.status, 422, field);
      assert.deepEqual(answer.page.all('a', (a) => a('href') === `#${field}`).length, 1, field);
      assert.equal(shopper.address.form('/ship').value('region'), addressee.region, 'what was typed is kept');
    }
    assert.equal(await row(world), undefined, 'the request stays open');
    assert.equal((await shopper.look()).delivery, 'pending');
    await shopper.ship({ ...addressee, 'postal-code': '〒１００ー０００１', 'name': 'Ｔｅｓｔ　Ａｄｄｒｅｓｓｅｅ', 'kana': 'てすと ｱﾄﾞﾚｼｰ', 'phone': '０３ー００００ー００００', hours: '14-16' });
    assert.equal(shopper.result.outcome, 'OK');
  });
  step('S1606 they are sealed, always to one length and with fresh randomness, and registered', async ({ world }) => {
    const shipment = await row(world);
    const key = await deskKey(world.s);
    assert.deepEqual(open(key, 'addressee', shipment.number, shipment.sealed_addressee), { country: 'JP', ...addressee, hours: '14-16' });
    const seals = [shipment.sealed_addressee];
    const foreign = { 'country': 'other', 'country-name': 'Examplestan', 'postal-code': '', 'region': '', 'city': 'X', 'street': '1', 'building': '', 'name': 'T', 'kana': '', 'phone': '' };
    const long = Object.fromEntries(Object.entries({ region: 60, city: 100, street: 150, building: 110, name: 120 }).map(([n, most]) => [n, 'x'.repeat(most)]));
    for (const to of [foreign, { ...addressee, ...long, kana: 'ア'.repeat(40), phone: '0'.repeat(24) }, { ...addressee, hours: '14-16' }]) {
      const other = new Shopper(world);
      assert.equal((await other.buyAtDoor(sku, 'shipping-s', to)).outcome, 'OK');
      const each = await shipmentOf(world.s, documentHash(other.purchase.document));
      const opened = open(key, 'addressee', each.number, each.sealed_addressee);
      for (const [name, value] of Object.entries(to)) assert.equal(opened[name] ?? '', value, name);
      assert.throws(() => open(key, 'addressee', shipment.number, each.sealed_addressee), /another number/);
      seals.push(each.sealed_addressee);
    }
    assert.equal(new Set(seals).size, 4);
    assert.equal(new Set(seals.map((s) => s.length)).size, 1);
    assert.deepEqual(holds(await world.s.store.dump(['shipment']), [...addressee_texts, 'Examplestan']), []);
  });
  step('S1607 the shipping number is sent with the receipt', async ({ world }) => {
    const { says } = shopper.result;
    const shipment = await row(world);
    assert.equal(isNumber(says.shipping), true);
    assert.deepEqual([says.shipping, says.addressee, shopper.result.document], [shipment.number, shipment.sealed_addressee, shipment.document]);
    assert.deepEqual(Object.keys(says).sort(), [...told, 'addressee', 'shipping'].sort());
    assert.ok(shopper.answer.page.text.includes(says.shipping));
    await shopper.waitForDelivery('ok');
    assert.equal((await purchaseOf(world.mall, shopper.purchase.number)).reply_name, says.shipping);
  });
}
