// The certificate authority's verbs, with the real binary, judged by the openssl program.
// SEALCART_BIN: the binary (default build/release/sealcart).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const binary = path.resolve(process.env.SEALCART_BIN ?? path.join(root, 'build/release/sealcart'));
const passphrase = 'a passphrase for tests';
let folder;
let passphraseFile;

// Runs a program to its end. `input` goes to standard input, `fd3` to descriptor 3. Detached: in a session of its own,
// without a terminal to ask on.
function run(program, args, { input = '', fd3, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['pipe', 'pipe', 'pipe', ...(fd3 === undefined ? [] : ['pipe'])];
    const child = spawn(program, args, { cwd: folder, stdio, detached: true, env: { ...process.env, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    for (const stream of [child.stdin, child.stdio[3]]) stream?.on('error', () => {}); // it may end without reading
    child.stdin.end(input);
    if (fd3 !== undefined) child.stdio[3].end(fd3);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const sealcart = (args, options) => run(binary, args, options);
const ca = (verb, ...args) => sealcart(['ca', verb, ...args, '--passphrase-file', passphraseFile]);
async function ok(promise) {
  const result = await promise;
  assert.equal(result.code, 0, result.stderr);
  return result;
}
const request = (name, ...hosts) =>
  ok(sealcart(['ca', 'request', ...hosts.flatMap((h) => ['--name', h]), '--key', `${name}.key`, '--out', `${name}.csr`]));
const file = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
const verify = (certificate, ...more) =>
  run('openssl', ['verify', '-CAfile', 'ca/root.crt', '-untrusted', 'ca/intermediate.crt', '-CRLfile', 'ca/crl.pem',
    '-crl_check_all', '-x509_strict', ...more, certificate]);

async function issue(name, hosts = [`${name}.example`], ...options) {
  await request(name, ...hosts);
  const { stdout } = await ok(ca('issue', 'ca', `${name}.csr`, '--out', `${name}.crt`, '--json', ...options));
  return JSON.parse(stdout);
}

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sealcart-ca-'));
  passphraseFile = path.join(folder, 'passphrase');
  fs.writeFileSync(passphraseFile, passphrase + '\n', { mode: 0o600 });
  await ok(ca('init', 'ca', '--name', 'Scenario'));
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

test('an issued certificate is good for servers and clients, by name, with revocation checked', async () => {
  const issued = await issue('good', ['good.example', '127.0.0.1']);
  assert.match(issued.serial, /^[0-9a-f]{32}$/);
  assert.deepEqual(issued.names, ['good.example', '127.0.0.1']);
  assert.equal(issued.state, 'valid');
  assert.equal(issued.file, 'good.crt');
  for (const purpose of ['sslserver', 'sslclient']) await ok(verify('good.crt', '-purpose', purpose));
  await ok(verify('good.crt', '-verify_hostname', 'good.example'));
  await ok(verify('good.crt', '-verify_ip', '127.0.0.1'));
  const other = await verify('good.crt', '-verify_hostname', 'other.example');
  assert.match(other.stderr, /hostname mismatch/i);
  // The file is a whole chain: with the root alone it verifies.
  await ok(run('openssl', ['verify', '-CAfile', 'ca/root.crt', '-untrusted', 'good.crt', 'good.crt']));
});

test('the key made by request is its certificate\'s, private, and never overwritten', async () => {
  await issue('keyed');
  assert.equal(fs.statSync(path.join(folder, 'keyed.key')).mode & 0o777, 0o600);
  const ofKey = await ok(run('openssl', ['pkey', '-in', 'keyed.key', '-pubout']));
  const ofCertificate = await ok(run('openssl', ['x509', '-in', 'keyed.crt', '-noout', '-pubkey']));
  assert.equal(ofKey.stdout, ofCertificate.stdout);
  const key = file('keyed.key');
  const again = await sealcart(['ca', 'request', '--name', 'keyed.example', '--key', 'keyed.key', '--out', 'again.csr']);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /^sealcart: .*keyed\.key exists already/);
  assert.equal(file('keyed.key'), key);
});

test('a request made by openssl is taken; its wish to be an authority is not', async () => {
  await ok(run('openssl', ['req', '-new', '-newkey', 'rsa:2048', '-noenc', '-keyout', 'foreign.key', '-out', 'foreign.csr',
    '-subj', '/CN=someone', '-addext', 'subjectAltName=DNS:foreign.example', '-addext', 'basicConstraints=critical,CA:TRUE']));
  await ok(ca('issue', 'ca', 'foreign.csr', '--out', 'foreign.crt'));
  await ok(verify('foreign.crt', '-purpose', 'sslserver'));
  const { stdout } = await ok(run('openssl', ['x509', '-in', 'foreign.crt', '-noout', '-ext', 'basicConstraints']));
  assert.match(stdout, /CA:FALSE/);
});

test('revoking refuses that certificate and no other', async () => {
  const bad = await issue('bad');
  await issue('bystander');
  await ok(verify('bad.crt'));
  const { stdout } = await ok(ca('revoke', 'ca', 'bad.crt', '--reason', 'keyCompromise', '--json'));
  const revoked = JSON.parse(stdout);
  assert.equal(revoked.serial, bad.serial);
  assert.equal(revoked.state, 'revoked');
  assert.equal(revoked.reason, 'keyCompromise');
  const refused = await verify('bad.crt');
  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /certificate revoked/);
  await ok(verify('bystander.crt'));
  const renewal = await ca('renew', 'ca', bad.serial, '--out', 'bad2.crt');
  assert.equal(renewal.code, 1);
  assert.match(renewal.stderr, /revoked certificate is not renewed/);
  assert.equal(fs.existsSync(path.join(folder, 'bad2.crt')), false);
});

test('an expired certificate is refused, and listed as expired', async () => {
  const issued = await issue('old', undefined, '--not-before', '2020-01-01T00:00:00Z', '--not-after', '2020-02-01T00:00:00Z');
  assert.match((await verify('old.crt')).stderr, /certificate has expired/);
  const list = JSON.parse((await ok(sealcart(['ca', 'list', 'ca', '--json']))).stdout);
  const entry = list.find((e) => e.serial === issued.serial);
  assert.equal(entry.state, 'expired');
  assert.equal(entry.not_after, '2020-02-01T00:00:00Z');
  const text = (await ok(sealcart(['ca', 'list', 'ca']))).stdout;
  assert.match(text, new RegExp(`${issued.serial} +party +expired +2020-02-01T00:00:00Z +old\\.example`));
});

test('renewal keeps names and key under a new serial number', async () => {
  const first = await issue('renewed', ['renewed.example', 'desk.renewed.example']);
  const before = await ok(run('openssl', ['x509', '-in', 'renewed.crt', '-noout', '-pubkey']));
  const second = JSON.parse((await ok(ca('renew', 'ca', 'renewed.crt', '--out', 'renewed.crt', '--json'))).stdout);
  assert.notEqual(second.serial, first.serial);
  assert.equal(second.renews, first.serial);
  assert.deepEqual(second.names, first.names);
  await ok(verify('renewed.crt', '-verify_hostname', 'desk.renewed.example'));
  const after = await ok(run('openssl', ['x509', '-in', 'renewed.crt', '-noout', '-pubkey']));
  assert.equal(after.stdout, before.stdout);

  await request('rekeyed', 'renewed.example', 'desk.renewed.example');
  await ok(ca('renew', 'ca', second.serial, '--csr', 'rekeyed.csr', '--out', 'rekeyed.crt'));
  const rekeyed = await ok(run('openssl', ['x509', '-in', 'rekeyed.crt', '-noout', '-pubkey']));
  assert.equal(rekeyed.stdout, (await ok(run('openssl', ['pkey', '-in', 'rekeyed.key', '-pubout']))).stdout);
});

test('crl writes lists of both authorities, and a copy', async () => {
  await ok(ca('crl', 'ca', '--days', '3', '--out', 'copy.pem'));
  assert.equal(file('copy.pem'), file('ca/crl.pem'));
  assert.equal(file('copy.pem').match(/BEGIN X509 CRL/g).length, 2);
  const { stdout } = await ok(run('openssl', ['crl', '-in', 'copy.pem', '-noout', '-nextupdate']));
  const days = (Date.parse(stdout.replace('nextUpdate=', '')) - Date.now()) / 86_400_000;
  assert.ok(days > 2.9 && days <= 3, stdout);
});

test('the keys at rest open with the passphrase alone', async () => {
  for (const key of ['ca/root.key', 'ca/intermediate.key']) {
    assert.match(file(key), /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    assert.equal(fs.statSync(path.join(folder, key)).mode & 0o777, 0o600);
    await ok(run('openssl', ['pkey', '-in', key, '-passin', `file:${passphraseFile}`, '-noout']));
    assert.notEqual((await run('openssl', ['pkey', '-in', key, '-passin', 'pass:another one', '-noout'])).code, 0);
  }
});

test('the passphrase comes from a descriptor', async () => {
  await ok(sealcart(['ca', 'crl', 'ca', '--passphrase-fd', '0'], { input: passphrase + '\n' }));
  await ok(sealcart(['ca', 'crl', 'ca', '--passphrase-fd', '3'], { fd3: passphrase }));
  const wrong = await sealcart(['ca', 'crl', 'ca', '--passphrase-fd', '0'], { input: 'another passphrase\n' });
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /^sealcart: The passphrase does not open/);
  for (const input of ['', '\n', 'x'.repeat(2000)]) {
    assert.equal((await sealcart(['ca', 'crl', 'ca', '--passphrase-fd', '0'], { input })).code, 1);
  }
});

test('the passphrase never comes from an argument or the environment', async () => {
  for (const args of [['--passphrase', passphrase], [`--passphrase=${passphrase}`], ['-p', passphrase], [passphrase]]) {
    const result = await sealcart(['ca', 'crl', 'ca', ...args]);
    assert.equal(result.code, 2, args.join(' '));
    assert.equal((result.stdout + result.stderr).includes(passphrase), false);
  }
  const env = { PASSPHRASE: passphrase, SEALCART_PASSPHRASE: passphrase, SEALCART_CA_PASSPHRASE: passphrase };
  const result = await sealcart(['ca', 'crl', 'ca'], { env, input: passphrase + '\n' });
  assert.equal(result.code, 1);
  assert.match(result.stderr, /no terminal.*--passphrase-file or --passphrase-fd/);
});

// Types each answer when its prompt is there, on a terminal that `script` makes.
function onTerminal(args, answers) {
  return new Promise((resolve, reject) => {
    const command = [binary, ...args].map((a) => `'${a}'`).join(' ');
    const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: folder });
    let output = '';
    let answered = 0;
    child.stdout.on('data', (data) => {
      output += data;
      const prompts = output.match(/(Passphrase[a-z ]*|Once more): /g)?.length ?? 0;
      if (prompts > answered && answered < answers.length) child.stdin.write(answers[answered++]);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

test('the terminal is asked twice for a new passphrase, and shows none', async () => {
  const typed = 'typed without echo';
  const made = await onTerminal(['ca', 'init', 'typed'], [typed + '\n', typed + '\n']);
  assert.equal(made.code, 0, made.output);
  assert.equal(made.output.includes(typed), false, made.output);
  const listed = await onTerminal(['ca', 'crl', 'typed'], [typed + '\n']);
  assert.equal(listed.code, 0, listed.output);
  const differing = await onTerminal(['ca', 'init', 'differing'], [typed + '\n', 'something else\n']);
  assert.equal(differing.code, 1);
  assert.match(differing.output, /two passphrases differ/);
  assert.equal(fs.existsSync(path.join(folder, 'differing')), false);
  const stopped = await onTerminal(['ca', 'init', 'stopped'], ['\x03']);
  assert.notEqual(stopped.code, 0);
  assert.equal(fs.existsSync(path.join(folder, 'stopped')), false);
});

test('what cannot be done ends with 1, says why, and changes nothing', async () => {
  fs.writeFileSync(path.join(folder, 'garbage'), 'garbage');
  await request('other', 'other.example');
  await ok(run('openssl', ['req', '-new', '-newkey', 'rsa:2048', '-noenc', '-keyout', 'bare.key', '-out', 'bare.csr', '-subj', '/CN=bare.example']));
  const index = file('ca/index.jsonl');
  for (const [args, message] of [
    [['init', 'ca'], /not empty/],
    [['issue', 'ca', 'missing.csr', '--out', 'x.crt'], /Cannot read missing\.csr/],
    [['issue', 'ca', 'garbage', '--out', 'x.crt'], /no PKCS#10 request/],
    [['issue', 'ca', 'bare.csr', '--out', 'x.crt'], /names no host in its subjectAltName/],
    [['issue', 'nowhere', 'other.csr', '--out', 'x.crt'], /no authority in nowhere/],
    [['issue', 'ca', 'other.csr', '--out', 'x.crt', '--not-after', '2999-01-01T00:00:00Z'], /outlive the authority/],
    [['renew', 'ca', 'garbage', '--out', 'x.crt'], /no certificate/],
    [['renew', 'ca', '0'.repeat(32), '--out', 'x.crt'], /not issued by this authority/],
    [['revoke', 'ca', 'ca/root.crt'], /not issued by this authority/],
  ]) {
    const result = await ca(...args);
    assert.equal(result.code, 1, args.join(' '));
    assert.match(result.stderr, /^sealcart: /);
    assert.match(result.stderr, message);
    assert.equal(result.stdout, '');
  }
  const wildcard = await sealcart(['ca', 'request', '--name', '*.example', '--key', 'w.key', '--out', 'w.csr']);
  assert.equal(wildcard.code, 1);
  assert.equal(fs.existsSync(path.join(folder, 'w.key')), false);
  assert.equal(fs.existsSync(path.join(folder, 'x.crt')), false);
  assert.equal(file('ca/index.jsonl'), index);
});

test('wrong use ends with 2 and points to the help', async () => {
  for (const args of [[], ['ca'], ['nonsense'], ['ca', 'nonsense'], ['ca', 'issue'], ['ca', 'issue', 'ca', 'good.csr'],
    ['ca', 'issue', 'ca', 'x.csr', '--out', 'x', '--days', '-1'], ['ca', 'issue', 'ca', 'x.csr', '--out', 'x', '--kind', 'root'],
    ['ca', 'issue', 'ca', 'x.csr', '--out', 'x', '--not-after', 'tomorrow'], ['ca', 'revoke', 'ca', 'x', '--reason', 'spite'],
    ['ca', 'crl', 'ca', '--passphrase-fd', '0', '--passphrase-file', 'x']]) {
    const result = await sealcart(args);
    assert.equal(result.code, 2, args.join(' '));
    assert.match(result.stderr, /^sealcart: .*\nSee sealcart.* --help\n$/s);
    assert.equal(result.stdout, '');
  }
});

test('help has an example for every verb, and --version its number', async () => {
  assert.match((await ok(sealcart(['--version']))).stdout, /^sealcart \d+\.\d+\.\d+\n$/);
  assert.match((await ok(sealcart(['--help']))).stdout, /\bca\b/);
  const group = (await ok(sealcart(['ca', '--help']))).stdout;
  for (const verb of ['init', 'request', 'issue', 'renew', 'revoke', 'crl', 'list']) {
    assert.match(group, new RegExp(`^ +${verb} `, 'm'));
    const { stdout } = await ok(sealcart(['ca', verb, '--help']));
    assert.match(stdout, new RegExp(`Examples:\\n +sealcart ca ${verb} `));
  }
});

test('issuing at the same time loses nothing', async () => {
  await request('crowd', 'crowd.example');
  const count = async () => JSON.parse((await ok(sealcart(['ca', 'list', 'ca', '--json']))).stdout).length;
  const before = await count();
  await Promise.all([1, 2, 3, 4].map((n) => ok(ca('issue', 'ca', 'crowd.csr', '--out', `crowd${n}.crt`))));
  assert.equal(await count(), before + 4);
});
