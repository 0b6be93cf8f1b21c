// S1201 to S1223: one parcel from the first address to the receipt (seed Fig. 12 to 14), paid at the door; then from S1208 on once
// more for a purchase that was paid by card before.
import assert from 'node:assert/strict';

import { purchaseOf, settlementOf, shipmentOf } from '../lib/books.mjs';
import { dayOf } from '../lib/day.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { decodeDocument, documentHash, isNumber, isSealed, verifyDocument } from '../lib/documents.mjs';
import { setPrice } from '../lib/goods.mjs';
import { until } from '../lib/program.mjs';
import { addressee, carrierForm, Shopper } from '../lib/shopper.mjs';

// Together 3,015 yen, as in the source's example; together of size class 60.
export const basket = ['tea-emberbark', 'tool-plumbline'];
export const basket_names = ['Emberbark Hojicha', 'Plumbline Brass Bob'];
export const basket_total = 3015;
export const basket_text = '¥3,015';

export const addressee_texts = [...Object.values(addressee), 'sealcart addressee'];
export const holds = (text, secrets) => secrets.filter((secret) => text.includes(secret));
// Text as it was before a form escaped it.
const unescaped = (text) => text.replaceAll('+', ' ').replace(/(?:%[0-9A-F]{2})+/g, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString());

const carriersOf = (page) => page.forms.map((f) => f.action.match(/^\/confirm\/(shipping-.*)$/)?.[1]).filter(Boolean);

export function shippingWhole(step, scene) {
  let shopper;
  const mall = () => scene.world.mall;

  step("S1201 the customer opens the mall's address", async ({ world }) => {
    shopper = new Shopper(world, { traffic: (scene.traffic = new Map()) });
    const shaken = await shopper.browser.handshake(mall().url);
    assert.equal(shaken.protocol, 'TLSv1.3');
    assert.match(shaken.certificate.subjectaltname, /DNS:mall\.localhost/);
  });
  step('S1202 the browser asks the mall for its products', async () => {
    const answer = await shopper.browser.request(`${mall().url}/`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^text\/html; charset=utf-8$/i);
  });
  step('S1203 the mall reads the catalogue from its database and sends it', async () => {
    await setPrice(scene.world, 'tea-emberbark', 1082);
    await until(async () => (await shopper.find('Emberbark')).text.includes('¥1,082'), 'the new price');
    await setPrice(scene.world, 'tea-emberbark', 1080);
    await until(async () => (await shopper.find('Emberbark')).text.includes('¥1,080'), 'the old price');
  });
  step('S1204 the products are displayed, those that go by parcel marked', async () => {
    assert.match((await shopper.find('Plumbline')).text, /Plumbline Brass Bob.*By parcel/);
    assert.match((await shopper.find('Snowferry')).text, /Snowferry Wallpapers.*Digital/);
    await shopper.browse();
  });
  step('S1205 the customer ticks the desired products', async () => {
    assert.match((await shopper.tick(...basket)).text, new RegExp(`Total ${basket_text}`));
  });
  step('S1206 the customer presses To Settlement', async () => {
    assert.equal((await shopper.browse()).form('catalogue').button('To Settlement').value, 'settlement');
  });
  step('S1207 the request for settlement carries the selected products to the mall', async ({ world }) => {
    const fresh = new Shopper(world);
    const sent = await fresh.browser.postForm(`${mall().url}/basket`,
      [...basket.flatMap((sku) => [['shown', sku], ['product', sku]]), ['go', 'settlement']], { from: `${mall().url}/` });
    assert.equal(sent.location, `${mall().url}/companies`);
    assert.deepEqual(carriersOf((await fresh.browser.get(sent.location)).page), ['shipping-s', 'shipping-t']);
  });
  step('S1208 the mall reads the shipping companies from its database and sends them', async () => {
    const shown = async () => carriersOf(await shopper.toSettlement());
    assert.deepEqual(await shown(), ['shipping-s', 'shipping-t']);
    assert.equal((await mall().cli('partner', 'stop', 'shipping-t')).code, 0);
    await until(async () => (await shown()).length === 1, 'a stopped company leaving the page');
    assert.deepEqual(await shown(), ['shipping-s']);
    assert.equal((await mall().cli('partner', 'resume', 'shipping-t')).code, 0);
    await until(async () => (await shown()).length === 2, 'the company coming back');
  });
  step('S1209 the shipping companies are displayed with a button and an introduction', async () => {
    const page = await shopper.toSettlement();
    for (const text of ['Shipping company S', 'Shipping company T', 'Port Example', 'To the door, or to a point near you', 'What they will see', 'One parcel, size 60']) {
      assert.ok(page.text.includes(text), text);
    }
    assert.equal(page.form('/confirm/shipping-s').buttons[0].text, 'Shipping company S');
  });
  step("S1210 the customer presses a shipping company's button", async () => {
    const page = await shopper.choose('shipping-s');
    assert.equal(shopper.answer.status, 200);
    assert.ok(page.text.includes(basket_text) && page.text.includes('Shipping company S'));
  });
  step('S1211 the browser asks the mall for a connection to that company', async () => {
    const entries = Object.fromEntries(shopper.confirmation.form('/handover').entries({ press: 'OK' }));
    assert.deepEqual([entries.company, entries.service, entries.decision], ['shipping-s', 'standard', 'ok']);
    await shopper.confirm();
    assert.equal(shopper.answer.status, 200);
  });
  step('S1212 the mall totals money and size from its own catalogue, seals the products and registers the purchase', async () => {
    const row = await purchaseOf(mall(), shopper.purchase.number);
    assert.equal(isNumber(row.number), true);
    assert.deepEqual([Number(row.amount), row.currency, row.parcels, row.service], [basket_total, 'JPY', '60', 'standard']);
    assert.deepEqual([row.role, row.partner, row.state, row.bought], ['shipping', 'shipping-s', 'pending', 'pending']);
    assert.equal(isSealed('goods', row.sealed_goods), true);
    assert.deepEqual(holds(await mall().store.dump(['purchase', 'handover']), [...basket, ...basket_names]), []);
    const goods = open(await deskKey(mall()), 'goods', row.number, row.sealed_goods);
    assert.deepEqual(goods.items.map((i) => [i.sku, i.quantity]), basket.map((sku) => [sku, 1]));
  });
  toReceipt(step, scene, () => shopper, { suffix: '', company: 'shipping-s', amount: basket_total, text: basket_text });
}

export function shippingLinked(step, scene) {
  let shopper, paid;
  const mall = () => scene.world.mall;
  const suffix = ' (paid by card)';

  step(`S1208 the purchase's page names the shipping companies once it is paid, and not before${suffix}`, async ({ world }) => {
    shopper = new Shopper(world, { traffic: (scene.traffic = new Map()) });
    await shopper.order(basket);
    paid = shopper.purchase;
    assert.deepEqual(shopper.purchase.page.formsOf('carrier'), []);
    const early = await shopper.browser.postForm(`${paid.url}/deliver`, [['company', 'shipping-t'], ['service', 'standard']], { from: paid.url });
    assert.equal(early.location, paid.url);
    assert.equal((await shopper.look()).delivery, undefined, 'nothing is shipped that is not paid');
    await shopper.openCard();
    await shopper.pay(world.customer('A1'));
    assert.equal(shopper.result.outcome, 'OK');
    const { page } = await shopper.waitForState('ok');
    assert.deepEqual(page.formsOf('carrier').map((f) => f.value('company')), ['shipping-s', 'shipping-t']);
  });
  step(`S1209 each has a button, its introduction and its services${suffix}`, async () => {
    const { page } = await shopper.look();
    const form = carrierForm(page, 'shipping-t');
    assert.equal(form.buttons[0].text, 'Shipping company T');
    assert.deepEqual(form.field('service').options.map((o) => [o.value, o.text, o.chosen]), [['standard', 'Standard', true], ['express', 'Express', false]]);
    for (const text of ['Port Example', 'Small parcels, by bicycle', 'One parcel, size 60']) assert.ok(page.text.includes(text), text);
  });
  step(`S1210 the customer presses a shipping company's button${suffix}`, async () => {
    const form = carrierForm((await shopper.look()).page, 'shipping-t');
    assert.equal(form.method, 'POST');
    assert.equal(new URL(form.action, paid.url).href, `${paid.url}/deliver`);
  });
  step(`S1211 the browser asks the mall for a connection to that company${suffix}`, async () => {
    await shopper.deliver('shipping-t', 'standard');
    assert.equal(shopper.answer.url, paid.url);
    // Asked again, the request that waits serves once more.
    const again = await shopper.browser.submit(carrierForm(shopper.purchase.page, 'shipping-t'));
    assert.equal(again.page.form('ship-window').value('request'), shopper.purchase.document);
  });
  step(`S1212 the purchase has another number and a fresh seal for the shipping company, of the same lengths${suffix}`, async ({ world }) => {
    const row = await purchaseOf(mall(), shopper.purchase.number);
    const payment = await purchaseOf(mall(), paid.number);
    assert.equal(row.purchase, payment.purchase);
    assert.deepEqual([row.amount, row.currency, row.parcels, row.service, row.state, row.bought], [null, null, '60', 'standard', 'pending', 'ok']);
    assert.notEqual(row.number, payment.number);
    assert.notEqual(row.sealed_goods, payment.sealed_goods);
    assert.notEqual(row.request_hash, payment.request_hash);
    assert.deepEqual([row.number.length, row.sealed_goods.length], [payment.number.length, payment.sealed_goods.length]);
    const key = await deskKey(mall());
    assert.deepEqual(open(key, 'goods', row.number, row.sealed_goods).items, open(key, 'goods', payment.number, payment.sealed_goods).items);
    assert.throws(() => open(key, 'goods', payment.number, row.sealed_goods), /another number/);
    scene.payment = { row: payment, settlement: await settlementOf(world.a, documentHash(paid.document)) };
  });
  toReceipt(step, scene, () => shopper, { suffix, company: 'shipping-t' });
  step(`S1223 credit and shipping company, side by side, have nothing in common but time${suffix}`, async ({ world }) => {
    const shipment = await shipmentOf(world.party('shipping-t'), documentHash(shopper.purchase.document));
    const { settlement } = scene.payment;
    const joins = Object.entries(shipment).filter(([name, value]) => value !== null && !['mall', 'outcome', 'at'].includes(name)
      && Object.values(settlement).some((other) => String(other) === String(value)));
    assert.deepEqual(joins, []);
    const texts = JSON.stringify(shipment) + JSON.stringify(decodeDocument(shopper.purchase.document).payload) + JSON.stringify(decodeDocument(shipment.document).payload);
    assert.deepEqual(holds(texts, [settlement.purchase, settlement.receipt, settlement.sealed_goods, settlement.sealed_customer, settlement.request_hash]), []);
  });
}

// S1213 to S1223. `amount`, `text`: what the company is to collect.
function toReceipt(step, scene, shopperOf, { suffix, company: id, amount, text }) {
  let shopper, answer, shipment;
  const mall = () => scene.world.mall;
  const company = () => scene.world.party(id);

  step(`S1213 the mall tells the browser to open the shipping company's window${suffix}`, async () => {
    shopper = shopperOf();
    const form = shopper.purchase.page.form('ship-window');
    assert.equal(form.action, `${company().url}/send`);
    assert.equal(form.method, 'POST');
    assert.ok(form.target);
    assert.deepEqual(form.fields.map((f) => f.name), ['request']);
    assert.match(shopper.answer.headers['content-security-policy'], new RegExp(`form-action[^;]*${company().url}`));
    const { header, payload } = decodeDocument(shopper.purchase.document);
    const row = await purchaseOf(mall(), shopper.purchase.number);
    assert.equal(form.value('request'), row.request_document);
    assert.equal(header.typ, 'sealcart.shipping-request+jws');
    assert.deepEqual({ ...payload, jti: 0, iat: 0, exp: 0 }, {
      iss: mall().url, aud: company().url, jti: 0, iat: 0, exp: 0, purchase: shopper.purchase.number, goods: row.sealed_goods,
      parcels: ['60'], service: 'standard', ...(amount === undefined ? {} : { amount, currency: 'JPY' }),
    });
    assert.equal(payload.exp - payload.iat, 15 * 60);
    const jwks = (await shopper.browser.get(`${mall().url}/.well-known/jwks.json`)).json;
    assert.equal(verifyDocument(shopper.purchase.document, jwks), true);
  });
  step(`S1214 the browser asks the shipping company for its input screen${suffix}`, async () => {
    const form = shopper.purchase.page.form('ship-window');
    assert.equal(form.action.includes('?'), false, 'the document travels in the body');
    answer = await shopper.browser.send(form);
    assert.equal(answer.status, 200);
    const sent = scene.traffic.get(new URL(company().url).host).at(-2);
    assert.equal(sent.includes('mall.localhost'), false, 'nothing but the document names the mall');
  });
  step(`S1215 the shipping company puts size and sealed products into its screen, and the total only if it collects it${suffix}`, async () => {
    const row = await purchaseOf(mall(), shopper.purchase.number);
    assert.match(answer.page.text, /1 × size 60 \(up to 60 cm, 2 kg\)/);
    assert.ok(answer.page.text.includes(row.sealed_goods));
    if (amount === undefined) assert.doesNotMatch(answer.page.text, /¥|on delivery|3,?015/);
    else assert.ok(answer.page.text.includes(`To pay on delivery${text}`));
    assert.deepEqual(holds(answer.body, [...basket, ...basket_names]), []);
  });
  step(`S1216 the shipping company's window is displayed${suffix}`, async () => {
    shopper.address = answer.page;
    assert.match(answer.page.title, new RegExp(`Shipping company ${company().name}$`));
    assert.ok(answer.page.text.includes('Sealcart Demo Mall'));
    const form = answer.page.form('/ship');
    for (const name of Object.keys(addressee)) assert.ok(form.field(name), name);
    assert.equal(form.field('country').value, 'JP');
    assert.deepEqual(form.buttons.map((b) => b.text), ['Find address', 'Ship', 'Reject']);
  });
  step(`S1217 the customer types name and address${suffix}`, async () => {
    // By postal code first; the rest is found.
    await shopper.pressAddress('Find address', { 'postal-code': '１００ー０００１' });
    const form = shopper.address.form('/ship');
    assert.deepEqual(['postal-code', 'region', 'city', 'street'].map((n) => form.value(n)), ['100-0001', '東京都', '千代田区', '千代田']);
    const entries = Object.fromEntries(form.entries({ fill: addressee }));
    for (const [name, value] of Object.entries(addressee)) assert.equal(entries[name], value);
  });
  step(`S1218 the customer presses Ship${suffix}`, async () => {
    assert.equal(shopper.address.form('/ship').button('Ship').value, 'ship');
    // The mall's window is open meanwhile and waits.
    scene.heard = [];
    scene.stream = await shopper.browser.events(`${shopper.purchase.url}/events`, (event, data) => scene.heard.push([event, JSON.parse(data)]));
    assert.equal(scene.stream.response.statusCode, 200);
  });
  step(`S1219 name and address go to the shipping company, and to nobody else${suffix}`, async () => {
    answer = await shopper.ship();
    assert.equal(answer.status, 200);
    assert.equal(answer.url, `${company().url}/ship`);
    for (const [host, texts] of scene.traffic) {
      const found = holds(unescaped(texts.join('\n')), Object.values(addressee));
      if (host === new URL(company().url).host) assert.equal(found.length, Object.values(addressee).length, 'the search finds what there is');
      else assert.deepEqual(found, [], host);
    }
  });
  step(`S1220 the shipping company seals name and address and registers the shipment${suffix}`, async () => {
    assert.equal(shopper.result.outcome, 'OK');
    shipment = await shipmentOf(company(), documentHash(shopper.purchase.document));
    const row = await purchaseOf(mall(), shopper.purchase.number);
    assert.equal(isNumber(shipment.number), true);
    assert.deepEqual([shipment.mall, shipment.purchase, shipment.sealed_goods, Number(shipment.outcome)], ['mall', row.number, row.sealed_goods, 0]);
    assert.deepEqual([shipment.parcels, shipment.service, shipment.amount === null ? undefined : Number(shipment.amount)], ['60', 'standard', amount]);
    assert.equal(isSealed('addressee', shipment.sealed_addressee), true);
    const key = await deskKey(company());
    assert.deepEqual(open(key, 'addressee', shipment.number, shipment.sealed_addressee), { country: 'JP', ...addressee });
    assert.throws(() => open(key, 'addressee', shipment.purchase, shipment.sealed_addressee), /another number/);
    assert.throws(() => open(key, 'customer', shipment.number, shipment.sealed_addressee), /another number/);
    const others = await deskKey(mall());
    assert.throws(() => open(others, 'addressee', shipment.number, shipment.sealed_addressee), /another key/);
    assert.deepEqual(holds((await company().store.dump()) + (await company().log()), addressee_texts), []);
  });
  step(`S1221 the shipping company notifies the mall of the receipt over mutual TLS${suffix}`, async () => {
    const row = await until(async () => {
      const each = await purchaseOf(mall(), shopper.purchase.number);
      return each.state === 'ok' && each;
    }, 'the receipt at the mall');
    assert.deepEqual([row.reply_name, row.reply_sealed, row.bought], [shipment.number, shipment.sealed_addressee, 'ok']);
    const { header, payload } = decodeDocument(shipment.document);
    assert.equal(header.typ, 'sealcart.shipping-receipt+jws');
    assert.deepEqual({ ...payload, jti: 0, iat: 0 }, {
      iss: company().url, aud: mall().url, jti: 0, iat: 0, outcome: 'OK', shipping: shipment.number, addressee: shipment.sealed_addressee,
      purchase: row.number, goods: row.sealed_goods, request_hash: documentHash(shopper.purchase.document),
    });
    const jwks = (await shopper.browser.get(`${company().url}/.well-known/jwks.json`)).json;
    assert.equal(verifyDocument(shipment.document, jwks), true);
    assert.match(await mall().log(), new RegExp(`/partner/documents 200 \\d+us partner=${company().host.replaceAll('.', '\\.')}`));
    await until(async () => (await company().store.count('outbox')) === 0, 'the outbox being empty');
  });
  step(`S1222 the mall forwards the receipt to the customer's browser${suffix}`, async () => {
    await until(() => scene.heard.length > 0, 'the event');
    scene.stream.end();
    assert.deepEqual(scene.heard, [['result', { outcome: 'OK' }]]);
  });
  step(`S1223 the mall's window shows the receipt${suffix}`, async () => {
    const { page, state } = await shopper.waitForDelivery('ok');
    assert.equal(state, 'ok');
    for (const shown of [shipment.number, basket_text, shopper.purchase.url, `Accepted for shipping ${dayOf(Number(shipment.at))}`]) {
      assert.ok(page.text.includes(shown), shown);
    }
    assert.equal(page.hasForm('ship-window') || page.formsOf('carrier').length > 0, false, 'it is not shipped twice');
    assert.equal((await shopper.browse()).form('catalogue').fields.some((f) => f.checked), false, 'what was bought left the basket');
    const everything = (await mall().store.dump()) + (await mall().log());
    assert.deepEqual(holds(everything, [...addressee_texts, ...basket_names.map((name) => `"name":"${name}"`)]), []);
  });
}
