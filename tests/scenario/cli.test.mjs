// The command line: verbs of the parties and the demo, exit codes, output for programs and for people.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { available } from '../lib/books.mjs';
import { strangeCard } from '../lib/card.mjs';
import { binary, launch, makeFolder, removeFolder, root, sealcart, until } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { onFreePorts, World } from '../lib/world.mjs';

let world;
before(async () => {
  world = await World.make({ only: ['mall', 'credit-a'] });
});
after(() => world?.close());

const json = (result) => {
  assert.equal(result.code, 0, result.stderr);
  return JSON.parse(result.stdout);
};
function assertFailed(result, message) {
  assert.equal(result.code, 1, `${result.stdout}${result.stderr}`);
  assert.match(result.stderr, /^sealcart: /);
  assert.match(result.stderr, message);
  assert.equal(result.stdout, '');
}
const write = (name, text) => {
  const file = path.join(world.folder, name);
  fs.writeFileSync(file, text);
  return file;
};

test('wrong use ends with 2, says what is wrong on standard error, and points to the help', async () => {
  for (const args of [[], ['mall'], ['mall', 'serve'], ['nonsense'], ['mall', 'serve', '--config'], ['mall', 'serve', '--config', '/nowhere'],
    ['credit', 'customer'], ['mall', 'partner', 'add', 'x'], ['mall', 'keys', 'rotate', '--config', world.mall.config_file, '--overlap', '-1'],
    ['mall', 'purchases', 'list', '--config', world.mall.config_file, '--most', '0'], ['demo', '--store', 'oracle'], ['demo', '--port-base', '80']]) {
    const result = await sealcart(args);
    assert.equal(result.code, 2, args.join(' '));
    assert.match(result.stderr, /^sealcart: .*See sealcart.* --help\n$/s);
    assert.equal(result.stdout, '');
  }
});

test('every verb has help', async () => {
  for (const verb of ['mall init', 'mall serve', 'mall partner add', 'mall partner list', 'mall partner test', 'mall partner stop', 'mall keys rotate', 'mall keys list',
    'mall catalogue import', 'mall catalogue export', 'mall catalogue list', 'mall purchases list', 'credit init', 'credit serve', 'credit customer add',
    'credit customer import', 'credit customer list', 'credit customer limit', 'credit customer lock', 'credit customer unlock', 'credit ledger check',
    'credit settlements list', 'demo']) {
    const result = await sealcart([...verb.split(' '), '--help']);
    assert.equal(result.code, 0, verb);
    assert.ok(result.stdout.length > 50, verb);
    assert.equal(result.stderr, '');
  }
});

test('partner list tells whom a party works with', async () => {
  const list = json(await world.mall.cli('partner', 'list', '--json'));
  assert.deepEqual(list.map((p) => p.id), ['credit-a', 'credit-b', 'credit-c', 'shipping-s', 'shipping-t']);
  assert.equal(list[0].origin, world.a.url);
  assert.equal(list[0].api, world.a.api);
  assert.equal(list[0].page, `${world.a.url}/pay`);
  assert.equal(list[0].role, 'credit');
  assert.equal(list[0].active, true);
  assert.equal(list[0].keys.length, 1);
  const text = (await world.mall.cli('partner', 'list')).stdout;
  assert.match(text, /^credit-a +credit +active +https:\/\/credit-a\.localhost:\d+ +Credit company A$/m);
});

test('partner test connects and compares the keys', async () => {
  const told = json(await world.mall.cli('partner', 'test', 'credit-a', '--json'));
  assert.equal(told.protocol, 'TLSv1.3');
  assert.match(told.subject, /credit-a\.localhost/);
  assert.ok(told.issuer && told.not_after && told.cipher);
  assert.deepEqual([told.keys, told.keys_pinned], [1, 1]);
  assertFailed(await world.mall.cli('partner', 'test', 'nobody'), /There is no partner 'nobody'/);
  assertFailed(await world.mall.cli('partner', 'test', 'credit-b'), /credit-b\.localhost/); // it is not running
});

test('partner add refuses what it cannot reach or what is somebody else', async () => {
  const before = json(await world.mall.cli('partner', 'list', '--json'));
  assertFailed(await world.mall.cli('partner', 'add', 'other', 'https://credit-b.localhost:1'), /credit-b\.localhost/);
  assertFailed(await world.mall.cli('partner', 'add', 'Bad Name', world.a.api), /a-z, 0-9 and -/);
  assertFailed(await world.mall.cli('partner', 'add', 'other', world.a.api.replace('credit-a', 'credit-b')), /partner|certificate|verify/i);
  assert.deepEqual(json(await world.mall.cli('partner', 'list', '--json')), before);
});

test('partner stop and resume take effect in the running server', async () => {
  assertFailed(await world.mall.cli('partner', 'stop', 'nobody'), /There is no partner/);
  assert.equal((await world.mall.cli('partner', 'stop', 'credit-a')).code, 0);
  const shopper = new Shopper(world);
  await shopper.tick('wall-snowferry');
  await until(async () => !(await shopper.toSettlement()).hasForm('/confirm/credit-a'), 'the company leaving');
  assert.match((await world.mall.cli('partner', 'list')).stdout, /^credit-a +credit +inactive/m);
  const gone = await shopper.browser.get(`${world.mall.url}/confirm/credit-a`);
  assert.equal(gone.code, 'company-unknown');
  assert.equal((await world.mall.cli('partner', 'resume', 'credit-a')).code, 0);
  await until(async () => (await shopper.toSettlement()).hasForm('/confirm/credit-a'), 'the company coming back');
});

test('keys rotate adds a key; keys list prints public halves alone', async () => {
  const list = async () => json(await world.a.cli('keys', 'list')).keys;
  assert.equal((await list()).length, 1);
  const rotated = await world.a.cli('keys', 'rotate', '--overlap', '100');
  assert.equal(rotated.code, 0);
  assert.match(rotated.stderr, /takes over in 100 seconds/);
  const keys = await list();
  assert.equal(keys.length, 2);
  assert.equal(keys[1].nbf - keys[0].exp, 0);
  for (const key of keys) assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'exp', 'kid', 'kty', 'nbf', 'use', 'x']);
  await until(async () => (await world.browser().get(`${world.a.url}/.well-known/jwks.json`)).json.keys.length === 2, 'the running server publishing it');
});

test('keys and configuration are for their owner alone', () => {
  for (const party of [world.mall, world.a]) {
    for (const name of ['keys/signing.json', 'keys/server.secret', 'desk/desk.key', 'desk/passphrase']) {
      assert.equal(fs.statSync(path.join(party.data_dir, name)).mode & 0o077, 0, name);
    }
    for (const name of ['', 'keys', 'desk']) assert.equal(fs.statSync(path.join(party.data_dir, name)).mode & 0o077, 0, name);
  }
});

test('catalogue import reports every fault with line and column, and imports nothing', async () => {
  const before = json(await world.mall.cli('catalogue', 'list', '--json'));
  const file = write('bad.csv', ['sku,name,price,currency,kind,stock,picture', 'good-one,Good,100,JPY,digital,,', 'bad sku,Name,100,JPY,digital,,',
    'x1,,100,JPY,digital,,', 'x2,Name,free,JPY,digital,,', 'x3,Name,100,XXX,digital,,', 'x4,Name,100,JPY,service,,', 'x5,Name,100,JPY,physical,-1,',
    'x6,Name,100,JPY,physical,1,../etc/passwd', 'x7,Name,100,JPY,physical,1,missing.svg', 'good-one,Twice,100,JPY,digital,,', 'x8,Name,100'].join('\n'));
  const result = await world.mall.cli('catalogue', 'import', file);
  assertFailed(result, /nothing was imported/);
  for (const [line, column] of [[3, 'sku'], [4, 'name'], [5, 'price'], [6, 'currency'], [7, 'kind'], [8, 'stock'], [9, 'picture'], [11, 'sku'], [12, '']]) {
    assert.match(result.stderr, new RegExp(`line ${line}${column && `, ${column}`}:`), `line ${line}`);
  }
  assert.deepEqual(json(await world.mall.cli('catalogue', 'list', '--json')), before);
  assertFailed(await world.mall.cli('catalogue', 'import', write('empty.csv', '')), /empty/);
  assertFailed(await world.mall.cli('catalogue', 'import', write('head.csv', 'sku,colour\n')), /colour/);
  assertFailed(await world.mall.cli('catalogue', 'import', '/nowhere.csv'), /cannot read \/nowhere\.csv/);
  const lone = write('picture.csv', 'sku,name,price,currency,kind,stock,picture\nx7,Name,100,JPY,physical,1,missing.svg\n');
  assertFailed(await world.mall.cli('catalogue', 'import', lone), /missing\.svg/);
});

test('catalogue export and import are each other’s inverse, and --dry-run changes nothing', async () => {
  const text = (await world.mall.cli('catalogue', 'export')).stdout;
  const before = json(await world.mall.cli('catalogue', 'list', '--json'));
  assert.equal(json(await world.mall.cli('catalogue', 'import', write('same.csv', text), '--json')).products, before.length);
  assert.equal((await world.mall.cli('catalogue', 'export')).stdout, text);
  const one = write('one.csv', 'sku,name,price,currency,kind\nnew-thing,New Thing,123,JPY,digital\n');
  assert.equal(json(await world.mall.cli('catalogue', 'import', one, '--dry-run', '--json')).dry_run, true);
  assert.equal(json(await world.mall.cli('catalogue', 'list', '--json')).length, before.length);
  assert.equal((await world.mall.cli('catalogue', 'import', one)).code, 0);
  const shopper = new Shopper(world);
  await until(async () => (await shopper.find('New Thing')).text.includes('¥123'), 'the new product in the running shop');
});

test('customer import reports every fault without repeating what was typed, and registers nobody', async () => {
  const before = json(await world.a.cli('customer', 'list', '--json'));
  const heading = 'name,address,phone,email,employer,password,card,currency,limit,check_words';
  const good = (card, email) => `"Someone Else","1 Road","+1","${email}","Works","long-enough-password",${card},JPY,1000,"a b c"`;
  const file = write('customers.csv', [heading, good(strangeCard(50), 'one@mail.example'), good('1234567890123456', 'two@mail.example'),
    good(strangeCard(51), 'no address'), `"Name","1 Road","+1","three@mail.example","Works","short",${strangeCard(52)},JPY,1000,""`,
    `"Name","1 Road","+1","four@mail.example","Works","long-enough-password",${strangeCard(53)},XXX,1000,""`,
    `"Name","1 Road","+1","five@mail.example","Works","long-enough-password",${strangeCard(54)},JPY,10.5,""`].join('\n'));
  const result = await world.a.cli('customer', 'import', file);
  assert.equal(result.code, 1);
  for (const [line, column] of [[3, 'card'], [4, 'email'], [5, 'password'], [6, 'currency'], [7, 'limit']]) {
    assert.match(result.stderr, new RegExp(`line ${line}, column ${column}:`));
  }
  for (const secret of ['1234567890123456', 'long-enough-password', 'short\n', strangeCard(52)]) assert.equal(result.stderr.includes(secret), false);
  assert.deepEqual(json(await world.a.cli('customer', 'list', '--json')), before);
  const twice = write('twice.csv', [heading, good(world.customer('A1').card, 'six@mail.example')].join('\n'));
  assert.equal((await world.a.cli('customer', 'import', twice)).code, 1);
  assert.deepEqual(json(await world.a.cli('customer', 'list', '--json')), before);
});

test('customers are added, listed, limited, locked and unlocked', async () => {
  const card = strangeCard(60);
  const password = write('password', 'a-password-for-tests\n');
  const added = json(await world.a.cli('customer', 'add', '--name', 'Added Customer', '--address', '1 Road', '--phone', '+1', '--email', 'added@mail.example',
    '--employer', 'Works', '--card', card, '--currency', 'JPY', '--limit', '2000', '--password-file', password, '--json'));
  assert.equal(added.customers.length, 1);
  const row = async () => json(await world.a.cli('customer', 'list', '--json')).find((c) => c.email === 'added@mail.example');
  assert.deepEqual([(await row()).limit, (await row()).available, (await row()).card_last4], [2000, 2000, card.slice(-4)]);
  const text = (await world.a.cli('customer', 'list')).stdout;
  assert.match(text, /Added Customer/);
  assert.equal(text.includes(card), false);
  const me = { company: world.a, name: 'Added Customer', card, password: 'a-password-for-tests' };

  const shopper = new Shopper(world);
  assert.equal((await shopper.buy('sound-harborfog', me)).outcome, 'OK');
  assert.equal(await available(me), 2000 - 815);
  assertFailed(await world.a.cli('customer', 'limit', '--email', 'added@mail.example', '500'), /limit|spent|used/i);
  assert.equal((await world.a.cli('customer', 'limit', '--email', 'added@mail.example', '900')).code, 0);
  assert.equal(await available(me), 85);
  assertFailed(await world.a.cli('customer', 'limit', '--email', 'added@mail.example', 'much'), /not an amount/);
  assertFailed(await world.a.cli('customer', 'limit', '--email', 'nobody@mail.example', '900'), /no such card/);
  assertFailed(await world.a.cli('customer', 'lock'), /say whose/);

  assert.equal((await world.a.cli('customer', 'lock', '--email', 'added@mail.example')).code, 0);
  assert.equal((await row()).locked, true);
  const locked = new Shopper(world);
  await locked.order('seeds-bellradish');
  await locked.openCard();
  assert.equal((await locked.pay(me)).status, 423);
  assert.equal((await world.a.cli('customer', 'unlock', '--email', 'added@mail.example')).code, 0);
  await locked.pay(me);
  assert.equal(locked.result.outcome, 'NO', '330 of 85');
});

test('purchases and settlements are listed without anything of the other side', async () => {
  const purchases = json(await world.mall.cli('purchases', 'list', '--json'));
  assert.ok(purchases.length >= 2);
  for (const p of purchases) {
    assert.deepEqual(Object.keys(p).sort(), ['amount', 'created', 'currency', 'handovers', 'number', 'state']);
    for (const h of p.handovers) assert.deepEqual(Object.keys(h).sort(), ['answered', 'company', 'created', 'number', 'state']);
  }
  const settlements = json(await world.a.cli('settlements', 'list', '--json'));
  assert.deepEqual(new Set(settlements.map((s) => s.purchase)), new Set(purchases.flatMap((p) => p.handovers).filter((h) => h.company === 'credit-a' && h.state !== 'pending').map((h) => h.number)));
  assert.equal(json(await world.a.cli('settlements', 'list', '--most', '1', '--json')).length, 1);
});

test('ledger check passes on sound books and fails on others', async () => {
  const told = json(await world.a.cli('ledger', 'check', '--json'));
  assert.deepEqual(told.breaches, []);
  assert.ok(told.settlements > 0);
  assert.match((await world.a.cli('ledger', 'check')).stdout, /The books balance/);
  const broken = world.party('credit-c');
  await broken.store.change('UPDATE posting SET amount = amount + 1, balance = balance + 1 WHERE account % 16 = 1 AND seq = (SELECT max(seq) FROM posting) AND account = (SELECT min(account) FROM posting WHERE account % 16 = 1)');
  const result = await broken.cli('ledger', 'check');
  assert.equal(result.code, 1);
  assert.match(result.stdout, /BREACH: /);
});

test("a party's verb refuses the other party's configuration, and a misspelt setting", async () => {
  const wrong = await sealcart(['credit', 'ledger', 'check', '--config', world.mall.config_file]);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /is the configuration of a mall/);
  const config = write('typo.toml', world.mall.config.replace('[limits]', '[limits]\nrequest_per_second = 1'));
  const typo = await sealcart(['mall', 'serve', '--config', config]);
  assert.equal(typo.code, 1);
  assert.match(typo.stderr, /unknown setting 'limits\.request_per_second'/);
  const nowhere = await sealcart(['mall', 'serve', '--config', write('nowhere.toml', world.mall.config.replace('Asia/Tokyo', 'Asia/Nowhere'))]);
  assertFailed(nowhere, /'time_zone' Asia\/Nowhere is unknown: write a name such as Asia\/Tokyo/);
  const own = write('own.toml', `${world.mall.config}\n[mall]\npage_sise = 3\n`);
  assert.match((await sealcart(['mall', 'catalogue', 'list', '--config', write('broken.toml', 'role = ')])).stderr, /line 1/);
  assert.ok(own);
});

test('serve says why it cannot start', async () => {
  const second = await sealcart(['mall', 'serve', '--config', world.mall.config_file]);
  assert.equal(second.code, 1, 'the address is taken');
  assert.match(second.stderr, /^sealcart: /);
});

test('init makes a folder once, and never overwrites keys', async () => {
  const folder = path.join(world.folder, 'made');
  const passphrase = write('passphrase', 'a passphrase for tests\n');
  const args = ['mall', 'init', folder, '--name', 'Made', '--origin', 'https://made.example', '--api', 'https://made.example:8443', '--passphrase-file', passphrase];
  const made = await sealcart(args);
  assert.equal(made.code, 0, made.stderr);
  const key = fs.readFileSync(path.join(folder, 'keys', 'signing.json'));
  assert.match(fs.readFileSync(path.join(folder, 'mall.toml'), 'utf8'), /^time_zone = "UTC"$/m);
  const again = await sealcart(args);
  assertFailed(again, /exists already: nothing was changed/);
  assert.deepEqual(fs.readFileSync(path.join(folder, 'keys', 'signing.json')), key);
  assertFailed(await sealcart([...args.slice(0, 2), path.join(world.folder, 'other'), ...args.slice(3, 6), 'http://made.example', ...args.slice(7)]), /is not an origin/);
  assertFailed(await sealcart([...args.slice(0, 2), path.join(world.folder, 'other'), ...args.slice(3), '--time-zone', 'Tokyo']), /--time-zone Tokyo is unknown: write a name such as/);
});

test('the demo starts, says ready, describes itself, ends all that it started, and finds everything again', () => onFreePorts(20, async (base) => {
  const folder = makeFolder('sealcart-demo-');
  const args = ['demo', '--data', path.join(folder, 'data'), '--goods', path.join(root, 'demo'), '--port-base', String(base)];
  const alive = (pid) => {
    try {
      return !fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
    } catch {
      return false;
    }
  };
  const childrenOf = (pid) => fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  try {
    let card;
    for (let round = 0; round < 2; ++round) {
      const demo = launch(binary, args, { endedBy: 'SIGTERM' });
      let said = '';
      demo.stdout.on('data', (d) => (said += d));
      demo.stderr.on('data', (d) => (said += d));
      await until(() => /^ready /m.test(said) || demo.exitCode !== null, 'ready', 90);
      assert.match(said, new RegExp(`^ready https://mall\\.localhost:${base}/$`, 'm'), said);
      const told = JSON.parse(fs.readFileSync(path.join(folder, 'data', 'demo.json'), 'utf8'));
      assert.deepEqual(Object.keys(told), ['ca_file', 'knowledge_url', 'mail_dir', 'mall', 'credit', 'shipping']);
      assert.deepEqual(told.credit.map((c) => c.name), ['A', 'B', 'C']);
      assert.deepEqual(told.shipping.map((s) => s.name), ['S', 'T']);
      for (const party of [told.mall, ...told.credit, ...told.shipping]) {
        for (const key of ['name', 'url', 'config_file', 'data_dir', 'log_file', 'desk_key_file']) assert.equal(typeof party[key], 'string', key);
        for (const key of ['config_file', 'data_dir', 'desk_key_file']) assert.ok(fs.existsSync(party[key]), key);
      }
      for (const customer of told.credit.flatMap((c) => c.customers)) {
        assert.deepEqual(Object.keys(customer).sort(), ['balance', 'card', 'check_words', 'currency', 'email', 'expect', 'name', 'password']);
        assert.ok(said.includes(customer.card) && said.includes(customer.password), 'the test cards are printed');
      }
      if (card) assert.equal(told.credit[0].customers[0].card, card);
      card = told.credit[0].customers[0].card;
      const servers = childrenOf(demo.pid);
      assert.equal(servers.length, 13); // with their desks, and the mail sink
      const ended = new Promise((resolve) => demo.once('exit', (code, signal) => resolve(code ?? signal)));
      demo.kill(round ? 'SIGINT' : 'SIGTERM');
      assert.equal(await ended, 0);
      for (const pid of servers) assert.equal(alive(pid), false);
    }
    const other = await sealcart([...args.slice(0, -1), String(base + 100)]);
    assertFailed(other, /--reset/);
    const mine = fs.mkdtempSync(path.join(folder, 'mine-'));
    fs.writeFileSync(path.join(mine, 'precious'), 'x');
    assertFailed(await sealcart(['demo', '--data', mine, '--reset', '--goods', path.join(root, 'demo'), '--port-base', String(base)]), /holds something else/);
    assert.ok(fs.existsSync(path.join(mine, 'precious')));
  } finally {
    removeFolder(folder);
  }
}));
