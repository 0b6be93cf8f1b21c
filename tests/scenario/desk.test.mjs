// What every party's desk does alike: the key, signing in, roles, the audit log.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Console } from '../lib/console.mjs';
import { binary, run } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

let world;
before(async () => {
  world = await World.make({ only: ['mall', 'credit-a'] });
  await world.mall.startDesk();
});
after(() => world?.close());

const passwordFile = (text) => {
  const file = path.join(world.folder, `password-${Math.random()}`);
  fs.writeFileSync(file, `${text}\n`, { mode: 0o600 });
  return file;
};
const addOperator = (party, name, role, password = 'test-operator-2') =>
  party.cli('operator', 'add', name, '--role', role, '--password-file', passwordFile(password));

// RFC 6238 with SHA-1, six digits, thirty seconds.
function oneTimeCode(secret, seconds = Date.now() / 1000) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('a desk does not start with a wrong passphrase or a key that nothing is sealed to, and says so', async () => {
  const wrong = await run(binary, ['mall', 'desk', '--config', world.mall.config_file, '--passphrase-file', passwordFile('wrong')]);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /passphrase is wrong/);
  const own = world.mall.config;
  try {
    fs.writeFileSync(world.mall.config_file, own.replace('key = "desk/desk.key"', `key = ${JSON.stringify(world.a.desk_key_file)}`));
    const foreign = await run(binary, ['mall', 'desk', '--config', world.mall.config_file, '--passphrase-file', world.a.desk_passphrase_file]);
    assert.equal(foreign.code, 1);
    assert.match(foreign.stderr, /not the key that this party seals to/);
  } finally {
    fs.writeFileSync(world.mall.config_file, own);
  }
});

test('nothing is shown without a session, and one leads back to where one wanted to go', async () => {
  const browser = world.browser();
  for (const address of ['/', '/audit', '/operators', '/account']) {
    const answer = await browser.request(world.mall.desk_url + address);
    assert.equal(answer.status, 303, address);
    assert.match(answer.location, /\/sign-in/);
  }
  const page = await browser.get(`${world.mall.desk_url}/audit?number=x`);
  const there = await browser.submit(page.page.form('/sign-in'), { fill: { name: 'operator', password: world.mall.operator.password } });
  assert.equal(there.url, `${world.mall.desk_url}/audit?number=x`);
  assert.equal(there.headers['cache-control'], 'no-store');
  const elsewhere = await world.browser().get(`${world.mall.desk_url}/sign-in?then=//evil.example/`);
  assert.equal(elsewhere.page.form('/sign-in').value('then'), '/');
});

test('ten wrong passwords lock a name, known or not, and only that name', async () => {
  await addOperator(world.mall, 'locked-one', 'clerk');
  for (const name of ['locked-one', 'nobody']) {
    const desk = new Console(world, world.mall);
    for (let i = 0; i < 10; ++i) assert.match((await desk.signIn(name, `wrong ${i}`)).page.text, /not right/);
    assert.match((await desk.signIn(name, 'test-operator-2')).page.text, /Too many/);
  }
  await Console.open(world, world.mall);
  const tries = JSON.stringify(await world.mall.query('SELECT * FROM operator_try'));
  assert.ok(!tries.includes('nobody') && !tries.includes('locked-one'), 'what was typed may be a password: no table has it');
});

test('roles: a viewer changes nothing, only admins see operators, and one admin stays', async () => {
  await addOperator(world.mall, 'looker', 'viewer');
  const viewer = await Console.open(world, world.mall, { user: 'looker', password: 'test-operator-2' });
  assert.equal((await viewer.get('/audit')).status, 200);
  const refused = await viewer.get('/operators');
  assert.equal(refused.status, 403);
  assert.equal(refused.code, 'role-missing');
  const forced = await viewer.browser.postForm(`${world.mall.desk_url}/operators`, [['name', 'intruder'], ['role', 'admin'], ['password', 'test-operator-3']],
    { from: `${world.mall.desk_url}/` });
  assert.equal(forced.status, 403);

  const admin = await Console.open(world, world.mall);
  const last = await admin.browser.postForm(`${world.mall.desk_url}/operators/change`, [['name', 'operator'], ['change', 'viewer']], { from: `${world.mall.desk_url}/operators` });
  assert.equal(last.status, 422);
  assert.match(last.page.text, /Somebody must stay admin/);
  const stopped = await admin.browser.postForm(`${world.mall.desk_url}/operators/change`, [['name', 'looker'], ['change', 'stop']], { from: `${world.mall.desk_url}/operators` });
  assert.equal(stopped.status, 303);
  assert.match((await admin.browser.get(stopped.location)).page.said, /stopped and signed out everywhere/);
  assert.match((await viewer.get('/audit')).url, /sign-in/, 'the session of who is stopped ends at once');
  const foreign = await admin.browser.postForm(`${world.mall.desk_url}/operators/change`, [['name', 'looker'], ['change', 'resume']], { from: 'https://evil.example/' });
  assert.match(foreign.location ?? '', /\/sign-in$/, 'the session does not go with a form of another site');
  const [looker] = await world.mall.query("SELECT active FROM operator WHERE name = 'looker'");
  assert.equal(Number(looker.active), 0);
});

test('what was done to an operator is said, in the reader\'s language', async () => {
  const admin = await Console.open(world, world.mall);
  const change = (name, what) => admin.browser.postForm(`${world.mall.desk_url}/operators/change`, [['name', name], ['change', what]], { from: `${world.mall.desk_url}/operators` });
  const said = async (answer) => (await admin.browser.get(answer.location)).page.said;
  const added = await admin.submit('/operators', '/operators', { fill: { name: 'newcomer', password: 'test-operator-2' } });
  assert.match(added.page.said, /operator is added/);
  assert.match(await said(await change('newcomer', 'viewer')), /role is changed/);
  assert.match(await said(await change('newcomer', 'stop')), /stopped/);
  assert.match(await said(await change('newcomer', 'resume')), /may sign in again/);
  admin.browser.language = 'ja';
  assert.equal(await said(await change('newcomer', 'clerk')), '役割を変更しました。');
  assert.equal((await admin.get('/operators')).page.said, '', 'said once');
  assert.equal((await change('nobody', 'stop')).status, 404);
});

test('one-time codes: asked for once on, each taken once, recovery codes beside them', async () => {
  await addOperator(world.mall, 'coder', 'clerk');
  const desk = await Console.open(world, world.mall, { user: 'coder', password: 'test-operator-2' });
  const offer = await desk.get('/account/codes');
  const secret = offer.page.texts('p', (a) => a('class')?.includes('sealed'))[0];
  const code = oneTimeCode(secret);
  const recovery = await desk.browser.submit(offer.page.form('code'), { fill: { code } });
  const codes = recovery.page.texts('li').filter((t) => /^\w{4}-\w{4}-\w{4}$/.test(t));
  assert.equal(codes.length, 10);
  const fresh = new Console(world, world.mall);
  assert.equal((await fresh.signIn('coder', 'test-operator-2')).status, 403, 'the password alone');
  assert.equal((await fresh.signIn('coder', 'test-operator-2', code)).status, 403, 'the code was used');
  assert.equal((await fresh.signIn('coder', 'test-operator-2', oneTimeCode(secret, Date.now() / 1000 + 30))).status, 200);
  const other = new Console(world, world.mall);
  assert.equal((await other.signIn('coder', 'test-operator-2', codes[3].toUpperCase())).status, 200);
  assert.equal((await new Console(world, world.mall).signIn('coder', 'test-operator-2', codes[3])).status, 403, 'a recovery code works once');
});

test('a session is ended from another place, and that is said', async () => {
  await addOperator(world.mall, 'two-places', 'viewer');
  const come = () => Console.open(world, world.mall, { user: 'two-places', password: 'test-operator-2' });
  const [here, there] = [await come(), await come()];
  const { page } = await here.get('/account');
  const rows = page.texts('li').filter((text) => text.startsWith('Since'));
  const forms = page.forms.filter((form) => form.action === '/account/sessions/end');
  assert.deepEqual([rows.length, forms.length], [2, 2]);
  const ended = await here.browser.submit(forms[rows.findIndex((text) => !text.includes('this one'))]);
  assert.match(ended.page.said, /session has ended/);
  assert.match((await there.get('/account')).url, /sign-in/);
});

test('the audit log shows a change, a gap and a cut-off end', async () => {
  const verify = (...more) => world.mall.cli('audit', 'verify', '--json', ...more);
  const sound = JSON.parse((await verify()).stdout);
  assert.equal(sound.holds, true);
  assert.ok(sound.entries > 5);
  const [row] = await world.mall.query("SELECT seq, operator FROM audit WHERE action = 'sign-in' ORDER BY seq LIMIT 1");
  await world.mall.store.change(`UPDATE audit SET operator = 'somebody' WHERE seq = ${row.seq}`);
  const changed = await verify();
  assert.equal(changed.code, 1);
  assert.equal(JSON.parse(changed.stdout).broken_at, Number(row.seq));
  await world.mall.store.change(`UPDATE audit SET operator = '${row.operator}' WHERE seq = ${row.seq}`);
  assert.equal((await verify('--head', sound.head)).code, 0);
  await world.mall.store.change(`DELETE FROM audit WHERE seq = ${sound.entries}`);
  assert.equal((await verify()).code, 0, 'a shorter chain is sound by itself');
  assert.equal((await verify('--head', sound.head)).code, 1);
});

test('stopping the desk leaves the shop and payments running', async () => {
  await world.mall.stopDesk();
  const shopper = new Shopper(world);
  const customer = world.customer('A1');
  await shopper.order('wall-orchardgrid', 'credit-a');
  await shopper.openCard();
  await shopper.pay(customer);
  assert.equal(shopper.result.outcome, 'OK');
  await world.mall.startDesk();
  assert.equal((await (await Console.open(world, world.mall)).get('/')).status, 200);
});
