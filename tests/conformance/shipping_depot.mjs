// S1224 to S1228: the labelled parcel at the shipping company, from its dock to the customer's door, and the money from there to
// the mall. The mall's server stands still meanwhile: what it is told waits in the outbox, to be looked at.
import assert from 'node:assert/strict';

import { Console } from '../lib/console.mjs';
import { Depot, scan } from '../lib/depot.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { types } from '../lib/documents.mjs';
import { japanese } from '../lib/parcel.mjs';

const price = 3015;
const fee = 330; // of the demo's company S: 300 and 1 %

export function shippingDepot(step, scene) {
  let company, desk, depot, shipment, taken, tour;
  const states = async () => (await depot.told(types.trackingEvent, shipment.shipping)).map((e) => e.state);
  const verb = async (...args) => {
    const result = await company.cli(...args, '--json');
    assert.equal(result.code, 0, result.stderr);
    return JSON.parse(result.stdout);
  };

  step('S1224 the parcel comes with a label of its number and of both sealed texts', async ({ world }) => {
    company = world.s;
    await world.mall.stop();
    await company.startDesk();
    desk = await Console.open(world, company);
    depot = new Depot(world);
    shipment = await depot.ship({ amount: price });
    const wrong = await scan(desk, shipment.label(1, { addressee_hash: undefined }));
    assert.equal(wrong.status, 'tampered', 'a label of the number alone proves nothing of this shipment');
    taken = await scan(desk, shipment.label());
    assert.equal(taken.status, 'accepted');
  });
  step("S1224 the desk opens name and address with the company's private key, once", async () => {
    const { sealed_addressee } = await company.store.one(`SELECT sealed_addressee FROM shipment WHERE number = '${shipment.number}'`);
    const addressee = open(await deskKey(company), 'addressee', shipment.number, sealed_addressee);
    assert.equal(addressee.name, japanese.name);
    assert.ok(taken.overLabel.length > 1000);
    const again = await scan(desk, shipment.label());
    assert.deepEqual([again.status, again.overLabel], ['reprint', undefined]);
    assert.equal(await company.store.count('audit', `action = 'open-addressee' AND number = '${shipment.number}'`), 1);
    assert.deepEqual(await states(), ['received']);
  });
  step('S1225 the products are sent to that name and address', async () => {
    const opened = await desk.submit('/tours', 'open', { fill: { name: `Conformance ${scene.store}` } });
    tour = new URL(opened.url).pathname;
    await desk.submit(tour, 'load', { fill: { code: shipment.number } });
    const manifest = await desk.submit(tour, 'manifest');
    assert.ok(manifest.page.text.includes(japanese.name));
    assert.deepEqual(await states(), ['received', 'dispatched']);
  });
  step('S1226 on delivery the company charges the price that the mall asked for', async () => {
    assert.match((await desk.get(`${tour}/manifest`)).page.text, /¥3,015/);
    const { id } = await company.store.one(`SELECT id FROM parcel WHERE number = '${shipment.number}'`);
    const other = await desk.submit(`${tour}/day`, 'day', { fill: { [`result-${id}`]: 'deliver', [`cash-${id}`]: '3000', 'counted-JPY': '3000' } });
    assert.equal(other.status, 422, 'and no other');
  });
  step('S1227 the customer pays', async () => {
    const { id } = await company.store.one(`SELECT id FROM parcel WHERE number = '${shipment.number}'`);
    await desk.submit(`${tour}/day`, 'day', { fill: { [`result-${id}`]: 'deliver', 'counted-JPY': String(price) } });
    assert.deepEqual(await states(), ['received', 'dispatched', 'delivered', 'collected']);
    const { balances } = await verb('cod', 'list');
    assert.equal(balances.find((b) => b.account === 'payable').balance, fee - price);
  });
  step('S1228 the shipping company pays the mall what it collected', async ({ world }) => {
    await company.cli('cod', 'account', 'mall', '--holder', 'Sealcart Demo Mall', '--iban', 'GB29NWBK60161331926819');
    const { payouts } = await verb('cod', 'remit');
    assert.deepEqual(payouts.map((p) => [p.mall, p.amount, p.fee]), [['mall', price, fee]]);
    const [advice] = await depot.told(types.remittanceAdvice, shipment.shipping);
    assert.deepEqual([advice.total, advice.items], [price - fee, [{ shipping: shipment.shipping, kind: 'collected', amount: price, fee }]]);
    const { file } = await company.store.one('SELECT file FROM remittance_run');
    assert.match(file, /<InstdAmt Ccy="JPY">2685<\/InstdAmt>/);
    assert.deepEqual((await verb('cod', 'check')).breaches, []);
    await company.stopDesk();
    await world.mall.start();
  });
}
