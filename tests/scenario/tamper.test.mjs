// Bad input of any kind gets a coded 4xx and changes nothing: no table, no balance, no purchase.
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { decodeDocument, documentHash, flipBit, randomNumber, signDocument, signerOf, types } from '../lib/documents.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

let world, shopper, signedIn, partner, now;
const tables = { mall: ['purchase', 'handover', 'outbox'], credit: ['settlement', 'entry', 'posting', 'outbox', 'sign_in'] };
const books = async () => (await world.mall.store.state(tables.mall)) + (await world.a.store.state(tables.credit));

before(async () => {
  world = await World.make({ only: ['mall', 'credit-a'] });
  // A customer who is signed in, so that nothing but the damage stands in the way.
  signedIn = new Shopper(world);
  await signedIn.buy('wall-orchardgrid', world.customer('A2'), { remember: true });
  await signedIn.waitForState('ok');
  shopper = signedIn;
  await shopper.order('score-lanternwalk');
  await shopper.openCard();
  partner = world.browser({ client: world.ownCertificate(world.a) });
  now = Math.floor(Date.now() / 1000);
});
after(() => world?.close());

// Bytes as a form sends them.
const percent = (bytes) => [...bytes].map((b) => `%${b.toString(16).padStart(2, '0')}`).join('');
const post = (url, fields) => shopper.browser.request(url, {
  method: 'POST', from: url.startsWith(world.mall.url) ? world.a.url : url.endsWith('/pay') ? world.mall.url : `${world.a.url}/pay`,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: fields.map(([name, value]) => `${name}=${percent(Buffer.from(value))}`).join('&'),
});

// Runs many at a time; gives the answers in order.
async function all(inputs, ask, width = 16) {
  const answers = new Array(inputs.length);
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    for (let i = next++; i < inputs.length; i = next++) answers[i] = await ask(inputs[i]);
  }));
  return answers;
}
function assertRefused(answer, what) {
  assert.ok(answer.status >= 400 && answer.status < 500, `${what}: ${answer.status}`);
  assert.match(answer.code ?? '', /^[a-z]+(-[a-z0-9]+)*$/, `${what}: no code`);
}

// Every bit of header and signature, and every `stride`-th of the payload.
function bitsOf(document, stride) {
  const [first, last] = [document.indexOf('.'), document.lastIndexOf('.')];
  const bits = [];
  for (let bit = 0; bit < document.length * 8; ++bit) {
    const at = bit >> 3;
    if (at <= first || at >= last || bit % stride === 0) bits.push(bit);
  }
  return bits;
}

// A result as the company would sign it for the pending purchase. It is delivered at the very end.
function goodResult(changes = {}, signer = signerOf(world.a)) {
  const { payload } = decodeDocument(shopper.purchase.document);
  return signDocument(types.result, {
    iss: world.a.url, aud: world.mall.url, jti: randomUUID(), iat: now, outcome: 'OK', receipt: randomNumber(), purchase: payload.purchase,
    goods: payload.goods, amount: payload.amount, currency: payload.currency, request_hash: documentHash(shopper.purchase.document), ...changes,
  }, signer);
}

test('every flipped bit of a payment request is refused by /pay', async () => {
  const before = await books();
  const document = shopper.purchase.document;
  const bits = bitsOf(document, 19);
  assert.ok(bits.length >= 1000, String(bits.length));
  const answers = await all(bits, (bit) => post(`${world.a.url}/pay`, [['request', flipBit(document, bit)]]));
  answers.forEach((answer, i) => assertRefused(answer, `bit ${bits[i]}`));
  assert.equal(await books(), before);
});

test('every flipped bit of a payment request is refused by /settle, for a signed-in customer with a good page', async () => {
  const before = await books();
  const form = shopper.card.form('/settle');
  const document = form.value('request');
  const entries = form.entries({ press: 'Purchase' }).filter(([name]) => name !== 'request');
  const bits = bitsOf(document, 37);
  const answers = await all(bits, (bit) => post(`${world.a.url}/settle`, [['request', flipBit(document, bit)], ...entries]));
  answers.forEach((answer, i) => assertRefused(answer, `bit ${bits[i]}`));
  assert.equal(await books(), before);
});

test('every flipped bit of a settlement result is refused by /result', async () => {
  const before = await books();
  const document = goodResult();
  const bits = bitsOf(document, 13);
  assert.ok(bits.length >= 1000);
  const answers = await all(bits, (bit) => post(`${world.mall.url}/result`, [['document', flipBit(document, bit)]]));
  answers.forEach((answer, i) => assertRefused(answer, `bit ${bits[i]}`));
  assert.equal(await books(), before);
});

const deliver = (documents, browser = partner) => browser.request(`${world.mall.api}/partner/documents`, {
  method: 'POST', headers: { 'content-type': 'application/json', 'accept': 'application/json' }, body: JSON.stringify({ documents }),
});

test("every flipped bit of a settlement result is refused by the partners' listener", async () => {
  const before = await books();
  const document = goodResult();
  const bits = Array.from({ length: document.length * 8 }, (_, bit) => bit);
  const batches = [];
  for (let i = 0; i < bits.length; i += 64) batches.push(bits.slice(i, i + 64));
  const answers = await all(batches, (batch) => deliver(batch.map((bit) => flipBit(document, bit).toString('latin1'))), 4);
  answers.forEach((answer, i) => {
    assert.equal(answer.status, 200);
    assert.equal(answer.json.answers.length, batches[i].length);
    answer.json.answers.forEach((one, j) => assertRefused(one, `bit ${batches[i][j]}`));
  });
  assert.equal(await books(), before);
});

test('what is no batch of documents is refused', async () => {
  const before = await books();
  for (const body of ['', '{', '[]', '{}', '{"documents":[]}', '{"documents":[1]}', '{"documents":"x"}', `{"documents":${JSON.stringify(new Array(65).fill('x'))}}`,
    '['.repeat(100_000), '{"documents":[null]}']) {
    const answer = await partner.request(`${world.mall.api}/partner/documents`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    assertRefused(answer, body.slice(0, 30));
  }
  const large = await partner.request(`${world.mall.api}/partner/documents`, { method: 'POST', body: 'x'.repeat(8 << 20) }).catch((error) => ({ status: 413, code: 'cut', error }));
  assert.equal(large.status, 413);
  assert.equal(await books(), before);
});

test('payment requests of another kind, audience, key, issuer or time are refused, each by its code', async () => {
  const before = await books();
  const { payload } = decodeDocument(shopper.purchase.document);
  const fresh = { ...payload, purchase: randomNumber(), jti: randomUUID(), iat: now, exp: now + 600 };
  const mall = signerOf(world.mall);
  const own = generateKeyPairSync('ed25519').privateKey;
  const without = (name) => Object.fromEntries(Object.entries(fresh).filter(([n]) => n !== name));
  const sign = (changes, signer = mall, header = {}, type = types.request) => signDocument(type, { ...fresh, ...changes }, signer, header);
  const cases = [
    [goodResult(), 'document-type'],
    [sign({}, mall, {}, 'JWT'), 'document-type'],
    [sign({ aud: world.party('credit-b').url }), 'document-audience'],
    [sign({ aud: [world.a.url] }), 'document-malformed'],
    [sign({}, { kid: mall.kid, key: own }), 'document-signature'],
    [sign({}, { kid: 'unknown', key: own }), 'document-key'],
    [sign({}, signerOf(world.a)), 'document-key'],
    [sign({ iss: 'https://mall.example' }), 'partner-unknown'],
    [sign({ iss: world.a.url }, signerOf(world.a)), 'partner-unknown'],
    [sign({ exp: now - 1 }), /^(document|request)-expired$/],
    [sign({ iat: now + 3600, exp: now + 7200 }), 'document-from-the-future'],
    [sign({ iat: 1, exp: now + 600 }), 'document-key'],
    [signDocument(types.request, without('exp'), mall), 'payment-request-fields'],
    [sign({}, mall, { alg: 'none' }), 'document-algorithm'],
    [sign({}, mall, { alg: 'HS256' }), 'document-algorithm'],
    [sign({}, mall, { crit: ['exp'] }), 'document-malformed'],
    [sign({}, mall, { b64: false }), 'document-malformed'],
    [`${sign({})}.`, 'document-malformed'],
    [sign({}).replace(/\.[^.]*$/, '.'), 'document-malformed'],
    ['', 'document-malformed'],
    ['x'.repeat(66_000), 'document-malformed'],
    ['x'.repeat(100_000), 'http-413'],
  ];
  for (const amount of [0, -1, 1.5, '720', 1e13, null, 2 ** 63]) cases.push([sign({ amount }), 'payment-request-fields']);
  for (const changes of [{ currency: 'XXX' }, { currency: 'jpy' }, { kind: 'service' }, { goods: 'tea' }, { goods: payload.goods.slice(1) }, { purchase: 'x' },
    { purchase: '' }, { purchase: payload.goods }, { goods: 7 }]) cases.push([sign(changes), 'payment-request-fields']);
  for (const name of ['iss', 'aud', 'jti', 'iat']) cases.push([signDocument(types.request, without(name), mall), 'document-malformed']);
  for (const [document, code] of cases) {
    const answer = await post(`${world.a.url}/pay`, [['request', document]]);
    assertRefused(answer, `${code}`);
    if (code instanceof RegExp) assert.match(answer.code, code);
    else assert.equal(answer.code, code, document.slice(0, 200));
  }
  assert.equal(await books(), before);
  // What differs from these in nothing but the fault is taken.
  assert.equal((await post(`${world.a.url}/pay`, [['request', sign({})]])).status, 200);
});

test('settlement results of another kind, audience, key, issuer or form are refused, each by its code', async () => {
  const before = await books();
  const b = signerOf(world.party('credit-b'));
  const cases = [
    [shopper.purchase.document, 'document-type'],
    [goodResult({ aud: world.party('credit-b').url }), 'document-audience'],
    [goodResult({ iss: world.party('credit-b').url }, b), 'result-issuer'],
    [goodResult({}, b), 'document-key'],
    [goodResult({ iss: world.mall.url }, signerOf(world.mall)), 'partner-unknown'],
    [goodResult({ iss: 'https://nobody.example' }), 'partner-unknown'],
    [goodResult({ iat: now + 3600 }), 'document-from-the-future'],
    [goodResult({ outcome: 'ok' }), 'settlement-result-fields'],
    [goodResult({ outcome: 'NO' }), 'settlement-result-fields'],
    [goodResult({ receipt: undefined }), 'settlement-result-fields'],
    [goodResult({ receipt: 'x' }), 'settlement-result-fields'],
    [goodResult({ customer: 'Test Customer' }), 'settlement-result-fields'],
    [goodResult({ amount: 0 }), 'settlement-result-fields'],
    [goodResult({ amount: '720' }), 'settlement-result-fields'],
    [goodResult({ request_hash: 'x' }), 'settlement-result-fields'],
    [goodResult({ request_hash: undefined }), 'settlement-result-fields'],
    [goodResult({ amount: 719 }), 'result-amount'],
    [goodResult({ request_hash: documentHash('x') }), 'result-request'],
    [goodResult({ goods: undefined }), 'result-goods'],
    [goodResult({ purchase: randomNumber() }), 'purchase-unknown'],
  ];
  for (const [document, code] of cases) {
    const byBrowser = await post(`${world.mall.url}/result`, [['document', document]]);
    assertRefused(byBrowser, code);
    assert.equal(byBrowser.code, code);
    const [byPartner] = (await deliver([document])).json.answers;
    assertRefused(byPartner, code);
    assert.equal(byPartner.code, code);
  }
  assert.equal(await books(), before);
});

test("a partner cannot deliver another company's result, nor a stranger any", async () => {
  const before = await books();
  const other = world.browser({ client: world.ownCertificate(world.party('credit-b')) });
  const [answer] = (await deliver([goodResult()], other)).json.answers;
  assert.deepEqual([answer.status, answer.code], [403, 'result-issuer']);
  const stranger = world.browser({ client: await world.certificate('stranger.localhost') });
  const refused = await deliver([goodResult()], stranger);
  assert.deepEqual([refused.status, refused.code], [403, 'partner-unknown']);
  await assert.rejects(deliver([goodResult()], world.browser()), 'without a certificate');
  assert.equal(await books(), before);
});

test('edited form fields are refused', async () => {
  const before = await books();
  const form = shopper.card.form('/settle');
  const entries = Object.fromEntries(form.entries({ press: 'Purchase' }));
  const settle = (changes) => post(`${world.a.url}/settle`, Object.entries({ ...entries, ...changes }));
  for (const changes of [{ decision: 'buy' }, { decision: '' }, { request: '' }, { card_id: '0' }, { card_id: '999999' }, { card_id: '-1' }, { card_id: 'x' },
    { card_id: '1; DROP TABLE card' }]) {
    const answer = await settle(changes);
    assert.ok(answer.status >= 400 && answer.status < 500, JSON.stringify(changes));
  }
  const junk = await shopper.browser.request(`${world.a.url}/settle`, { method: 'POST', from: `${world.a.url}/pay`, body: '%zz=%' });
  assertRefused(junk, 'junk');
  const many = await post(`${world.a.url}/settle`, Array.from({ length: 300 }, (_, i) => [`f${i}`, 'x']));
  assertRefused(many, '300 fields');

  await shopper.tick('seeds-bellradish');
  await shopper.toSettlement();
  await shopper.choose('credit-a');
  const offer = Object.fromEntries(shopper.confirmation.form('/handover').entries({ press: 'OK' }));
  const hand = (changes) => shopper.browser.postForm(`${world.mall.url}/handover`, Object.entries({ ...offer, ...changes }), { from: shopper.confirmation.url });
  const flipped = `${offer.offer.slice(0, 20)}${offer.offer[20] === 'A' ? 'B' : 'A'}${offer.offer.slice(21)}`;
  for (const [changes, code] of [[{ offer: '' }, 'offer-malformed'], [{ offer: flipped }, 'offer-malformed'], [{ company: 'credit-b' }, 'company-unknown'],
    [{ company: 'mall' }, 'company-unknown'], [{ company: "' OR 1=1" }, 'company-unknown']]) {
    const answer = await hand(changes);
    assertRefused(answer, code);
    assert.equal(answer.code, code);
  }
  for (const quantity of ['-1', '100', '1.5', 'x', '']) {
    const answer = await shopper.browser.postForm(`${world.mall.url}/basket/quantities`, [['quantity-seeds-bellradish', quantity]], { from: `${world.mall.url}/basket` });
    assertRefused(answer, quantity);
  }
  assert.equal(await books(), before);
});

test('damaged cookies count as none', async () => {
  const flip = (value) => `${value.slice(0, 30)}${value[30] === 'A' ? 'B' : 'A'}${value.slice(31)}`;
  const basket = shopper.browser.cookies.get('mall.localhost').get('__Host-basket').value;
  const empty = await shopper.browser.request(`${world.mall.url}/basket`, { headers: { cookie: `__Host-basket=${flip(basket)}` } });
  assert.match(empty.page.text, /Your basket is empty/);
  const jar = shopper.browser.cookies.get(world.a.host);
  const cookie = ['session', 'device'].map((n) => `__Host-${n}=${flip(jar.get(`__Host-${n}`).value)}`).join('; ');
  const strange = await shopper.browser.postForm(`${world.a.url}/pay`, [['request', shopper.purchase.document]], { from: world.mall.url, headers: { cookie } });
  assert.ok(strange.page.form('/settle').field('password'));
  assert.equal(strange.page.hasForm('/check-words'), false);
  // One cookie does not do for the other.
  const swapped = `__Host-session=${jar.get('__Host-device').value}; __Host-device=${jar.get('__Host-session').value}`;
  const again = await shopper.browser.postForm(`${world.a.url}/pay`, [['request', shopper.purchase.document]], { from: world.mall.url, headers: { cookie: swapped } });
  assert.ok(again.page.form('/settle').field('password'));
});

test('requests that are no HTTP, or too large, are refused without harm', async () => {
  for (const url of [world.mall.url, world.a.url]) {
    const header = await shopper.browser.request(`${url}/`, { headers: { 'x-long': 'x'.repeat(15_000) } });
    assert.ok([431, 400, 200].includes(header.status), String(header.status));
    const body = await shopper.browser.request(`${url}/pay`, { method: 'POST', body: 'x'.repeat(300_000) }).catch(() => ({ status: 413 }));
    assert.equal(body.status, 413);
    const chunks = await shopper.browser.request(`${url}/pay`, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
    assert.deepEqual([chunks.status, chunks.code, chunks.headers.connection], [411, 'length-required', 'close']);
    const path = await shopper.browser.request(`${url}/assets/../../../etc/passwd`);
    assert.equal(path.status, 404);
    const method = await shopper.browser.request(`${url}/`, { method: 'DELETE' });
    assert.equal(method.status, 405);
  }
});

test('in the end the undamaged documents are taken: only the damage stood in the way', async () => {
  const [answer] = (await deliver([goodResult({ receipt: randomNumber() })])).json.answers;
  assert.equal(answer.status, 200);
  assert.equal((await shopper.browser.get(shopper.purchase.url)).page.heading, 'OK');
  await world.checkLedgers();
});
