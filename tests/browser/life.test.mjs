// The whole lives of purchases in a real browser, over all three companies' desks: `node --test tests/browser/life.test.mjs`.
// SEALCART_SCREENSHOTS: folder for pictures of the clerks' pages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { statementFile } from '../lib/bank.mjs';
import { World } from '../lib/world.mjs';
import { startChromium } from './chromium.mjs';
import {
  bill, closeDay, handOver, load, menu, pack, payMalls, payOut, picture, reads, refund, remitted, saved, scan, send, sendFiles, Street, takePayments,
  textOfPdf,
} from './counter.mjs';
import { button, sees } from './journey.mjs';

let world, browser, street;
before(async () => {
  world = await World.make({
    shipping: true, clock: true, only: ['mall', 'credit-a', 'shipping-s'],
  });
  await Promise.all([world.mall.startDesk(), world.a.startDesk(), world.s.startDesk()]);
  browser = await startChromium(world.demo.ca_file);
  street = new Street(world, browser);
}, { timeout: 120_000 });
after(async () => {
  await browser?.remove();
  await world?.close();
}, { timeout: 60_000 });

const number = (page) => page.locator('#purchase').getAttribute('data-number');
// What a table's first row of that head says.
const line = (page, name) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) }).first().innerText();
const tile = async (page, name) => (await page.locator('.tile', { hasText: name }).first().innerText()).split('\n')[0];
// A customer pays the statement that the credit company's desk shows.
async function payStatement(bank, id) {
  const open = (await tile(bank, 'Still to be paid')).replace(/\D/g, '');
  const reference = await bank.getByText('Payment reference').locator('.code').innerText();
  await takePayments(bank, statementFile({ id, items: [{ id, amount: open, payer: 'somebody', remittance: reference }] }));
}
// Time passes, and with it the clerks' sessions.
const nextDay = () => world.setClock(world.now + 86_400);

test('paid by card and linked: order, pay, ship, pack, print, scan, deliver, bill, bank statement, payout, at zero', async () => {
  const customer = world.customer('A1');
  const page = await street.buy(customer, ['A Field Guide to Quiet Locks']);
  await send(page);
  await sees(page, 'Accepted for shipping');
  const mall = await street.signIn(world.mall);
  const label = await pack(mall, 'A Field Guide to Quiet Locks');
  await picture(mall, 'mall-packed');
  await handOver(mall);

  const depot = await street.signIn(world.s);
  const taken = await scan(depot, label);
  assert.equal(taken.said, 'Accepted');
  assert.match(taken.overLabel, /麻布十番/);
  const again = await scan(depot, label);
  assert.deepEqual([again.said, again.overLabel], ['Scanned before', undefined], 'a label opens once');
  await reads(page, 'With the shipping company');
  await load(depot, 'North', taken.number);
  await reads(page, 'On the way to you');
  await depot.getByRole('link', { name: 'End of day' }).click();
  await button(depot, 'Close the tour').click();
  await depot.getByText('The tour is closed').waitFor();
  await reads(page, 'Delivered');

  nextDay();
  const bank = await street.signIn(world.a);
  await bill(bank, customer);
  await payStatement(bank, 'B1');
  assert.match(await payOut(bank), /<InstdAmt Ccy="JPY">\d+</);
  await remitted(await street.signIn(world.mall), 'Credit company A', 'at zero');
  street.checkFaults();
});

test('cash on delivery: order, pack, hand over, scan, tour, delivered and counted, in the bank, paid to the mall, at zero', async () => {
  street.expect(422);
  const page = await street.order('Nightferry Ink');
  const mall = await street.signIn(world.mall);
  const label = await pack(mall, 'Nightferry Ink');
  await menu(mall, 'Hand over');
  await button(mall, 'Handed over').click();
  await mall.getByText('Choose at least one parcel').waitFor();
  await picture(mall, 'mall-handing');
  await handOver(mall);
  await picture(mall, 'mall-handed');

  const depot = await street.signIn(world.s);
  const taken = await scan(depot, label);
  await picture(depot, 'depot-scan');
  assert.match(taken.overLabel, /麻布十番[\s\S]*¥1,320|¥1,320[\s\S]*麻布十番/);
  await load(depot, 'South', taken.number);
  await picture(depot, 'depot-tour');
  await reads(page, 'On the way to you');
  await depot.getByRole('link', { name: 'End of day' }).click();
  await depot.getByLabel(`Cash ${taken.number}`).fill('1300');
  await closeDay(depot, '1300');
  await depot.getByText('not another sum').waitFor();
  await picture(depot, 'depot-day');
  await depot.getByLabel(`Cash ${taken.number}`).fill('1320');
  await closeDay(depot, '1300');
  await depot.getByText('The parcels come to ¥1,320: count again.').waitFor();
  await closeDay(depot, '1320');
  await depot.getByText('The tour is closed').waitFor();
  await picture(depot, 'depot-closed');
  await reads(page, 'Paid at the door');

  await menu(depot, 'Cash');
  await picture(depot, 'depot-cash');
  assert.match(await line(depot, 'Sealcart Demo Mall'), /¥1,320\s+¥313\s+¥1,007/, 'collected, fee, paid');
  assert.match(await payMalls(depot), /<InstdAmt Ccy="JPY">1007</);
  await picture(depot, 'depot-remittance');
  await remitted(mall, 'Shipping company S', 'at zero');
  await picture(mall, 'mall-remittances');
  assert.equal((await world.s.cli('cod', 'check')).code, 0);
  street.checkFaults();
});

test('refused at the door: back at the mall\'s dock, sent again on the customer\'s word, delivered', async () => {
  const page = await street.order('Emberbark Hojicha');
  const mall = await street.signIn(world.mall);
  const label = await pack(mall, 'Emberbark Hojicha');
  await handOver(mall);
  const depot = await street.signIn(world.s);
  const first = await scan(depot, label);
  await load(depot, 'East', first.number);
  await depot.getByRole('link', { name: 'End of day' }).click();
  await closeDay(depot, '0', { [first.number]: 'refused at the door' });
  await depot.getByText('The tour is closed').waitFor();
  await reads(page, 'Could not be delivered yet');
  await menu(depot, 'Parcels');
  await depot.getByRole('link', { name: first.number }).click();
  await picture(depot, 'depot-parcel');
  await button(depot, 'Returned to the mall').click();
  await depot.getByText('returned to the mall').first().waitFor();

  await reads(page, 'Your parcel came back to us');
  await menu(mall, 'Came back');
  const row = mall.getByRole('row', { name: 'Shipping company S' });
  const sent = await row.getByRole('rowheader').innerText();
  const lines = await row.locator('.code a, a.code').evaluateAll((links) => links.map((link) => link.getClientRects().length));
  assert.deepEqual(lines, [1, 1], 'each number stands on one line');
  await picture(mall, 'mall-returned');
  await row.getByRole('checkbox').check();
  await button(mall, 'Taken back').click();
  await mall.getByText('Nothing has come back.').waitFor();

  await send(page);
  await sees(page, 'OK');
  const second = await pack(mall, 'Emberbark Hojicha');
  await mall.getByText('This order came back once').waitFor();
  assert.equal(await mall.getByRole('link', { name: sent }).count(), 1);
  await picture(mall, 'mall-again');
  await handOver(mall);
  assert.equal((await scan(depot, label)).said, 'Scanned before');
  const taken = await scan(depot, second);
  assert.equal(taken.said, 'Accepted');
  assert.notEqual(taken.number, first.number);
  await load(depot, 'West', taken.number);
  await depot.getByRole('link', { name: 'End of day' }).click();
  await closeDay(depot, '1080');
  await reads(page, 'Paid at the door');
  assert.match(await payMalls(depot), /<InstdAmt Ccy="JPY">770</);
  await remitted(mall, 'Shipping company S', 'at zero');
  street.checkFaults();
});

// At the credit company's desk: what a settlement's page says of its state, and of what went back.
async function settlement(bank, number) {
  await menu(bank, 'Settlements');
  await bank.getByLabel('Receipt or purchase number').fill(number);
  await button(bank, 'Show').click();
  await bank.waitForURL(`**number=${number}`);
  await bank.getByRole('rowheader').getByRole('link').click();
  await bank.getByText('Claims and refunds').waitFor();
  return [await bank.getByRole('heading', { level: 1 }).locator('.state').innerText(), await tile(bank, 'Given back')];
}
// What the shown statement and its PDF say alike: kind and amount of each line.
async function statementLines(bank) {
  const rows = await bank.locator('table').first().locator('tbody tr').all();
  const lines = await Promise.all(rows.map(async (row) => (await row.getByRole('cell').allInnerTexts())));
  const pdf = textOfPdf(await saved(bank, await bank.getByRole('link', { name: 'PDF' }).getAttribute('href')));
  for (const cells of lines) assert.ok(pdf.includes(cells[3]) && pdf.includes(cells.at(-1)), `${cells} in ${pdf}`);
  assert.doesNotMatch(pdf, /score|quartet|Lanternwalk|Reedchoir/i, 'goods never appear');
  return lines.map((cells) => `${cells[1]} ${cells.at(-1)}`).sort();
}

test('refunds, part and whole, before and after the payout: at the mall, at the credit company, on the customer\'s statement', async () => {
  const customer = world.customer('A2');
  const buy = async (product) => number(await street.buy(customer, [product], '/?page=2'));
  const score = await buy('Lanternwalk – piano score'), quartet = await buy('Reedchoir – recorder quartet'); // ¥720, ¥1,240
  let mall = await street.signIn(world.mall);
  await sendFiles(mall, score, quartet);
  await refund(mall, score, '120');
  await refund(mall, quartet, '240');
  await refund(mall, quartet, '1000');
  await picture(mall, 'mall-purchase');
  assert.equal(await mall.getByLabel('Give back').count(), 0, 'all of it went back');

  nextDay();
  let bank = await street.signIn(world.a);
  assert.deepEqual(await settlement(bank, score), ['claimed', '¥120']);
  await picture(bank, 'credit-settlement');
  assert.deepEqual(await settlement(bank, quartet), ['given back', '¥1,240']);
  await bill(bank, customer);
  await picture(bank, 'credit-statement');
  assert.deepEqual(await statementLines(bank), ['Purchase ¥1,240', 'Purchase ¥720', 'Refund -¥1,000', 'Refund -¥120', 'Refund -¥240']);
  assert.equal(await tile(bank, 'Amount due'), '¥600');
  await payStatement(bank, 'R1');
  await picture(bank, 'credit-payments');
  assert.match(await payOut(bank), /<InstdAmt Ccy="JPY">551</, 'less 2.5 % of what was claimed');
  await picture(bank, 'credit-payouts');
  mall = await street.signIn(world.mall);
  await remitted(mall, 'Credit company A', 'at zero');

  // Paid out already: the next payout is that much less.
  const book = await buy('The Third Harbour – e-book'); // ¥990
  await sendFiles(mall, book);
  await refund(mall, score, '100');
  await refund(mall, score, '500');
  nextDay();
  bank = await street.signIn(world.a);
  assert.deepEqual(await settlement(bank, score), ['given back', '¥720']);
  await bill(bank, customer);
  assert.deepEqual(await statementLines(bank), ['Payment -¥600', 'Purchase ¥990', 'Refund -¥100', 'Refund -¥500']);
  assert.equal(await tile(bank, 'Amount due'), '¥390');
  await payStatement(bank, 'R2');
  assert.match(await payOut(bank), /<InstdAmt Ccy="JPY">365</, '¥990 less a fee of ¥25 and what went back');
  mall = await street.signIn(world.mall);
  await remitted(mall, 'Credit company A', 'at zero');
  await picture(mall, 'mall-remittances');
  assert.equal((await world.a.cli('ledger', 'check')).code, 0);
  street.checkFaults();
});
