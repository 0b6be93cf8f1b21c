// Digital goods from the mall's packing desk to the customer's own key: real programs, real age, real mail (seed S324, S325, S813).
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Claims } from '../lib/claims.mjs';
import { Console } from '../lib/console.mjs';
import { dataFiles, stores } from '../lib/database.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { decodeDocument, documentHash, signDocument, signerOf } from '../lib/documents.mjs';
import { openWithAge, Sink } from '../lib/mail.mjs';
import { until } from '../lib/program.mjs';
import { Relay } from '../lib/relay.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('base64url');
const labelType = 'sealcart.label+jws';

for (const { store, skip } of stores) {
  describe(`digital goods on ${store}`, { skip }, () => {
    let world, sink, mallDesk, relay;
    const file = (name) => path.join(world.folder, name);
    // Gives a product a file of that many random bytes.
    async function setFile(sku, size) {
      const bytes = randomBytes(size);
      fs.writeFileSync(file('product.bin'), bytes);
      const result = await world.mall.cli('file', 'set', sku, file('product.bin'));
      assert.equal(result.code, 0, result.stderr);
      return bytes;
    }
    async function buy(skus, customer = world.customer('A2')) {
      const shopper = new Shopper(world);
      const result = await shopper.buy(skus, customer);
      assert.equal(result.outcome, 'OK');
      const { page } = await shopper.waitForState('ok');
      const secret = page.texts('p', (a) => a('id') === 'key-secret')[0];
      return { shopper, secret, number: shopper.purchase.whole, page };
    }
    const packAll = async () => {
      const answer = await mallDesk.submit('/digital', '/digital/pack', { press: 'Pack and send all' });
      assert.equal(answer.status, 200, answer.page.text);
      return answer.page;
    };
    const mallParcels = () => world.mall.query('SELECT * FROM digital_parcel ORDER BY id');
    const creditParcels = () => world.a.query('SELECT * FROM digital_parcel ORDER BY id');
    const waitAccepted = () => until(async () => (await mallParcels()).every((row) => row.state === 'accepted'), 'the parcels being accepted', 60);
    const waitForward = (state) => until(async () => (await creditParcels()).at(-1)?.state === state, `the parcel being ${state}`, 60);
    const setEmail = (name, address) =>
      world.a.store.change(`UPDATE customer SET email = '${address}' WHERE email = '${world.customer(name).email}'`);

    // Buys it, and offers the parcel to the credit company as the mall's desk would.
    async function offered(skus) {
      const browser = world.browser({ client: world.ownCertificate(world.mall) });
      const signer = signerOf(world.mall);
      const post = (at, body, type = 'application/json') => browser.request(`${world.a.api}/partner/parcels${at}`, {
        method: 'POST', headers: { 'content-type': type, 'accept': 'application/json' }, body });
      const { number } = await buy(skus);
      const [payment] = await world.mall.query(`SELECT * FROM handover WHERE purchase = '${number}'`);
      const right = () => ({
        iss: world.mall.url, aud: world.a.url, jti: randomUUID(), iat: Math.floor(Date.now() / 1000), receipt: payment.reply_name,
        goods_hash: documentHash(payment.sealed_goods), customer_hash: documentHash(payment.reply_sealed), parcel: 1, of: 1,
      });
      const offer = (payload, content, type = labelType, by = signer) => post('', JSON.stringify({
        label: signDocument(type, payload, by), size: content.length, hash: sha256(content) }));
      return { post, right, offer, signer };
    }

    before(async () => {
      world = await World.make({ store, only: ['mall', 'credit-a'] });
      sink = await Sink.start(world);
      await Promise.all([world.mall.startDesk(), world.a.startDesk()]);
      mallDesk = await Console.open(world, world.mall);
    });
    after(async () => {
      await sink?.stop();
      await relay?.close();
      await world?.close();
    });

    test('what was bought comes by mail, opens with the customer’s key, byte for byte, and nobody between could read it', async () => {
      const first = await setFile('wall-orchardgrid', 2_500_000);
      const second = await setFile('sound-harborfog', 1);
      const { shopper, secret, number } = await buy(['wall-orchardgrid', 'sound-harborfog', 'tea-mosslight']);
      assert.match(secret, /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
      assert.match((await mallDesk.get('/digital')).page.text, new RegExp(number));
      assert.match((await packAll()).text, /Packed purchases: 1/);
      const mails = await sink.next(2);
      const opened = [];
      for (const mail of mails) {
        assert.deepEqual(mail.to, [world.customer('A2').email]);
        assert.equal(mail.attachments.length, 1);
        assert.match(mail.text, new RegExp(`${world.mall.url}/open`));
        assert.match(mail.text, /age -d -i key\.txt/);
        assert.match(mail.text, /暗号化/);
        opened.push(await openWithAge(world.folder, secret, mail.attachments[0].bytes));
      }
      assert.deepEqual(mails.map((mail) => mail.attachments[0].name).sort(), ['parcel-1-of-2.age', 'parcel-2-of-2.age']);
      assert.ok(opened.some((bytes) => bytes.equals(first)) && opened.some((bytes) => bytes.equals(second)));

      await waitAccepted();
      const [payment] = await world.mall.query(`SELECT * FROM handover WHERE purchase = '${number}'`);
      const goods = open(await deskKey(world.mall), 'goods', payment.number, payment.sealed_goods);
      assert.deepEqual(goods.items.map((item) => [item.sku, item.digital === true]).sort(),
        [['sound-harborfog', true], ['tea-mosslight', false], ['wall-orchardgrid', true]]);
      assert.match(goods.recipient, /^age1[02-9ac-hj-np-z]{58}$/);
      // The claim is for the digital part, and more will follow for the tea.
      const [claim] = await world.mall.query(`SELECT * FROM claim WHERE handover = '${payment.number}'`);
      assert.deepEqual([Number(claim.amount), claim.currency, Number(claim.last)], [380 + 815, 'JPY', 0]);
      const { payload } = decodeDocument(claim.document);
      assert.equal(payload.receipt, payment.reply_name);
      assert.equal(payload.claim, claim.number);
      assert.equal(payload.last, false);
      const salt = (await world.mall.query(`SELECT ${store === 'postgres' ? "encode(evidence_salt, 'hex')" : 'lower(hex(evidence_salt))'} AS salt FROM claim WHERE number = '${claim.number}'`))[0].salt;
      assert.equal(payload.evidence, sha256(Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(claim.evidence)])));
      // Both openings are in the logs, and nothing of what they held.
      const audit = async (party, action, subject) => (await party.query(`SELECT * FROM audit WHERE action = '${action}' AND number = '${subject}'`));
      assert.equal((await audit(world.mall, 'open-goods', payment.number)).length, 1);
      assert.equal((await audit(world.a, 'open-customer', payment.reply_name)).length, 2);
      assert.match((await shopper.look()).page.text, /Sent to the credit company/);

      // No file of the credit company holds the plain bytes, nor the mall's database the key.
      for (const each of dataFiles(world.a.data_dir)) {
        const bytes = fs.readFileSync(each);
        for (const at of [0, 1_000_000, 2_400_000]) assert.ok(!bytes.includes(first.subarray(at, at + 32)), each);
      }
      for (const each of [await world.mall.store.dump(), await world.mall.log()]) assert.ok(!each.includes(secret) && !each.includes(goods.recipient));
      assert.deepEqual(fs.readdirSync(path.join(world.mall.data_dir, 'spool')), [], 'what is at the company is not kept in the spool');
      // A size would tell which product it was.
      for (const row of await mallParcels()) assert.equal(Number(row.size), 0);
    });

    test('the key is shown until the customer has kept it, then it is gone', async () => {
      const { shopper, secret } = await buy('wall-orchardgrid');
      assert.ok(secret);
      const again = await shopper.look();
      assert.equal(again.page.texts('p', (a) => a('id') === 'key-secret')[0], secret, 'loaded again, it is still there');
      const answer = await shopper.browser.submit(again.page.forms.find((f) => f.action.endsWith('/key')));
      assert.equal(answer.status, 200);
      assert.doesNotMatch(answer.page.html, /AGE-SECRET-KEY/);
      assert.match(answer.page.text, /not in this browser/);
      await packAll();
      const [mail] = await sink.next();
      await openWithAge(world.folder, secret, mail.attachments[0].bytes);
    });

    test('a key of the browser goes into the seal; anything else as a key is refused', async () => {
      const shopper = new Shopper(world);
      await shopper.tick('wall-orchardgrid');
      await shopper.toSettlement();
      await shopper.choose('credit-a');
      const form = shopper.confirmation.form('/handover');
      for (const recipient of ['age1', 'ssh-ed25519 AAAA', `age1${'b'.repeat(58)}`, '-R /etc/passwd']) {
        const refused = await shopper.browser.submit(form, { fill: { recipient }, press: 'OK' });
        assert.equal(refused.code, 'key-malformed', recipient);
      }
      const recipient = `age1${'q'.repeat(58)}`;
      const answer = await shopper.browser.submit(form, { fill: { recipient }, press: 'OK' });
      assert.equal(answer.status, 200);
      assert.doesNotMatch(answer.page.html, /AGE-SECRET-KEY/);
      const [row] = await world.mall.query('SELECT * FROM handover ORDER BY id DESC LIMIT 1');
      assert.equal(open(await deskKey(world.mall), 'goods', row.number, row.sealed_goods).recipient, recipient);
    });

    test('a transfer that broke off at either side goes on where it was', async () => {
      const mebi = 1 << 20; // a piece
      const size = 48 * mebi;
      const bytes = await setFile('type-gullscript', size);
      const folder = path.join(world.a.data_dir, 'parcels');
      const part = () => {
        const name = fs.existsSync(folder) && fs.readdirSync(folder).find((each) => each.endsWith('.part'));
        return name ? fs.statSync(path.join(folder, name)).size : 0;
      };
      const { secret } = await buy('type-gullscript');
      await world.a.stopDesk();
      await world.a.stop();
      world.a.append('[credit]\nmail_attachment_bytes = 1000000');
      relay = await Relay.before(world.a, world.a.api, 'listen', 'api_port');
      await world.a.start();
      relay.limit(10.5 * mebi);
      await packAll();
      await until(() => part() === 10 * mebi, 'the first pieces', 60);
      await world.mall.stopDesk('SIGKILL');
      await world.mall.startDesk();
      relay.limit(12 * mebi);
      await until(() => part() >= 20 * mebi, 'more pieces', 60);
      await world.a.kill();
      await world.a.start();
      relay.limit(Infinity);
      await waitAccepted();
      assert.ok(relay.passed < size + 4 * mebi, 'what was there is not sent again');
      // As a link, since it is large.
      await world.a.startDesk();
      const [mail] = await sink.next();
      assert.deepEqual(mail.attachments, []);
      const link = new RegExp(`${world.a.url}/parcel/[0-9a-z]{26}`).exec(mail.text)[0];
      const fetched = await new Shopper(world).browser.request(link);
      assert.equal(fetched.status, 200);
      assert.match(fetched.headers['content-disposition'], /attachment; filename="parcel-1-of-1\.age"/);
      assert.ok((await openWithAge(world.folder, secret, fetched.bytes)).equals(bytes));
      const other = link.slice(0, -1) + (link.endsWith('0') ? '1' : '0');
      assert.equal((await new Shopper(world).browser.request(other)).code, 'parcel-gone');
      mallDesk = await Console.open(world, world.mall);
    });

    test('a mailbox that refuses is shown, and served once more by hand; one that is busy is tried again', async () => {
      await setEmail('A2', 'bounce@mail.example');
      await setFile('wall-orchardgrid', 5000);
      const { secret } = await buy('wall-orchardgrid');
      await packAll();
      await waitForward('bounced');
      const credit = await Console.open(world, world.a);
      const page = (await credit.get('/forwarding?state=bounced')).page;
      assert.match(page.text, /not delivered/);
      assert.match(page.text, /550 5\.1\.1/);
      await world.a.store.change("UPDATE customer SET email = 'later@mail.example' WHERE email = 'bounce@mail.example'");
      const id = String((await creditParcels()).at(-1).id);
      await credit.submit('/forwarding', 'forward', { fill: { parcel: [id] }, press: 'Forward' });
      const [mail] = await sink.next();
      assert.deepEqual(mail.to, ['later@mail.example']);
      await openWithAge(world.folder, secret, mail.attachments[0].bytes);
      await waitForward('sent');
      assert.ok(Number((await creditParcels()).at(-1).attempts) > 1, 'it was taken the second time');
      await world.a.store.change(`UPDATE customer SET email = '${world.customer('A2').email}' WHERE email = 'later@mail.example'`);
    });

    test('forwarded by hand, parcels wait for an operator; a mail server that is down is waited for', async () => {
      await world.a.stopDesk();
      world.a.append('[credit]\nforward = "by-hand"');
      await world.a.startDesk();
      const { secret } = await buy('wall-orchardgrid');
      await packAll();
      await waitForward('waiting');
      const credit = await Console.open(world, world.a);
      await sink.stop();
      await credit.submit('/forwarding', 'forward', { press: 'all' });
      await until(async () => (await creditParcels()).at(-1).fault !== '', 'a failed attempt', 60);
      assert.match((await credit.get('/forwarding')).page.text, /The mail server does not take the message now\. It is tried again\./);
      credit.browser.language = 'ja';
      assert.match((await credit.get('/forwarding')).page.text, /メールサーバーが今は受け取れません。/);
      await sink.run();
      const [mail] = await sink.next();
      await openWithAge(world.folder, secret, mail.attachments[0].bytes);
      assert.equal((await creditParcels()).at(-1).asked_by, world.a.operator.user);
    });

    test('a product without a file is said, and nothing is sent of that purchase', async () => {
      await world.mall.store.change("DELETE FROM product_file WHERE sku = 'score-reedchoir'");
      const { number } = await buy(['score-reedchoir', 'wall-orchardgrid']);
      const before = (await mallParcels()).length;
      const page = await packAll();
      assert.match(page.text, /has no file: add the file, then pack again\. score-reedchoir/);
      assert.match(page.text, new RegExp(number));
      const asRead = async (language) => {
        mallDesk.browser.language = language;
        const { page: read } = await mallDesk.get('/digital');
        mallDesk.browser.language = 'en';
        return read.text;
      };
      assert.match(await asRead('ja'), /梱包できません： ファイルのない商品があります。.* score-reedchoir/);
      const [way] = page.all('a', (a) => a('href') === '/catalogue/product/score-reedchoir/file');
      assert.ok(way, 'the way to where the file is added');
      await setFile('score-reedchoir', 300);
      // A fault of ours has words too.
      const { file } = await world.mall.store.one("SELECT file FROM product_file WHERE sku = 'score-reedchoir'");
      const at = path.join(world.mall.data_dir, 'files', file);
      fs.renameSync(at, `${at}.away`);
      assert.match((await packAll()).text, /This failed on our side/);
      assert.match(await asRead('ja'), /当方の障害で梱包できませんでした。/);
      fs.renameSync(`${at}.away`, at);
      assert.equal((await mallParcels()).length, before);
      const result = await world.mall.cli('parcel', 'send', '--all', '--json', '--passphrase-file', world.mall.desk_passphrase_file);
      assert.equal(result.code, 0, result.stderr);
      assert.equal(JSON.parse(result.stdout).packed, 1);
      await waitAccepted();
      const rows = await world.mall.query("SELECT * FROM audit WHERE operator = 'command line' AND action = 'open-goods'");
      assert.equal(rows.length, 1);
    });

    test('packed twice at once, it is sent once', async () => {
      const before = (await mallParcels()).length;
      await buy('wall-orchardgrid');
      const form = (await mallDesk.get('/digital')).page.form('/digital/pack');
      await Promise.all([1, 2, 3].map(() => mallDesk.browser.submit(form, { press: 'Pack and send all' })));
      await waitAccepted();
      assert.equal((await mallParcels()).length, before + 1);
    });

    test('labels and contents that are not what was settled are refused', async () => {
      const { post, right, offer, signer } = await offered('wall-orchardgrid');
      const content = randomBytes(3000);
      const swapped = randomBytes(3000);
      const cases = {
        'receipt-unknown': { ...right(), receipt: '0'.repeat(26) },
        'label-goods': { ...right(), goods_hash: documentHash('other') },
        'label-customer': { ...right(), customer_hash: documentHash('other') },
        'label-fields': { ...right(), parcel: 2 },
        'document-audience': { ...right(), aud: 'https://credit-b.localhost' },
      };
      for (const [code, payload] of Object.entries(cases)) assert.equal((await offer(payload, content)).code, code);
      const { goods_hash, ...without } = right();
      assert.ok(goods_hash);
      assert.equal((await offer(without, content)).code, 'label-goods');
      assert.equal((await offer(right(), content, 'sealcart.claim+jws')).code, 'document-type');
      assert.equal((await offer(right(), content, labelType, signerOf(world.a))).code, 'document-key');
      assert.equal((await post('', '{}')).code, 'parcel-malformed');
      // A purchase without anything digital.
      const shopper = new Shopper(world);
      assert.equal((await shopper.buy('ink-nightferry', world.customer('A2'))).outcome, 'OK');
      await shopper.waitForState('ok');
      const [ink] = await world.mall.query('SELECT * FROM handover ORDER BY id DESC LIMIT 1');
      assert.equal((await offer({ ...right(), receipt: ink.reply_name }, content)).code, 'parcel-kind');
      // Not a partner's certificate.
      const stranger = world.browser({ client: await world.certificate('stranger.localhost') });
      assert.equal((await stranger.request(`${world.a.api}/partner/parcels`, { method: 'POST', body: '{}' })).status, 403);

      const label = signDocument(labelType, right(), signer);
      const body = JSON.stringify({ label, size: content.length, hash: sha256(content) });
      const opened = await post('', body);
      assert.deepEqual(opened.json, { parcel: documentHash(label), offset: 0, accepted: false });
      const at = `/${opened.json.parcel}`;
      assert.equal((await post('', JSON.stringify({ label, size: content.length, hash: sha256(swapped) }))).code, 'parcel-conflict');
      assert.equal((await offer({ ...right(), of: 2 }, content)).code, 'parcel-conflict');
      assert.equal((await post(`${at}/7`, content.subarray(0, 10))).code, 'parcel-offset');
      assert.equal((await post(`${at}/x`, content)).status, 404);
      assert.equal((await post(`${at}/0`, Buffer.concat([content, content]))).code, 'parcel-size');
      assert.equal((await post(`/${documentHash('another')}/0`, content)).code, 'parcel-unknown');
      assert.equal((await post(`/..%2f..%2fkeys/0`, content)).code, 'parcel-unknown');
      // Another parcel's bytes under this label.
      assert.equal((await post(`${at}/0`, swapped)).json.offset, 3000);
      assert.equal((await post(`${at}/finish`, '{}')).code, 'parcel-hash');
      assert.equal((await post('', body)).json.offset, 0, 'what was wrong is thrown away');
      assert.equal((await post(`${at}/0`, content.subarray(0, 1000))).json.offset, 1000);
      assert.equal((await post(`${at}/finish`, '{}')).code, 'parcel-hash');
      assert.equal((await post(`${at}/0`, content.subarray(0, 1000))).json.offset, 1000);
      assert.equal((await post('', body)).json.offset, 1000);
      assert.equal((await post(`${at}/1000`, content.subarray(1000))).json.offset, 3000);
      const [one, two] = await Promise.all([post(`${at}/finish`, '{}'), post(`${at}/finish`, '{}')]);
      assert.equal(one.json.accepted && two.json.accepted, true);
      assert.equal((await post('', body)).json.accepted, true);
      assert.equal((await post(`${at}/0`, swapped)).json.accepted, true, 'what is there is not written to again');
      const rows = (await creditParcels()).filter((row) => row.name === opened.json.parcel);
      assert.equal(rows.length, 1);
      assert.equal(sha256(fs.readFileSync(path.join(world.a.data_dir, 'parcels', `${opened.json.parcel}.age`))), sha256(content));
      // Another mall's certificate finds nothing of it.
      assert.equal(rows[0].mall, 'mall');
    });

    test('of a purchase that is cancelled, what has come already is not forwarded, and no more is taken', async () => {
      const { post, right, offer } = await offered('wall-orchardgrid');
      const content = randomBytes(3000);
      const first = { ...right(), of: 2 };
      const { json } = await offer(first, content);
      assert.equal((await post(`/${json.parcel}/0`, content)).json.offset, 3000);
      assert.equal((await post(`/${json.parcel}/finish`, '{}')).json.accepted, true);
      const second = (await offer({ ...right(), parcel: 2, of: 2 }, content)).json.parcel;
      const claims = new Claims(world);
      assert.deepEqual((await claims.send(claims.void(first.receipt))).map((answer) => answer.status), [200]);

      assert.equal((await post(`/${second}/0`, content)).code, 'parcel-withdrawn');
      assert.equal((await offer({ ...right(), parcel: 2, of: 2 }, content)).code, 'parcel-withdrawn');
      const credit = await Console.open(world, world.a);
      await credit.submit('/forwarding', 'forward', { press: 'all' });
      await until(async () => (await creditParcels()).every((each) => each.state !== 'queued'), 'the others being sent', 60);
      const row = (await creditParcels()).find((each) => each.name === json.parcel);
      assert.equal(row.state, 'bounced');
      const { page } = await credit.get('/forwarding?state=bounced');
      assert.match(page.text, /The mall has cancelled the purchase: it is not forwarded\./);
      assert.equal(page.form('forward').fields.filter((f) => f.value === String(row.id)).length, 0, 'nor by hand');
      const bytes = (name) => fs.existsSync(path.join(world.a.data_dir, 'parcels', name));
      assert.ok(bytes(`${json.parcel}.age`));
      await world.a.stopDesk();
      await world.a.startDesk();
      await until(() => !bytes(`${json.parcel}.age`), 'its bytes being gone', 60);
    });

    test('parcels are forgotten some days after they were forwarded, and links end', async () => {
      await world.a.store.change("UPDATE digital_parcel SET sent = 1000 WHERE state = 'sent'");
      await world.a.stopDesk();
      await world.a.startDesk();
      await until(async () => (await creditParcels()).every((row) => row.state !== 'sent' || row.deleted !== null), 'the parcels being forgotten');
      const kept = (await creditParcels()).filter((row) => row.deleted === null).map((row) => `${row.name}.age`);
      await until(() => fs.readdirSync(path.join(world.a.data_dir, 'parcels')).every((name) => kept.includes(name)), 'the files being gone');
    });
  });
}
