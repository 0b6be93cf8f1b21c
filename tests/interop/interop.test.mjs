// Strangers who know docs/protocol.md alone trade with us: a mall of theirs with our credit company, a credit company of
// theirs with our mall, a desk of theirs with our sealed texts.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';

import { available } from '../lib/books.mjs';
import { until } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { freePorts, World } from '../lib/world.mjs';
import { hashOf, isSealed, listen, newNumber, newSealingKey, newSigningKey, openSeal, readDeskKey, seal, sign, verify } from './protocol.mjs';

const request_type = 'sealcart.payment-request+jws';
const result_type = 'sealcart.settlement-result+jws';

let world, mall, credit;
const received = [];

before(async () => {
  world = await World.make({ only: ['mall', 'credit-a'] });
  mall = await stranger('mall', 'node-mall.localhost', async (document, host) => {
    received.push({ document, host });
    return { status: 200 };
  });
  credit = await stranger('credit', 'node-credit.localhost', async () => ({ status: 400, code: 'document-type' }));
  for (const [ours, theirs, id] of [[world.a, mall, 'node-mall'], [world.mall, credit, 'node-credit']]) {
    const added = await ours.cli('partner', 'add', id, theirs.origin, '--json');
    assert.equal(added.code, 0, added.stderr);
    assert.deepEqual(JSON.parse(added.stdout).keys, [theirs.key.kid]);
    await until(async () => (await ours.cli('partner', 'list', '--json')).stdout.includes(id), 'the partner');
  }
  await until(async () => {
    const probe = await world.browser().request(`${world.a.url}/health`);
    return probe.json.partners === 2;
  }, 'the running server knowing the partner');
  await until(async () => (await world.browser().request(`${world.mall.url}/health`)).json.partners === 4, 'the mall knowing its partner');
});
after(async () => {
  await mall?.close();
  await credit?.close();
  await world?.close();
});

async function stranger(role, host, receive) {
  const key = await newSigningKey();
  const sealing = newSealingKey();
  const port = await freePorts(1);
  const { cert, key: tlsKey } = await world.certificate(host);
  const party = { role, key, sealing, client: { cert, key: tlsKey } };
  const server = await listen({ port, host, role, name: `An independent ${role}`, tls: { cert, key: tlsKey, ca: world.ca }, keys: [key], receive });
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
  for (const party of [world.mall, world.a]) {
    for (const url of [party.url, party.api]) {
      const browser = world.browser({ client: mall.client });
      const told = (await browser.get(`${url}/.well-known/sealcart.json`)).json;
      assert.deepEqual(Object.keys(told).sort(), ['api', 'issuer', 'jwks_uri', 'location', 'name', 'page', 'role', 'service']);
      assert.equal(told.issuer, party.url);
      assert.equal(told.api, party.api);
      assert.equal(told.page, `${party.url}${party.role === 'mall' ? '/result' : '/pay'}`);
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
  assert.deepEqual(JSON.parse(openSeal('goods', purchase, goods, desk)), {
    items: [{ sku: 'score-reedchoir', name: 'Reedchoir – recorder quartet', quantity: 1, price: 1240 }, { sku: 'tea-emberbark', name: 'Emberbark Hojicha', quantity: 3, price: 1080 }],
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
