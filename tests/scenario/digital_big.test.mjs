// A file that no process holds in memory, from the operator's disk to the customer's key (seed S324, S325): uploaded, encrypted, carried
// on after a kill, linked, loaded. SEALCART_TEST_BIG: with 2 GiB, the largest.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { bigBytes, download, hashOpenedByAge, holds, makeBigFile, peak, resident } from '../lib/big.mjs';
import { Console } from '../lib/console.mjs';
import { dataFiles } from '../lib/database.mjs';
import { Sink } from '../lib/mail.mjs';
import { sendFiles } from '../lib/multipart.mjs';
import { run, until } from '../lib/program.mjs';
import { Relay } from '../lib/relay.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

const sku = 'type-gullscript';
const piece_bytes = 4 << 20;
const most_growth = 100; // MiB: less than the file

describe('a large file', () => {
  let world, sink, desk, big, relay;
  const at = (name) => path.join(world.folder, name);
  const inMall = (folder) => path.join(world.mall.data_dir, folder);
  const names = (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder).sort() : []);
  const upload = (number, step, { name = 'big.bin', size = bigBytes, body = Buffer.alloc(0), of = sku } = {}) =>
    desk.browser.request(`${world.mall.desk_url}/catalogue/product/${of}/file/${number}/${step}?${new URLSearchParams({ name, size })}`, {
      method: 'POST', headers: { accept: 'application/json' }, body, from: `${world.mall.desk_url}/` });
  const file = () => world.mall.query(`SELECT * FROM product_file WHERE sku = '${sku}'`).then(([row]) => row);
  // Sends from `offset` to `end`.
  async function send(number, offset, end) {
    const source = fs.openSync(at('big.bin'));
    const piece = Buffer.alloc(piece_bytes);
    while (offset < end) {
      const count = fs.readSync(source, piece, 0, piece_bytes, offset);
      const answer = await upload(number, offset, { body: piece.subarray(0, count) });
      assert.equal(answer.status, 200, answer.body);
      offset = answer.json.offset;
    }
    fs.closeSync(source);
    return offset;
  }
  // What each process held before it began, to see how much more it needs. A desk needed more for a moment, for its passphrase.
  const held = new Map();
  const watch = (...pids) => pids.forEach((pid) => held.set(pid, resident(pid)));
  async function startMallDesk() {
    await world.mall.startDesk();
    desk = await Console.open(world, world.mall);
    watch(world.mall.desk.pid);
  }
  function checkGrowth(t, what, pid) {
    const growth = Math.round(peak(pid) - held.get(pid));
    t.diagnostic(`${what}: ${Math.round(held.get(pid))} MiB before, ${growth} more at most`);
    assert.ok(growth < most_growth, `${what} grew by ${growth} MiB`);
  }

  before(async () => {
    world = await World.make({ only: ['mall', 'credit-a'] });
    sink = await Sink.start(world);
    await world.a.stop();
    world.a.append('[credit]\nmail_attachment_bytes = 1000000');
    relay = await Relay.before(world.a, world.a.api, 'listen', 'api_port');
    await world.a.start();
    await Promise.all([startMallDesk(), world.a.startDesk()]);
    big = await makeBigFile(at('big.bin'));
    watch(world.mall.pid, world.a.pid, world.a.desk.pid);
  }, { timeout: 600_000 });
  after(async () => {
    await sink?.stop();
    await relay?.close();
    await world?.close();
  });

  test('what is wrong with an upload is said, and leaves nothing', async () => {
    const number = '0'.repeat(26);
    const before = await file();
    assert.equal((await upload(number, 0, { size: 2 ** 31 + 1 })).code, 'file-size');
    assert.equal((await upload(number, 0, { size: 0 })).code, 'file-size');
    assert.equal((await upload(number, 0, { name: '' })).code, 'upload-malformed');
    assert.equal((await upload('..%2fkeys', 0)).code, 'upload-malformed');
    assert.equal((await upload(number, 0, { of: 'tea-mosslight', body: Buffer.alloc(9) })).code, 'product-unknown');
    assert.equal((await upload(number, 0, { size: 5, body: Buffer.alloc(9) })).code, 'piece-size');
    assert.equal((await upload(number, 0, { body: Buffer.alloc((8 << 20) + 1) })).code, 'piece-size');
    assert.equal((await upload(number, 7, { body: Buffer.alloc(9) })).code, 'piece-offset');
    assert.equal((await upload(number, 'x', { body: Buffer.alloc(9) })).code, 'piece-size');
    assert.equal((await upload(number, 'finish')).code, 'piece-offset');
    assert.deepEqual(names(inMall('files')).filter((name) => name.endsWith('.part')), []);
    // Cancelled.
    assert.equal((await upload(number, 0, { body: Buffer.alloc(9) })).json.offset, 9);
    assert.equal((await upload(number, 9)).json.offset, 9, 'a question, where it goes on');
    assert.equal((await upload(number, 'cancel')).json.saved, false);
    assert.equal((await upload(number, 0)).json.offset, 0);
    assert.deepEqual(names(inMall('files')).filter((name) => name.endsWith('.part')), []);
    assert.deepEqual(await file(), before);
    // From elsewhere, or from nobody who is signed in.
    const foreign = { method: 'POST', body: 'x', headers: { accept: 'application/json' } };
    const address = `${world.mall.desk_url}/catalogue/product/${sku}/file/${number}/0?name=a&size=9`;
    assert.equal((await desk.browser.request(address, { ...foreign, headers: { ...foreign.headers, origin: 'https://elsewhere.example' } })).code, 'foreign-form');
    assert.equal((await world.browser().request(address, foreign)).location, `${world.mall.desk_url}/sign-in`);
  });

  test('without scripts a file comes as a form', async () => {
    const page = `/catalogue/product/${sku}/file`;
    const answer = await sendFiles(desk.browser, (await desk.get(page)).page.form('upload'), { files: { file: { name: 'small 小.bin', bytes: Buffer.from('small') } } });
    assert.equal(answer.location, `${world.mall.desk_url}${page}?said=file`);
    const shown = (await desk.browser.get(answer.location)).page.text;
    assert.match(shown, /small 小\.bin.*1 KiB/);
    assert.equal(fs.readFileSync(path.join(inMall('files'), (await file()).file), 'utf8'), 'small');
    assert.match((await desk.get(`/catalogue/product/${sku}`)).page.text, /What is sent: small 小\.bin · 1 KiB/);
    const empty = await sendFiles(desk.browser, (await desk.get(page)).page.form('upload'), { files: { file: { name: 'x', bytes: '' } } });
    assert.equal(empty.code, 'file-size');
  });

  test('an upload goes on where it was when the desk was killed', async () => {
    const number = '1'.repeat(26);
    const half = await send(number, 0, bigBytes / 2);
    await world.mall.stopDesk('SIGKILL');
    const old = path.join(inMall('files'), 'old.part');
    fs.writeFileSync(old, 'x');
    fs.utimesSync(old, 1, Math.floor(Date.now() / 1000) - 2 * 86_400);
    await startMallDesk();
    await until(() => !fs.existsSync(old), 'what broke off long ago being taken away');
    const answer = await upload(number, 0);
    assert.equal(answer.json.offset, half);
    const former = (await file()).file;
    await send(number, half, bigBytes);
    assert.deepEqual((await upload(number, 'finish')).json, { saved: true });
    const { file: name, hash, size } = await file();
    assert.equal(Buffer.from(hash, 'base64url').toString('hex'), big.hash);
    assert.equal(Number(size), bigBytes);
    assert.ok(!names(inMall('files')).includes(former) && names(inMall('files')).includes(name));
    assert.deepEqual(names(inMall('files')).filter((each) => each.endsWith('.part')), []);
    const notes = await world.mall.query(`SELECT * FROM audit WHERE action = 'product-file' AND number = '${sku}'`);
    assert.equal(notes.length, 2);
  });

  test('it reaches the customer’s key through kills, byte for byte, and nobody holds it', async (t) => {
    const shopper = new Shopper(world);
    assert.equal((await shopper.buy(sku, world.customer('A2'))).outcome, 'OK');
    const { page } = await shopper.waitForState('ok');
    fs.writeFileSync(at('key.txt'), page.texts('p', (a) => a('id') === 'key-secret')[0], { mode: 0o600 });
    relay.limit(bigBytes / 2);
    const answer = await desk.submit('/digital', '/digital/pack', { press: 'Pack and send all' });
    assert.match(answer.page.text, /Packed purchases: 1|Being packed; this goes on by itself\. Purchases left: 1/);
    const parcels = path.join(world.a.data_dir, 'parcels');
    const arrived = () => names(parcels).reduce((sum, name) => sum + fs.statSync(path.join(parcels, name)).size, 0);
    await until(() => arrived() > bigBytes / 3, 'a third of the parcel', 600);
    checkGrowth(t, 'the server of credit-a before it was killed', world.a.pid);
    await world.a.kill();
    await world.a.start();
    relay.limit(Infinity);
    watch(world.a.pid);
    await until(async () => (await world.mall.query('SELECT state FROM digital_parcel')).every((row) => row.state === 'accepted'), 'the parcel being accepted', 600);
    assert.ok(relay.passed < bigBytes * 1.1, 'what was there is not sent again');
    assert.deepEqual(names(inMall('spool')), []);

    const [mail] = await sink.next();
    assert.deepEqual(mail.attachments, []);
    const link = new RegExp(`${world.a.url}/parcel/[0-9a-z]{26}`).exec(mail.text)[0];
    const begun = await download(link, at('parcel.age'), { ca: world.ca, most: bigBytes / 4 });
    const [{ size }] = await world.a.query('SELECT size FROM digital_parcel');
    assert.equal(Number(begun.headers['content-length']), Number(size), 'a browser shows how far it is');
    const rest = await download(link, at('parcel.age'), { ca: world.ca });
    assert.equal(rest.statusCode, 206, 'a download that broke off goes on');
    assert.equal(fs.statSync(at('parcel.age')).size, Number(size));
    assert.equal(await hashOpenedByAge(at('parcel.age'), at('key.txt')), big.hash);

    for (const each of dataFiles(world.a.data_dir)) assert.ok(!(await holds(each, big.marks)), each);
    for (const each of dataFiles(world.mall.data_dir)) {
      const mayHold = path.dirname(each) === inMall('files');
      assert.equal(await holds(each, big.marks), mayHold && path.basename(each) === (await file()).file, each);
    }
    for (const party of [world.mall, world.a]) {
      checkGrowth(t, `the server of ${party.id}`, party.pid);
      checkGrowth(t, `the desk of ${party.id}`, party.desk.pid);
    }
  });

  // A disk of 300 MiB, of which 256 are the database's.
  const canMount = process.getuid() === 0 && fs.existsSync('/dev/full');
  test('a full disk is said, and nothing is half kept', { skip: !canMount && 'only root mounts' }, async (t) => {
    const mount = async (folder) => {
      fs.mkdirSync(folder, { recursive: true });
      return (await run('mount', ['-t', 'tmpfs', '-o', 'size=300m', 'none', folder])).code === 0;
    };
    const mounted = [];
    try {
      const files = inMall('files');
      const before = names(files);
      if (!(await mount(files))) return t.skip('mounting is not allowed here');
      mounted.push(files);
      const number = '2'.repeat(26);
      assert.equal((await upload(number, 0, { size: 64 << 20 })).code, 'disk-full', 'asked before a byte is sent');
      assert.equal((await upload(number, 0, { size: 40 << 20 })).status, 200);
      let offset = 0;
      let answer;
      do {
        answer = await upload(number, offset, { size: 64 << 20, body: Buffer.alloc(8 << 20) });
        offset = answer.json.offset;
      } while (answer.status === 200);
      assert.equal(answer.code, 'disk-full');
      assert.deepEqual(names(files), [], 'nothing half kept');
      await run('umount', [mounted.pop()]);
      assert.deepEqual(names(files), before);

      // No room to encrypt: the purchase stays in the queue, and says why.
      assert.ok(await mount(inMall('spool')));
      mounted.push(inMall('spool'));
      const shopper = new Shopper(world);
      assert.equal((await shopper.buy(sku, world.customer('A2'))).outcome, 'OK');
      await shopper.waitForState('ok');
      const page = (await desk.submit('/digital', '/digital/pack', { press: 'Pack and send all' })).page;
      assert.match(page.text, new RegExp(`${shopper.purchase.whole}.*not packed: There is too little room on the disk`));
      assert.deepEqual(names(inMall('spool')), []);
      await run('umount', [mounted.pop()]);

      // No room at the credit company: it is offered again until there is.
      const parcels = path.join(world.a.data_dir, 'parcels');
      assert.ok(await mount(parcels));
      mounted.push(parcels);
      await desk.submit('/digital', '/digital/pack', { press: 'Pack and send all' });
      await until(async () => (await world.mall.query("SELECT * FROM digital_parcel WHERE fault = 'disk-full'")).length === 1, 'the company saying so', 60);
      assert.match((await desk.get('/digital')).page.text, /on its way The disk is full/);
      assert.deepEqual(names(parcels), []);
      await run('umount', [mounted.pop()]);
      await until(async () => (await world.mall.query('SELECT state FROM digital_parcel')).every((row) => row.state === 'accepted'), 'the parcel being accepted', 600);
    } finally {
      for (const folder of mounted) await run('umount', ['-l', folder]);
    }
  });
});
