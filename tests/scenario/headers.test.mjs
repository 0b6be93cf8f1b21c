// TLS, security headers and cookies, on every kind of page.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';

import { randomNumber } from '../lib/documents.mjs';
import { japanese, Parcel } from '../lib/parcel.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

let world, shopper;
const answers = []; // of every kind that there is: [what, answer]

before(async () => {
  world = await World.make({ only: ['mall', 'credit-a', 'shipping-s'] });
  shopper = new Shopper(world);
  const keep = (what, answer = shopper.answer) => answers.push([what, answer]);
  const get = (url) => shopper.browser.request(url);
  const { mall, a, s } = world;
  await shopper.browse(); keep('catalogue');
  await shopper.tick('score-lanternwalk'); keep('catalogue with a tick');
  keep('basket', await get(`${mall.url}/basket`));
  await shopper.toSettlement(); keep('companies');
  await shopper.choose('credit-a'); keep('confirmation');
  keep('confirmation fragment', await get(`${mall.url}/confirm/credit-a?fragment=1`));
  await shopper.confirm(); keep('purchase, pending');
  await shopper.openCard(); keep('card page');
  const customer = world.customer('A1');
  await shopper.pay({ card: customer.card, password: 'wrong' }); keep('card page with an error');
  await shopper.pay(customer, { remember: true }); keep('result');
  await shopper.carryResult(); keep('purchase, OK');
  keep('purchase fragment', await get(`${shopper.purchase.url}?fragment=1`));
  keep('returned', await world.browser().request(`${mall.url}/returned/${shopper.purchase.number}`));
  keep('credit home', await get(`${a.url}/`));
  keep('asset', await get(new URL(shopper.answer.page.all('link', (x) => x('rel') === 'stylesheet')[0].attrs.find((x) => x.name === 'href').value, mall.url).href));
  keep('picture', await get(new URL(shopper.catalogue.all('img')[0].attrs.find((x) => x.name === 'src').value, mall.url).href));
  // A parcel, on the shipping company's pages.
  const parcel = new Parcel(new Shopper(world));
  await parcel.orderAtDoor('book-fernletters'); keep('parcel, pending', parcel.answer);
  await parcel.openAddress(); keep('address page', parcel.answer);
  await parcel.press('Find address', { ...japanese, street: '' }); keep('address page, looked up', parcel.answer);
  await parcel.ship({ ...japanese, name: '' }); keep('address page with an error', parcel.answer);
  const place = (code) => parcel.browser.postForm(`${s.url}/postal`, [['postal-code', code]], { from: `${s.url}/send`, headers: { accept: 'application/json' } });
  keep('place', await place('106-0045'));
  keep('no place', await place('999-9999'));
  await parcel.ship(); keep('receipt', parcel.answer);
  await parcel.carryReceipt(); keep('parcel, OK', parcel.answer);
  keep('shipping home', await get(`${s.url}/`));
  keep('address page without a purchase', await get(`${s.url}/send`));
  keep('damaged shipping request', await parcel.browser.postForm(`${s.url}/send`, [['request', 'x.y.z']], { from: mall.url }));
  for (const party of [mall, a, s]) {
    keep('jwks', await get(`${party.url}/.well-known/jwks.json`));
    keep('description', await get(`${party.url}/.well-known/sealcart.json`));
    keep('health', await get(`${party.url}/health`));
    keep('404', await get(`${party.url}/nothing-here`));
    keep('405', await shopper.browser.request(`${party.url}/`, { method: 'PUT' }));
    keep('413', await shopper.browser.request(`${party.url}/pay`, { method: 'POST', body: 'x'.repeat(257 * 1024) }).catch(() => undefined));
    keep('foreign form', await shopper.browser.postForm(`${party.url}/language`, [], { headers: { origin: 'https://elsewhere.example' } }));
  }
  keep('unknown purchase', await get(`${mall.url}/purchase/${randomNumber()}`));
  keep('empty basket', await world.browser().request(`${mall.url}/companies`));
  keep('damaged document', await shopper.browser.postForm(`${a.url}/pay`, [['request', 'x.y.z']], { from: mall.url }));
  keep('problem+json', await shopper.browser.request(`${mall.url}/companies`, { headers: { accept: 'application/json', cookie: 'a=b' } }));
  keep('redirect', await shopper.browser.request(`${mall.url}/confirm/credit-a`, { headers: { cookie: 'a=b' } }));
});
after(() => world?.close());

test('TLS 1.3 and nothing older, on every listener', async () => {
  for (const party of [world.mall, world.a, world.s]) {
    const client = world.ownCertificate(party === world.mall ? world.a : world.mall);
    for (const url of [party.url, party.api]) {
      const now = await shopper.browser.handshake(url, client);
      assert.equal(now.protocol, 'TLSv1.3');
      assert.match(now.cipher.standardName ?? now.cipher.name, /^TLS_/);
      for (const version of ['TLSv1.2', 'TLSv1.1', 'TLSv1']) {
        const old = await shopper.browser.handshake(url, { ...client, minVersion: 'TLSv1', maxVersion: version });
        assert.ok(old.error, `${url} speaks ${version}`);
        assert.match(String(old.error.code ?? old.error), /PROTOCOL|VERSION|ALERT|RESET|CIPHERS/i);
      }
    }
  }
});

test('the certificate is checked by name and authority', async () => {
  const shaken = await shopper.browser.handshake(world.mall.url, { servername: 'elsewhere.example' });
  assert.equal(shaken.error?.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
  const strange = await shopper.browser.handshake(world.mall.url, { ca: [] });
  assert.ok(strange.error);
});

test('every answer bears the security headers', () => {
  assert.ok(answers.length > 30);
  for (const [what, answer] of answers) {
    if (!answer) continue;
    const { headers } = answer;
    assert.match(headers['strict-transport-security'] ?? '', /max-age=\d{8}/, what);
    assert.equal(headers['referrer-policy'], 'no-referrer', what);
    assert.equal(headers['x-content-type-options'], 'nosniff', what);
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin', what);
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin', what);
    const policy = headers['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'none'/, what);
    assert.match(policy, /frame-ancestors 'none'/, what);
    assert.match(policy, /base-uri 'none'/, what);
    assert.match(policy, /form-action 'self'/, what);
    assert.equal(/unsafe|\*/.test(policy), false, what);
    assert.ok(headers['permissions-policy'], what);
    assert.equal(headers.server, undefined, what);
    if (['asset', 'picture'].includes(what)) continue;
    // A page that was drawn for a POST may be shown again when the customer goes back, by this browser alone.
    assert.match(headers['cache-control'] ?? '', answer.method === 'POST' ? /^(no-store|private, no-cache)$/ : /^no-store$/, what);
  }
});

test('forms may post to the other party only from the pages that need it', () => {
  const origins = (answer) => answer.headers['content-security-policy'].match(/form-action ([^;]*)/)[1].split(' ').slice(1);
  for (const [what, answer] of answers) {
    if (!answer) continue;
    const expected = { 'purchase, pending': [world.a.url], 'result': [world.mall.url], 'parcel, pending': [world.s.url], 'receipt': [world.mall.url] }[what] ?? [];
    assert.deepEqual(origins(answer), expected, what);
  }
});

test('statuses of errors are errors, with a stable code and advice in words', () => {
  for (const [what, answer] of answers) {
    if (!answer || answer.status < 400 || /page with an error$/.test(what)) continue;
    if (answer.headers['content-type'].startsWith('application/problem+json')) {
      assert.equal(answer.json.status, answer.status);
      assert.ok(answer.json.code);
      continue;
    }
    assert.match(answer.headers['x-problem-code'] ?? '', /^[a-z]+(-[a-z0-9]+)*$/, what);
    assert.ok(answer.page.heading.length > 3, what);
    assert.ok(answer.page.all('p', (a) => a('class') === 'lead').length === 1, what);
  }
});

test('no page has inline scripts or styles, and nothing comes from elsewhere', () => {
  for (const [what, answer] of answers) {
    if (!answer?.headers['content-type']?.startsWith('text/html')) continue;
    const { page } = answer;
    for (const script of page.all('script')) assert.match(script.attrs.find((a) => a.name === 'src')?.value ?? '', /^\/assets\//, what);
    assert.equal(page.all('style').length, 0, what);
    for (const name of ['img', 'link', 'script', 'iframe']) {
      for (const node of page.all(name)) {
        const to = node.attrs.find((a) => ['src', 'href'].includes(a.name))?.value ?? '';
        assert.equal(/^(https?:)?\/\//.test(to), false, `${what}: ${to}`);
      }
    }
    for (const node of [...page.all('body'), ...page.all('button'), ...page.all('form')]) {
      assert.equal(node.attrs.some((a) => a.name.startsWith('on') || a.name === 'style'), false, what);
    }
  }
});

test('cookies are __Host-, Secure, HttpOnly, for the whole site', () => {
  const cookies = answers.flatMap(([, answer]) => answer?.cookies ?? []);
  assert.ok(cookies.length > 0);
  for (const cookie of cookies) {
    assert.match(cookie, /^__Host-[a-z]+=/);
    for (const part of ['Secure', 'HttpOnly', 'Path=/']) assert.ok(cookie.split('; ').includes(part), cookie);
    assert.match(cookie, /SameSite=(Lax|Strict|None)/);
    assert.equal(/domain=/i.test(cookie), false);
  }
});

test('the mall gives no cookie before there is a basket, none that stays, and none twice alike', async () => {
  const first = await world.browser().request(`${world.mall.url}/`);
  assert.deepEqual(first.cookies, []);
  const seen = new Set();
  for (let visit = 0; visit < 3; ++visit) {
    const visitor = new Shopper(world);
    for (let i = 0; i < 2; ++i) {
      const answer = await visitor.browser.postForm(`${world.mall.url}/basket`,
        [['shown', 'wall-snowferry'], ['shown', 'seeds-bellradish'], ['product', ['wall-snowferry', 'seeds-bellradish'][i]], ['go', 'search']], { from: `${world.mall.url}/` });
      for (const cookie of answer.cookies) {
        assert.match(cookie, /^__Host-basket=/);
        assert.equal(/max-age|expires/i.test(cookie), false, 'it ends with the browser');
        assert.equal(seen.has(cookie), false, 'the same basket never looks the same');
        seen.add(cookie);
      }
    }
  }
  assert.equal(seen.size, 6);
});

test('after the purchase the mall keeps nothing in the browser', async () => {
  await shopper.browse();
  const jar = shopper.browser.cookies.get('mall.localhost') ?? new Map();
  assert.equal(jar.has('__Host-basket'), false);
});

test('a client address that asks too often is told to wait', async () => {
  await world.mall.stop();
  fs.writeFileSync(world.mall.config_file, world.mall.config.replace('requests_per_second = 0', 'requests_per_second = 5\nburst = 10'));
  await world.mall.start();
  const browser = world.browser();
  const asked = await Promise.all(Array.from({ length: 30 }, () => browser.request(`${world.mall.url}/`)));
  const refused = asked.filter((a) => a.status === 429);
  assert.ok(refused.length >= 15 && refused.length <= 20, String(refused.length));
  for (const answer of refused) {
    assert.ok(Number(answer.headers['retry-after']) >= 1);
    assert.equal(answer.code, 'too-many-requests');
  }
});
