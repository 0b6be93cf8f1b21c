// What a parcel tells whom (SPEC section 1), byte by byte: where it goes stays with the shipping company's desk, what is in it with
// the mall.
//
// What is searched: all files of each party's folder (database with its write-ahead log, logs, keys, configuration), raw; what went
// between the customer's browser and each party; what the shipping company's server sent to the mall's. What is not: the desk's
// folder, which belongs to another machine, and the memory of running servers (addressee.test.mjs). In the traffic with the shipping
// company the addressee must stand, since the customer types it there: that shows that the search would find it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { dataFiles } from '../lib/database.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { isSealed } from '../lib/documents.mjs';
import { foreign, japanese, Parcel } from '../lib/parcel.mjs';
import { succeed, until } from '../lib/program.mjs';
import { findSecrets, formsOf } from '../lib/search.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

const bought = ['book-saltcellar', 'The Saltcellar Almanac', '塩壺の暦'];
const withIt = ['book-fernletters', 'Fernletters', '羊歯の手紙'];
const goods = Object.fromEntries([...bought, ...withIt].map((text, i) => [`goods ${i}`, text]));
// A price that stands out, for the linked delivery: its total is in no other number by chance.
const price = 765_431;

// As typed and as made plain: full-width letters are taken as half-width ones. What every Japanese page says (the prefectures) and
// what the postal codes' sample holds are no secrets.
const addressees = {
  'Japanese name': japanese.name, 'family name': '試験宛名', 'given name': '花苑', 'kana typed': japanese.kana, 'kana plain': 'シケンアテナ', 'half-width kana': 'ｼｹﾝｱﾃﾅ',
  'postal code typed': japanese['postal-code'].slice(1), 'street typed': japanese.street, 'street plain': '麻布十番9丁目99-9', 'street romanised': 'Umbermarsh',
  'building typed': japanese.building, 'building plain': '見本館703号室', 'phone typed': japanese.phone, 'phone plain': '03-5550-7719', 'phone digits': '0355507719',
  'foreign name': foreign.name, 'foreign family name': 'Quillfeather', 'foreign city': foreign.city, 'foreign street': foreign.street, 'foreign building': foreign.building,
  'foreign postal code': foreign['postal-code'], 'foreign phone': foreign.phone, 'foreign phone digits': '442079460719',
};
// Typed with a fault first, then put right: the faulty page must not be kept either.
const mistyped = { 'mistyped street': 'Brackenwhistle Lane 12' };

let world, traffic, between, recorder;
const numbers = {};

// In the mall's place on the partners' side: takes what the shipping company sends, keeps it, says that it was taken.
async function startRecorder(port) {
  const { cert, key } = await world.certificate('mall.localhost');
  const server = https.createServer({ cert, key, ca: world.ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' }, (request, response) => {
    const chunks = [];
    request.on('data', (c) => chunks.push(c));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      between.push(`${request.method} ${request.url}\n${JSON.stringify(request.headers)}\n\n${body}`);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ answers: Array.from({ length: JSON.parse(body).documents.length }, () => ({ status: 200 })) }));
    });
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

async function setPrice(sku, minor) {
  const [heading, ...lines] = (await world.mall.cli('catalogue', 'export')).stdout.split('\n');
  const file = path.join(world.folder, 'price.csv');
  fs.writeFileSync(file, `${heading}\n${lines.find((l) => l.startsWith(`"${sku}",`)).replace(/,"\d+","JPY",/, `,"${minor}","JPY",`)}\n`);
  assert.equal((await world.mall.cli('catalogue', 'import', file)).code, 0);
  const visitor = world.browser();
  await until(async () => (await visitor.get(`${world.mall.url}/`)).body.includes(`¥${minor.toLocaleString('en')}`), 'the new price');
}

before(async () => {
  world = await World.make({ only: ['mall', 'credit-a', 'shipping-s'] });
  traffic = new Map();
  between = [];
  // At the door, to Japan: a wrong field first, the postal code looked up, a choice of another company before.
  const first = new Parcel(new Shopper(world, { traffic }));
  await first.orderAtDoor([bought[0], withIt[0]]);
  await first.openAddress();
  await first.browser.postForm(`${world.s.url}/postal`, [['postal-code', japanese['postal-code']]], { from: first.address.url });
  await first.ship({ ...japanese, street: mistyped['mistyped street'], 'postal-code': '12' });
  assert.equal(first.answer.status, 422);
  await first.press('Find address', { ...japanese, street: '' });
  await first.ship(japanese);
  assert.equal(first.result.outcome, 'OK');
  await first.waitForState('ok');
  await first.carryReceipt();
  numbers.japanese = first.result?.says.shipping ?? (await world.s.store.one('SELECT number FROM shipment')).number;
  // Rejected after the address was typed.
  const second = new Parcel(new Shopper(world, { traffic }));
  await second.orderAtDoor(bought[0]);
  await second.openAddress();
  await second.press('Reject', foreign);
  await second.waitForState('ng');
  // Linked, abroad, at a price that stands out.
  await setPrice(withIt[0], price);
  const customer = world.customer('A2');
  const shopper = new Shopper(world, { traffic });
  await shopper.order(withIt[0]);
  await shopper.openCard();
  await shopper.pay(customer);
  assert.equal(shopper.result.outcome, 'OK');
  await shopper.waitForState('ok');
  const port = Number(new URL(world.mall.api).port);
  const third = await new Parcel(shopper).choose('shipping-s');
  await third.openAddress();
  // The recorder takes the mall's place while this one is shipped; the browser brings the receipt.
  await world.mall.stop();
  recorder = await startRecorder(port);
  await third.ship(foreign);
  assert.equal(third.result.outcome, 'OK');
  numbers.foreign = third.result.says.shipping;
  await until(() => between.some((b) => b.startsWith('POST')), 'the receipt at the recorder', 60);
  recorder.closeAllConnections();
  await new Promise((resolve) => recorder.close(resolve));
  recorder = undefined;
  await world.mall.start();
  await third.carryReceipt();
  assert.equal((await third.look()).state, 'ok');
});
after(async () => {
  recorder?.closeAllConnections();
  recorder?.close();
  await world?.close();
});

const inDesk = (party, file) => file.startsWith(path.join(party.data_dir, 'desk') + path.sep);
async function flushed(party) {
  await party.log();
  return dataFiles(party.data_dir).filter((file) => !inDesk(party, file));
}
function assertNone(bytes, secrets, where) {
  assert.deepEqual(findSecrets(bytes, secrets), [], where);
}
const joined = (texts) => Buffer.from((texts ?? []).join('\n'), 'utf8');
const trafficOf = (party) => traffic.get(new URL(party.url).host) ?? [];
// What stands inside signed documents and seals.
const documentsIn = (texts) => Buffer.concat(texts.flatMap((t) => t.match(/[A-Za-z0-9_-]{20,}/g) ?? []).map((part) => Buffer.from(part, 'base64url')));

test('the searcher finds a planted addressee in every form, also in a copy of the real files', async () => {
  for (const secret of [japanese.name, japanese.street, foreign.street]) {
    for (const [form, bytes] of formsOf(secret)) assert.ok(findSecrets(Buffer.concat([Buffer.alloc(33, 7), bytes, Buffer.alloc(5)]), { it: secret }).length, form);
  }
  const file = world.s.store.place.file;
  const copy = path.join(world.folder, 'planted.db');
  await succeed('sqlite3', [file, `.backup ${copy}`]);
  await succeed('sqlite3', [copy, `UPDATE shipment SET service = '${japanese.name}' WHERE number = '${numbers.japanese}'`]);
  assert.deepEqual(findSecrets(fs.readFileSync(copy), { name: japanese.name }), ['name (plain)']);
  const log = fs.readFileSync(world.s.log_file, 'utf8');
  assert.ok(findSecrets(Buffer.from(`${log}\nship to ${encodeURIComponent(japanese.street)}`), { street: japanese.street }).length);
});

test('the search looks at the right places: the addressee was typed at the shipping company, the goods at the mall', async () => {
  const typed = findSecrets(joined(trafficOf(world.s)), addressees).join();
  for (const fact of ['Japanese name', 'street typed', 'building typed', 'phone typed', 'foreign name', 'foreign street']) assert.ok(typed.includes(fact), fact);
  assert.ok(findSecrets(joined(trafficOf(world.s)), mistyped).length);
  assert.ok(findSecrets(joined(trafficOf(world.mall)), goods).length >= 4);
  assert.equal(await world.s.store.count('shipment', 'outcome = 0'), 2);
  assert.ok(fs.readFileSync(world.s.store.place.file).includes(numbers.japanese) || fs.readFileSync(`${world.s.store.place.file}-wal`).includes(numbers.japanese));
  assert.ok((await world.s.log()).includes(numbers.foreign));
});

for (const id of ['shipping-s', 'mall', 'credit-a']) {
  test(`no file of ${id} holds anything of an addressee`, async () => {
    const files = await flushed(world.party(id));
    assert.ok(files.some((f) => path.basename(f) === 'data.db') && files.some((f) => f.endsWith('.log')));
    for (const file of files) assertNone(fs.readFileSync(file), { ...addressees, ...mistyped }, file);
  });
}

test('what mall and credit company received and sent holds nothing of an addressee', () => {
  for (const party of [world.mall, world.a]) {
    const texts = trafficOf(party);
    assert.ok(texts.length > 3, party.id);
    assertNone(joined(texts), { ...addressees, ...mistyped }, party.id);
    assertNone(documentsIn(texts), { ...addressees, ...mistyped }, `documents at ${party.id}`);
  }
});

test('the addressee is typed into bodies of the shipping company alone: no address and no answer repeats it once it is accepted', () => {
  for (const text of trafficOf(world.s)) {
    assertNone(Buffer.from(text.split('\n')[0]), addressees, 'the address of a request');
  }
  const results = trafficOf(world.s).filter((t) => t.includes('name="document"'));
  assert.ok(results.length >= 3);
  for (const page of results) assertNone(Buffer.from(page), addressees, 'a result page');
});

test('product names are nowhere at the shipping company: disk, logs, traffic', async () => {
  for (const file of await flushed(world.s)) assertNone(fs.readFileSync(file), goods, file);
  const texts = trafficOf(world.s);
  assertNone(joined(texts), goods, 'traffic');
  assertNone(documentsIn(texts), goods, 'documents');
  assert.equal(texts.join('\n').includes('/purchase/'), false, "nor the purchase page's link");
});

test('what the shipping company tells the mall holds nothing of either', () => {
  assert.ok(between.length >= 1);
  assertNone(joined(between), { ...addressees, ...goods }, 'partner traffic');
  assertNone(documentsIn(between), { ...addressees, ...goods }, 'documents');
});

test('for a linked delivery the shipping company knows no amount', async () => {
  const [row] = await world.s.query(`SELECT * FROM shipment WHERE number = '${numbers.foreign}'`);
  assert.equal(row.amount, null);
  assert.equal(row.currency, null);
  const request = await world.mall.store.one(`SELECT request_document FROM handover WHERE reply_name = '${numbers.foreign}'`);
  const payload = JSON.parse(Buffer.from(request.request_document.split('.')[1], 'base64url'));
  assert.deepEqual(Object.keys(payload).filter((name) => /amount|currency|total|price/.test(name)), []);
  const amounts = { minor: String(price), written: price.toLocaleString('en') };
  for (const file of await flushed(world.s)) assertNone(fs.readFileSync(file), amounts, file);
  assertNone(joined(trafficOf(world.s)), amounts, 'traffic');
  assertNone(documentsIn(trafficOf(world.s)), amounts, 'documents');
  assert.ok(findSecrets(joined(trafficOf(world.a)), amounts).length, 'the credit company knows it, and the search finds it');
});

test("only the shipping company's desk opens the sealed addressee, and only under its own number", async () => {
  const rows = await world.s.query('SELECT number, sealed_addressee FROM shipment WHERE outcome = 0');
  const sealed = (number) => rows.find((r) => r.number === number).sealed_addressee;
  const key = await deskKey(world.s);
  const abroad = open(key, 'addressee', numbers.foreign, sealed(numbers.foreign));
  for (const name of Object.keys(foreign)) assert.equal(abroad[name], foreign[name], name);
  const atHome = open(key, 'addressee', numbers.japanese, sealed(numbers.japanese));
  assert.equal(atHome.name, '試験宛名 花苑');
  assert.equal(atHome['postal-code'], '106-0045');
  assert.match(atHome.street, /麻布十番9丁目99-9/);
  assert.throws(() => open(key, 'addressee', numbers.foreign, sealed(numbers.japanese)), /another number/);
  assert.throws(() => open(key, 'goods', numbers.foreign, sealed(numbers.foreign)), /another number or kind/);
  for (const other of [world.mall, world.a]) {
    const otherKey = await deskKey(other);
    assert.throws(() => open(otherKey, 'addressee', numbers.foreign, sealed(numbers.foreign)), /another key/);
  }
  // The two say nothing by their lengths, and nothing by being alike.
  assert.equal(sealed(numbers.foreign).length, sealed(numbers.japanese).length);
  const [one, two] = rows.map((r) => Buffer.from(r.sealed_addressee, 'base64url').subarray(9));
  let longest = 0;
  for (let at = 0, run = 0; at < one.length; ++at) longest = Math.max(longest, (run = one[at] === two[at] ? run + 1 : 0));
  assert.ok(longest < 5, `${longest} equal bytes in a row`);
});

test("the mall's kept goods say nothing that a thief could read, before and after a company has accepted it", async () => {
  const shopper = new Shopper(world);
  await shopper.buy(bought[0], world.customer('A1'));
  await shopper.waitForState('ok');
  const kept = await world.mall.query('SELECT number, length(kept_goods) AS size FROM purchase WHERE kept_goods IS NOT NULL AND length(kept_goods) > 0');
  assert.ok(kept.some((row) => row.number === shopper.purchase.number), 'the paid parcel is kept');
  for (const number of Object.values(numbers)) {
    const { purchase } = await world.mall.store.one(`SELECT purchase FROM handover WHERE reply_name = '${number}'`);
    assert.ok(kept.some((row) => row.number === purchase), 'an accepted parcel may come back');
  }
  const copy = path.join(world.folder, 'mall.db');
  await succeed('sqlite3', [world.mall.store.place.file, `.backup ${copy}`]);
  await succeed('sqlite3', [copy, 'DROP TABLE product; DROP TABLE product_file; DROP TABLE picture; VACUUM; PRAGMA journal_mode = DELETE;']);
  assert.ok(Number(await succeed('sqlite3', [copy, 'SELECT count(*) FROM handover'])) >= 4);
  assertNone(fs.readFileSync(copy), goods, 'database without catalogue');
  for (const file of (await flushed(world.mall)).filter((f) => !path.basename(f).startsWith('data.db'))) assertNone(fs.readFileSync(file), goods, file);
});

test('what the mall and the shipping company keep of one parcel joins by the numbers alone that they exchange', async () => {
  const rows = await world.s.query('SELECT purchase, sealed_goods, sealed_addressee FROM shipment');
  const credit = await world.a.store.dump(['settlement']);
  for (const row of rows) {
    assert.ok(isSealed('goods', row.sealed_goods));
    for (const value of Object.values(row)) if (value) assert.equal(credit.includes(value), false, 'credit and shipping company have a value in common');
  }
});
