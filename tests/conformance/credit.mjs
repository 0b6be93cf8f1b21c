// S901 to S911: the credit company's side (seed Fig. 9).
import assert from 'node:assert/strict';

import { available, purchaseOf, settlementOf } from '../lib/books.mjs';
import { strangeCard } from '../lib/card.mjs';
import { documentHash, isNumber, signDocument, signerOf, types, decodeDocument } from '../lib/documents.mjs';
import { Shopper } from '../lib/shopper.mjs';

const sku = 'score-lanternwalk';
const price = 720;

export function credit(step) {
  let shopper, customer;

  step('S901 total, sealed products and purchase number are received', async ({ world }) => {
    shopper = new Shopper(world);
    await shopper.order(sku);
    const row = await purchaseOf(world.mall, shopper.purchase.number);
    const page = await shopper.openCard();
    assert.equal(shopper.answer.status, 200);
    assert.ok(page.text.includes('¥720'));
    assert.ok(page.text.includes(row.sealed_goods));
    assert.equal(page.form('/settle').value('request'), shopper.purchase.document);
  });
  step('S902 the input screen is made of them and displayed', async ({ world }) => {
    assert.ok(shopper.card.form('/settle').field('card') && shopper.card.form('/settle').field('password'));
    // Without a signed request there is no such screen.
    const bare = await shopper.browser.postForm(`${world.a.url}/pay`, [['total', '720'], ['purchase', shopper.purchase.number]], { from: world.mall.url });
    assert.equal(bare.status, 400);
    assert.match(bare.code, /^document-/);
    const typed = await shopper.browser.get(`${world.a.url}/pay`);
    assert.equal(typed.status, 405);
  });
  step('S903 the customer presses Reject', async () => {
    assert.equal(shopper.card.form('/settle').button('Reject').value, 'reject');
    await shopper.reject();
    assert.equal(shopper.result.outcome, 'NG');
  });
  step('S904 NG reaches the mall and nothing is paid', async ({ world }) => {
    await shopper.waitForState('ng');
    assert.equal((await purchaseOf(world.mall, shopper.purchase.number)).state, 'ng');
    const row = await settlementOf(world.a, documentHash(shopper.purchase.document));
    assert.equal(Number(row.outcome), 2);
    assert.equal(row.receipt, null);
    assert.deepEqual(Object.keys(shopper.result.says).sort(),
      ['amount', 'aud', 'currency', 'goods', 'iat', 'iss', 'jti', 'outcome', 'purchase', 'request_hash']);
    // It is final: the purchase cannot be paid afterwards.
    const again = await shopper.browser.submit(shopper.purchase.page.form('pay-window'));
    assert.equal(again.page.heading, 'NG');
  });
  step('S905 with Purchase, card number and password are received', async ({ world }) => {
    customer = world.customer('A2');
    shopper = new Shopper(world);
    await shopper.order(sku);
    await shopper.openCard();
    for (const [fill, field] of [[{ card: '', password: 'x' }, 'card'], [{ card: '12', password: 'x' }, 'card'], [{ card: customer.card, password: '' }, 'password']]) {
      const answer = await shopper.press('Purchase', fill);
      assert.equal(answer.status, 422);
      const error = answer.page.all('p', (a) => a('id') === 'error')[0];
      assert.equal(error.attrs.find((a) => a.name === 'data-field').value, field);
    }
  });
  step('S906 card and balance are confirmed in the customer information', async ({ world }) => {
    const wrong = await shopper.pay({ card: customer.card, password: 'not the password' });
    assert.equal(wrong.status, 401);
    assert.equal((await shopper.pay({ card: strangeCard(), password: customer.password })).status, 401);
    assert.equal((await shopper.look()).state, 'pending', 'a wrong password settles nothing');
    // The second card of a customer has a balance of its own.
    const second = world.customer('A1', 1);
    assert.equal(await available(second), 100_000);
    const other = new Shopper(world);
    assert.equal((await other.buy(sku, second)).outcome, 'OK');
    assert.equal(await available(second), 100_000 - price);
    // A customer locked by the company is told so with the right password only.
    const locked = new Shopper(world);
    await locked.order(sku);
    await locked.openCard();
    assert.equal((await locked.pay({ ...world.customer('A4'), password: 'wrong' })).status, 401);
    assert.equal((await locked.pay(world.customer('A4'))).status, 423);
    assert.equal((await locked.look()).state, 'pending');
  });
  step('S907 the settlement is OK', async () => {
    const before = await available(customer);
    await shopper.pay(customer);
    assert.equal(shopper.result.outcome, 'OK');
    assert.equal(await available(customer), before - price);
  });
  step('S908 the settlement is registered in the settlement table', async ({ world }) => {
    const row = await settlementOf(world.a, documentHash(shopper.purchase.document));
    assert.equal(Number(row.outcome), 0);
    assert.equal(row.mall, 'mall');
    assert.equal(row.purchase, shopper.purchase.number);
    assert.equal(row.receipt, shopper.result.says.receipt);
    const table = await world.a.store.dump(['settlement']);
    for (const secret of [customer.name, customer.card, customer.email]) assert.equal(table.includes(secret), false);
  });
  step('S909 the receipt number is sent with the result', async ({ world }) => {
    assert.equal(isNumber(shopper.result.says.receipt), true);
    assert.ok(shopper.answer.page.text.includes(shopper.result.says.receipt));
    await shopper.waitForState('ok');
    assert.equal((await purchaseOf(world.mall, shopper.purchase.number)).receipt, shopper.result.says.receipt);
  });
  step('S910 the settlement is NO when the balance does not suffice', async ({ world }) => {
    customer = world.customer('A3');
    shopper = new Shopper(world);
    const before = await available(customer);
    assert.equal((await shopper.buy(sku, customer)).outcome, 'NO');
    assert.equal(await available(customer), before);
    // To the last yen: what is left can be spent.
    const exact = new Shopper(world);
    await exact.order(sku);
    const { payload } = decodeDocument(exact.purchase.document);
    const document = signDocument(types.request, { ...payload, purchase: exact.purchase.number, amount: before }, signerOf(world.mall));
    const page = (await exact.browser.postForm(`${world.a.url}/pay`, [['request', document]], { from: world.mall.url })).page;
    const paid = await exact.browser.submit(page.form('/settle'), { fill: { card: customer.card, password: customer.password }, press: 'Purchase' });
    assert.equal(paid.page.heading, 'OK');
    assert.equal(await available(customer), 0);
  });
  step('S911 the refusal is sent to the mall, and not its reason', async ({ world }) => {
    await shopper.waitForState('no');
    const row = await purchaseOf(world.mall, shopper.purchase.number);
    assert.equal(row.state, 'no');
    assert.equal(row.receipt, null);
    assert.deepEqual(Object.keys(shopper.result.says).sort(),
      ['amount', 'aud', 'currency', 'goods', 'iat', 'iss', 'jti', 'outcome', 'purchase', 'request_hash']);
  });
}
