// The mall's packing desk: goods are opened there and nowhere else, labels are signed and printed, what is handed over is claimed,
// and the customer's page shows what the shipping company tells.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { settlementOf, shipmentOf } from '../lib/books.mjs';
import { Console } from '../lib/console.mjs';
import { stores } from '../lib/database.mjs';
import { decodeDocument, documentHash, randomNumber, signDocument, signerOf, verifyDocument } from '../lib/documents.mjs';
import { Parcel } from '../lib/parcel.mjs';
import { until } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

const seconds = () => Math.floor(Date.now() / 1000);

async function paidAndSent(world, skus = ['book-quietlock']) {
  const shopper = new Shopper(world);
  await shopper.tick(...skus);
  await shopper.toSettlement();
  await shopper.choose('credit-a');
  await shopper.confirm();
  const whole = shopper.purchase;
  await shopper.openCard();
  await shopper.pay(world.customer('A1'));
  assert.equal(shopper.result.outcome, 'OK');
  const settled = await settlementOf(world.a, documentHash(whole.document));
  const parcel = new Parcel(shopper);
  await until(async () => (await shopper.browser.get(whole.url)).page.forms.some((f) => f.value('company') === 'shipping-s'), 'the payment being known');
  await parcel.choose('shipping-s', 'standard', whole.url);
  await parcel.openAddress();
  await parcel.ship();
  await parcel.carryReceipt();
  const shipment = await shipmentOf(world.s, parcel.hash);
  return { shopper, parcel, settled, shipment, url: whole.url };
}

async function sentAtDoor(world, skus = ['book-quietlock']) {
  const parcel = new Parcel(new Shopper(world));
  await parcel.orderAtDoor(skus);
  await parcel.openAddress();
  await parcel.ship();
  await parcel.carryReceipt();
  return { parcel, shipment: await shipmentOf(world.s, parcel.hash) };
}

// What the shipping company's server sends.
async function track(world, shipment, state, { parcel = 1, of = 1, at = seconds(), id = randomNumber() } = {}) {
  const document = signDocument('sealcart.tracking-event+jws', {
    iss: world.s.url, aud: world.mall.url, jti: id, iat: seconds(), shipping: shipment.number, parcel, of, state, at,
  }, signerOf(world.s));
  const browser = world.browser({ client: world.ownCertificate(world.s) });
  const answer = await browser.request(`${world.mall.api}/partner/documents`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ documents: [document] }),
  });
  return answer.json.answers[0];
}

const packPage = (number) => `/packing/${number}`;
async function open(desk, number) {
  const answer = await desk.submit(packPage(number), `/packing/${number}/open`);
  return answer.page;
}

for (const { store, skip } of stores) {
  describe(`packing on ${store}`, { skip }, () => {
    let world, desk;
    before(async () => {
      world = await World.make({ store, shipping: true, only: ['mall', 'credit-a', 'shipping-s'] });
      await world.mall.startDesk();
      desk = await Console.open(world, world.mall);
    });
    after(() => world?.close());

    test('a paid shipment: opened, packed, labelled, handed over, claimed, tracked', async () => {
      const { parcel, settled, shipment, url } = await paidAndSent(world);
      const queue = await desk.get('/packing');
      assert.ok(queue.page.text.includes(parcel.number));
      assert.ok(!queue.page.text.includes('Quiet Locks'), 'the queue says nothing of what is in it');

      const opened = await open(desk, parcel.number);
      assert.match(opened.text, /Quiet Locks/);
      const form = opened.form(`/packing/${parcel.number}/pack`);
      const packed = await desk.browser.submit(form);
      assert.match(packed.page.text, /All parcels are packed/);
      const again = await desk.browser.submit(form); // a double click
      assert.equal(again.status, 200);
      const [{ count, label, value }] = await world.mall.query(`SELECT count(*) AS count, max(label) AS label, max(value) AS value FROM parcel WHERE handover = '${parcel.number}'`);
      assert.equal(Number(count), 1);
      assert.equal(Number(value), Number(settled.amount));

      const jwks = (await world.browser().get(`${world.mall.url}/.well-known/jwks.json`)).json;
      assert.ok(verifyDocument(label, jwks));
      const says = decodeDocument(label).payload;
      assert.equal(says.shipping, shipment.number);
      assert.equal(says.goods_hash, documentHash(shipment.sealed_goods));
      assert.equal(says.addressee_hash, documentHash(shipment.sealed_addressee));
      assert.deepEqual([says.parcel, says.of, says.amount], [1, 1, undefined]);
      const pdf = await desk.get(`/label/${parcel.number}/1`);
      assert.equal(pdf.headers['content-type'], 'application/pdf');
      const file = path.join(world.folder, 'label');
      fs.writeFileSync(`${file}.pdf`, pdf.bytes);
      execFileSync('pdftoppm', ['-r', '203', '-gray', '-singlefile', `${file}.pdf`, file]);
      const codes = execFileSync('zbarimg', ['-q', '--raw', `${file}.pgm`], { encoding: 'utf8' }).trim().split('\n');
      assert.deepEqual(codes.sort(), [label, shipment.number].sort());
      const printed = execFileSync('pdftotext', [`${file}.pdf`, '-'], { encoding: 'utf8' });
      assert.match(printed, /Standard 通常便/, 'the service by its name, and not by its code');
      for (const as of ['png', 'zpl']) assert.equal((await desk.get(`/label/${parcel.number}/1?as=${as}`)).status, 200);

      const page = await desk.get('/handing');
      const handed = await desk.browser.submit(page.page.form('/handing'), { fill: { parcel: [`${parcel.number}.1`] }, press: 'hand' });
      assert.equal(handed.status, 200);
      const [claim] = await world.mall.query(`SELECT amount, last, document FROM claim`);
      assert.equal(Number(claim.amount), Number(settled.amount));
      assert.equal(Number(claim.last), 1);
      assert.equal(decodeDocument(claim.document).payload.receipt, settled.receipt);
      assert.ok(!claim.document.includes(shipment.number), 'a claim does not join receipt and shipping number');

      assert.deepEqual(await track(world, shipment, 'received'), { status: 200 });
      assert.deepEqual(await track(world, shipment, 'dispatched'), { status: 200 });
      assert.match((await parcel.browser.get(url)).page.text, /On the way to you/);
      const id = randomNumber();
      assert.deepEqual(await track(world, shipment, 'delivered', { id }), { status: 200 });
      assert.deepEqual(await track(world, shipment, 'delivered', { id }), { status: 200 });
      const text = (await parcel.browser.get(url)).page.text;
      assert.equal(text.match(/Delivered/g).length, 1);
      const [purchase] = await world.mall.query(`SELECT kept_goods FROM purchase p JOIN handover h ON h.purchase = p.number WHERE h.number = '${parcel.number}'`);
      assert.equal(purchase.kept_goods, null, 'what was kept for another sending is forgotten');
    });

    test('a parcel that comes back goes out again on the customer\'s word, and is claimed once', async () => {
      const { parcel, shipment, url } = await paidAndSent(world, ['ink-nightferry']);
      const opened = await open(desk, parcel.number);
      await desk.browser.submit(opened.form(`/packing/${parcel.number}/pack`));
      await desk.browser.submit((await desk.get('/handing')).page.form('/handing'), { fill: { parcel: [`${parcel.number}.1`] }, press: 'hand' });
      const before = Number((await world.mall.query('SELECT count(*) AS n FROM claim'))[0].n);
      await track(world, shipment, 'received');
      await track(world, shipment, 'returned');
      const page = (await parcel.browser.get(url)).page;
      assert.match(page.text, /came back/i);
      const second = new Parcel(parcel.shopper);
      await second.choose('shipping-s', 'standard', url);
      assert.notEqual(second.number, parcel.number);
      await second.openAddress();
      await second.ship();
      await second.carryReceipt();
      // At the dock, until somebody has it in hand: once.
      const returned = (await desk.get('/returned')).page;
      assert.ok(returned.text.includes(parcel.number) && returned.text.includes(second.number), 'what came back, and as what it goes out again');
      assert.equal((await desk.browser.submit(returned.form('returned'))).status, 422, 'none was chosen');
      for (let i = 0; i < 2; ++i) {
        const taken = await desk.browser.submit(returned.form('returned'), { fill: { parcel: [`${parcel.number}.1`] } });
        assert.match(taken.page.text, /Nothing has come back/);
      }
      assert.equal((await world.mall.query(`SELECT 1 AS one FROM audit WHERE action = 'take-back' AND number = '${parcel.number}'`)).length, 1);
      const reopened = await open(desk, second.number);
      assert.ok(reopened.text.includes(parcel.number), 'the packer is told that it came back');
      await desk.browser.submit(reopened.form(`/packing/${second.number}/pack`));
      await desk.browser.submit((await desk.get('/handing')).page.form('/handing'), { fill: { parcel: [`${second.number}.1`] }, press: 'hand' });
      assert.equal(Number((await world.mall.query('SELECT count(*) AS n FROM claim'))[0].n), before);
      assert.match((await parcel.browser.get(url)).page.text, /Accepted for shipping/);
    });

    test('cash on delivery: the amount stands on the first label, and nothing is claimed', async () => {
      const { parcel, shipment } = await sentAtDoor(world);
      const opened = await open(desk, parcel.number);
      assert.match(opened.text, /Cash on delivery/);
      await desk.browser.submit(opened.form(`/packing/${parcel.number}/pack`));
      const [{ label }] = await world.mall.query(`SELECT label FROM parcel WHERE handover = '${parcel.number}'`);
      const says = decodeDocument(label).payload;
      assert.deepEqual([says.amount, says.currency], [Number(shipment.amount), shipment.currency]);
      const before = Number((await world.mall.query('SELECT count(*) AS n FROM claim'))[0].n);
      await desk.browser.submit((await desk.get('/handing')).page.form('/handing'), { fill: { parcel: [`${parcel.number}.1`] }, press: 'hand' });
      assert.equal(Number((await world.mall.query('SELECT count(*) AS n FROM claim'))[0].n), before);
    });

    test('all that the page showed are handed over at once, and not what is packed meanwhile', async () => {
      const packed = async () => {
        const { parcel } = await sentAtDoor(world);
        await desk.browser.submit((await open(desk, parcel.number)).form(`/packing/${parcel.number}/pack`));
        return parcel.number;
      };
      const state = async (number) => (await world.mall.query(`SELECT state FROM parcel WHERE handover = '${number}'`))[0].state;
      const shown = [await packed(), await packed()];
      const form = (await desk.get('/handing')).page.form('/handing');
      const later = await packed();
      const handed = await desk.browser.submit(form, { press: 'hand-all' });
      assert.match(handed.page.said, /are handed over/);
      assert.deepEqual([await state(shown[0]), await state(shown[1]), await state(later)], ['handed', 'handed', 'packed']);
      const again = await desk.browser.submit(form, { press: 'hand-all' });
      assert.equal(again.status, 422);
      assert.match(again.page.text, /left the shelf/);
      assert.equal(await state(later), 'packed');
    });

    test('partial packing: what cannot be sent is said, and only what is sent is claimed', async () => {
      const { parcel, settled } = await paidAndSent(world, ['tea-mosslight', 'tea-emberbark']);
      const opened = await open(desk, parcel.number);
      const form = opened.form(`/packing/${parcel.number}/pack`);
      const none = await desk.browser.submit(form, { fill: { 'quantity-0': '0', 'quantity-1': '0' } });
      assert.equal(none.status, 409);
      assert.match(none.page.text, /at least one piece/);
      const short = await desk.browser.submit(form, { fill: { 'quantity-0': '1', 'quantity-1': '0' } });
      assert.equal(short.status, 409);
      const confirmed = await desk.browser.submit(short.page.form(`/packing/${parcel.number}/pack`), { fill: { 'quantity-0': '1', 'quantity-1': '0', confirm: ['1'] } });
      assert.match(confirmed.page.text, /All parcels are packed/);
      await desk.browser.submit((await desk.get('/handing')).page.form('/handing'), { fill: { parcel: [`${parcel.number}.1`] }, press: 'hand' });
      const [claim] = await world.mall.query('SELECT amount, last FROM claim ORDER BY created DESC, amount LIMIT 1');
      assert.ok(Number(claim.amount) < Number(settled.amount));
      assert.equal(Number(claim.last), 1);
    });

    const purchaseOf = async (number) => (await world.mall.query(`SELECT purchase FROM handover WHERE number = '${number}'`))[0].purchase;
    const claimsOf = async (purchase) => (await world.mall.query(`SELECT amount, last FROM claim WHERE handover = '${purchase}' ORDER BY created, last`))
      .map((claim) => [Number(claim.amount), Number(claim.last)]);
    const handOver = async (number) => desk.browser.submit((await desk.get('/handing')).page.form('/handing'), { fill: { parcel: [`${number}.1`] }, press: 'hand' });
    const shortPack = async (number) => {
      const form = (await open(desk, number)).form(`/packing/${number}/pack`);
      const short = await desk.browser.submit(form, { fill: { 'quantity-0': '1', 'quantity-1': '0' } });
      await desk.browser.submit(short.page.form(`/packing/${number}/pack`), { fill: { 'quantity-0': '1', 'quantity-1': '0', confirm: ['1'] } });
    };
    const sendData = async (purchase) => {
      await desk.browser.submit((await desk.get('/digital')).page.form('/digital/pack'), { press: 'all' });
      await until(async () => (await world.mall.query(`SELECT state FROM digital_parcel WHERE purchase = '${purchase}'`))[0]?.state === 'accepted', 'the transfer');
    };
    const released = async (settled) => {
      const rows = await world.a.query(`SELECT s.released FROM settlement_state s JOIN settlement t ON t.id = s.settlement WHERE t.receipt = '${settled.receipt}'`);
      return rows.length ? Number(rows[0].released) : 0;
    };

    for (const first of ['data', 'parcel']) {
      test(`a mixed purchase whose parcel is short, the ${first} first: the last claim releases what nobody will claim`, async () => {
        const { parcel, settled } = await paidAndSent(world, ['tea-mosslight', 'tea-emberbark', 'wall-orchardgrid']);
        const purchase = await purchaseOf(parcel.number);
        await shortPack(parcel.number);
        if (first === 'data') await sendData(purchase);
        await handOver(parcel.number);
        if (first === 'parcel') await sendData(purchase);
        const claims = await claimsOf(purchase);
        assert.equal(claims.length, 2);
        assert.deepEqual(claims.map(([, last]) => last), [0, 1]);
        const rest = Number(settled.amount) - claims[0][0] - claims[1][0];
        assert.ok(rest > 0);
        await until(async () => (await released(settled)) === rest, 'the release of the rest');
      });
    }

    test('a purchase that is cancelled leaves the queue, and what is on the shelf must not leave it', async () => {
      const [waits, shelved] = [await paidAndSent(world), await paidAndSent(world, ['ink-nightferry'])];
      const stale = (await open(desk, waits.parcel.number)).form(`/packing/${waits.parcel.number}/pack`);
      await desk.browser.submit((await open(desk, shelved.parcel.number)).form(`/packing/${shelved.parcel.number}/pack`));
      const shelf = (await desk.get('/handing')).page.form('/handing');
      const purchases = [await purchaseOf(waits.parcel.number), await purchaseOf(shelved.parcel.number)];
      const confirm = await desk.get(`/purchases/void?number=${purchases[1]}`);
      assert.match(confirm.page.text, /1 packed: take off the shelf/);
      await desk.browser.submit(confirm.page.form('void'));
      const voided = await world.mall.cli('order', 'void', purchases[0], '--json');
      assert.deepEqual(JSON.parse(voided.stdout).voided, [purchases[0]]);

      assert.ok(!(await desk.get('/packing')).page.text.includes(waits.parcel.number));
      await desk.browser.submit(stale); // from a page that was drawn before
      const late = await desk.browser.submit(shelf, { fill: { parcel: [`${shelved.parcel.number}.1`] }, press: 'hand' });
      assert.equal(late.status, 422);
      assert.match(late.page.text, /were cancelled meanwhile/);
      assert.deepEqual(await world.mall.query(`SELECT state FROM parcel WHERE handover = '${waits.parcel.number}'`), []);
      const state = async () => (await world.mall.query(`SELECT state FROM parcel WHERE handover = '${shelved.parcel.number}'`))[0].state;
      assert.equal(await state(), 'packed');
      for (const purchase of purchases) {
        assert.deepEqual(await claimsOf(purchase), []);
        assert.equal((await world.mall.query(`SELECT kept_goods FROM purchase WHERE number = '${purchase}'`))[0].kept_goods, null);
      }
      assert.equal((await desk.get(`/label/${shelved.parcel.number}/1`)).status, 409);
      const page = (await desk.get(packPage(shelved.parcel.number))).page;
      assert.match(page.text, /has been cancelled/);
      assert.ok(!page.hasForm(`/label/${shelved.parcel.number}/1/reprint`));

      const withdraw = (await desk.get('/handing')).page.form('/handing/withdraw');
      const withdrawn = await desk.browser.submit(withdraw, { fill: { parcel: [`${shelved.parcel.number}.1`] } });
      assert.match(withdrawn.page.text, /noted as taken off the shelf/);
      assert.equal(await state(), 'withdrawn');
      assert.ok(!(await desk.get('/handing')).page.hasForm('/handing/withdraw'));
      const log = await world.mall.cli('audit', 'list', '--json', '--number', shelved.parcel.number);
      assert.equal(JSON.parse(log.stdout)[0].action, 'withdraw');
      const own = (await waits.parcel.browser.get(waits.url)).page;
      assert.match(own.text, /Cancelled by the shop/);
      assert.ok(!own.forms.some((form) => form.value('company')), 'no company can be chosen any more');
    });

    test('what is sent as data is not sent once its purchase is cancelled', async () => {
      const buy = async () => {
        const shopper = new Shopper(world);
        await shopper.tick('wall-orchardgrid');
        await shopper.toSettlement();
        await shopper.choose('credit-a');
        await shopper.confirm();
        await shopper.openCard();
        await shopper.pay(world.customer('A1'));
        const number = shopper.purchase.whole;
        await until(async () => (await desk.get('/digital')).page.text.includes(number), 'the payment being known');
        return number;
      };
      const [early, late] = [await buy(), await buy()];
      await world.mall.cli('order', 'void', early);
      assert.ok(!(await desk.get('/digital')).page.text.includes(early), 'nothing waits to be packed');
      await world.a.stop(); // so that what is packed waits
      await desk.browser.submit((await desk.get('/digital')).page.form('/digital/pack'), { press: 'all' });
      await until(async () => (await world.mall.query(`SELECT 1 FROM digital_parcel WHERE purchase = '${late}'`)).length === 1, 'the packing');
      await world.mall.cli('order', 'void', late);
      await until(async () => {
        await world.mall.store.change('UPDATE digital_parcel SET next_attempt = 0');
        return (await world.mall.query(`SELECT fault FROM digital_parcel WHERE purchase = '${late}'`))[0].fault === 'purchase-cancelled';
      }, 'the refusal');
      await world.a.start();
      assert.deepEqual(fs.readdirSync(path.join(world.mall.data_dir, 'spool')), []);
      assert.deepEqual(await claimsOf(late), []);
      const retried = await desk.submit('/digital', '/digital/retry');
      assert.match(retried.page.said, /sent once more/);
    });

    test('another print has another label, needs a reason, and ends when the parcel has gone', async () => {
      const { parcel } = await sentAtDoor(world);
      const opened = await open(desk, parcel.number);
      await desk.browser.submit(opened.form(`/packing/${parcel.number}/pack`));
      const label = async () => (await world.mall.query(`SELECT label, prints FROM parcel WHERE handover = '${parcel.number}'`))[0];
      const first = await label();
      const reprinted = await desk.submit(packPage(parcel.number), `/label/${parcel.number}/1/reprint`, { fill: { reason: 'smudged' } });
      assert.match(reprinted.page.said, /new label is made/);
      const second = await label();
      assert.equal(Number(second.prints), 2);
      assert.notEqual(decodeDocument(second.label).payload.jti, decodeDocument(first.label).payload.jti);
      const form = (await desk.get(packPage(parcel.number))).page.form(`/label/${parcel.number}/1/reprint`);
      await desk.browser.submit((await desk.get('/handing')).page.form('/handing'), { fill: { parcel: [`${parcel.number}.1`] }, press: 'hand' });
      const late = await desk.browser.submit(form, { fill: { reason: 'lost' } });
      assert.equal(late.status, 409);
      const log = await world.mall.cli('audit', 'list', '--json', '--number', parcel.number);
      assert.deepEqual(JSON.parse(log.stdout).map((e) => e.action), ['hand-over', 'reprint-label', 'pack', 'open-goods', 'open-goods']);
    });

    test('swapped boxes, strangers\' events and viewers open and change nothing', async () => {
      const [one, two] = [await sentAtDoor(world), await sentAtDoor(world, ['ink-nightferry'])];
      const boxes = await world.mall.query(`SELECT number, sealed_goods FROM handover WHERE number IN ('${one.parcel.number}', '${two.parcel.number}')`);
      const other = boxes.find((b) => b.number === two.parcel.number).sealed_goods;
      await world.mall.store.change(`UPDATE handover SET sealed_goods = '${other}' WHERE number = '${one.parcel.number}'`);
      const swapped = await desk.submit(packPage(one.parcel.number), `/packing/${one.parcel.number}/open`);
      assert.equal(swapped.status, 409);
      assert.match(swapped.page.text, /belongs to another order/i);
      assert.ok(!/Night Ferry|Nightferry/i.test(swapped.body));

      assert.equal((await track(world, { number: randomNumber() }, 'delivered')).code, 'shipment-unknown');
      const added = await world.mall.cli('operator', 'add', 'viewer', '--role', 'viewer', '--password-file', passwordFile(world));
      assert.equal(added.code, 0, added.stderr);
      const viewer = await Console.open(world, world.mall, { user: 'viewer', password: 'test-operator-2' });
      const seen = await viewer.get(packPage(two.parcel.number));
      assert.equal(seen.status, 200);
      const open = `/packing/${two.parcel.number}/open`;
      assert.equal(seen.page.forms.some((form) => form.action === open), false, 'a viewer is not offered it');
      assert.equal((await viewer.browser.postForm(world.mall.desk_url + open, [], { from: seen.url })).status, 403);
    });
  });
}

function passwordFile(world) {
  const file = path.join(world.folder, 'viewer-password');
  fs.writeFileSync(file, 'test-operator-2\n');
  return file;
}
