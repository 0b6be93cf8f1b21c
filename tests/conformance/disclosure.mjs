// The other embodiments: what crosses besides the number, for every combination of the mall's mode and the company's.
import assert from 'node:assert/strict';

import { available, purchaseOf, settlementOf } from '../lib/books.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { decodeDocument, documentHash, isNumber, isSealed } from '../lib/documents.mjs';
import { Shopper } from '../lib/shopper.mjs';

const sku = 'wall-snowferry';
const price = 450;
const modes = ['sealed', 'number-only', 'sealed-only'];
const companies = { 'sealed': 'credit-a', 'number-only': 'credit-b', 'sealed-only': 'credit-c' };

// What of the mall crosses to the credit company.
function checkRequest(mode, payload, row) {
  if (mode === 'sealed') assert.deepEqual([payload.purchase, payload.goods], [row.number, row.sealed_goods]);
  if (mode === 'number-only') {
    assert.deepEqual([payload.purchase, payload.goods], [row.number, undefined]);
    assert.equal(isSealed('goods', row.sealed_goods), true, 'it stays in the own table');
  }
  if (mode === 'sealed-only') {
    assert.deepEqual([payload.purchase, payload.goods], [row.sealed_goods, undefined]);
    assert.equal(JSON.stringify(payload).includes(row.number), false, 'no number crosses');
  }
}

// What of the credit company crosses to the mall.
function checkResult(mode, says, settlement) {
  assert.equal(isNumber(settlement.receipt), true);
  assert.equal(isSealed('customer', settlement.sealed_customer), true, 'it is in the own table in every mode');
  if (mode === 'sealed') assert.deepEqual([says.receipt, says.customer], [settlement.receipt, settlement.sealed_customer]);
  if (mode === 'number-only') assert.deepEqual([says.receipt, says.customer], [settlement.receipt, undefined]);
  if (mode === 'sealed-only') {
    assert.deepEqual([says.receipt, says.customer], [settlement.sealed_customer, undefined]);
    assert.equal(JSON.stringify(says).includes(settlement.receipt), false, 'no number crosses');
  }
}

export function disclosure(step) {
  for (const ofMall of modes) {
    for (const ofCompany of modes) {
      step(`Disclosure: mall ${ofMall}, credit company ${ofCompany}`, async ({ world }) => {
        const { mall } = world;
        if (mall.setting('disclosure') !== ofMall) {
          mall.set('disclosure', ofMall);
          await mall.restart();
        }
        const company = world.party(companies[ofCompany]);
        assert.equal(company.setting('disclosure'), ofCompany);
        const customer = world.customer(`${company.name}1`);
        const before = await available(customer);
        const shopper = new Shopper(world);
        assert.equal((await shopper.buy(sku, customer)).outcome, 'OK');
        await shopper.waitForState('ok');

        const row = await purchaseOf(mall, shopper.purchase.number);
        const { payload } = decodeDocument(shopper.purchase.document);
        checkRequest(ofMall, payload, row);
        const settlement = await settlementOf(company, documentHash(shopper.purchase.document));
        checkResult(ofCompany, shopper.result.says, settlement);
        assert.equal(shopper.result.says.purchase, payload.purchase);
        assert.equal(await available(customer), before - price);

        // Each side finds its own row from what came back, and its desk opens its own seal.
        assert.equal(row.receipt, shopper.result.says.receipt);
        const goods = open(await deskKey(mall), 'goods', row.number, row.sealed_goods);
        assert.deepEqual(goods.items.map((i) => i.sku), [sku]);
        const person = open(await deskKey(company), 'customer', settlement.receipt, settlement.sealed_customer);
        assert.equal(person.name, customer.name);

        // Settled once in every mode.
        const again = await shopper.browser.postForm(`${company.url}/pay`, [['request', shopper.purchase.document]], { from: mall.url });
        assert.equal(again.page.heading, 'OK');
        assert.equal(await available(customer), before - price);
      });
    }
  }
}
