// S301 to S323: one purchase from the first address to the result (seed Fig. 3 to 7).
import assert from 'node:assert/strict';

import { available, purchaseOf, settlementOf } from '../lib/books.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { decodeDocument, documentHash, isNumber, isSealed, verifyDocument } from '../lib/documents.mjs';
import { setPrice } from '../lib/goods.mjs';
import { until } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';

// Together 3,015 yen, the sum of the source's example.
export const basket = ['tea-emberbark', 'tool-plumbline'];
export const basket_names = ['Emberbark Hojicha', 'Plumbline Brass Bob'];
export const basket_total = 3015;
export const basket_text = '¥3,015';

const listed = async (mall) => JSON.parse((await mall.cli('partner', 'list', '--json')).stdout);

export function whole(step, scene) {
  let shopper, answer, before;
  const mall = () => scene.world.mall;
  const company = () => scene.world.a;

  step("S301 the customer opens the mall's address", async ({ world }) => {
    shopper = scene.shopper = new Shopper(world, { traffic: (scene.traffic = new Map()) });
    const shaken = await shopper.browser.handshake(mall().url);
    assert.equal(shaken.error, undefined);
    assert.equal(shaken.protocol, 'TLSv1.3');
    assert.match(shaken.certificate.subjectaltname, /DNS:mall\.localhost/);
  });
  step('S302 the browser asks the mall for its products', async () => {
    answer = await shopper.browser.request(`${mall().url}/`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^text\/html; charset=utf-8$/i);
  });
  step('S303 the mall reads the catalogue from its database and sends it', async () => {
    const rows = await mall().query('SELECT sku, name_en, price FROM product WHERE active = 1 ORDER BY position');
    const shown = [];
    for (let page = 1; ; ++page) {
      const each = (await shopper.browser.get(`${mall().url}/?page=${page}`)).page;
      shown.push(...each.all('input', (a) => a('name') === 'product').map((n) => n.attrs.find((a) => a.name === 'value').value));
      if (!each.form('catalogue').button('Next')) break;
    }
    assert.deepEqual(shown, rows.map((r) => r.sku));
    // Not a page drawn in advance: what changes in the database changes in the shop.
    await setPrice(scene.world, 'tea-emberbark', 1081);
    await until(async () => (await shopper.find('Emberbark')).text.includes('¥1,081'), 'the new price');
    await setPrice(scene.world, 'tea-emberbark', 1080);
    await until(async () => (await shopper.find('Emberbark')).text.includes('¥1,080'), 'the old price');
  });
  step('S304 the products are displayed with names and prices', async () => {
    const page = await shopper.find('Plumbline');
    assert.match(page.text, /Plumbline Brass Bob/);
    assert.match(page.text, /¥1,935/);
    const box = page.all('input', (a) => a('name') === 'product')[0];
    assert.equal(box.attrs.find((a) => a.name === 'type').value, 'checkbox');
    assert.ok(page.texts('label').includes('Plumbline Brass Bob'), 'the box is labelled with the name');
  });
  step('S305 the customer ticks the desired products', async () => {
    const page = await shopper.tick(...basket);
    assert.match(page.text, new RegExp(`Total ${basket_text}`));
    const again = await shopper.find('Plumbline');
    assert.equal(again.form('catalogue').field('product').checked, true);
  });
  step('S306 the customer presses To Settlement', async () => {
    const page = await shopper.browse();
    assert.equal(page.form('catalogue').button('To Settlement').value, 'settlement');
  });
  step('S307 the request for settlement carries the selected products to the mall', async ({ world }) => {
    // In one request of a browser that never came before.
    const fresh = new Shopper(world);
    const sent = await fresh.browser.postForm(`${mall().url}/basket`,
      [...basket.flatMap((sku) => [['shown', sku], ['product', sku]]), ['go', 'settlement']], { from: `${mall().url}/` });
    assert.equal(sent.status, 303);
    assert.equal(sent.location, `${mall().url}/companies`);
    assert.match((await fresh.browser.get(sent.location)).page.text, new RegExp(basket_text));
  });
  step('S308 the mall reads the credit companies from its database and sends them', async () => {
    const active = async () => (await listed(mall())).filter((p) => p.active && p.role === 'credit').map((p) => p.id);
    const shown = async () => (await shopper.toSettlement()).forms.map((f) => f.action.match(/^\/confirm\/(credit-.*)$/)?.[1]).filter(Boolean);
    assert.deepEqual(await active(), ['credit-a', 'credit-b', 'credit-c']);
    assert.deepEqual(await shown(), await active());
    assert.equal((await mall().cli('partner', 'stop', 'credit-c')).code, 0);
    await until(async () => (await shown()).length === 2, 'a stopped company leaving the page');
    assert.deepEqual(await shown(), ['credit-a', 'credit-b']);
    assert.equal((await mall().cli('partner', 'resume', 'credit-c')).code, 0);
    await until(async () => (await shown()).length === 3, 'the company coming back');
  });
  step('S309 the companies are displayed with a button and an introduction', async () => {
    const page = await shopper.toSettlement();
    for (const text of ['Credit company A', 'Credit company B', 'Credit company C', 'Sampletown', 'Pay once a month', 'What they will see']) {
      assert.ok(page.text.includes(text), text);
    }
    assert.equal(page.form('/confirm/credit-a').buttons[0].text, 'Credit company A');
  });
  step("S310 the customer presses a credit company's button", async () => {
    const page = await shopper.choose('credit-a');
    assert.equal(shopper.answer.status, 200);
    assert.match(page.text, new RegExp(basket_text));
  });
  step('S311 the browser asks the mall for a connection to that company', async () => {
    const entries = Object.fromEntries(shopper.confirmation.form('/handover').entries({ press: 'OK' }));
    assert.equal(entries.company, 'credit-a');
    assert.equal(entries.decision, 'ok');
    await shopper.confirm();
    assert.equal(shopper.answer.status, 200);
  });
  step('S312 the mall totals from its own catalogue, seals the products and registers the purchase', async () => {
    const row = await purchaseOf(mall(), shopper.purchase.number);
    assert.equal(isNumber(row.number), true);
    assert.equal(Number(row.amount), basket_total);
    assert.equal(row.currency, 'JPY');
    assert.equal(row.state, 'pending');
    assert.equal(isSealed('goods', row.sealed_goods), true);
    const text = JSON.stringify(row);
    for (const secret of [...basket, ...basket_names]) assert.equal(text.includes(secret), false, secret);
    const goods = open(await deskKey(mall()), 'goods', row.number, row.sealed_goods);
    assert.deepEqual(goods.items.map((i) => [i.sku, i.quantity]), basket.map((sku) => [sku, 1]));
  });
  step("S313 the mall tells the browser to open the credit company's window", async () => {
    const form = shopper.purchase.page.form('pay-window');
    assert.equal(form.action, `${company().url}/pay`);
    assert.equal(form.method, 'POST');
    assert.ok(form.target);
    assert.match(shopper.answer.headers['content-security-policy'], new RegExp(`form-action[^;]*${company().url}`));
    const { header, payload } = decodeDocument(shopper.purchase.document);
    const row = await purchaseOf(mall(), shopper.purchase.number);
    assert.equal(header.typ, 'sealcart.payment-request+jws');
    assert.deepEqual({ ...payload, jti: 0, iat: 0, exp: 0 }, {
      iss: mall().url, aud: company().url, jti: 0, iat: 0, exp: 0,
      purchase: shopper.purchase.number, amount: basket_total, currency: 'JPY', kind: 'physical', goods: row.sealed_goods,
    });
    assert.equal(payload.exp - payload.iat, 15 * 60);
    const jwks = (await shopper.browser.get(`${mall().url}/.well-known/jwks.json`)).json;
    assert.equal(verifyDocument(shopper.purchase.document, jwks), true);
  });
  step('S314 the browser asks the credit company for its input screen', async () => {
    const page = shopper.purchase.page;
    assert.equal(page.form('pay-window').action.includes('?'), false, 'the document travels in the body');
    answer = await shopper.browser.send(page.form('pay-window'));
    assert.equal(answer.status, 200);
    const sent = scene.traffic.get(new URL(company().url).host).at(-2);
    assert.equal(sent.includes('mall.localhost'), false, 'nothing but the document names the mall');
  });
  step('S315 the credit company puts total and sealed products into its screen and sends it', async () => {
    const shaken = await shopper.browser.handshake(company().url);
    assert.match(shaken.certificate.subjectaltname, /DNS:credit-a\.localhost/);
    const row = await purchaseOf(mall(), shopper.purchase.number);
    assert.ok(answer.page.text.includes(basket_text));
    assert.ok(answer.page.text.includes(row.sealed_goods));
  });
  step("S316 the credit company's window is displayed", async () => {
    shopper.card = answer.page;
    assert.match(answer.page.title, /Credit company A$/);
    assert.ok(answer.page.text.includes('Sealcart Demo Mall'));
    const form = answer.page.form('/settle');
    assert.equal(form.field('card').type, 'text');
    assert.equal(form.field('password').type, 'password');
    assert.deepEqual(form.buttons.map((b) => b.text).sort(), ['Purchase', 'Reject']);
  });
  step('S317 the customer types card number and password', async ({ world }) => {
    const customer = (scene.customer = world.customer('A1'));
    const entries = Object.fromEntries(shopper.card.form('/settle').entries({ fill: { card: customer.card, password: customer.password } }));
    assert.equal(entries.card, customer.card);
    assert.equal(entries.password, customer.password);
    before = await available(customer);
  });
  step('S318 the customer presses Purchase', async () => {
    assert.equal(shopper.card.form('/settle').button('Purchase').value, 'purchase');
    // The mall's window is open meanwhile and waits.
    scene.heard = [];
    scene.stream = await shopper.browser.events(`${shopper.purchase.url}/events`, (event, data) => scene.heard.push([event, JSON.parse(data)]));
    assert.equal(scene.stream.response.statusCode, 200);
    assert.match(scene.stream.response.headers['content-type'], /^text\/event-stream/);
  });
  step('S319 card number and password go to the credit company, and to nobody else', async () => {
    answer = await shopper.pay(scene.customer);
    assert.equal(answer.status, 200);
    assert.equal(answer.url, `${company().url}/settle`);
    const toMall = scene.traffic.get(new URL(mall().url).host).join('\n');
    for (const secret of [scene.customer.card, scene.customer.password, scene.customer.name]) assert.equal(toMall.includes(secret), false);
  });
  step('S320 the credit company settles against the balance and registers the settlement', async () => {
    assert.equal(shopper.result.outcome, 'OK');
    assert.equal(await available(scene.customer), before - basket_total);
    const row = await settlementOf(company(), documentHash(shopper.purchase.document));
    const purchase = await purchaseOf(mall(), shopper.purchase.number);
    assert.equal(isNumber(row.receipt), true);
    assert.equal(row.purchase, shopper.purchase.number);
    assert.equal(row.sealed_goods, purchase.sealed_goods);
    assert.equal(Number(row.amount), basket_total);
    assert.equal(isSealed('customer', row.sealed_customer), true);
    const customer = open(await deskKey(company()), 'customer', row.receipt, row.sealed_customer);
    assert.equal(customer.name, scene.customer.name);
    scene.settlement = row;
  });
  step('S321 the credit company notifies the mall of the result over mutual TLS', async () => {
    const row = await until(async () => {
      const each = await purchaseOf(mall(), shopper.purchase.number);
      return each.state === 'ok' && each;
    }, 'the result at the mall');
    assert.equal(row.receipt, scene.settlement.receipt);
    assert.equal(row.sealed_customer, scene.settlement.sealed_customer);
    const { header, payload } = decodeDocument(scene.settlement.document);
    assert.equal(header.typ, 'sealcart.settlement-result+jws');
    assert.deepEqual({ ...payload, jti: 0, iat: 0 }, {
      iss: company().url, aud: mall().url, jti: 0, iat: 0, outcome: 'OK', receipt: scene.settlement.receipt,
      customer: scene.settlement.sealed_customer, purchase: shopper.purchase.number, goods: row.sealed_goods,
      amount: basket_total, currency: 'JPY', request_hash: documentHash(shopper.purchase.document),
    });
    const jwks = (await shopper.browser.get(`${company().url}/.well-known/jwks.json`)).json;
    assert.equal(verifyDocument(scene.settlement.document, jwks), true);
    assert.match(await mall().log(), /\/partner\/documents 200 \d+us partner=credit-a\.localhost/);
  });
  step("S322 the mall forwards the result to the customer's browser", async () => {
    await until(() => scene.heard.length > 0, 'the event');
    scene.stream.end();
    assert.deepEqual(scene.heard, [['result', { outcome: 'OK' }]]);
  });
  step("S323 the mall's window shows the result", async () => {
    const { page } = await shopper.waitForState('ok');
    assert.equal(page.heading, 'OK');
    assert.ok(page.text.includes(basket_text));
    assert.ok(page.text.includes(scene.settlement.receipt));
    assert.ok(page.text.includes(shopper.purchase.url), 'the link to come back by');
    assert.equal((await shopper.browse()).form('catalogue').fields.some((f) => f.checked), false, 'what was bought left the basket');
  });
}
