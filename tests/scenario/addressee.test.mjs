// Where a parcel goes is in no file of the shipping company's server and not in its memory after it was answered: byte by
// byte, in every dress that software puts text into. The mall here is a stranger that knows docs/protocol.md alone.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';

import { hashOf, isSealed, listen, newNumber, newSealingKey, newSigningKey, openSeal, readDeskKey, seal, sign, verify } from '../interop/protocol.mjs';
import { Browser } from '../lib/browser.mjs';
import { dataFiles } from '../lib/database.mjs';
import { inMemory } from '../lib/memory.mjs';
import { binary, launch, makeFolder, run, succeed, until } from '../lib/program.mjs';
import { findSecrets, formsOf } from '../lib/search.mjs';
import { freePorts } from '../lib/world.mjs';

const request_type = 'sealcart.shipping-request+jws';
const receipt_type = 'sealcart.shipping-receipt+jws';
const company = 'Nightheron Parcels of Testville';

let folder, ca, ship, mall;
const received = [];
const at = (...names) => path.join(folder, ...names);

before(async () => {
  folder = makeFolder('sealcart-addressee-');
  const [port, , mall_port] = Array.from({ length: 3 }, ((base) => (_, i) => base + i)(await freePorts(3)));
  fs.writeFileSync(at('passphrase'), 'a passphrase for tests\n');
  await succeed(binary, ['ca', 'init', at('ca'), '--name', 'Test', '--passphrase-file', at('passphrase')]);
  await succeed(binary, ['ca', 'crl', at('ca'), '--days', '30', '--passphrase-file', at('passphrase')]);
  ca = fs.readFileSync(at('ca', 'root.crt'), 'utf8');
  await startCompany(port);
  const { cert, key } = await certificate('node-mall.localhost', at('mall'));
  mall = { key: await newSigningKey(), sealing: newSealingKey() };
  Object.assign(mall, await listen({ port: mall_port, host: 'node-mall.localhost', role: 'mall', name: 'An independent mall', tls: { cert, key, ca },
    keys: [mall.key], receive: async (document) => (received.push(document), { status: 200 }) }));
  await succeed(binary, ['shipping', 'partner', 'add', 'node-mall', mall.origin, '--config', ship.config]);
  await until(async () => (await browser().request(`${ship.url}/health`)).json.partners === 1, 'the company knowing the mall');
});
after(async () => {
  browsers.forEach((b) => b.close());
  await mall?.close();
  if (ship?.child) await stop();
});
async function stop() {
  ship.child.kill('SIGTERM');
  const [code] = await once(ship.child, 'exit');
  assert.equal(code, 0);
}

async function certificate(host, into) {
  fs.mkdirSync(into, { recursive: true });
  const file = (name) => path.join(into, name);
  await succeed(binary, ['ca', 'request', '--name', host, '--key', file('key.pem'), '--out', file('request.pem')]);
  await succeed(binary, ['ca', 'issue', at('ca'), file('request.pem'), '--out', file('certificate.pem'), '--days', '30', '--passphrase-file', at('passphrase')]);
  return { cert: fs.readFileSync(file('certificate.pem'), 'utf8'), key: fs.readFileSync(file('key.pem'), 'utf8') };
}

async function startCompany(port) {
  ship = { host: 'ship.localhost', port, url: `https://ship.localhost:${port}`, config: at('ship', 'shipping.toml') };
  await succeed(binary, ['shipping', 'init', at('ship'), '--name', company, '--origin', ship.url, '--api', `https://ship.localhost:${port + 1}`,
    '--passphrase-file', at('passphrase')]);
  await certificate(ship.host, at('ship', 'tls'));
  fs.copyFileSync(at('ca', 'root.crt'), at('ship', 'tls', 'authority.pem'));
  fs.copyFileSync(at('ca', 'crl.pem'), at('ship', 'tls', 'crl.pem'));
  fs.appendFileSync(ship.config, '\n[limits]\nrequests_per_second = 0\n[shipping]\npickup_points = "ueno=Ueno Station Desk"\n');
  ship.desk = readDeskKey(fs.readFileSync(at('ship', 'desk', 'desk.key'), 'utf8'), 'a passphrase for tests');
  // The desk's folder belongs to another machine.
  fs.rmSync(at('ship', 'desk'), { recursive: true });
  await serve();
}

async function serve() {
  ship.child = launch(binary, ['shipping', 'serve', '--config', ship.config]);
  let said = '';
  for (const stream of [ship.child.stdout, ship.child.stderr]) stream.on('data', (data) => (said += data));
  await until(() => {
    if (ship.child.exitCode !== null) throw new Error(said);
    return /^ready /m.test(said);
  }, 'the company being ready');
}

const browsers = [];
function browser() {
  const made = new Browser({ ca });
  browsers.push(made);
  return made;
}

async function request(members = {}) {
  const number = newNumber();
  const goods = seal('goods', number, '{"items":["their own affair"]}', mall.sealing.publicKey);
  return { number, document: await sign(request_type, { iss: mall.origin, aud: ship.url, exp: Math.floor(Date.now() / 1000) + 900, purchase: number, goods,
    parcels: ['60', '80', '60'], service: 'standard', ...members }, mall.key) };
}
async function openPage(document, as = browser()) {
  const answer = await as.postForm(`${ship.url}/send`, [['request', document]], { from: mall.origin });
  return { as, answer, page: answer.page };
}

// What is typed, and how it is kept. Nothing of it is in the program itself.
const typed = {
  'postal-code': '〒９１３－７７２４', region: '蒼鴉県', city: '深霧市鳴砂', street: '青嵐３丁目１４－１５', building: 'ﾐｽﾞﾊﾋﾞﾙ　９０７',
  name: '雪鴉　瑞穂乃介', kana: 'ゆきがらす みずほのすけ', phone: '０８０－５５５０－７７１９',
};
const kept = {
  'postal-code': '913-7724', region: '蒼鴉県', city: '深霧市鳴砂', street: '青嵐3丁目14-15', building: 'ミズハビル 907', name: '雪鴉 瑞穂乃介',
  kana: 'ユキガラス ミズホノスケ', phone: '080-5550-7719',
};
const facts = Object.fromEntries([...Object.entries(typed).map(([k, v]) => [`${k} as typed`, v]), ...Object.entries(kept), ['digits of the postal code', '9137724'],
  ['phone digits', '08055507719']]);

// Every form of every fact, as [name, bytes]; also percent signs with small letters, as some programs write them.
function needles(secrets) {
  const all = [];
  for (const [name, secret] of Object.entries(secrets)) {
    for (const [form, bytes] of formsOf(secret)) {
      all.push([`${name} (${form})`, bytes]);
      if (form === 'URL-encoded') all.push([`${name} (URL-encoded, small)`, Buffer.from(bytes.toString().replace(/%../g, (c) => c.toLowerCase()))]);
    }
  }
  return all;
}

const inShip = (wanted) => inMemory(ship.child.pid, wanted);
// Overwriting follows the answer by some microseconds.
async function assertGone(when) {
  let left;
  try {
    await until(() => (left = inShip(needles(facts))).length === 0, when, 3);
  } catch {
    assert.deepEqual(left, [], when);
  }
}

test('the page shows what the company may know, and the form', async () => {
  const { document } = await request({ amount: 3015, currency: 'JPY' });
  const { page, answer } = await openPage(document);
  assert.equal(answer.status, 200);
  for (const shown of ['An independent mall', '2 × size 60', '1 × size 80', 'Standard', '¥3,015']) assert.ok(page.text.includes(shown), shown);
  const form = page.form('/ship');
  for (const name of ['pickup', 'country', ...Object.keys(typed), 'day', 'hours']) assert.ok(form.field(name), name);
  assert.deepEqual(form.buttons.map((b) => b.text), ['Find address', 'Ship', 'Reject']);
  const plain = await openPage((await request()).document);
  assert.equal(plain.page.text.includes('¥'), false);
});

test('a typed name is found in the memory while its request is arriving: the search works', async () => {
  assert.deepEqual(inShip([['company', Buffer.from(company)]]).length, 1);
  const { document } = await request();
  const { page } = await openPage(document);
  const body = new URLSearchParams(page.form('/ship').entries({ fill: typed, press: 'Ship' })).toString();
  const connect = () => tls.connect({ host: '127.0.0.1', port: ship.port, servername: ship.host, ca, ALPNProtocols: ['http/1.1'] });
  const most = `POST /ship HTTP/1.1\r\nHost: ${ship.host}:${ship.port}\r\nOrigin: ${ship.url}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body.slice(0, -1)}`;
  const dropped = connect();
  await once(dropped, 'secureConnect');
  dropped.write(most);
  await until(() => inShip(needles({ name: typed.name })).length > 0, 'the name in memory', 5);
  dropped.destroy();
  await assertGone('after a connection that was dropped in the middle');

  const socket = connect();
  await once(socket, 'secureConnect');
  socket.write(most);
  await until(() => inShip(needles({ name: typed.name })).length > 0, 'the name in memory', 5);
  let answer = '';
  socket.on('data', (data) => (answer += data));
  socket.write(body.slice(-1));
  await until(() => answer.includes('</html>'), 'the answer');
  assert.match(answer, /^HTTP\/1\.1 200 /);
  // The connection is still open.
  await assertGone('after the answer on a connection that stays open');
  socket.destroy();
});

test('the page drawn again with typed text leaves nothing behind', async () => {
  const { document } = await request();
  const { as, page } = await openPage(document);
  const again = await as.submit(page.form('/ship'), { fill: { ...typed, phone: 'not a number' }, press: 'Ship' });
  assert.equal(again.status, 422);
  assert.equal(again.page.form('/ship').value('name'), kept.name);
  assert.equal(again.page.form('/ship').value('kana'), kept.kana);
  assert.ok(again.page.all('p', (a) => a('role') === 'alert').length === 1);
  assert.ok(again.page.all('a', (a) => a('href') === '#phone').length === 1);
  await assertGone('after a page with a fault');
  const found = await as.submit(again.page.form('/ship'), { fill: { 'postal-code': '１５０ー０００１', street: '' }, press: 'Find address' });
  assert.deepEqual(['region', 'city', 'street'].map((name) => found.page.form('/ship').value(name)), ['東京都', '渋谷区', '神宮前']);
  const unknown = await as.submit(again.page.form('/ship'), { fill: { 'postal-code': typed['postal-code'] }, press: 'Find address' });
  assert.match(unknown.page.text, /We have no place for this postal code/);
  const fetched = await as.postForm(`${ship.url}/postal`, [['postal-code', '1500001']], { from: `${ship.url}/send`, headers: { accept: 'application/json' } });
  assert.deepEqual(fetched.json, { region: '東京都', city: '渋谷区', town: '神宮前' });
  const missing = await as.postForm(`${ship.url}/postal`, [['postal-code', typed['postal-code']]], { from: `${ship.url}/send`, headers: { accept: 'application/json' } });
  assert.deepEqual([missing.status, missing.code], [404, 'postal-code-unknown']);
  // What is no text at all is a fault like another.
  const entries = (press) => [...again.page.form('/ship').entries({ press })].map(([name, value]) => `${encodeURIComponent(name)}=${name === 'postal-code' || name === 'name' ? '%FF%E3' : encodeURIComponent(value)}`).join('&');
  for (const press of ['Find address', 'Ship']) {
    const answer = await as.request(`${ship.url}/ship`, { method: 'POST', body: entries(press), from: `${ship.url}/send`, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    assert.equal(answer.status, 422, press);
  }
  await assertGone('after looking up');
});

test('an accepted shipment is sealed at once: one number however often it is sent, told by both ways, nothing left in plain', async () => {
  const { number, document } = await request({ amount: 3015, currency: 'JPY' });
  const { page } = await openPage(document);
  const entries = page.form('/ship').entries({ fill: { ...typed, hours: '14-16' }, press: 'Ship' });
  const crowd = browser();
  const answers = await Promise.all(Array.from({ length: 64 }, () => crowd.postForm(`${ship.url}/ship`, entries, { from: `${ship.url}/send` })));
  const documents = new Set(answers.map((a) => a.page.form(`${mall.origin}/result`).value('document')));
  assert.equal(documents.size, 1);
  assert.equal(answers[0].page.heading, 'OK');
  const [receipt] = documents;
  const keySet = (await browser().request(`${ship.url}/.well-known/jwks.json`)).json;
  const says = await verify(receipt, { type: receipt_type, issuer: ship.url, audience: mall.origin, keySet });
  assert.deepEqual([says.outcome, says.purchase, says.request_hash], ['OK', number, hashOf(document)]);
  assert.equal(isSealed('addressee', says.addressee), true);
  assert.deepEqual(JSON.parse(openSeal('addressee', says.shipping, says.addressee, ship.desk)), { country: 'JP', ...kept, hours: '14-16' });
  await until(() => received.includes(receipt), 'the receipt at the mall');
  await assertGone('after the acceptance');
  crowd.close();
  await assertGone('after the connections');

  const listed = JSON.parse((await run(binary, ['shipping', 'shipments', 'list', '--config', ship.config, '--json'])).stdout);
  const mine = listed.filter((one) => one.number === says.shipping);
  assert.equal(mine.length, 1);
  assert.deepEqual([mine[0].outcome, mine[0].mall, mine[0].parcels, mine[0].service, mine[0].amount], ['OK', 'node-mall', '60 80 60', 'standard', 3015]);
  const later = await openPage(document);
  assert.equal(later.page.form(`${mall.origin}/result`).value('document'), receipt);
  assert.equal(findSecrets(later.answer.bytes, facts).length, 0);
});

test('a pick-up, an address abroad, a rejection and a refusal', async () => {
  const press = async (members, fill, button) => {
    const { as, page } = await openPage((await request(members)).document);
    const answer = await as.submit(page.form('/ship'), { fill, press: button });
    const heading = answer.page.heading;
    const form = answer.page.forms.find((f) => f.field('document'));
    const keySet = (await as.request(`${ship.url}/.well-known/jwks.json`)).json;
    const says = form && (await verify(form.value('document'), { type: receipt_type, issuer: ship.url, audience: mall.origin, keySet }));
    return { heading, says, contents: says?.addressee && JSON.parse(openSeal('addressee', says.shipping, says.addressee, ship.desk)) };
  };
  const pickup = await press({}, { pickup: 'ueno', name: typed.name, street: typed.street }, 'Ship');
  assert.deepEqual(pickup.contents, { name: kept.name, pickup: 'ueno', 'pickup-name': 'Ueno Station Desk' });
  const abroad = await press({}, { country: 'GB', 'postal-code': 'EC1A 1BB', city: 'London', street: '1 Umbermarsh Crescent', name: 'W. Quillfeather' }, 'Ship');
  assert.deepEqual(abroad.contents, { country: 'GB', 'postal-code': 'EC1A 1BB', city: 'London', street: '1 Umbermarsh Crescent', name: 'W. Quillfeather' });
  const rejected = await press({}, {}, 'Reject');
  assert.deepEqual([rejected.heading, rejected.says.outcome, 'shipping' in rejected.says], ['NG', 'NG', false]);
  const refused = await press({ parcels: ['enormous'] }, {}, 'Back to the shop');
  assert.deepEqual([refused.heading, refused.says.outcome], ['NO', 'NO']);
});

test('what is not a request of now, or not from our page, changes nothing', async () => {
  for (const path of ['/send', '/ship']) assert.deepEqual([(await browser().request(ship.url + path)).status, (await browser().request(ship.url + path)).code], [405, 'begin-at-shop']);
  const { document } = await request({ exp: Math.floor(Date.now() / 1000) + 3 });
  const { as, page } = await openPage(document);
  const entries = page.form('/ship').entries({ fill: typed, press: 'Ship' });
  const foreign = await as.postForm(`${ship.url}/ship`, entries, { from: mall.origin });
  assert.deepEqual([foreign.status, foreign.code], [403, 'foreign-form']);
  const other = await as.postForm(`${ship.url}/ship`, entries.map(([name, value]) => [name, name === 'decision' ? 'sing' : value]), { from: `${ship.url}/send` });
  assert.deepEqual([other.status, other.code], [400, 'decision-unknown']);
  const altered = await as.postForm(`${ship.url}/ship`, entries.map(([name, value]) => [name, name === 'request' ? `${value.slice(0, -4)}AAAA` : value]), { from: `${ship.url}/send` });
  assert.equal(altered.status, 400);
  const answered = await request({ exp: Math.floor(Date.now() / 1000) + 3 });
  const rejected = await as.submit((await openPage(answered.document, as)).page.form('/ship'), { press: 'Reject' });
  assert.equal(rejected.page.heading, 'NG');
  const late = () => as.postForm(`${ship.url}/ship`, entries, { from: `${ship.url}/send` });
  await until(async () => (await openPage(document, as)).answer.status === 410, 'the request running out', 10);
  assert.deepEqual([(await late()).status, (await late()).code], [410, 'request-expired']);
  // What was answered in time is still answered.
  assert.equal((await openPage(answered.document, as)).page.heading, 'NG');
  await assertGone('after refusals');
});

test("no file of the company's server, and none that it has open, holds anything of the addressee", async () => {
  ship.child.kill('SIGHUP'); // writes its log out
  await until(() => fs.readFileSync(at('ship', 'log', 'shipping.log'), 'utf8').includes('number='), 'the log');
  const files = dataFiles(at('ship'));
  assert.ok(files.some((file) => file.endsWith('data.db')) && files.some((file) => file.endsWith('.log')));
  for (const descriptor of fs.readdirSync(`/proc/${ship.child.pid}/fd`)) {
    const link = `/proc/${ship.child.pid}/fd/${descriptor}`;
    if (fs.statSync(link, { throwIfNoEntry: false })?.isFile()) files.push(link);
  }
  for (const file of files) assert.deepEqual(findSecrets(fs.readFileSync(file), facts), [], file);
});

for (const mode of ['number-only', 'sealed-only']) {
  test(`the receipt says no more than ${mode} lets cross`, async () => {
    await stop();
    fs.writeFileSync(ship.config, fs.readFileSync(ship.config, 'utf8').replace(/^disclosure = .*$/m, `disclosure = "${mode}"`));
    await serve();
    const { as, page } = await openPage((await request()).document);
    const answer = await as.submit(page.form('/ship'), { fill: typed, press: 'Ship' });
    const keySet = (await as.request(`${ship.url}/.well-known/jwks.json`)).json;
    const says = await verify(answer.page.form(`${mall.origin}/result`).value('document'), { type: receipt_type, issuer: ship.url, audience: mall.origin, keySet });
    assert.equal('addressee' in says, false);
    assert.equal(isSealed('addressee', says.shipping), mode === 'sealed-only');
    const number = answer.page.texts('dd', (a) => a('class') === 'code').at(-1);
    if (mode === 'number-only') assert.equal(says.shipping, number);
    else assert.equal(JSON.parse(openSeal('addressee', number, says.shipping, ship.desk)).name, kept.name);
    await assertGone(mode);
  });
}
