// The depot's desk (SPEC section 4): every answer to a scan, over-labels that scanners read back, tours, cash, and what is left of
// an addressee afterwards.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Console } from '../lib/console.mjs';
import { dataFiles, stores } from '../lib/database.mjs';
import { Depot, scan } from '../lib/depot.mjs';
import { changeLetter, label, randomNumber, signDocument, signerOf, types } from '../lib/documents.mjs';
import { japanese } from '../lib/parcel.mjs';
import { fromPng, fromZpl, toPgm } from '../lib/picture.mjs';
import { binary, makeFolder, removeFolder, run, succeed, until } from '../lib/program.mjs';
import { findSecrets } from '../lib/search.mjs';
import { World } from '../lib/world.mjs';

const addressee = {
  'name': japanese.name, 'given name': '花苑', 'street plain': '麻布十番9丁目99-9', 'building plain': '見本館703号室', 'phone plain': '03-5550-7719',
  'kana plain': 'シケンアテナ', 'postal code': '106-0045',
};
const folder = makeFolder('sealcart-depot-');
after(() => removeFolder(folder));

async function codesOf(file) {
  const read = await succeed('zbarimg', ['-q', '--nodbus', '-Sdisable', '-Sqrcode.enable', '-Scode128.enable', file]);
  return read.trimEnd().split('\n').sort();
}
async function pdfOf(bytes) {
  const file = path.join(folder, 'over.pdf');
  fs.writeFileSync(file, bytes);
  await succeed('pdftoppm', ['-gray', '-r', '203', file, path.join(folder, 'page')]);
  return { codes: await codesOf(path.join(folder, 'page-1.pgm')), text: (await succeed('pdftotext', [file, '-'])).replace(/\s/g, '') };
}
// The names of the facts that are in a readable part of a process's memory, in plain text.
function inMemory(pid, facts) {
  const found = new Set();
  const memory = fs.openSync(`/proc/${pid}/mem`, 'r');
  let searched = 0;
  for (const line of fs.readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n')) {
    const match = /\[(vvar|vvar_vclock|vsyscall)\]$/.test(line) ? null : line.match(/^([0-9a-f]+)-([0-9a-f]+) r/);
    if (!match) continue;
    const [from, to] = [parseInt(match[1], 16), parseInt(match[2], 16)];
    const bytes = Buffer.alloc(to - from);
    try {
      searched += fs.readSync(memory, bytes, 0, bytes.length, from);
    } catch {
      continue; // pages of a file beyond its end
    }
    for (const [name, text] of Object.entries(facts)) if (bytes.includes(text)) found.add(name);
  }
  fs.closeSync(memory);
  assert.ok(searched > 4 << 20, 'the memory was read');
  return [...found];
}
async function pictureCodes(picture) {
  const file = path.join(folder, 'picture.pgm');
  fs.writeFileSync(file, toPgm(picture));
  return codesOf(file);
}

for (const { store, skip } of stores) {
  describe(store, { skip }, () => {
    let world, desk, depot, s;
    before(async () => {
      world = await World.make({ store, only: ['shipping-s', 'shipping-t'] });
      s = world.s;
      await s.startDesk();
      desk = await Console.open(world, s);
      depot = new Depot(world);
    });
    after(() => world?.close());

    const verb = (...args) => s.cli(...args, '--json');
    const audit = (number) => s.query(`SELECT action, reason FROM audit WHERE number = '${number}' ORDER BY seq`);
    const openings = async (number) => (await audit(number)).filter((a) => a.action === 'open-addressee').length;
    const alarms = () => s.store.count('alarm');
    const parcelOf = (number, n = 1) => s.store.one(`SELECT * FROM parcel WHERE number = '${number}' AND n = ${n}`);
    const assertNoAddress = (bytes, where) => assert.deepEqual(findSecrets(Buffer.from(bytes), addressee), [], where);
    async function assertSound() {
      assert.equal((await s.cli('audit', 'verify')).code, 0);
      const check = await verb('cod', 'check');
      assert.equal(check.code, 0, check.stdout + check.stderr);
    }

    test('an accepted label opens the seal once: the over-label bears the address, its codes are read back, the mall is told', async () => {
      const shipment = await depot.ship({ amount: 3015 });
      const taken = await scan(desk, shipment.label());
      assert.equal(taken.status, 'accepted');
      assert.equal(taken.type, 'application/pdf');
      const drawn = await pdfOf(taken.overLabel);
      assert.deepEqual(drawn.codes, [`CODE-128:${shipment.number}`, `QR-Code:${shipment.number}`]);
      for (const text of ['〒106-0045', '東京都港区麻布十番9丁目99-9', '見本館703号室', '試験宛名花苑', '03-5550-7719', '¥3,015', '1/1', 'Standard']) {
        assert.ok(drawn.text.includes(text), `${text} in ${drawn.text}`);
      }
      assertNoAddress(taken.answer.body.replace(/href="data:[^"]*"/, ''), 'the page around the over-label');
      assert.deepEqual((await depot.told(types.trackingEvent, shipment.shipping)).map((e) => [e.state, e.parcel, e.of]), [['received', 1, 1]]);
      assert.deepEqual((await audit(shipment.number)).map((a) => a.action), ['scan', 'open-addressee']);
      const row = await parcelOf(shipment.number);
      assert.deepEqual([Number(row.state), Number(row.due), row.currency, row.size_class], [0, 3015, 'JPY', '60']);
    });

    test('each of several parcels is opened by its own label, in every form of paper; the amount stands on the first', async () => {
      const shipment = await depot.ship({ parcels: ['60', '80', '100'], amount: 5000 });
      const [first, second, third] = [await scan(desk, shipment.label(1), '4x6'), await scan(desk, shipment.label(2), 'zpl'), await scan(desk, shipment.label(3), 'png')];
      const codes = (n) => [`CODE-128:${shipment.number}`, `QR-Code:${shipment.number}/${n}`];
      const drawn = await pdfOf(first.overLabel);
      assert.deepEqual(drawn.codes, codes(1));
      assert.ok(drawn.text.includes('¥5,000') && drawn.text.includes('1/3'));
      assert.deepEqual(await pictureCodes(fromZpl(second.overLabel.toString())), codes(2));
      assert.equal(third.type, 'image/png');
      assert.deepEqual(await pictureCodes(fromPng(third.overLabel)), codes(3));
      assert.equal(await openings(shipment.number), 3);
      assert.equal((await parcelOf(shipment.number, 2)).due, null);
    });

    test('the same print again, and another print, are alarms without the address', async () => {
      const shipment = await depot.ship();
      const print = shipment.label();
      assert.equal((await scan(desk, print)).status, 'accepted');
      const before = await alarms();
      for (const [document, status] of [[print, 'duplicate'], [shipment.label(), 'reprint'], [print, 'duplicate']]) {
        const again = await scan(desk, document);
        assert.equal(again.status, status);
        assert.equal(again.overLabel, undefined);
        assertNoAddress(again.answer.body, status);
      }
      assert.equal(await alarms(), before + 3);
      assert.equal(await openings(shipment.number), 1);
      assert.equal((await depot.told(types.trackingEvent, shipment.shipping)).length, 1);
    });

    test('every scan that is not as it should be has its answer, its alarm and its line in the log, and opens nothing', async () => {
      const shipment = await depot.ship({ parcels: ['60', '60'], amount: 3015 });
      const other = await depot.ship();
      const rejected = await depot.ship({ press: 'Reject' });
      const stranger = { ...signerOf(world.party('shipping-t')), kid: signerOf(world.mall).kid };
      const good = shipment.label();
      const signature = good.lastIndexOf('.') + 5;
      const cases = [
        ['foreign', 'for the other company', label({ ...shipment.known, company: world.party('shipping-t') })],
        ['foreign', 'of a mall that nobody knows', label(shipment.known, { iss: 'https://elsewhere.example' })],
        ['foreign', 'of a party that is no mall', label(shipment.known, { iss: world.a.url })],
        ['foreign', 'a number that is not ours', label(shipment.known, { shipping: randomNumber() })],
        ['foreign', 'a label for a credit company', label(shipment.known, { shipping: undefined, addressee_hash: undefined, amount: undefined, currency: undefined, receipt: randomNumber() })],
        ['foreign', 'another kind of document', signDocument(types.trackingEvent, { iss: world.mall.url }, signerOf(world.mall))],
        ['foreign', 'the purchase in place of the number', label(shipment.known, { shipping: shipment.purchase })],
        ['tampered', 'a letter of the signature', changeLetter(good, signature)],
        ['tampered', "signed with another's key", label(shipment.known, {}, stranger)],
        ['tampered', 'put on other goods', label(shipment.known, { goods_hash: label(other.known).split('.')[2].slice(0, 43).replace(/.$/, 'A') })],
        ['tampered', 'without the hash of the goods', label(shipment.known, { goods_hash: undefined })],
        ['tampered', 'for another addressee', label({ ...shipment.known, addressee: other.known.addressee })],
        ['tampered', 'without the hash of the addressee', label(shipment.known, { addressee_hash: undefined })],
        ['tampered', 'a member that is none', label(shipment.known, { parcel: 3 })],
        ['not-accepted', 'a shipment that the customer rejected', label(shipment.known, { shipping: rejected.purchase, goods_hash: undefined, addressee_hash: undefined, amount: undefined, currency: undefined, of: 1 })],
        ['wrong-parcel', 'more parcels than were accepted', label(shipment.known, { of: 3 })],
        ['wrong-parcel', 'fewer', label(shipment.known, { of: 1 })],
        ['wrong-cash', 'a higher amount', label(shipment.known, { amount: 3016 })],
        ['wrong-cash', 'another currency', label(shipment.known, { currency: 'EUR' })],
        ['wrong-cash', 'no amount', label(shipment.known, { amount: undefined, currency: undefined })],
      ];
      for (const [status, what, document] of cases) {
        const [before, logged] = [await alarms(), await s.store.count('audit', "action = 'scan'")];
        const seen = await scan(desk, document);
        assert.equal(seen.status, status, what);
        assert.equal(seen.overLabel, undefined, what);
        assertNoAddress(seen.answer.body, what);
        assert.equal(await alarms(), before + 1, what);
        assert.equal(await s.store.count('audit', "action = 'scan'"), logged + 1, what);
      }
      for (const [status, code] of [['number-alone', shipment.number], ['number-alone', `${shipment.number.toUpperCase()}\n`], ['unreadable', '4901234567894'], ['unreadable', 'x'.repeat(5000)]]) {
        const before = await alarms();
        const seen = await scan(desk, code);
        assert.equal(seen.status, status);
        assert.equal(seen.overLabel, undefined);
        assert.equal(await alarms(), before, 'nothing to look into');
      }
      assert.equal(await openings(shipment.number), 0);
      assert.equal((await scan(desk, good)).status, 'accepted', 'and the parcel itself is still accepted');
      const page = await desk.get('/alarms');
      assert.match(page.page.text, /Tampered/);
      const open = await s.store.count('alarm', 'settled IS NULL');
      const settled = await desk.browser.submit(page.page.forms.find((f) => f.action.endsWith('/settle')));
      assert.match(settled.page.said, /has been looked into/);
      assert.equal(await s.store.count('alarm', 'settled IS NULL'), open - 1);
      assert.match((await desk.get('/alarms?show=tampered')).page.text, /document-signature/);
    });

    test('a company that gives the sealed text in place of the number, or the number alone, knows its labels too', async () => {
      for (const disclosure of ['sealed-only', 'number-only']) {
        s.set('disclosure', disclosure);
        await s.restart();
        try {
          const shipment = await depot.ship();
          assert.equal(shipment.known.addressee, undefined);
          const taken = await scan(desk, shipment.label());
          assert.equal(taken.status, 'accepted', disclosure);
          assert.deepEqual((await pdfOf(taken.overLabel)).codes, [`CODE-128:${shipment.number}`, `QR-Code:${shipment.number}`]);
          assert.equal((await depot.told(types.trackingEvent, shipment.shipping)).length, 1, 'the mall is told by the name that it knows');
        } finally {
          s.set('disclosure', 'sealed');
          await s.restart();
        }
      }
    });

    test('of scans of one label at the same moment, at desks of two processes, one wins', async () => {
      const shipment = await depot.ship();
      const document = shipment.label();
      const file = (i) => path.join(folder, `raced-${i}.pdf`);
      const byVerb = (i) => run(binary, ['shipping', 'parcel', 'scan', '--config', s.config_file, '--passphrase-file', s.desk_passphrase_file, '--over-label', file(i), '--json'], { input: document })
        .then((result) => JSON.parse(result.stdout).status);
      const statuses = await Promise.all([...Array.from({ length: 3 }, (_, i) => byVerb(i)), ...Array.from({ length: 4 }, () => scan(desk, document).then((r) => r.status))]);
      assert.deepEqual(statuses.filter((status) => status !== 'duplicate'), ['accepted'], statuses.join());
      assert.equal(await openings(shipment.number), 1);
      assert.ok([0, 1, 2].filter((i) => fs.existsSync(file(i))).length <= 1);
      await assertSound();
    });

    test('the over-label is printed once more for a reason, until the parcel leaves', async () => {
      const shipment = await depot.ship();
      await scan(desk, shipment.label());
      const { id } = await parcelOf(shipment.number);
      const unexplained = await desk.submit(`/parcels/${id}`, 'again');
      assert.equal(unexplained.status, 422);
      assert.equal(await openings(shipment.number), 1);
      const again = await desk.submit(`/parcels/${id}`, 'again', { fill: { reason: 'printer', form: '4x6' } });
      assert.equal(again.headers['content-type'], 'application/pdf');
      assert.equal(again.headers['cache-control'], 'no-store');
      assert.deepEqual((await pdfOf(again.bytes)).codes, [`CODE-128:${shipment.number}`, `QR-Code:${shipment.number}`]);
      assert.match((await audit(shipment.number)).at(-1).reason, /again: printer/);
      assertNoAddress((await desk.get(`/parcels/${id}`)).body, "the parcel's page");
      assert.equal((await verb('parcel', 'dispatch', shipment.number, '--tour', 'Reprints')).code, 0);
      const late = await desk.browser.postForm(`${s.desk_url}/parcels/${id}/label`, [['reason', 'lost'], ['form', 'a6']], { from: `${s.desk_url}/parcels/${id}` });
      assert.equal(late.code, 'label-too-late');
      assert.equal(await openings(shipment.number), 2);
    });

    test('a viewer scans nothing, prints nothing, moves nothing', async () => {
      const file = path.join(folder, 'password');
      fs.writeFileSync(file, 'test-operator-2\n');
      await s.cli('operator', 'add', 'looker', '--role', 'viewer', '--password-file', file);
      const viewer = await Console.open(world, s, { user: 'looker', password: 'test-operator-2' });
      const shipment = await depot.ship();
      await scan(desk, shipment.label());
      const { id } = await parcelOf(shipment.number);
      const from = `${s.desk_url}/parcels/${id}`;
      for (const [to, entries] of [['/scan', [['code', shipment.label()]]], [`/parcels/${id}/label`, [['reason', 'lost']]], [`/parcels/${id}/step`, [['step', 'return']]], ['/cash/remit', []]]) {
        assert.equal((await viewer.browser.postForm(s.desk_url + to, entries, { from })).status, 403, to);
      }
      assert.equal((await viewer.get('/parcels')).status, 200);
      const forged = await desk.browser.postForm(`${s.desk_url}/parcels/${id}/step`, [['step', 'return']], { from, headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } });
      assert.equal(forged.status, 403);
      assert.equal(Number((await parcelOf(shipment.number)).state), 0);
    });

    test('a day: loaded, driven out with a manifest, delivered, refused, paid for, counted, paid to the mall', async () => {
      const [paid, free, refused, away] = [await depot.ship({ amount: 3015 }), await depot.ship(), await depot.ship({ amount: 900 }), await depot.ship()];
      for (const shipment of [paid, free, refused, away]) await scan(desk, shipment.label());
      const opened = await desk.submit('/tours', 'open', { fill: { name: 'Harbour' } });
      const tour = new URL(opened.url).pathname;
      assert.match(tour, /^\/tours\/\d+$/);
      assert.match(opened.page.said, /tour is open/);
      assert.equal((await desk.submit(tour, 'load', { fill: { code: paid.number } })).status, 200);
      assert.match((await desk.submit(tour, 'load', { fill: { code: randomNumber() } })).page.text, /There is no such parcel here/);
      const ids = [];
      for (const shipment of [free, refused, away]) ids.push(String((await parcelOf(shipment.number)).id));
      assert.match((await desk.submit(tour, 'tick', { fill: { parcel: ids } })).page.said, /are on the tour/);
      for (const shipment of [paid, free, refused, away]) {
        assert.equal(Number((await parcelOf(shipment.number)).state), 1);
        assert.deepEqual((await depot.told(types.trackingEvent, shipment.shipping)).map((e) => e.state), ['received', 'dispatched']);
      }
      const plain = await desk.get(`${tour}/manifest`);
      assert.ok(plain.page.text.includes(paid.number) && plain.page.text.includes('¥3,015') && plain.page.text.includes('¥3,915'));
      assertNoAddress(plain.body, 'the manifest');
      const before = await openings(paid.number);
      const addressed = await desk.submit(tour, 'manifest');
      assert.equal(addressed.page.text.split('試験宛名 花苑').length, 5);
      assert.equal(await openings(paid.number), before + 1);

      const idOf = async (shipment) => (await parcelOf(shipment.number)).id;
      const fill = {
        [`result-${await idOf(paid)}`]: 'deliver', [`result-${await idOf(free)}`]: 'deliver', [`result-${await idOf(refused)}`]: 'refuse', [`result-${await idOf(away)}`]: 'nobody-in',
      };
      const books = await s.store.state(['cod_posting', 'cash', 'parcel', 'parcel_event']);
      for (const [wrong, said] of [[{ 'counted-JPY': '3014' }, /count again/], [{ 'counted-JPY': '3,015' }, /digits/], [{ 'counted-JPY': '3015', [`cash-${await idOf(paid)}`]: '3000' }, /not another sum/]]) {
        const answer = await desk.submit(`${tour}/day`, 'day', { fill: { ...fill, ...wrong } });
        assert.equal(answer.status, 422);
        assert.match(answer.page.text, said);
        assert.equal(await s.store.state(['cod_posting', 'cash', 'parcel', 'parcel_event']), books, 'nothing is written');
      }
      const closing = await desk.get(`${tour}/day`);
      const answers = await Promise.all([1, 2, 3].map(() => desk.browser.submit(closing.page.form('day'), { fill: { ...fill, 'counted-JPY': '3015' } })));
      for (const answer of answers) assert.equal(answer.status, 200);
      assert.deepEqual((await depot.told(types.trackingEvent, paid.shipping)).map((e) => e.state), ['received', 'dispatched', 'delivered', 'collected']);
      assert.deepEqual((await depot.told(types.trackingEvent, free.shipping)).map((e) => e.state), ['received', 'dispatched', 'delivered']);
      assert.deepEqual((await depot.told(types.trackingEvent, refused.shipping)).map((e) => e.state), ['received', 'dispatched', 'failed']);
      await assertSound();

      // What was refused goes back and not out; what failed goes out again.
      assert.equal((await verb('parcel', 'dispatch', refused.number, '--tour', 'Next')).code, 1);
      assert.match((await desk.submit(`/parcels/${await idOf(refused)}`, 'return')).page.said, /Noted/);
      assert.deepEqual((await depot.told(types.trackingEvent, refused.shipping)).map((e) => e.state), ['received', 'dispatched', 'failed', 'returned']);
      assert.equal((await verb('parcel', 'dispatch', away.number, '--tour', 'Next')).code, 0);
      assert.equal((await verb('parcel', 'fail', away.number, '--reason', 'Mr. Somebody')).code, 1);
      assert.equal((await verb('parcel', 'fail', away.number, '--reason', 'nobody-in')).code, 0);
      assert.equal(JSON.parse((await verb('parcel', 'return', away.number)).stdout).state, 'returned');

      // 3,015 less 300 and 1 % of it. The demo's company knows where its mall is paid: here it learns that.
      await world.s.store.change('DELETE FROM mall_account');
      assert.match((await desk.submit('/cash', 'remit')).page.text, /account missing|Nothing waits/);
      const bad = await desk.submit('/cash', 'account', { fill: { mall: 'mall', name: 'Sealcart Demo Mall', iban: 'DE89370400440532013001' } });
      assert.equal(bad.status, 422);
      await desk.submit('/cash', 'account', { fill: { mall: 'mall', name: 'Sealcart Demo Mall', iban: 'GB29 NWBK 6016 1331 9268 19' } });
      const cash = await desk.get('/cash');
      const runs = await Promise.all([desk.browser.submit(cash.page.form('remit')), desk.browser.submit(cash.page.form('remit')), verb('cod', 'remit')]);
      for (const one of runs.slice(0, 2)) assert.equal(one.status, 200);
      const [payout, ...more] = await s.query('SELECT * FROM payout');
      assert.deepEqual(more, []);
      assert.deepEqual([payout.mall, Number(payout.amount), Number(payout.fee), Number(payout.items)], ['mall', 3015, 330, 1]);
      const [advice, ...others] = await depot.told(types.remittanceAdvice, paid.shipping);
      assert.deepEqual(others, []);
      assert.deepEqual([advice.payout, advice.part, advice.parts, advice.currency, advice.total], [payout.number, 1, 1, 'JPY', 2685]);
      assert.deepEqual(advice.items, [{ shipping: paid.shipping, kind: 'collected', amount: 3015, fee: 330 }]);
      const file = await desk.get(`/remittances/${payout.run}/file`);
      for (const part of ['pain.001.001.03', '<InstdAmt Ccy="JPY">2685</InstdAmt>', '<IBAN>GB29NWBK60161331926819</IBAN>', '<IBAN>DE89370400440532013000</IBAN>', `<EndToEndId>${payout.number}</EndToEndId>`]) {
        assert.ok(file.body.includes(part), `${part} in ${file.body}`);
      }
      assert.equal(JSON.parse((await verb('cod', 'remit')).stdout).run, 0, 'a second time there is nothing to pay');
      assert.equal((await verb('cod', 'deposit', '3016', 'JPY')).code, 1, 'the safe holds 3,015');
      assert.equal((await verb('cod', 'deposit', '3015', 'JPY')).code, 0);
      const balances = Object.fromEntries(JSON.parse((await verb('cod', 'list')).stdout).balances.map((b) => [b.account, b.balance]));
      assert.deepEqual(balances, { drivers: 0, depot: 0, bank: 330, fees: -330, payable: 0 });
      await assertSound();
      await s.store.change(`UPDATE cash SET fee = 329 WHERE amount = 3015 AND fee = 330`);
      assert.equal((await verb('cod', 'check')).code, 1, 'a change behind the books is found');
      await s.store.change(`UPDATE cash SET fee = 330 WHERE amount = 3015 AND fee = 329`);
    });

    test('killed at any moment of a scan: the parcel is received once with all that belongs to it, or not at all', async () => {
      for (let i = 0; i < 6; ++i) {
        const shipment = await depot.ship();
        const document = shipment.label();
        const page = await desk.get('/scan');
        const sent = desk.browser.submit(page.page.form('scan'), { fill: { code: document } }).catch(() => undefined);
        if (i % 2) await until(async () => (await parcelOf(shipment.number)) !== undefined, 'the parcel');
        await s.stopDesk('SIGKILL');
        await sent;
        await s.startDesk();
        const there = (await parcelOf(shipment.number)) !== undefined;
        const events = await depot.told(types.trackingEvent, shipment.shipping);
        assert.deepEqual([events.length, await openings(shipment.number)], there ? [1, 1] : [0, 0]);
        assert.equal((await scan(desk, document)).status, there ? 'duplicate' : 'accepted');
        if (there) {
          const { id } = await parcelOf(shipment.number);
          const again = await desk.submit(`/parcels/${id}`, 'again', { fill: { reason: 'lost' } });
          assert.equal(again.headers['content-type'], 'application/pdf', 'what was lost is printed for a reason');
        }
      }
      await assertSound();
    });

    test('the desk forgets an address when its label and its manifest are answered', { skip: process.getuid() !== 0 && 'only root may read the memory of a process that allows no dump' }, async () => {
      const shipments = [];
      for (const form of ['a6', '4x6', 'zpl', 'png']) {
        shipments.push(await depot.ship());
        assert.equal((await scan(desk, shipments.at(-1).label(), form)).status, 'accepted');
      }
      const tour = new URL((await desk.submit('/tours', 'open', { fill: { name: 'Memory' } })).url).pathname;
      for (const shipment of shipments) await desk.submit(tour, 'load', { fill: { code: shipment.number } });
      assert.ok((await desk.submit(tour, 'manifest')).page.text.includes(addressee.name));
      // Overwriting follows the answer by some microseconds.
      const { 'postal code': inTheSample, ...secrets } = addressee; // of the program itself
      let left;
      await until(() => (left = inMemory(s.desk.pid, secrets)).length === 0, 'the memory being clean', 3).catch(() => {});
      assert.deepEqual(left, []);
    });

    test('no file, table or log of the company holds anything of an addressee afterwards', async () => {
      await s.stopDesk();
      await s.log();
      const files = dataFiles(s.data_dir).filter((file) => !file.startsWith(path.join(s.data_dir, 'desk', 'desk.key')));
      assert.ok(files.some((file) => file.endsWith('.log')));
      for (const file of files) assertNoAddress(fs.readFileSync(file), file);
      assertNoAddress(await s.store.dump(), 'the database');
      await s.startDesk();
    });

    test('a list longer than its page leads on to older rows, and a filter to its own alone', async () => {
      const from = Number((await s.store.one('SELECT id FROM shipment ORDER BY id LIMIT 1')).id);
      const series = store === 'postgres' ? 'SELECT i FROM generate_series(1, 200) AS i' : 'WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 200) SELECT i FROM c';
      await s.store.change(`INSERT INTO parcel (shipment, mall, number, n, m, size_class, label, state, reason, received, changed)
        SELECT ${from}, 'mall', 'bulk' || i, 1, 1, '60', 'x', CASE WHEN i % 50 = 0 THEN 3 ELSE 2 END, '', 1, 1 FROM (${series}) AS many`);
      const first = await desk.get('/parcels?state=failed');
      const [older] = first.page.all('a', (a) => a('rel') === 'next');
      assert.equal(older, undefined, 'few enough for one page');
      const all = await desk.get('/parcels');
      assert.match(all.page.all('a', (a) => a('rel') === 'next')[0].attrs.find((a) => a.name === 'href').value, /^\/parcels\?before=\d+$/);
    });
  });
}
