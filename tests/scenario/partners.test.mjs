// The partners' listener: whom it lets in, and how keys and certificates change under a running server.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { available } from '../lib/books.mjs';
import { decodeDocument } from '../lib/documents.mjs';
import { binary, succeed, until } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

let world;
before(async () => {
  world = await World.make({ only: ['mall', 'credit-a'] });
});
after(() => world?.close());

const health = (browser) => browser.request(`${world.mall.api}/health`, { headers: { accept: 'application/json' } });
const withCertificate = (client) => world.browser({ client, connections: 1 });
const deliver = (browser) => browser.request(`${world.mall.api}/partner/documents`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ documents: ['x'] }),
});
const revoke = async (file) => {
  const passphrase = ['--passphrase-file', world.authorityPassphrase];
  await succeed(binary, ['ca', 'revoke', world.authority, file, ...passphrase]);
  await succeed(binary, ['ca', 'crl', world.authority, '--days', '30', ...passphrase]);
};
const installCrl = (party) => fs.copyFileSync(path.join(world.authority, 'crl.pem'), path.join(party.data_dir, 'tls', 'crl.pem'));

test("a partner's certificate of our authority is let in", async () => {
  const browser = withCertificate(world.ownCertificate(world.a));
  assert.equal((await health(browser)).status, 200);
  const answer = await deliver(browser);
  assert.equal(answer.status, 200);
  assert.equal(answer.json.answers[0].code, 'document-malformed');
});

test('no certificate, an expired one, one of another authority: no connection', async () => {
  const other = path.join(world.folder, 'other-authority');
  const passphrase = path.join(world.folder, 'other-passphrase');
  fs.writeFileSync(passphrase, 'another passphrase\n');
  await succeed(binary, ['ca', 'init', other, '--name', 'Other', '--passphrase-file', passphrase]);
  const cases = {
    'none': {},
    'expired': await world.certificate('credit-a.localhost', { options: ['--not-before', '2020-01-01T00:00:00Z', '--not-after', '2020-02-01T00:00:00Z'] }),
    'not yet valid': await world.certificate('credit-a.localhost', { options: ['--not-before', '2027-12-01T00:00:00Z', '--not-after', '2027-12-31T00:00:00Z'] }),
    'another authority': await world.certificate('credit-a.localhost', { authority: other, passphrase }),
    'for servers only': await world.certificate('credit-a.localhost', { options: ['--days', '30', '--kind', 'server'] }),
  };
  for (const [what, client] of Object.entries(cases)) {
    await assert.rejects(health(withCertificate(client)), /alert|reset|hang up|closed/i, what);
  }
});

test('a certificate under a name that is no partner is known by that name, and refused', async () => {
  for (const name of ['stranger.localhost', 'mall.localhost', 'credit-a.localhost.example']) {
    const answer = await deliver(withCertificate(await world.certificate(name)));
    assert.equal(answer.status, 403, name);
    assert.equal(answer.code, 'partner-unknown');
  }
});

test('a stopped partner is refused, also on a kept connection, until it is resumed', async () => {
  const browser = withCertificate(world.ownCertificate(world.a));
  assert.equal((await deliver(browser)).status, 200);
  assert.equal((await world.mall.cli('partner', 'stop', 'credit-a')).code, 0);
  await until(async () => (await deliver(browser)).status === 403, 'the refusal');
  assert.equal((await world.mall.cli('partner', 'resume', 'credit-a')).code, 0);
  await until(async () => (await deliver(browser)).status === 200, 'its end');
});

test('a revoked certificate is refused without a restart, also on a kept connection', async () => {
  const client = await world.certificate('credit-a.localhost');
  const pid = world.mall.pid;
  const kept = withCertificate(client);
  const bystander = withCertificate(world.ownCertificate(world.a));
  assert.equal((await health(kept)).status, 200);
  assert.equal((await health(bystander)).status, 200);
  await revoke(client.file);
  assert.equal((await health(withCertificate(client))).status, 200, 'the mall has not been told yet');
  installCrl(world.mall);
  await until(async () => {
    const probe = withCertificate(client);
    return health(probe).then((a) => a.status !== 200, () => true);
  }, 'the refusal of a new connection');
  const answer = await health(kept).catch((error) => ({ error }));
  assert.ok(answer.error || answer.status === 403, 'the kept connection is let in no longer');
  assert.equal((await health(bystander)).status, 200, 'others go on');
  assert.equal(world.mall.pid, pid);
});

test("a shipping company's revoked certificate is refused too", async () => {
  const { s } = world;
  const own = world.ownCertificate(s);
  assert.equal((await deliver(withCertificate(own))).status, 200);
  await revoke(path.join(s.data_dir, 'tls', 'certificate.pem'));
  installCrl(world.mall);
  await until(() => deliver(withCertificate(own)).then((a) => a.status !== 200, () => true), 'the refusal');
  assert.equal((await health(withCertificate(world.ownCertificate(world.a)))).status, 200, 'others go on');
});

test("a new server certificate is taken without a restart and without dropping a kept connection", async () => {
  const pid = world.mall.pid;
  const browser = world.browser({ connections: 1 });
  let socket;
  const onKept = async () => {
    const answer = await browser.request(`${world.mall.url}/health`);
    assert.equal(answer.status, 200);
    const [now] = Object.values(browser.agent.freeSockets).flat();
    return now;
  };
  await onKept();
  await until(() => Object.values(browser.agent.freeSockets).flat().length > 0, 'the kept socket');
  socket = await onKept();
  const before = (await browser.handshake(world.mall.url)).certificate.serialNumber;
  const fresh = await world.certificate('mall.localhost');
  const tls = path.join(world.mall.data_dir, 'tls');
  fs.writeFileSync(path.join(tls, 'key.pem'), fresh.key);
  fs.writeFileSync(path.join(tls, 'certificate.pem'), fresh.cert);
  await until(async () => {
    const shaken = await browser.handshake(world.mall.url);
    assert.equal(shaken.error, undefined, 'never is there no certificate');
    return shaken.certificate.serialNumber !== before;
  }, 'the new certificate');
  assert.equal((await browser.request(`${world.mall.url}/health`)).status, 200);
  await until(() => Object.values(browser.agent.freeSockets).flat().length > 0, 'the kept socket');
  assert.equal(Object.values(browser.agent.freeSockets).flat()[0], socket, 'the same connection');
  assert.equal(world.mall.pid, pid);
});

test('a damaged certificate file leaves the old one in use', async () => {
  const file = path.join(world.mall.data_dir, 'tls', 'certificate.pem');
  const good = fs.readFileSync(file);
  fs.writeFileSync(file, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  await until(async () => /reload: .*the old one stays in use/.test(await world.mall.log()), 'the warning');
  assert.equal((await world.browser().request(`${world.mall.url}/health`)).status, 200);
  fs.writeFileSync(file, good);
});

test('signing keys rotate with an overlap: documents before, during and after verify, and old ones still do', async () => {
  const customer = world.customer('A2');
  const kidOf = (document) => decodeDocument(document).header.kid;
  const published = async () => (await world.browser().get(`${world.mall.url}/.well-known/jwks.json`)).json.keys.map((k) => k.kid);
  const waiting = new Shopper(world);
  await waiting.order('wall-orchardgrid');
  const old = kidOf(waiting.purchase.document);
  assert.deepEqual(await published(), [old]);

  // During: the new key is published, the old one signs.
  const pid = world.mall.pid;
  assert.equal((await world.mall.cli('keys', 'rotate', '--overlap', '6')).code, 0);
  await until(async () => (await published()).length === 2, 'the new key being published');
  const during = new Shopper(world);
  assert.equal((await during.buy('wall-orchardgrid', customer)).outcome, 'OK');
  assert.equal(kidOf(during.purchase.document), old);

  // After: the new one signs, the partner has fetched it by itself.
  let after;
  await until(async () => {
    after = new Shopper(world);
    await after.order('wall-orchardgrid');
    return kidOf(after.purchase.document) !== old;
  }, 'the new key signing');
  const before = await available(customer);
  for (const each of [after, waiting]) {
    await each.openCard();
    assert.equal(each.answer.status, 200);
    await each.pay(customer);
    assert.equal(each.result.outcome, 'OK');
    await each.waitForState('ok');
  }
  assert.equal(await available(customer), before - 2 * 380);
  assert.equal(world.mall.pid, pid);

  // The other side's key too: results signed with a new key reach the mall.
  assert.equal((await world.a.cli('keys', 'rotate', '--overlap', '0')).code, 0);
  const jwks = async () => (await world.browser().get(`${world.a.url}/.well-known/jwks.json`)).json.keys.length;
  await until(async () => (await jwks()) === 2, 'the new key of the company');
  const last = new Shopper(world);
  assert.equal((await last.buy('wall-orchardgrid', customer)).outcome, 'OK');
  await last.waitForState('ok');
});
