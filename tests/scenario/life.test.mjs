// The whole life of purchases over all three companies' real desks: from the order to the mall's books at zero.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { purchaseOf } from '../lib/books.mjs';
import { Console } from '../lib/console.mjs';
import { dayOf } from '../lib/day.mjs';
import { attribute } from '../lib/page.mjs';
import { Parcel } from '../lib/parcel.mjs';
import { until } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

let world, mall, depot, bank;
before(async () => {
  world = await World.make({ shipping: true, clock: true, only: ['mall', 'credit-a', 'shipping-s'] });
  await Promise.all([world.mall.startDesk(), world.a.startDesk(), world.s.startDesk()]);
  await signIn();
});
after(() => world?.close());

async function signIn() {
  mall = await Console.open(world, world.mall);
  depot = await Console.open(world, world.s);
  bank = await Console.open(world, world.a);
}
const day = () => dayOf(world.now);
const cli = async (party, ...args) => {
  const answer = await party.cli(...args, '--json');
  assert.equal(answer.code, 0, answer.stderr);
  return JSON.parse(answer.stdout);
};
const one = async (party, sql) => (await party.query(sql))[0];

async function pay(skus, customer = 'A1') {
  const shopper = new Shopper(world);
  await shopper.tick(...skus);
  await shopper.toSettlement();
  await shopper.choose('credit-a');
  await shopper.confirm();
  const { url } = shopper.purchase;
  await shopper.openCard();
  await shopper.pay(world.customer(customer));
  assert.equal(shopper.result.outcome, 'OK');
  await until(async () => (await shopper.browser.get(url)).page.forms.some((f) => f.value('company') === 'shipping-s'), 'the payment being known');
  return { shopper, url };
}
async function send(shopper, url) {
  const parcel = new Parcel(shopper);
  await parcel.choose('shipping-s', 'standard', url);
  return ship(parcel);
}
async function ship(parcel) {
  await parcel.openAddress();
  await parcel.ship();
  await parcel.carryReceipt();
  return parcel;
}
// At the mall's desk: opened, packed, handed over. What the label's QR code says.
async function pack(number) {
  const opened = await mall.submit(`/packing/${number}`, `/packing/${number}/open`);
  await mall.browser.submit(opened.page.form(`/packing/${number}/pack`));
  const label = (await mall.get(`/label/${number}/1?as=text`)).body;
  await mall.browser.submit((await mall.get('/handing')).page.form('/handing'), { fill: { parcel: [`${number}.1`] }, press: 'hand' });
  return label;
}
const scan = (code) => depot.submit('/scan', 'code', { fill: { code } });
// The address label that a scan answers with, as text.
function overLabel(answer) {
  const [link] = answer.page.all('a', (a) => a('id') === 'over-label');
  assert.ok(link, answer.page.text);
  const bytes = Buffer.from(attribute(link, 'href').split('base64,')[1], 'base64');
  return execFileSync('pdftotext', ['-raw', '-', '-'], { input: bytes, encoding: 'utf8' });
}
const tracked = (parcel, text) => until(async () => (await parcel.browser.get(parcel.url)).page.text.includes(text), `the customer reading "${text}"`);
const claims = () => one(world.a, "SELECT count(*) AS n FROM posting p JOIN entry e ON e.id = p.entry WHERE p.account % 16 = 3 AND p.amount > 0");
const openAtMall = async (company) => {
  const sums = await world.mall.query(`SELECT coalesce(sum(due - paid), 0) AS open FROM reckoning WHERE partner = '${company}'`);
  return Number(sums[0].open);
};

// A tour with everything that waits; `results` by shipping number, "deliver" where nothing is said.
async function drive(name, results = {}) {
  const made = await depot.submit('/tours', 'name', { fill: { name } });
  const waiting = made.page.form('parcel');
  await depot.browser.submit(waiting, { fill: { parcel: waiting.fields.filter((f) => f.name === 'parcel').map((f) => f.value) } });
  return async () => {
    const page = await depot.get(`${new URL(made.url).pathname}/day`);
    const form = page.page.form('day');
    const fill = {};
    let cash = 0;
    for (const row of await world.s.query("SELECT id, number, due FROM parcel WHERE state = 1")) {
      const result = results[row.number] ?? 'deliver';
      if (form.field(`result-${row.id}`)) fill[`result-${row.id}`] = result;
      if (!form.field(`cash-${row.id}`)) continue;
      if (result !== 'deliver') fill[`cash-${row.id}`] = '';
      else cash += Number(row.due);
    }
    for (const f of form.fields) if (f.name?.startsWith('counted-')) fill[f.name] = String(cash);
    const closed = await depot.browser.submit(form, { fill });
    assert.equal(closed.status, 200, closed.page.text);
  };
}

test('a linked purchase: packed, scanned, delivered, claimed, billed, paid, paid out, and at zero in the mall\'s books', async () => {
  const { shopper, url } = await pay(['book-quietlock']);
  const parcel = await send(shopper, url);
  const label = await pack(parcel.number);
  await until(async () => Number((await claims()).n) === 1, 'the claim being captured');
  assert.match(overLabel(await scan(label)), /麻布十番/);
  await tracked(parcel, 'With the shipping company');
  const endOfDay = await drive('North');
  await tracked(parcel, 'On the way to you');
  await endOfDay();
  await tracked(parcel, 'Delivered');

  // A day is billed when it is over.
  world.setClock(world.now + 86_400);
  await signIn();
  await cli(world.a, 'bill', 'run', '--until', day());
  const [bill] = await cli(world.a, 'bill', 'list');
  await bank.submit('/payments', 'by-hand', { fill: { customer: world.customer('A1').email, amount: String(bill.open) } });
  await bank.submit('/payouts', '/payouts/run');
  await until(async () => Number((await one(world.mall, 'SELECT count(*) AS n FROM remittance')).n) === 1, 'the advice at the mall');
  assert.equal(await openAtMall('credit-a'), 0);
  assert.match((await mall.get('/remittances')).page.text, /at zero/i);
  assert.equal((await world.a.cli('ledger', 'check')).code, 0);

  const again = await scan(label);
  assert.equal(again.page.all('a', (a) => a('id') === 'over-label').length, 0, 'a label opens once');
  assert.match(again.page.text, /before|already/i);
  const audit = await cli(world.s, 'audit', 'list', '--number', (await one(world.s, 'SELECT number FROM shipment')).number);
  assert.equal(audit.filter((entry) => entry.action === 'open-addressee').length >= 1, true);
});

test('a refund before and after the payout, full and partial, comes back to the customer and off the next payout', async () => {
  const { shopper, url } = await pay(['tea-mosslight', 'tea-emberbark'], 'A2');
  const parcel = await send(shopper, url);
  await pack(parcel.number);
  await until(async () => Number((await claims()).n) === 2, 'the claim being captured');
  const credit = (await world.mall.query(`SELECT h.number AS number, h.purchase AS purchase FROM handover h JOIN handover s ON s.purchase = h.purchase
    WHERE s.number = '${parcel.number}' AND h.role = 'credit'`))[0];
  const refund = (amount) => world.mall.cli('order', 'refund', credit.purchase, amount);
  const partial = await refund('480');
  assert.equal(partial.code, 0, partial.stderr);
  const row = await purchaseOf(world.mall, credit.number);
  const rest = String(Number(row.amount) - 480);
  await until(async () => Number((await one(world.a, 'SELECT coalesce(sum(refunded), 0) AS n FROM settlement_state')).n) === 480, 'the refund at the credit company');
  assert.equal((await refund(rest)).code, 0);
  assert.notEqual((await refund('1')).code, 0, 'no more than was claimed');
  await until(async () => Number((await one(world.a, 'SELECT coalesce(sum(refunded), 0) AS n FROM settlement_state')).n) === Number(row.amount), 'all of it');
  assert.equal((await world.a.cli('ledger', 'check')).code, 0);
  await until(async () => (await openAtMall('credit-a')) === 0, 'nothing open for what was given back whole');
});

test('cash on delivery to the remittance; one refused at the door comes back and goes out again', async () => {
  const order = async (skus) => {
    const parcel = new Parcel(new Shopper(world));
    await parcel.orderAtDoor(skus);
    return ship(parcel);
  };
  const taken = await order(['ink-nightferry']), refused = await order(['seeds-bellradish']);
  const numberOf = async (parcel) => (await purchaseOf(world.mall, parcel.number)).reply_name;
  for (const parcel of [taken, refused]) assert.match(overLabel(await scan(await pack(parcel.number))), /麻布十番/);
  const back = await numberOf(refused);
  await (await drive('South', { [back]: 'refuse' }))();
  await tracked(taken, 'Paid at the door');
  const returned = await cli(world.s, 'parcel', 'return', back);
  assert.equal(returned.state, 'returned');
  await tracked(refused, 'came back');

  const deposit = await world.s.cli('cod', 'deposit', String((await purchaseOf(world.mall, taken.number)).amount), 'JPY');
  assert.equal(deposit.code, 0, deposit.stderr);
  await cli(world.s, 'cod', 'remit');
  await until(async () => (await openAtMall('shipping-s')) === 0, 'the mall\'s books at zero with the shipping company');
  assert.equal((await world.s.cli('cod', 'check')).code, 0);

  const second = new Parcel(refused.shopper);
  await second.choose('shipping-s', 'standard', refused.url);
  await ship(second);
  assert.notEqual(await numberOf(second), back);
  assert.match(overLabel(await scan(await pack(second.number))), /麻布十番/);
});
