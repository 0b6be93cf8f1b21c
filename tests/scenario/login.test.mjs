// Passwords: counted, slow on purpose, and never in the way of others.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { available } from '../lib/books.mjs';
import { strangeCard } from '../lib/card.mjs';
import { randomNumber } from '../lib/documents.mjs';
import { Shopper } from '../lib/shopper.mjs';
import sodium from '../lib/sodium.mjs';
import { World } from '../lib/world.mjs';

let world;
before(async () => {
  world = await World.make({
    only: ['mall', 'credit-a', 'credit-b'],
    configure: (party) => party.id === 'credit-b' && party.append('[credit]\npassword_workers = 1\npassword_queue = 2'),
  });
});
after(() => world?.close());

async function atCardPage(company = 'credit-a') {
  const shopper = new Shopper(world);
  await shopper.order('wall-orchardgrid', company);
  await shopper.openCard();
  return shopper;
}
const error = (answer) => answer.page.texts('p', (a) => a('id') === 'error')[0];

test('ten wrong passwords lock the customer, even for the right one, over all cards', async () => {
  const [first, second] = [world.customer('A1', 0), world.customer('A1', 1)];
  const shopper = await atCardPage();
  for (let i = 1; i <= 10; ++i) {
    const answer = await shopper.pay({ card: (i % 2 ? first : second).card, password: `wrong ${i}` });
    assert.equal(answer.status, 401, `try ${i}`);
  }
  const before = await available(first);
  for (const card of [first, second]) {
    const answer = await shopper.pay(card);
    assert.equal(answer.status, 423);
    assert.match(error(answer), /locked/i);
    assert.match(error(answer), /\b30\b/, 'it says for how long');
  }
  // From another browser and for another purchase too.
  const other = await atCardPage();
  assert.equal((await other.pay(second)).status, 423);
  assert.equal(await available(first), before);
  const [row] = await world.a.query('SELECT failures, locked_until, last_try FROM sign_in WHERE failures >= 10');
  assert.equal(Number(row.locked_until) - Number(row.last_try), 30 * 60);
  // The lock ends by itself.
  await world.a.stop();
  await world.a.store.change('UPDATE sign_in SET locked_until = locked_until - 1800, last_try = last_try - 1800');
  await world.a.start();
  assert.equal((await other.pay(second)).status, 200);
  assert.equal(other.result.outcome, 'OK');
});

test('a right password forgets the wrong ones before it', async () => {
  const customer = world.customer('A2');
  for (let round = 0; round < 2; ++round) {
    const shopper = await atCardPage();
    for (let i = 0; i < 9; ++i) assert.equal((await shopper.pay({ ...customer, password: 'wrong' })).status, 401);
    assert.equal((await shopper.pay(customer)).status, 200);
    assert.equal(shopper.result.outcome, 'OK');
  }
});

test('wrong passwords sent side by side count like those sent one after the other', async () => {
  const customer = world.customer('A3');
  const shopper = await atCardPage();
  const form = shopper.card.form('/settle');
  const answers = await Promise.all(Array.from({ length: 24 }, (_, i) =>
    shopper.browser.submit(form, { fill: { card: customer.card, password: `guess ${i}` }, press: 'Purchase' })));
  assert.equal(answers.filter((a) => a.status === 401).length, 10);
  assert.ok(answers.every((a) => [401, 423].includes(a.status)));
});

test('an unknown card is answered like a known one, locks like it, and costs the same work', async () => {
  const shopper = await atCardPage();
  const known = await shopper.pay({ ...world.customer('A4'), password: 'wrong' });
  const unknown = await shopper.pay({ card: strangeCard(1), password: 'wrong' });
  assert.equal(unknown.status, known.status);
  assert.equal(error(unknown), error(known));
  // What is counted for a known card is counted for an unknown one.
  for (let i = 2; i <= 10; ++i) assert.equal((await shopper.pay({ card: strangeCard(1), password: 'wrong' })).status, 401);
  assert.equal((await shopper.pay({ card: strangeCard(1), password: 'wrong' })).status, 423);
  // Both fill the queue of passwords alike: with room for three at a time, a crowd of either is turned away.
  for (const card of [world.customer('B1').card, strangeCard(2)]) {
    const crowd = await atCardPage('credit-b');
    const form = crowd.card.form('/settle');
    const answers = await Promise.all(Array.from({ length: 12 }, () => crowd.browser.submit(form, { fill: { card, password: 'wrong' }, press: 'Purchase' })));
    assert.ok(answers.filter((a) => a.status === 429).length > 0, 'the work is done for both');
  }
});

test('when the password queue is full the answer is 429 with Retry-After, nothing is counted, and nothing lost', async () => {
  const customer = world.customer('B2');
  const before = await available(customer);
  const counted = async () => Number((await world.party('credit-b').store.one('SELECT coalesce(sum(failures), 0) AS n FROM sign_in')).n);
  const countedBefore = await counted();
  const shopper = await atCardPage('credit-b');
  const form = shopper.card.form('/settle');
  const fill = { card: customer.card, password: customer.password };
  const answers = await Promise.all(Array.from({ length: 16 }, () => shopper.browser.submit(form, { fill, press: 'Purchase' })));
  const busy = answers.filter((a) => a.status === 429);
  assert.ok(busy.length > 0);
  for (const answer of busy) {
    assert.ok(Number(answer.headers['retry-after']) >= 1);
    assert.match(error(answer), /Wait a few seconds/);
    assert.equal(answer.page.form('/settle').value('request'), shopper.purchase.document, 'the same page again');
  }
  assert.ok(answers.every((a) => [200, 429].includes(a.status)));
  const again = await shopper.browser.submit(busy[0].page.form('/settle'), { fill, press: 'Purchase' });
  assert.equal(again.page.heading, 'OK');
  assert.equal(await available(customer), before - 380);
  // As a sum: how many of the crowd of the test before were let in depends on how fast they came.
  assert.equal(await counted(), countedBefore);
});

test('other requests are answered while passwords are being checked', async () => {
  const shopper = await atCardPage('credit-b');
  const form = shopper.card.form('/settle');
  let checking = true;
  const crowd = Promise.all(Array.from({ length: 3 }, (_, i) =>
    shopper.browser.submit(form, { fill: { card: strangeCard(10 + i), password: 'wrong' }, press: 'Purchase' }))).then(() => (checking = false));
  let answered = 0;
  while (checking) {
    const answer = await shopper.browser.request(`${world.party('credit-b').url}/health`);
    assert.equal(answer.status, 200);
    if (checking) ++answered;
  }
  await crowd;
  assert.ok(answered >= 3, `${answered} answers meanwhile`);
});

// A session as the company itself makes it, with an end of our choice: customer, id and end, sealed with a key derived from
// the server's secret (src/credit/web/session.cpp).
async function sessionCookie(customer, end) {
  const secret = new Uint8Array(Buffer.from(fs.readFileSync(path.join(world.a.data_dir, 'keys', 'server.secret'), 'utf8').trim(), 'base64url'));
  const key = sodium.crypto_kdf_derive_from_key(32, 1, 'session\0', secret);
  const nonce = sodium.randombytes_buf(24);
  const box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(`${customer}${randomNumber()}${end}`, '__Host-session', null, nonce, key);
  return Buffer.concat([nonce, box]).toString('base64url');
}

test('a session lasts 15 minutes and a sign-out ends it', async () => {
  const customer = world.customer('A2');
  const shopper = await atCardPage();
  await shopper.pay(customer, { remember: true });
  const cookie = (name) => shopper.answer.cookies.find((c) => c.startsWith(`__Host-${name}=`));
  assert.match(cookie('session'), /Max-Age=900\b/);
  assert.match(cookie('device'), /Max-Age=15552000\b/);
  await shopper.order('wall-orchardgrid');
  await shopper.openCard();
  assert.ok(shopper.card.form('/settle').field('card_id'));
  const answer = await shopper.press('Use another card');
  assert.match(error(answer), /signed out/);
  assert.ok(shopper.card.form('/settle').field('password'));
  assert.equal(shopper.browser.cookies.get(world.a.host).has('__Host-session'), false);
  // The server counts the minutes, whatever the browser sends.
  const [{ id }] = await world.a.query(`SELECT id FROM customer WHERE name = '${customer.name}'`);
  for (const [left, signedIn] of [[60, true], [-1, false]]) {
    const value = await sessionCookie(id, Math.floor(Date.now() / 1000) + left);
    const page = (await shopper.browser.postForm(shopper.purchase.payUrl, [['request', shopper.purchase.document]],
      { from: world.mall.url, headers: { cookie: `__Host-session=${value}` } })).page;
    assert.equal(page.form('/settle').field('card_id') !== undefined, signedIn, `${left} s before its end`);
  }
  // Without the box nothing is remembered.
  const other = await atCardPage();
  await other.pay(customer);
  assert.deepEqual(other.answer.cookies, []);
});
