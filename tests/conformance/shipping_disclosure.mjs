// The other embodiments of the shipment: what crosses besides the number, for every combination of the mall's mode and the shipping
// company's, paid at the door and by card.
import assert from 'node:assert/strict';

import { purchaseOf, shipmentOf } from '../lib/books.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { decodeDocument, documentHash, isNumber, isSealed } from '../lib/documents.mjs';
import { addressee, Shopper } from '../lib/shopper.mjs';

const sku = 'seeds-bellradish';
const modes = ['sealed', 'number-only', 'sealed-only'];

// What of the mall crosses to the shipping company.
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

// What of the shipping company crosses to the mall.
function checkReceipt(mode, says, shipment) {
  assert.equal(isNumber(shipment.number), true);
  assert.equal(isSealed('addressee', shipment.sealed_addressee), true, 'it is in the own table in every mode');
  if (mode === 'sealed') assert.deepEqual([says.shipping, says.addressee], [shipment.number, shipment.sealed_addressee]);
  if (mode === 'number-only') assert.deepEqual([says.shipping, says.addressee], [shipment.number, undefined]);
  if (mode === 'sealed-only') {
    assert.deepEqual([says.shipping, says.addressee], [shipment.sealed_addressee, undefined]);
    assert.equal(JSON.stringify(says).includes(shipment.number), false, 'no number crosses');
  }
}

async function inMode(party, mode) {
  if (party.setting('disclosure') === mode) return;
  party.set('disclosure', mode);
  await party.restart();
}

// One parcel all the way; `shopper` stands at the shipping company's window.
async function checkShipment({ mall, s: company }, shopper, ofMall, ofCompany) {
  await shopper.openAddress();
  await shopper.ship();
  assert.equal(shopper.result.outcome, 'OK');
  await shopper.waitForDelivery('ok');
  const row = await purchaseOf(mall, shopper.purchase.number);
  const { payload } = decodeDocument(shopper.purchase.document);
  checkRequest(ofMall, payload, row);
  const shipment = await shipmentOf(company, documentHash(shopper.purchase.document));
  const { says } = shopper.result;
  checkReceipt(ofCompany, says, shipment);
  assert.deepEqual([says.purchase, says.goods], [payload.purchase, payload.goods]);

  // Each side finds its own row from what came back, and its desk opens its own seal, under its own number alone.
  assert.deepEqual([row.reply_name, row.reply_sealed ?? undefined], [says.shipping, says.addressee]);
  const goods = open(await deskKey(mall), 'goods', row.number, row.sealed_goods);
  assert.deepEqual(goods.items.map((i) => i.sku), [sku]);
  const key = await deskKey(company);
  assert.deepEqual(open(key, 'addressee', shipment.number, shipment.sealed_addressee), { country: 'JP', ...addressee });
  assert.throws(() => open(key, 'addressee', row.number, shipment.sealed_addressee), /another number/);

  // Shipped once in every mode.
  const again = await shopper.browser.postForm(`${company.url}/send`, [['request', shopper.purchase.document]], { from: mall.url });
  assert.equal(again.page.form('document').value('document'), shipment.document);
  return { row, payload, shipment };
}

export function shippingDisclosure(step) {
  for (const ofMall of modes) {
    for (const ofCompany of modes) {
      step(`Disclosure: mall ${ofMall}, shipping company ${ofCompany}`, async ({ world }) => {
        await inMode(world.mall, ofMall);
        await inMode(world.s, ofCompany);
        const atDoor = new Shopper(world);
        await atDoor.order(sku, 'shipping-s');
        const { payload } = await checkShipment(world, atDoor, ofMall, ofCompany);
        assert.equal(payload.amount, 330);

        const linked = new Shopper(world);
        await linked.buy(sku, world.customer('A2'));
        await linked.waitForState('ok');
        const paid = linked.purchase;
        await linked.deliver('shipping-s');
        const shipped = await checkShipment(world, linked, ofMall, ofCompany);
        assert.deepEqual([shipped.payload.amount, shipped.payload.currency], [undefined, undefined]);
        // Nothing joins the two companies' documents: other numbers and other boxes, of the same lengths.
        const [toCredit, payment] = [decodeDocument(paid.document).payload, await purchaseOf(world.mall, paid.number)];
        for (const name of ['purchase', 'goods'].filter((n) => toCredit[n] !== undefined)) {
          assert.notEqual(shipped.payload[name], toCredit[name]);
          assert.equal(shipped.payload[name].length, toCredit[name].length);
        }
        for (const name of ['number', 'sealed_goods']) assert.notEqual(shipped.row[name], payment[name]);
      });
    }
  }
}
