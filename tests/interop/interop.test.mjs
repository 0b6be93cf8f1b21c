// Strangers who know docs/protocol.md alone trade with us: a mall of theirs with our credit and shipping company, a credit and a
// shipping company of theirs with our mall, a desk of theirs with our sealed texts.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';

import { available } from '../lib/books.mjs';
import { until } from '../lib/program.mjs';
import { addressee, carrierForm, Shopper } from '../lib/shopper.mjs';
import { freePorts, World } from '../lib/world.mjs';
import { hashOf, isSealed, listen, newNumber, newSealingKey, newSigningKey, openSeal, readDeskKey, seal, sign, sizeClass, verify } from './protocol.mjs';

const request_type = 'sealcart.payment-request+jws';
const result_type = 'sealcart.settlement-result+jws';
const shipping_request_type = 'sealcart.shipping-request+jws';
const shipping_receipt_type = 'sealcart.shipping-receipt+jws';
const their_terms = { size_classes: [{ id: 'basket', girth_mm: 600, weight_g: 2000 }, { id: 'cart', girth_mm: 1200, weight_g: 2000 }],
  services: ['by-ferry', 'standard'], cash_on_delivery: true };

let world, mall, credit, shipping;
const received = [];

before(async () => {
  world = await World.make({ only: ['mall', 'credit-a', 'shipping-s'] });
  mall = await stranger('mall', 'node-mall.localhost', async (document, host) => {
    received.push({ document, host });
    return { status: 200 };
  });
  credit = await stranger('credit', 'node-credit.localhost', async () => ({ status: 400, code: 'document-type' }));
  shipping = await stranger('shipping', 'node-shipping.localhost', async () => ({ status: 400, code: 'document-type' }), their_terms);
  for (const [ours, theirs, id] of [[world.a, mall, 'node-mall'], [world.s, mall, 'node-mall'], [world.mall, credit, 'node-credit'],
    [world.mall, shipping, 'node-shipping']]) {
    const added = await ours.cli('partner', 'add', id, theirs.origin, '--json');
    assert.equal(added.code, 0, added.stderr);
    assert.deepEqual(JSON.parse(added.stdout).keys, [theirs.key.kid]);
    await until(async () => (await ours.cli('partner', 'list', '--json')).stdout.includes(id), 'the partner');
  }
  for (const [ours, partners] of [[world.a, 2], [world.s, 2], [world.mall, 7]]) {
    await until(async () => (await world.browser().request(`${ours.url}/health`)).json.partners === partners, 'the running server knowing the partner');
  }
});
after(async () => {
  await mall?.close();
  await credit?.close();
  await shipping?.close();
  await world?.close();
});

async function stranger(role, host, receive, terms) {
  const key = await newSigningKey();
  const sealing = newSealingKey();
  const port = await freePorts(1);
  const { cert, key: tlsKey } = await world.certificate(host);
  const party = { role, key, sealing, client: { cert, key: tlsKey } };
  const server = await listen({ port, host, role, name: `An independent ${role}`, tls: { cert, key: tlsKey, ca: world.ca }, keys: [key], terms, receive });
  return Object.assign(party, server);
}
const keySetOf = async (party) => (await world.browser({ client: mall.client }).get(`${party.api}/.well-known/jwks.json`)).json;

// What a mall does at a hand-over, in each mode.
async function theirRequest(mode = 'sealed', amount = 500) {
  const number = newNumber();
  const goods = seal('goods', number, JSON.stringify({ items: ['their own affair'] }), mall.sealing.publicKey);
  const members = { iss: mall.origin, aud: world.a.url, exp: Math.floor(Date.now() / 1000) + 900, amount, currency: 'JPY', kind: 'digital',
    purchase: mode === 'sealed-only' ? goods : number, ...(mode === 'sealed' ? { goods } : {}) };
  return { number, goods, members, document: await sign(request_type, members, mall.key) };
}
async function pay(document, customer, press = 'Purchase') {
  const browser = world.browser();
  const page = (await browser.postForm(`${world.a.url}/pay`, [['request', document]], { from: mall.origin })).page;
  const answer = await browser.submit(page.form('/settle'), { fill: press === 'Purchase' ? { card: customer.card, password: customer.password } : {}, press });
  return { page, answer };
}

test('our description and key set are as the page says', async () => {
  for (const [party, page] of [[world.mall, '/result'], [world.a, '/pay'], [world.s, '/send']]) {
    for (const url of [party.url, party.api]) {
      const browser = world.browser({ client: mall.client });
      const told = (await browser.get(`${url}/.well-known/sealcart.json`)).json;
      assert.deepEqual(Object.keys(told).sort(), ['api', 'issuer', 'jwks_uri', 'location', 'name', 'page', 'role', 'service', ...(party === world.s ? ['terms'] : [])]);
      assert.equal(told.role, party.role);
      assert.equal(told.issuer, party.url);
      assert.equal(told.api, party.api);
      assert.equal(told.page, `${party.url}${page}`);
      const { keys } = (await browser.get(`${url}/.well-known/jwks.json`)).json;
      for (const key of keys) assert.deepEqual([key.kty, key.crv, key.use, key.alg], ['OKP', 'Ed25519', 'sig', 'EdDSA']);
    }
  }
});

for (const mode of ['sealed', 'number-only', 'sealed-only']) {
  test(`their payment request (${mode}) is settled by our credit company, and our result verifies`, async () => {
    const customer = world.customer('A2');
    const before = await available(customer);
    const asked = await theirRequest(mode);
    const { page, answer } = await pay(asked.document, customer);
    assert.match(page.text, /An independent mall/);
    assert.match(page.text, /¥500/);
    assert.equal(answer.page.heading, 'OK');
    assert.equal(await available(customer), before - 500);
    const form = answer.page.forms.find((f) => f.field('document'));
    assert.equal(form.action, `${mall.origin}/result`);
    // Server to server, the same text.
    const [{ document, host }] = await until(() => {
      const mine = received.filter((r) => r.document === form.value('document'));
      return mine.length && mine;
    }, 'our result at their listener');
    assert.equal(host, world.a.host);
    const says = await verify(document, { type: result_type, issuer: world.a.url, audience: mall.origin, keySet: await keySetOf(world.a) });
    assert.equal(says.outcome, 'OK');
    assert.equal(says.request_hash, hashOf(asked.document));
    assert.equal(says.purchase, asked.members.purchase);
    assert.equal(says.goods, asked.members.goods);
    assert.deepEqual([says.amount, says.currency], [500, 'JPY']);
    assert.match(says.receipt, /^[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    assert.equal(isSealed('customer', says.customer), true);
    // Our desk opens it by the page's description.
    const desk = readDeskKey(fs.readFileSync(world.a.desk_key_file, 'utf8'), world.a.deskPassphrase());
    assert.equal(JSON.parse(openSeal('customer', says.receipt, says.customer, desk)).name, customer.name);
    assert.throws(() => openSeal('customer', asked.number, says.customer, desk), /another number/);
    // Their own seal came back as it went.
    if (mode !== 'number-only') assert.equal(openSeal('goods', asked.number, asked.goods, mall.sealing), '{"items":["their own affair"]}');
  });
}

test('rejection and refusal reach their mall', async () => {
  for (const [press, customer, outcome] of [['Reject', undefined, 'NG'], ['Purchase', world.customer('A3'), 'NO']]) {
    const asked = await theirRequest();
    await pay(asked.document, customer, press);
    const result = await until(async () => {
      for (const { document } of received) {
        const says = await verify(document, { type: result_type, issuer: world.a.url, audience: mall.origin, keySet: await keySetOf(world.a) });
        if (says.request_hash === hashOf(asked.document)) return says;
      }
      return undefined;
    }, outcome);
    assert.equal(result.outcome, outcome);
    assert.equal('receipt' in result || 'customer' in result, false);
  }
});

// What a mall does when it hands a parcel over, in each mode. The size class is one that our company publishes.
async function theirShipment(mode = 'sealed', changes = {}) {
  const number = newNumber();
  const goods = seal('goods', number, '{"items":["a parcel"]}', mall.sealing.publicKey);
  const { terms } = (await world.browser({ client: mall.client }).get(`${world.s.api}/.well-known/sealcart.json`)).json;
  const members = { iss: mall.origin, aud: world.s.url, exp: Math.floor(Date.now() / 1000) + 900, purchase: mode === 'sealed-only' ? goods : number,
    ...(mode === 'sealed' ? { goods } : {}), parcels: [sizeClass(terms, [300, 250, 200], 4000), sizeClass(terms, [100, 100, 100], 500)], service: terms.services[0], ...changes };
  return { number, goods, members, document: await sign(shipping_request_type, members, mall.key) };
}
async function ship(document, press = 'Ship') {
  const browser = world.browser();
  const page = (await browser.postForm(`${world.s.url}/send`, [['request', document]], { from: mall.origin })).page;
  return { page, answer: await browser.submit(page.form('/ship'), { fill: press === 'Ship' ? addressee : {}, press }) };
}
// Our receipt for that request at their listener, verified.
async function receiptFor(asked) {
  return until(async () => {
    for (const { document, host } of received.filter((r) => r.host === world.s.host)) {
      const says = await verify(document, { type: shipping_receipt_type, issuer: world.s.url, audience: mall.origin, keySet: await keySetOf(world.s) });
      if (says.request_hash === hashOf(asked.document)) return { says, document, host };
    }
    return undefined;
  }, 'our receipt');
}

for (const mode of ['sealed', 'number-only', 'sealed-only']) {
  for (const cash of [undefined, 500]) {
    test(`their shipping request (${mode}, ${cash ? 'cash on delivery' : 'paid'}) is accepted by our shipping company, and our receipt verifies`, async () => {
      const asked = await theirShipment(mode, cash ? { amount: cash, currency: 'JPY' } : {});
      assert.deepEqual(asked.members.parcels, ['80', '60']);
      const { page, answer } = await ship(asked.document);
      assert.match(page.text, /An independent mall/);
      assert.match(page.text, /1 × size 80.*1 × size 60/);
      assert.equal(page.text.includes('¥500'), cash !== undefined);
      assert.equal(answer.page.heading, 'OK');
      const form = answer.page.form('document');
      assert.equal(form.action, `${mall.origin}/result`);
      const { says, document } = await receiptFor(asked);
      assert.equal(document, form.value('document'), 'the same text by both ways');
      assert.deepEqual([says.outcome, says.purchase, says.goods], ['OK', asked.members.purchase, asked.members.goods]);
      assert.equal('amount' in says || 'exp' in says, false);
      assert.match(says.shipping, /^[0-7][0-9a-hjkmnp-tv-z]{25}$/);
      assert.equal(isSealed('addressee', says.addressee), true);
      // Our depot's desk opens it by the page's description; their mall cannot.
      const desk = readDeskKey(fs.readFileSync(world.s.desk_key_file, 'utf8'), world.s.deskPassphrase());
      assert.deepEqual(JSON.parse(openSeal('addressee', says.shipping, says.addressee, desk)), { country: 'JP', ...addressee });
      assert.throws(() => openSeal('addressee', asked.number, says.addressee, desk), /another number/);
      assert.throws(() => openSeal('addressee', says.shipping, says.addressee, mall.sealing), /not sealed to this key/);
      // The same request again gets the stored receipt.
      const again = await world.browser().postForm(`${world.s.url}/send`, [['request', asked.document]], { from: mall.origin });
      assert.equal(again.page.form('document').value('document'), document);
    });
  }
}

test('what our shipping company does not carry, or the customer rejects, reaches their mall', async () => {
  for (const [press, changes, outcome] of [['Reject', {}, 'NG'], ['Back to the shop', { parcels: ['9000'] }, 'NO'], ['Back to the shop', { service: 'by-balloon' }, 'NO']]) {
    const asked = await theirShipment('sealed', changes);
    await ship(asked.document, press);
    const { says } = await receiptFor(asked);
    assert.equal(says.outcome, outcome);
    assert.equal('shipping' in says || 'addressee' in says, false);
  }
  const asked = await theirShipment('sealed', { parcels: [] });
  const browser = world.browser();
  const refused = await browser.postForm(`${world.s.url}/send`, [['request', asked.document]], { from: mall.origin });
  assert.deepEqual([refused.status, refused.code], [400, 'shipping-request-fields']);
});

// What a shipping company does with what our mall asks, in each mode.
async function theirReceipt(says, request, { mode = 'sealed', outcome = 'OK', number = newNumber() } = {}) {
  const sealed = seal('addressee', number, JSON.stringify({ to: 'their own affair' }), shipping.sealing.publicKey);
  const gives = { 'sealed': { shipping: number, addressee: sealed }, 'number-only': { shipping: number }, 'sealed-only': { shipping: sealed } }[mode];
  return sign(shipping_receipt_type, { iss: shipping.origin, aud: world.mall.url, outcome, ...(outcome === 'OK' ? gives : {}), purchase: says.purchase, goods: says.goods,
    request_hash: hashOf(request) }, shipping.key);
}
const ourRequest = async (document) => verify(document, { type: shipping_request_type, issuer: world.mall.url, audience: shipping.origin, keySet: await keySetOf(world.mall) });
async function sendByPartner(documents) {
  const answer = await world.browser({ client: shipping.client }).request(`${world.mall.api}/partner/documents`,
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ documents }) });
  return answer.json.answers;
}

test('our parcel is accepted by their shipping company, by the partner way and by the browser, paid at the door', async () => {
  for (const [way, mode] of [['partner', 'sealed'], ['browser', 'number-only'], ['browser', 'sealed-only']]) {
    const shopper = new Shopper(world);
    await shopper.order('tea-emberbark', 'node-shipping');
    assert.equal(shopper.purchase.payUrl, `${shipping.origin}/send`);
    const says = await ourRequest(shopper.purchase.document);
    assert.deepEqual([says.purchase, says.amount, says.currency, says.parcels, says.service], [shopper.purchase.number, 1080, 'JPY', ['basket'], 'by-ferry']);
    assert.equal(isSealed('goods', says.goods), true);
    const number = newNumber();
    const document = await theirReceipt(says, shopper.purchase.document, { mode, number });
    if (way === 'partner') {
      const other = await theirReceipt(says, shopper.purchase.document);
      assert.deepEqual(await sendByPartner([document]), [{ status: 200 }]);
      const answers = await sendByPartner([document, other]);
      assert.deepEqual(answers.map((a) => [a.status, a.code]), [[200, undefined], [409, 'result-conflict']]);
    } else {
      assert.equal((await shopper.browser.postForm(`${world.mall.url}/result`, [['document', document]], { from: shipping.origin })).status, 303);
    }
    const { page } = await shopper.waitForDelivery('ok');
    if (mode !== 'sealed-only') assert.ok(page.text.includes(number));
  }
});

test('what was paid by card goes to their shipping company without an amount, and NO leads to ours', async () => {
  const shopper = new Shopper(world);
  await shopper.buy('lamp-hearthmoth', world.customer('A2'));
  const { page } = await shopper.waitForState('ok');
  assert.equal(carrierForm(page, 'node-shipping'), undefined, 'a lamp is too heavy for them');
  const other = new Shopper(world);
  await other.buy('paper-rainledger', world.customer('A2'));
  const paid = other.purchase;
  const form = carrierForm((await other.waitForState('ok')).page, 'node-shipping');
  assert.deepEqual(form.field('service').options.map((o) => [o.value, o.text]), [['by-ferry', 'by-ferry'], ['standard', 'Standard']]);
  await other.deliver('node-shipping', 'standard');
  const says = await ourRequest(other.purchase.document);
  assert.deepEqual([says.amount, says.currency, says.parcels, says.service], [undefined, undefined, ['basket'], 'standard']);
  const settled = JSON.parse(Buffer.from(paid.document.split('.')[1], 'base64url'));
  assert.ok(says.purchase !== settled.purchase && says.goods !== settled.goods && says.goods.length === settled.goods.length);
  assert.deepEqual(await sendByPartner([await theirReceipt(says, other.purchase.document, { outcome: 'NO' })]), [{ status: 200 }]);
  assert.equal((await other.waitForDelivery('no')).state, 'ok');
  // Both are asked, and they are too late.
  await other.deliver('node-shipping', 'by-ferry');
  const asked = [await ourRequest(other.purchase.document), other.purchase.document];
  assert.equal((await other.send('shipping-s')).outcome, 'OK');
  await other.waitForDelivery('ok');
  const [late] = await sendByPartner([await theirReceipt(...asked)]);
  assert.deepEqual([late.status, late.code], [409, 'result-superseded']);
});

test('a shipping company that does not say what it carries is not registered', async () => {
  const { description } = shipping;
  const [basket, cart] = their_terms.size_classes;
  try {
    for (const terms of [undefined, {}, 'all', { ...their_terms, size_classes: [] }, { ...their_terms, size_classes: [cart, basket] }, { ...their_terms, size_classes: [basket, basket] },
      { ...their_terms, size_classes: [{ ...basket, girth_mm: 0 }] }, { ...their_terms, size_classes: [{ ...basket, id: 'Basket' }] }, { ...their_terms, services: [] },
      { ...their_terms, services: ['x'.repeat(17)] }, { ...their_terms, cash_on_delivery: 1 }]) {
      description.terms = terms;
      const added = await world.mall.cli('partner', 'add', 'node-shipping', shipping.origin);
      assert.equal(added.code, 1, JSON.stringify(terms));
      assert.match(added.stderr, /does not say what it carries/);
    }
  } finally {
    description.terms = their_terms;
  }
  assert.equal((await world.mall.cli('partner', 'add', 'node-shipping', shipping.origin)).code, 0);
});

test('our purchase is settled by their credit company, by the partner way and by the browser', async () => {
  for (const way of ['partner', 'browser']) {
    const shopper = new Shopper(world);
    await shopper.order('wall-snowferry', 'node-credit');
    assert.equal(shopper.purchase.payUrl, `${credit.origin}/pay`);
    const says = await verify(shopper.purchase.document, { type: request_type, issuer: world.mall.url, audience: credit.origin, keySet: await keySetOf(world.mall) });
    assert.equal(says.purchase, shopper.purchase.number);
    assert.deepEqual([says.amount, says.currency, says.kind], [450, 'JPY', 'digital']);
    assert.equal(isSealed('goods', says.goods), true);
    const receipt = newNumber();
    const customer = seal('customer', receipt, JSON.stringify({ customer: 'their number', name: 'their customer' }), credit.sealing.publicKey);
    const document = await sign(result_type, { iss: credit.origin, aud: world.mall.url, outcome: 'OK', receipt, customer, purchase: says.purchase, goods: says.goods,
      amount: says.amount, currency: says.currency, request_hash: hashOf(shopper.purchase.document) }, credit.key);
    if (way === 'partner') {
      const browser = world.browser({ client: credit.client });
      const answer = await browser.request(`${world.mall.api}/partner/documents`, { method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ documents: [document, document] }) });
      assert.deepEqual(answer.json.answers, [{ status: 200 }, { status: 200 }]);
    } else {
      const answer = await shopper.browser.postForm(`${world.mall.url}/result`, [['document', document]], { from: credit.origin });
      assert.equal(answer.status, 303);
    }
    const { page } = await shopper.waitForState('ok');
    assert.ok(page.text.includes(receipt));
  }
});

test('a number or a seal may stand alone in the result of their credit company', async () => {
  for (const mode of ['number-only', 'sealed-only']) {
    const shopper = new Shopper(world);
    await shopper.order('wall-snowferry', 'node-credit');
    const says = await verify(shopper.purchase.document, { type: request_type, issuer: world.mall.url, audience: credit.origin, keySet: await keySetOf(world.mall) });
    const number = newNumber();
    const receipt = mode === 'number-only' ? number : seal('customer', number, '{}', credit.sealing.publicKey);
    const document = await sign(result_type, { iss: credit.origin, aud: world.mall.url, outcome: 'OK', receipt, purchase: says.purchase, goods: says.goods,
      amount: says.amount, currency: says.currency, request_hash: hashOf(shopper.purchase.document) }, credit.key);
    const answer = await shopper.browser.postForm(`${world.mall.url}/result`, [['document', document]], { from: credit.origin });
    assert.equal(answer.status, 303);
    await shopper.waitForState('ok');
  }
});

test('what our mall seals, their desk opens with our desk key: it is the basket', async () => {
  const shopper = new Shopper(world);
  await shopper.tick('tea-emberbark', 'score-reedchoir');
  const form = (await shopper.browser.get(`${world.mall.url}/basket`)).page.form('/basket/quantities');
  await shopper.browser.submit(form, { fill: { 'quantity-tea-emberbark': '3' }, press: 'update' });
  await shopper.browse();
  await shopper.toSettlement();
  await shopper.choose('credit-a');
  await shopper.confirm();
  const { goods, purchase, amount } = await verify(shopper.purchase.document, { type: request_type, issuer: world.mall.url, audience: world.a.url, keySet: await keySetOf(world.mall) });
  assert.equal(amount, 3 * 1080 + 1240);
  const desk = readDeskKey(fs.readFileSync(world.mall.desk_key_file, 'utf8'), world.mall.deskPassphrase());
  const { recipient, ...opened } = JSON.parse(openSeal('goods', purchase, goods, desk));
  assert.match(recipient, /^age1[02-9ac-hj-np-z]{58}$/);
  assert.deepEqual(opened, {
    items: [{ sku: 'score-reedchoir', name: 'Reedchoir – recorder quartet', quantity: 1, price: 1240, digital: true }, { sku: 'tea-emberbark', name: 'Emberbark Hojicha', quantity: 3, price: 1080 }],
    currency: 'JPY',
  });
  // Under another purchase's number it does not open, nor as another kind, nor with another key, nor altered.
  assert.throws(() => openSeal('goods', newNumber(), goods, desk), /another number/);
  assert.throws(() => openSeal('customer', purchase, goods, desk), /another number|padding/);
  assert.throws(() => openSeal('goods', purchase, goods, mall.sealing), /not sealed to this key/);
  const raw = Buffer.from(goods, 'base64url');
  raw[200] ^= 1;
  assert.throws(() => openSeal('goods', purchase, raw.toString('base64url'), desk));
  assert.throws(() => readDeskKey(fs.readFileSync(world.mall.desk_key_file, 'utf8'), 'another passphrase'));
});

test('two seals of one basket differ, and every basket up to the first bucket has one length', async () => {
  const lengths = new Set();
  const texts = new Set();
  const baskets = [['seeds-bellradish'], ['seeds-bellradish'], ['tea-emberbark', 'score-reedchoir'], ['ink-nightferry', 'paper-rainledger', 'wall-snowferry', 'sound-harborfog']];
  for (const basket of baskets) {
    const shopper = new Shopper(world);
    await shopper.order(basket);
    const { goods } = await verify(shopper.purchase.document, { type: request_type, issuer: world.mall.url, audience: world.a.url, keySet: await keySetOf(world.mall) });
    lengths.add(goods.length);
    texts.add(goods);
  }
  assert.equal(texts.size, baskets.length);
  assert.equal(lengths.size, 1);
});

test("a stranger's rotated key is fetched when a document names it", async () => {
  // Their new key replaces the old one in what they publish; ours learns of it by the unknown kid.
  const fresh = await newSigningKey();
  const port = Number(new URL(mall.origin).port);
  await mall.close();
  const server = await listen({ port, host: 'node-mall.localhost', role: 'mall', name: 'An independent mall', tls: { ...mall.client, ca: world.ca }, keys: [mall.key, fresh],
    receive: async (document, host) => (received.push({ document, host }), { status: 200 }) });
  mall.close = server.close;
  const asked = await theirRequest();
  const document = await sign(request_type, asked.members, fresh);
  const { answer } = await pay(document, world.customer('A2'));
  assert.equal(answer.page.heading, 'OK');
});
