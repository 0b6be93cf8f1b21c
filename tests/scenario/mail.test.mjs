// Mail through real SMTP servers: the demo's mail sink, and servers that misbehave. Needs the target test_tools.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { binary, launch, makeFolder, removeFolder, root, run, succeed, until } from '../lib/program.mjs';

const tool = path.join(path.dirname(binary), 'tests/mail_send');
const login = { user: 'credit-a', password: 'a password of the demo' };
const date = 1795907742; // Sat, 28 Nov 2026 23:15:42 +0000
let folder;
const at = (name) => path.join(folder, name);

async function certificate(name, host) {
  await succeed('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${host}`,
    '-addext', `subjectAltName=DNS:${host}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)]);
}

before(async () => {
  folder = makeFolder('sealcart-mail-');
  await certificate('server', 'localhost');
  await certificate('elsewhere', 'mail.example');
  fs.writeFileSync(at('login'), `${login.user} ${login.password}\n`, { mode: 0o600 });
});
after(() => removeFolder(folder));

// A running mail sink with a folder of its own; ended with the test.
async function sink(t, { tls = 'starttls', shown = 'server', signIn = true } = {}) {
  const dir = fs.mkdtempSync(at('sink-'));
  const child = launch(path.join(root, 'demo/mail_sink.py'), ['--dir', dir, '--port', '0', '--tls', tls,
    ...(tls === 'none' ? [] : ['--certificate', at(`${shown}.crt`), '--key', at(`${shown}.key`)]), ...(signIn ? ['--login', at('login')] : [])]);
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  child.stderr.on('data', (data) => (said += data));
  const end = async () => {
    if (child.exitCode !== null) return child.exitCode;
    child.kill('SIGTERM');
    return new Promise((resolve) => child.once('exit', resolve));
  };
  t.after(end);
  const port = await until(() => {
    assert.equal(child.exitCode, null, said);
    return Number(/^ready (\d+)$/m.exec(said)?.[1]);
  }, 'a mail sink');
  const server = { host: 'localhost', port, security: tls === 'implicit' ? 'tls' : tls, ca_file: at(`${shown}.crt`), ...(signIn ? login : {}) };
  return { dir, server, end, kept: () => fs.readdirSync(dir).sort() };
}

const message = (changed = {}) => ({
  from: { name: 'Credit A', address: 'post@credit-a.example' }, to: { name: 'Anna', address: 'anna@mail.example' },
  subject: 'Your parcel', text: 'It is here.\n', message_id: '1@credit-a.example', date, attachments: [], ...changed,
});

async function send(server, ...messages) {
  const said = await succeed(tool, [], { input: JSON.stringify({ server, messages }) });
  return said.trim().split('\n').map((line) => JSON.parse(line));
}
async function assertRefused(sent, status, code, detail) {
  const [problem] = await sent;
  assert.equal(problem.code, code, JSON.stringify(problem));
  assert.equal(problem.status, status);
  assert.match(problem.detail, detail);
}

// What an independent reader (Python's) makes of a kept message.
const reader = `
import email, email.policy, hashlib, json, sys
m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
print(json.dumps({
  'headers': {k.lower(): str(v) for k, v in m.items()}, 'to': [[a.display_name, a.addr_spec] for a in m['to'].addresses],
  'from': [[a.display_name, a.addr_spec] for a in m['from'].addresses],
  'text': m.get_body(('plain',)).get_content(), 'defects': [str(d) for p in m.walk() for d in p.defects],
  'attachments': [{'name': a.get_filename(), 'type': a.get_content_type(), 'sha256': hashlib.sha256(a.get_payload(decode=True)).hexdigest()}
                  for a in m.iter_attachments()]}))`;
const read = async (kept, name = '0001.eml') => JSON.parse(await succeed('/usr/bin/python3', ['-c', reader, path.join(kept.dir, name)]));
const sha256 = async (file) => (await succeed('sha256sum', [file])).slice(0, 64);

for (const [name, options] of [['STARTTLS', {}], ['implicit TLS', { tls: 'implicit' }]]) {
  test(`a message with Japanese texts and 5 MiB arrives as it was, over ${name} with sign-in`, async (t) => {
    const server = await sink(t, options);
    fs.writeFileSync(at('parcel.age'), randomBytes(5 << 20));
    const subject = '小包が届きました。店からの荷物を、この手紙に添えてお送りします: 2026年11月 𠮷野家';
    const text = `田中様\n\n.\n.点で始まる行\n${'長い行 '.repeat(400)}\nEnd = done\n`;
    const sent = await send(server.server, message({
      subject, text, to: { name: '田中 花子', address: 'hanako@mail.example' },
      attachments: [{ name: '荷物 "1".age', type: 'application/octet-stream', file: at('parcel.age') },
        { name: 'statement.pdf', type: 'application/pdf', bytes: '%PDF-1.7 …' }],
    }));
    assert.deepEqual(sent, [{ accepted: 250 }]);
    const arrived = await read(server);
    assert.deepEqual(arrived.defects, []);
    assert.equal(arrived.headers.subject, subject);
    assert.deepEqual(arrived.to, [['田中 花子', 'hanako@mail.example']]);
    assert.deepEqual(arrived.from, [['Credit A', 'post@credit-a.example']]);
    assert.equal(arrived.headers.date, 'Sat, 28 Nov 2026 23:15:42 +0000');
    assert.equal(arrived.headers['message-id'], '<1@credit-a.example>');
    assert.equal(arrived.headers['auto-submitted'], 'auto-generated');
    assert.equal(arrived.text, text);
    assert.deepEqual(arrived.attachments.map(({ name, type }) => [name, type]),
      [['荷物 "1".age', 'application/octet-stream'], ['statement.pdf', 'application/pdf']]);
    assert.equal(arrived.attachments[0].sha256, await sha256(at('parcel.age')));
    const raw = fs.readFileSync(path.join(server.dir, '0001.eml'), 'latin1');
    assert.doesNotMatch(raw, /[^\x00-\x7f]/, 'a byte beyond ASCII');
    assert.ok(raw.split('\r\n').every((line) => line.length <= 998 && !line.includes('\n')), 'a line longer than RFC 5322 allows');
  });
}

test('a large file is read while it is sent', async (t) => {
  const { server } = await sink(t);
  fs.writeFileSync(at('large'), randomBytes(40 << 20));
  const input = JSON.stringify({ server, messages: [message({ attachments: [{ name: 'l', type: 'a/b', file: at('large') }] })] });
  const script = 'import resource, subprocess, sys; r = subprocess.run([sys.argv[1]], stdin=sys.stdin); '
    + 'print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)';
  const [answer, kibibytes] = (await succeed('/usr/bin/python3', ['-c', script, tool], { input })).trim().split('\n');
  assert.deepEqual(JSON.parse(answer), { accepted: 250 });
  assert.ok(Number(kibibytes) < 30 << 10, `${kibibytes} KiB of memory`);
});

// Passes everything on to `port`, and counts the connections.
function counter(t, port) {
  const counted = { connections: 0 };
  const proxy = net.createServer((socket) => {
    ++counted.connections;
    const onward = net.connect(port, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const end of [socket, onward]) end.on('error', () => {});
  });
  t.after(() => proxy.close());
  return new Promise((resolve) => proxy.listen(0, '127.0.0.1', () => resolve(Object.assign(counted, { port: proxy.address().port }))));
}

test('several messages go over one connection, and over a new one after a refusal', async (t) => {
  const { server, kept } = await sink(t);
  const way = await counter(t, server.port);
  const to = (address) => message({ to: { name: '', address } });
  const sent = await send({ ...server, port: way.port }, ...['a', 'b', 'c'].map((name) => to(`${name}@mail.example`)));
  assert.deepEqual(sent.map((each) => each.accepted), [250, 250, 250]);
  assert.equal(way.connections, 1);
  const mixed = await send({ ...server, port: way.port }, to('bounce@mail.example'), to('later@mail.example'), to('d@mail.example'), to('later@mail.example'));
  assert.deepEqual(mixed.map((each) => each.accepted ?? each.code), ['mail-refused', 'mail-unavailable', 250, 250]);
  assert.equal(kept().length, 5);
});

test('what is refused for good is told from what can be tried again, by codes and without the words of the server', async (t) => {
  const { server, kept } = await sink(t);
  const to = (address) => [message({ to: { name: '', address } })];
  await assertRefused(send(server, ...to('bounce@mail.example')), 422, 'mail-refused', /\(550 5\.1\.1\)/);
  await assertRefused(send(server, ...to('later@mail.example')), 503, 'mail-unavailable', /\(451\)/);
  const [refused] = await send(server, ...to('bounce@mail.example'));
  assert.doesNotMatch(JSON.stringify(refused), /mail\.example|mailbox/);
  fs.writeFileSync(at('huge'), Buffer.alloc(61 << 20));
  await assertRefused(send(server, message({ attachments: [{ name: 'h', type: 'a/b', file: at('huge') }] })), 422, 'mail-refused', /\(552/);
  assert.deepEqual(kept(), []);
});

test('a wrong password is the settings’ fault and not the message’s', async (t) => {
  const { server, kept } = await sink(t);
  await assertRefused(send({ ...server, password: 'another' }, message()), 503, 'mail-sign-in', /user and password/);
  await assertRefused(send({ ...server, user: '', password: '' }, message()), 503, 'mail-unavailable', /\(530\)/);
  assert.deepEqual(kept(), []);
});

test('nothing is said to a server whose certificate is not right', async (t) => {
  const { server } = await sink(t);
  await assertRefused(send({ ...server, ca_file: at('elsewhere.crt') }, message()), 503, 'mail-unavailable', /certificate/);
  await assertRefused(send({ ...server, ca_file: '' }, message()), 503, 'mail-unavailable', /certificate/);
  const other = await sink(t, { shown: 'elsewhere' }); // trusted, but another host's
  await assertRefused(send(other.server, message()), 503, 'mail-unavailable', /certificate/);
  assert.deepEqual(other.kept(), []);
});

test('without TLS nothing is sent unless the settings say so, for this machine alone', async (t) => {
  const plain = await sink(t, { tls: 'none', signIn: false });
  await assertRefused(send({ ...plain.server, security: 'starttls' }, message()), 503, 'mail-unavailable', /reached/);
  await assertRefused(send({ ...plain.server, security: 'tls' }, message()), 503, 'mail-unavailable', /reached/);
  assert.deepEqual(plain.kept(), []);
  assert.deepEqual(await send(plain.server, message()), [{ accepted: 250 }]);
  await assertRefused(send({ ...plain.server, host: 'mail.example' }, message()), 500, 'mail-settings', /without TLS/);
});

test('no field of a message can add a header, a recipient or a command', async (t) => {
  const kept = await sink(t);
  for (const forged of [{ subject: 'a\r\nBcc: eve@mail.example' }, { to: { name: '', address: 'a@b>\r\nRCPT TO:<eve@mail.example' } },
    { from: { name: 'x\n\nforged', address: 'post@credit-a.example' } }, { message_id: '1@b>\r\nX: y' },
    { attachments: [{ name: 'a\r\nX: y', type: 'a/b', bytes: '' }] }, { attachments: [{ name: 'a', type: 'a/b\r\nX: y', bytes: '' }] }]) {
    await assertRefused(send(kept.server, message(forged)), 422, 'mail-malformed', /./);
  }
  assert.deepEqual(kept.kept(), []);
  const text = 'x\n.\nQUIT\n\n.\nMAIL FROM:<eve@mail.example>\n';
  await send(kept.server, message({ text }));
  assert.deepEqual(kept.kept(), ['0001.eml']);
  assert.equal((await read(kept)).text, text);
});

// A server that says what it is told to and then nothing more.
function babbler(t, ...lines) {
  return new Promise((resolve) => {
    const sockets = new Set();
    const server = net.createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      const left = [...lines];
      const say = () => {
        const line = left.shift();
        if (line === 'close') socket.destroy();
        else if (line) socket.write(`${line}\r\n`);
      };
      say();
      socket.on('data', say);
    });
    t.after(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    server.listen(0, '127.0.0.1', () => resolve({ host: '127.0.0.1', port: server.address().port, security: 'none', longest_silence: 1 }));
  });
}

test('a server that is absent, silent, breaks off or refuses everybody can be tried again', async (t) => {
  const unavailable = (server, detail) => assertRefused(send(server, message()), 503, 'mail-unavailable', detail);
  await unavailable({ ...(await babbler(t)), port: 1 }, /reached/);
  await unavailable(await babbler(t), /reached/); // silent
  await unavailable(await babbler(t, '220 hello', '250 hello', '250 sender', 'close'), /reached/);
  await unavailable(await babbler(t, '554 not for you'), /\(554\)/);
  await unavailable(await babbler(t, '421 busy'), /\(421\)/);
  await unavailable(await babbler(t, '220 hello', '250 hello', '250 sender', '250 recipient', '354 go on', 'close'), /reached/);
});

test('a message that is refused after its last line is refused for good', async (t) => {
  const server = await babbler(t, '220 hello', '250 hello', '250 sender', '250 recipient', '354 go on', '554 5.6.0 not this');
  await assertRefused(send(server, message()), 422, 'mail-refused', /\(554 5\.6\.0\)/);
});

test('the sink ends cleanly, and the demo’s reader lists, prints and saves what it kept', async (t) => {
  const kept = await sink(t);
  await send(kept.server, message({ subject: '小包', attachments: [{ name: '../荷.txt', type: 'text/plain', bytes: 'goods' }] }), message());
  assert.equal(await kept.end(), 0);
  const show = (...args) => run(path.join(root, 'demo/read_mail'), [kept.dir, ...args]);
  const list = await show();
  assert.match(list.stdout, /^ {3}1 .*anna@mail\.example.*小包\n {6}\+ _荷\.txt \(5 B\)\n {3}2 .*Your parcel\n$/);
  const one = await show('1', '--save', at('saved'));
  assert.match(one.stdout, /^Subject: 小包$/m);
  assert.match(one.stdout, /^It is here\.$/m);
  assert.equal(fs.readFileSync(at('saved/1-_荷.txt'), 'utf8'), 'goods');
  assert.equal((await show('3')).code, 1);
  assert.equal((await run(path.join(root, 'demo/read_mail'), [at('nowhere')])).code, 1);
});
