// Who knows what (SPEC section 1), byte by byte: in every file of each party and in everything that each received and sent.
//
// What is searched: all files of a party's folder (database with its write-ahead log, logs, keys, configuration), raw; what
// went between the customer's browser and each party; what the credit company's server sent to the mall's.
// What is not: the mall's own catalogue. Product names stand there by right, so for them the mall's database is searched in a
// copy without the tables `product` and `picture`, rebuilt so that no deleted page remains; its logs raw. That its raw
// files hold no further copy of what was bought is shown by counting: what was bought stands there as often as what was not.
// The desk's folder belongs to another machine and is left out.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { after, before, test } from 'node:test';
import zlib from 'node:zlib';

import { dataFiles } from '../lib/database.mjs';
import { succeed, until } from '../lib/program.mjs';
import { findSecrets, formsOf } from '../lib/search.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

// Two customers of the first company are the ones who shop; a third is imported with facts that stand out.
const person = {
  name: 'Wilhelmina Quillfeather', kana: 'ウィルヘルミナ', address: '77 Umbermarsh Crescent, Nonesuch', phone: '+81-3-5550-7719', email: 'wilhelmina.q@quillmail.example',
  employer: 'Umbermarsh Ropeworks', password: 'correct-horse-umbermarsh', card: '9999770012345675', words: ['gossamerkettle', 'brambleorgan', 'frostledger'],
};
const bought = { physical: ['book-saltcellar', 'The Saltcellar Almanac', '塩壺の暦'], digital: ['sound-harborfog', 'Harborfog', '港の霧 環境音'] };
const unbought = { sku: 'ebook-mendingdays' };

let world, traffic, between, recorder;
const customerFacts = {};
const productFacts = {};

function luhnFixed(digits) {
  let sum = 0;
  [...digits].reverse().forEach((c, i) => (sum += i % 2 === 0 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(c)] : Number(c)));
  return digits + ((10 - (sum % 10)) % 10);
}

// In the mall's place on the partners' side: takes what the credit company sends, keeps it, says that it was taken.
async function startRecorder(port) {
  const { cert, key } = await world.certificate('mall.localhost');
  const server = https.createServer({ cert, key, ca: world.ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' }, (request, response) => {
    const chunks = [];
    request.on('data', (c) => chunks.push(c));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      between.push(`${request.method} ${request.url}\n${JSON.stringify(request.headers)}\n\n${body}`);
      const count = JSON.parse(body).documents.length;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ answers: Array.from({ length: count }, () => ({ status: 200 })) }));
    });
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

before(async () => {
  person.card = luhnFixed(person.card.slice(0, -1));
  Object.assign(customerFacts, {
    name: person.name, 'family name': person.name.split(' ')[1], kana: person.kana, address: person.address, phone: person.phone, email: person.email,
    employer: person.employer, password: person.password, card: person.card, 'card, spaced': person.card.replace(/(.{4})(?=.)/g, '$1 '),
    'card, dashed': person.card.replace(/(.{4})(?=.)/g, '$1-'),
    ...Object.fromEntries(person.words.map((w, i) => [`check word ${i + 1}`, w])),
  });
  for (const [kind, [sku, name, japanese]] of Object.entries(bought)) Object.assign(productFacts, { [`${kind} sku`]: sku, [`${kind} name`]: name, [`${kind} Japanese name`]: japanese });

  world = await World.make({ only: ['mall', 'credit-a'] });
  // The products' files were registered one after the other: each stands once in the database from here on, as often as any other.
  await world.mall.stop();
  await succeed('sqlite3', [world.mall.store.place.file, 'VACUUM; PRAGMA wal_checkpoint(TRUNCATE);']);
  await world.mall.start();
  traffic = new Map();
  between = [];
  const csv = path.join(world.folder, 'customer.csv');
  const quote = (text) => `"${text}"`;
  fs.writeFileSync(csv, `name,name_kana,address,phone,email,employer,password,card,currency,limit,check_words\n${
    [person.name, person.kana, person.address, person.phone, person.email, person.employer, person.password, person.card].map(quote).join(',')},JPY,10000,${quote(person.words.join(' '))}\n`);
  const imported = await world.a.cli('customer', 'import', csv);
  assert.equal(imported.code, 0, imported.stderr);
  fs.rmSync(csv);
  await shop();
});
after(async () => {
  recorder?.close();
  recorder?.closeAllConnections?.();
  await world?.close();
});

// Everything that a customer can do, right and wrong.
async function shop() {
  const shopper = new Shopper(world, { traffic });
  const order = async (sku) => {
    await shopper.order(sku);
    await shopper.openCard();
  };
  await shopper.find(bought.physical[1]);
  await order(bought.physical[0]);
  await shopper.pay({ card: person.card, password: `${person.password}-mistyped` });
  await shopper.pay({ card: person.card.replace(/(.{4})(?=.)/g, '$1 '), password: person.password }, { remember: true });
  assert.equal(shopper.result.outcome, 'OK');
  await shopper.waitForState('ok');
  await order(bought.digital[0]);
  await shopper.browser.submit(shopper.card.form('/check-words'), { fill: { 'word-1': person.words[0], 'word-2': 'wrong', 'word-3': person.words[2] }, press: 'check' });
  await shopper.press('Purchase');
  assert.equal(shopper.result.outcome, 'OK');
  await shopper.carryResult();
  await order([bought.digital[0], bought.physical[0]]);
  await shopper.reject();
  await shopper.waitForState('ng');
  // Declined: more than the limit.
  const form = (await shopper.browser.get(`${world.mall.url}/basket`)).page.form('/basket/quantities');
  await shopper.browser.submit(form, { fill: { [`quantity-${bought.digital[0]}`]: '90' }, press: 'update' });
  await shopper.browse();
  await shopper.toSettlement();
  await shopper.choose('credit-a');
  await shopper.confirm();
  await shopper.openCard();
  await shopper.press('Purchase');
  assert.equal(shopper.result.outcome, 'NO');
  await shopper.waitForState('no');
  // Once more with the recorder in the mall's place.
  const port = Number(new URL(world.mall.api).port);
  world.mall.set('api_port', world.portBase + 19);
  await world.mall.restart();
  recorder = await startRecorder(port);
  const form2 = (await shopper.browser.get(`${world.mall.url}/basket`)).page.form('/basket/quantities');
  await shopper.browser.submit(form2, { fill: { [`quantity-${bought.digital[0]}`]: '1' }, press: 'update' });
  for (const press of ['Purchase', 'Reject']) {
    await shopper.browse();
    await shopper.toSettlement();
    await shopper.choose('credit-a');
    await shopper.confirm();
    await shopper.openCard();
    await shopper.press(press);
    await shopper.carryResult();
    if (press === 'Purchase') await shopper.tick(bought.physical[0]);
  }
  await until(() => between.filter((b) => b.startsWith('POST')).length >= 2, 'the results at the recorder', 60);
}

const everyFile = (party) => dataFiles(party.data_dir).filter((f) => !f.startsWith(path.join(party.data_dir, 'desk') + path.sep));
async function flushed(party) {
  await party.log();
  return everyFile(party);
}
function assertNone(bytes, secrets, where) {
  assert.deepEqual(findSecrets(bytes, secrets), [], where);
}
const joined = (texts) => Buffer.from((texts ?? []).join('\n'), 'utf8');

test('the searcher finds a planted copy in every form', () => {
  const secret = 'Wilhelmina Quillfeather 塩壺';
  const noise = (n) => Buffer.from(Array.from({ length: n }, (_, i) => (i * 7919) & 0xff));
  for (const [form, bytes] of formsOf(secret)) {
    const planted = Buffer.concat([noise(1001), bytes, noise(997)]);
    assert.ok(findSecrets(planted, { it: secret }).length > 0, form);
  }
  for (let lead = 0; lead < 3; ++lead) {
    for (const encoding of ['base64', 'base64url']) {
      const planted = Buffer.from(Buffer.concat([noise(lead + 30), Buffer.from(secret), noise(31)]).toString(encoding));
      assert.ok(findSecrets(planted, { it: secret }).length > 0, `${encoding} at ${lead}`);
    }
  }
  for (const pack of [zlib.gzipSync, zlib.deflateSync]) {
    const planted = Buffer.concat([noise(501), pack(Buffer.from(`{"name":"${secret}"}`)), noise(40)]);
    assert.deepEqual(findSecrets(planted, { it: secret }), ['it (plain) in a compressed stream']);
    assert.ok(findSecrets(Buffer.concat([noise(500), pack(pack(Buffer.from(secret)))]), { it: secret }).length > 0, 'packed twice');
  }
  assert.deepEqual(findSecrets(Buffer.from('WILHELMINA quillfeather 塩壺'), { it: secret }), ['it (plain)']);
  assert.deepEqual(findSecrets(noise(100_000), { it: secret }), []);
});

test('the search looks at the right files: each company has its own facts', async () => {
  const mall = Buffer.concat((await flushed(world.mall)).map((f) => fs.readFileSync(f)));
  assert.ok(findSecrets(mall, productFacts).length >= 6, 'the catalogue');
  const credit = Buffer.concat((await flushed(world.a)).map((f) => fs.readFileSync(f)));
  for (const fact of ['name', 'address', 'phone', 'email', 'employer']) assert.ok(findSecrets(credit, { fact: customerFacts[fact] }).length > 0, fact);
});

test('no file of the mall holds anything of the customer', async () => {
  for (const file of await flushed(world.mall)) assertNone(fs.readFileSync(file), customerFacts, file);
});

test('no file of the credit company holds anything of the products', async () => {
  for (const file of await flushed(world.a)) assertNone(fs.readFileSync(file), productFacts, file);
});

test("the credit company's files hold no card number, password or check word that a thief could read", async () => {
  const secrets = Object.fromEntries(Object.entries(customerFacts).filter(([name]) => /card|password|word/.test(name)));
  for (const file of await flushed(world.a)) assertNone(fs.readFileSync(file), secrets, file);
});

test("the credit company's log says nothing of the customer", async () => {
  assertNone(Buffer.from(await world.a.log()), customerFacts, 'log');
});

test("the mall's files beside its catalogue hold nothing of what was bought", async () => {
  const { mall } = world;
  const copy = path.join(world.folder, 'copy.db');
  await succeed('sqlite3', [mall.store.place.file, `.backup ${copy}`]);
  await succeed('sqlite3', [copy, 'DROP TABLE product; DROP TABLE product_file; DROP TABLE picture; VACUUM; PRAGMA journal_mode = DELETE;']);
  assert.ok(fs.statSync(copy).size > 4096 && Number(await succeed('sqlite3', [copy, 'SELECT count(*) FROM purchase'])) >= 6);
  assertNone(fs.readFileSync(copy), productFacts, 'database without catalogue');
  for (const file of (await flushed(mall)).filter((f) => !path.basename(f).startsWith('data.db'))) assertNone(fs.readFileSync(file), productFacts, file);
  // Not even in pages that the database no longer uses, nor in its log: bought and unbought stand there equally often.
  const raw = Buffer.concat((await flushed(mall)).filter((f) => path.basename(f).startsWith('data.db')).map((f) => fs.readFileSync(f))).toString('latin1');
  const count = (text) => raw.split(text).length - 1;
  assert.equal(count(bought.digital[0]), count(unbought.sku));
});

test('what passed between browser and mall holds nothing of the customer', () => {
  const texts = [...traffic].filter(([host]) => host === new URL(world.mall.url).host).flatMap(([, t]) => t);
  assert.ok(texts.length > 30);
  assertNone(joined(texts), customerFacts, 'mall');
});

test('what passed between browser and credit company holds nothing of the products', () => {
  const texts = [...traffic].filter(([host]) => host === new URL(world.a.url).host).flatMap(([, t]) => t);
  assert.ok(texts.length > 10);
  assertNone(joined(texts), productFacts, 'credit company');
  assert.equal(texts.join('\n').includes('/purchase/'), false, "nor the purchase page's link");
});

test('what the companies tell each other holds nothing of either', () => {
  assert.ok(between.length >= 2);
  assertNone(joined(between), { ...customerFacts, ...productFacts }, 'partner traffic');
  // Also inside the signed documents.
  const payloads = between.flatMap((b) => b.match(/[A-Za-z0-9_-]{20,}/g) ?? []).map((part) => Buffer.from(part, 'base64url'));
  assert.ok(payloads.length >= 4);
  assertNone(Buffer.concat(payloads), { ...customerFacts, ...productFacts }, 'documents');
});

test('two purchases of one customer have nothing in common at the mall', async () => {
  const rows = await world.mall.query("SELECT number, sealed_goods, request_document, request_hash, reply_name, reply_sealed, reply_hash FROM handover WHERE state = 'ok'");
  assert.ok(rows.length >= 2);
  for (const column of Object.keys(rows[0])) assert.equal(new Set(rows.map((r) => r[column])).size, rows.length, column);
  // The sealed texts share no more than version and key.
  const body = (text) => Buffer.from(text, 'base64url').subarray(9);
  for (const column of ['sealed_goods', 'reply_sealed']) {
    const [one, two] = rows.map((r) => body(r[column]));
    let longest = 0;
    for (let at = 0, run = 0; at < one.length; ++at) {
      run = one[at] === two[at] ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    assert.ok(longest < 5, `${column}: ${longest} equal bytes in a row`);
    assert.equal(one.length, two.length);
  }
});

test("the mall's own numbers and the credit company's join by nothing but the purchase and receipt that they exchange", async () => {
  const text = await world.a.store.dump(['settlement']);
  const codes = traffic.get(new URL(world.mall.url).host).join('\n').match(/\/purchase\/[0-9a-z]{26}/g).map((t) => t.slice(10));
  for (const code of new Set(codes)) assert.equal(text.includes(code), false);
  const mall = await world.mall.store.dump(['purchase', 'handover']);
  const [{ id }] = await world.a.query(`SELECT id FROM customer WHERE email = '${person.email}'`);
  assert.equal(mall.includes(id), false, "the customer's number");
});
