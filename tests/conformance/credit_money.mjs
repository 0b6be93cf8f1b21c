// S325 (the credit company's part) to S328: the claim, the bill, the payment and the payout. The desk's pages for them: tests/scenario/billing.test.mjs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { statementFile } from '../lib/bank.mjs';
import { available } from '../lib/books.mjs';
import { Claims } from '../lib/claims.mjs';
import { dayOf } from '../lib/day.mjs';
import { decodeDocument } from '../lib/documents.mjs';
import { Shopper } from '../lib/shopper.mjs';

const sku = 'score-lanternwalk';
const price = 720;

export function creditMoney(step) {
  let customer, receipt, bill, before;
  const cli = async (world, ...args) => {
    const done = await world.a.cli(...args, '--json');
    assert.equal(done.code, 0, done.stderr);
    return JSON.parse(done.stdout);
  };

  step('S325 the credit company takes the claim of the mall and captures what is claimed', async ({ world }) => {
    customer = world.customer('A1');
    const shopper = new Shopper(world);
    await shopper.order(sku);
    await shopper.openCard();
    await shopper.pay(customer);
    receipt = shopper.result.says.receipt;
    const [answer] = await new Claims(world).send(new Claims(world).claim(receipt, price, { last: true }));
    assert.equal(answer.status, 200, JSON.stringify(answer));
  });
  step('S326 the customer is billed: mall, receipt number and amount, and no goods', async ({ world }) => {
    const today = dayOf();
    // What was captured today belongs to the next bill: it is made to lie a day back.
    await world.a.store.change('UPDATE entry SET at = at - 86400 WHERE kind = 2');
    await cli(world, 'bill', 'run', '--until', today);
    [bill] = await cli(world, 'bill', 'list');
    assert.equal(bill.closing, price);
    assert.match(bill.reference, /^RF\d{12}$/);
    assert.equal((await cli(world, 'bill', 'run', '--until', today)).statements, 0);
  });
  step('S327 the payment of the customer raises the balance', async ({ world }) => {
    before = await available(customer);
    const file = path.join(world.folder, 'bank.xml');
    fs.writeFileSync(file, statementFile({ items: [{ id: 'S327', amount: String(price), remittance: bill.reference }] }));
    assert.equal((await cli(world, 'payment', 'import', file)).matched, 1);
    assert.equal((await cli(world, 'payment', 'import', file)).new, 0);
    assert.equal(await available(customer), before + price);
  });
  step('S328 the credit company pays the mall, less its fee, and says for what', async ({ world }) => {
    const [{ id: mall }] = await world.a.query("SELECT id FROM partner WHERE role = 'mall'");
    await world.a.cli('payout', 'account', mall, '--currency', 'JPY', '--name', 'Mall', '--number', '7654321');
    const { runs } = await cli(world, 'payout', 'run');
    assert.equal(runs[0].total, price - 22);
    assert.match((await world.a.cli('payout', 'file', String(runs[0].id))).stdout, /<InstdAmt Ccy="JPY">698<\/InstdAmt>/);
    const advice = (await world.a.query('SELECT document FROM outbox')).map((row) => decodeDocument(row.document)).find((d) => d.header.typ === 'sealcart.remittance-advice+jws');
    if (advice) assert.deepEqual(advice.payload.items, [{ receipt, kind: 'capture', amount: price, fee: 22 }]);
    assert.equal((await cli(world, 'payout', 'run')).runs.length, 0);
    await world.checkLedgers();
  });
}
