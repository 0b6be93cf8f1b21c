// The shop side of the mall's desk: catalogue, page texts, partners, purchases with refunds and voids, remittances.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Console } from '../lib/console.mjs';
import { stores } from '../lib/database.mjs';
import { dayOf, timeOf } from '../lib/day.mjs';
import { decodeDocument, randomNumber, signDocument, signerOf } from '../lib/documents.mjs';
import { multipart, sendFiles } from '../lib/multipart.mjs';
import { until } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const advice = 'sealcart.remittance-advice+jws';

for (const { store, skip } of stores) {
  describe(`the mall's desk on ${store}`, { skip }, () => {
    let world;
    let desk;
    let mall;
    let shopper;
    before(async () => {
      world = await World.make({ store, only: ['mall', 'credit-a'] });
      mall = world.mall;
      await mall.startDesk();
      desk = await Console.open(world, mall);
      shopper = new Shopper(world);
    });
    after(() => world?.close());

    const follow = (answer) => (answer.status === 303 ? desk.browser.get(answer.location, { from: answer.url }) : answer);
    const onShop = (path, seen, what) => until(async () => {
      const answer = await shopper.browser.get(`${mall.url}${path}`);
      return seen(answer) && answer;
    }, what);
    const handoverOf = async (purchase) => (await mall.query(`SELECT * FROM handover WHERE purchase = '${purchase}' AND role = 'credit'`))[0];
    // Sells through company A and gives the purchase's number.
    const sell = async () => {
      await shopper.buy('wall-orchardgrid', world.customer('A1'));
      await shopper.waitForState('ok');
      return shopper.purchase.whole;
    };
    // What the packing desk writes when a parcel goes out, without its document. Reckoned with the next refund or remittance.
    const claim = async (purchase, last = 1) => {
      const handover = await handoverOf(purchase);
      await mall.store.change(`INSERT INTO claim (number, handover, amount, currency, last, evidence_salt, evidence, document, created) VALUES
        ('${randomNumber()}', '${handover.number}', ${handover.amount}, '${handover.currency}', ${last}, '', '', 'x', ${Math.floor(Date.now() / 1000)})`);
      return handover;
    };
    const payload = (items, { payout = randomNumber(), part = 1, parts = 1, date = Math.floor(Date.now() / 1000), ...more } = {}) => ({
      iss: world.a.url, aud: mall.url, jti: randomNumber(), iat: Math.floor(Date.now() / 1000), payout, part, parts, date, currency: 'JPY',
      total: items.reduce((sum, item) => sum + item.amount - item.fee, 0), items, ...more,
    });
    const deliver = async (document) => {
      const partner = (world.partnerBrowser ??= world.browser({ client: world.ownCertificate(world.a) }));
      const answer = await partner.request(`${mall.api}/partner/documents`, {
        method: 'POST', headers: { 'content-type': 'application/json', 'accept': 'application/json' }, body: JSON.stringify({ documents: [document] }),
      });
      return answer.json.answers[0];
    };
    const advise = (items, more) => deliver(signDocument(advice, payload(items, more), signerOf(world.a)));

    test('a product is added with its picture, and the shop sells it', async () => {
      const form = (await desk.get('/catalogue/new')).page.form('product');
      const fill = { sku: 'test-bowl', name: 'Bowl <of> clay', name_ja: '土の椀', price: '1200', currency: 'JPY', stock: '4', size: '100x100x60', weight: '300' };
      const wrong = await sendFiles(desk.browser, form, { fill: { ...fill, price: '12.00', size: '1x2' } });
      assert.equal(wrong.status, 422);
      assert.match(wrong.page.text, /Nothing has been saved.*Price, tax included: .*Edges/s);
      assert.equal(wrong.page.form('product').value('sku'), 'test-bowl', 'what was typed is kept');
      const noPicture = await sendFiles(desk.browser, form, { fill, files: { picture_file: { name: 'x.png', bytes: 'not a picture' } } });
      assert.equal(noPicture.status, 422);
      const huge = await sendFiles(desk.browser, form, { fill, files: { picture_file: { name: 'x.png', bytes: Buffer.concat([png, Buffer.alloc(1 << 20)]) } } });
      assert.equal(huge.status, 422);
      assert.equal(await mall.store.count('product', "sku = 'test-bowl'"), 0);
      const saved = await follow(await sendFiles(desk.browser, form, { fill, files: { picture_file: { name: 'x.png', bytes: png } } }));
      assert.match(saved.page.text, /Saved/);
      const shown = await onShop('/?q=bowl', (a) => a.page.text.includes('Bowl <of> clay'), 'the product in the shop');
      assert.match(shown.page.text, /¥1,200/);
      const picture = await shopper.browser.request(`${mall.url}/picture/test-bowl.png`);
      assert.equal(picture.headers['content-type'], 'image/png');
      assert.ok(picture.bytes.equals(png));
      const again = await sendFiles(desk.browser, form, { fill, files: {} });
      assert.equal(again.status, 409, 'the form of a new product, pressed twice');
    });

    test('a second tab sees what the first one saved, and changes nothing', async () => {
      const first = (await desk.get('/catalogue/product/test-bowl')).page.form('product');
      const second = (await desk.get('/catalogue/product/test-bowl')).page.form('product');
      await mall.store.change("UPDATE product SET stock = 3 WHERE sku = 'test-bowl'"); // one is sold meanwhile
      assert.equal((await sendFiles(desk.browser, first, { fill: { price: '1300' } })).status, 303);
      const late = await sendFiles(desk.browser, second, { fill: { price: '900', name: 'Cheap bowl' } });
      assert.equal(late.status, 409);
      assert.match(late.page.text, /Somebody else changed this product/);
      assert.match(late.page.text, /you typed: Cheap bowl/);
      assert.equal(late.page.form('product').value('price'), '1300');
      const row = await mall.store.one("SELECT price, name_en, stock FROM product WHERE sku = 'test-bowl'");
      assert.deepEqual([Number(row.price), row.name_en, Number(row.stock)], [1300, 'Bowl <of> clay', 3]);
    });

    test('lists of products are found by words, state, kind and stock', async () => {
      const texts = async (query) => (await desk.get(`/catalogue?${query}`)).page.texts('td', (a) => a('data-label') === 'Stock-keeping unit');
      assert.deepEqual(await texts('q=BOWL'), ['test-bowl']);
      assert.deepEqual(await texts('q=bowl&state=inactive'), []);
      assert.deepEqual(await texts('q=bowl&kind=digital'), []);
      assert.ok((await texts('low=1')).includes('test-bowl'));
    });

    test('a CSV file goes out and comes back; one with faults changes nothing and names them by line', async () => {
      const csv = await desk.get('/catalogue/export');
      assert.match(csv.headers['content-disposition'], /attachment; filename="catalogue.csv"/);
      const form = (await desk.get('/catalogue/import')).page.form('import');
      const send = (bytes, fill = {}) => sendFiles(desk.browser, form, { fill, files: { file: { name: 'catalogue.csv', type: 'text/csv', bytes } } });
      const before = await mall.store.state(['product']);
      const wrong = await send(`${csv.body}bad sku,Name,,,,0,JPY,physical,,none.png,,\r\n`);
      assert.equal(wrong.status, 422);
      assert.match(wrong.page.text, /Nothing has been imported/);
      const lines = wrong.page.texts('td', (a) => a('data-label') === 'Line');
      const last = String(csv.body.split('\r\n').length);
      assert.deepEqual(lines, [last, last]);
      const missing = await send('sku,name,price,currency,kind,picture\r\nnew,Name,1,JPY,physical,none.png\r\n');
      assert.equal(missing.status, 422);
      assert.match(missing.page.text, /none\.png.*not there yet/);
      for (const text of ['', 'sku\r\n', '"', '\u0000']) assert.equal((await send(text)).status, 422);
      assert.equal(await mall.store.state(['product']), before);
      const good = await follow(await send(csv.body.replace('Bowl <of> clay', 'Bowl of clay')));
      assert.match(good.page.text, /Imported: \d+ products/);
      assert.equal((await mall.store.one("SELECT name_en FROM product WHERE sku = 'test-bowl'")).name_en, 'Bowl of clay');
      await onShop('/?q=bowl', (a) => a.page.text.includes('Bowl of clay'), 'the new name in the shop');
    });

    test('pictures are taken under their own names, all or none', async () => {
      const form = (await desk.get('/catalogue/pictures')).page.form('pictures');
      const refused = await sendFiles(desk.browser, form, {
        files: { pictures: [{ name: 'one.png', bytes: png }, { name: '../two.png', bytes: png }, { name: 'three.jpg', bytes: png }] } });
      assert.equal(refused.status, 422);
      assert.match(refused.page.text, /Nothing has been saved.*two\.png.*three\.jpg/s);
      assert.match((await sendFiles(desk.browser, form, { files: {} })).page.text, /Choose at least one picture/);
      assert.equal(await mall.store.count('picture', "name = 'one.png'"), 0);
      const taken = await follow(await sendFiles(desk.browser, form, { files: { pictures: [{ name: 'one.png', bytes: png }] } }));
      assert.match(taken.page.said, /pictures are saved/);
      assert.ok((await desk.browser.request(`${mall.desk_url}/catalogue/picture/one.png`)).bytes.equals(png));
    });

    test('a form of another site, or of no form at all, changes nothing', async () => {
      const { type, body } = multipart([['sku', 'evil']]);
      const send = (options) => desk.browser.request(`${mall.desk_url}/catalogue/product`, { method: 'POST', headers: { 'content-type': type }, body, ...options });
      assert.equal((await send({ headers: { 'content-type': type, 'origin': 'https://evil.example', 'sec-fetch-site': 'same-origin' } })).status, 403);
      const broken = await send({ headers: { 'content-type': 'multipart/form-data' }, from: `${mall.desk_url}/catalogue` });
      assert.equal(broken.status, 400);
    });

    test("the mall's own words appear in the shop, escaped, in either language", async () => {
      const write = (place, en, ja = '') => desk.submit('/texts', `text-${place}`, { fill: { en, ja } });
      assert.match((await write('welcome', 'Hello <b>you</b>\n\nSecond paragraph', 'ようこそ')).page.text, /Saved/);
      await write('contact', 'Call us at 000');
      await write('notice', 'Made by Kiln & Leaf\n\nTokyo');
      await write('shipping', 'Shipped on Mondays');
      const page = await onShop('/', (a) => a.page.text.includes('Hello <b>you</b>'), 'the welcome');
      assert.equal(page.page.texts('p', (a) => a('class') === 'own-words').length, 3);
      assert.match(page.body, /Call us at 000/);
      assert.match((await world.browser({ language: 'ja' }).get(`${mall.url}/`)).body, /ようこそ/);
      const notice = await shopper.browser.get(`${mall.url}/notice`);
      assert.match(notice.page.text, /Made by Kiln & Leaf Tokyo/);
      await shopper.tick('wall-orchardgrid');
      assert.match((await shopper.toSettlement()).text, /Shipped on Mondays/);
    });

    test("purchases are found by state, company, day and number, show the company's own time, and say nothing of goods", async () => {
      const number = await sell();
      const handover = await handoverOf(number);
      const found = async (query) => (await desk.get(`/purchases?${query}`)).page.all('th', (a) => a('scope') === 'row').length;
      const today = dayOf();
      assert.equal(await found(''), 1);
      assert.equal(await found('state=ok&company=credit-a'), 1);
      assert.equal(await found('state=no'), 0);
      assert.equal(await found('company=credit-b'), 0);
      assert.equal(await found(`from=${today}&to=${today}`), 1);
      assert.equal(await found('to=2020-01-01'), 0);
      assert.equal(await found(`number=${number.slice(0, 12)}`), 1);
      assert.equal(await found(`number=${handover.reply_name}`), 1);
      assert.equal(await found('state=nonsense&from=nonsense&before=nonsense'), 1);
      const [{ created }] = await mall.query(`SELECT created FROM purchase WHERE number = '${number}'`);
      const page = await desk.get(`/purchases/${number}`);
      const own = (await shopper.browser.get(shopper.purchase.url)).page;
      for (const text of [(await desk.get('/purchases')).page.text, page.page.text, own.text]) {
        assert.ok(text.includes(timeOf(Number(created))) && !text.includes('UTC'), text);
      }
      assert.match(page.page.text, new RegExp(handover.reply_name));
      assert.doesNotMatch(page.body, /orchard/i);
      assert.ok(!page.body.includes(handover.sealed_goods));
      assert.equal((await desk.get(`/purchases/${randomNumber()}`)).status, 404);
    });

    test('a refund is confirmed, sent once however often it is pressed, and bounded by what was claimed', async () => {
      const number = await sell();
      assert.equal((await desk.get(`/purchases/${number}/refund?amount=100`)).code, 'refund-exceeds', 'nothing is claimed yet');
      const handover = await claim(number);
      const form = (await desk.get(`/purchases/${number}`)).page.form(`/purchases/${number}/refund`);
      assert.equal(form.value('amount'), String(handover.amount));
      for (const [amount, code] of [['0', 'refund-amount'], ['-5', 'refund-amount'], ['1.5', 'refund-amount'], [String(Number(handover.amount) + 1), 'refund-exceeds']]) {
        assert.equal((await desk.browser.send(form, { fill: { amount } })).code, code, amount);
      }
      const confirm = await desk.browser.submit(form, { fill: { amount: '300' } });
      assert.match(confirm.page.text, /¥300/);
      const press = () => desk.browser.send(confirm.page.form('refund'));
      const answers = await Promise.all([press(), press()]);
      assert.deepEqual(answers.map((a) => a.status), [303, 303]);
      const rows = await mall.query(`SELECT * FROM refund WHERE handover = '${handover.number}'`);
      assert.equal(rows.length, 1);
      const { header, payload: sent } = decodeDocument(rows[0].document);
      assert.equal(header.typ, 'sealcart.refund+jws');
      assert.deepEqual([sent.iss, sent.aud, sent.receipt, sent.refund, sent.amount, sent.currency],
        [mall.url, world.a.url, handover.reply_name, rows[0].number, 300, 'JPY']);
      const rest = await mall.cli('order', 'refund', number, String(Number(handover.amount) - 300), '--json');
      assert.equal(rest.code, 0, rest.stderr);
      assert.equal((await mall.cli('order', 'refund', number, '1')).code, 1, 'all of it is given back');
      const shown = JSON.parse((await mall.cli('order', 'show', number, '--json')).stdout);
      assert.equal(shown.handovers[0].refunded, Number(handover.amount));
      assert.equal(await mall.store.count('audit', `action = 'refund' AND number = '${handover.number}'`), 2);
    });

    test('several purchases are cancelled at once; what is claimed or cancelled already is left', async () => {
      const [one, two, done] = [await sell(), await sell(), await sell()];
      await claim(done);
      const list = await desk.get('/purchases?state=ok');
      const confirm = await desk.browser.submit(list.page.form('bulk'), { fill: { number: [one, two, done] } });
      assert.equal(confirm.page.form('void').fields.length, 2);
      const press = () => desk.browser.send(confirm.page.form('void'));
      await Promise.all([press(), press()]);
      assert.equal(await mall.store.count('void_request'), 2);
      const row = await mall.store.one(`SELECT document FROM void_request WHERE handover = '${(await handoverOf(one)).number}'`);
      assert.equal(decodeDocument(row.document).header.typ, 'sealcart.void+jws');
      const again = JSON.parse((await mall.cli('order', 'void', one, '--json')).stdout);
      assert.deepEqual(again.voided, []);
      assert.ok(!(await desk.get(`/purchases/${one}`)).page.hasForm('/purchases/void'));
      const none = await desk.get(`/purchases/void?number=${done}`);
      assert.match(none.page.text, /Nothing of these can be cancelled/);
    });

    test('a remittance is taken once, a different one refused, and the books come to zero', async () => {
      const number = await sell();
      const handover = await claim(number);
      const item = { receipt: handover.reply_name, kind: 'capture', amount: Number(handover.amount), fee: 90 };
      const payout = randomNumber();
      const date = Math.floor(Date.now() / 1000);
      const first = signDocument(advice, payload([item], { payout, date }), signerOf(world.a));
      assert.equal((await deliver(first)).status, 200);
      assert.equal((await deliver(first)).status, 200);
      assert.equal(await mall.store.count('remittance_item'), 1);
      assert.equal((await advise([{ ...item, fee: 80 }], { payout, date })).code, 'remittance-conflict');
      assert.equal((await advise([item], { payout, date, part: 2, parts: 2 })).code, 'remittance-conflict');
      assert.equal((await advise([{ shipping: randomNumber(), kind: 'collected', amount: 5, fee: 0 }])).code, 'remittance-numbers');
      assert.equal((await advise([item], { total: 1 })).code, 'remittance-advice-fields');
      const foreign = signDocument(advice, payload([item], { iss: world.party('credit-b').url }), signerOf(world.party('credit-b')));
      assert.equal((await deliver(foreign)).status, 403, "another company's advice on this one's certificate");
      assert.equal(await mall.store.count('remittance_item'), 1);
      const page = await desk.get(`/purchases/${number}`);
      assert.match(page.page.text, /at zero/);
      assert.equal((await advise([{ receipt: randomNumber(), kind: 'capture', amount: 77, fee: 7 }])).status, 200);
      const list = await desk.get('/remittances');
      assert.match(list.page.text, /1 unknown, ¥77/);
      assert.match((await desk.get('/remittances/unknown')).page.text, /¥77/);
      const [row] = await mall.query(`SELECT id FROM remittance WHERE payout = '${payout}'`);
      const detail = await desk.get(`/remittances/payout/${row.id}`);
      assert.match(detail.page.text, new RegExp(number));
      const csv = await desk.get(`/remittances/payout/${row.id}/export`);
      assert.equal(csv.body.trim().split('\r\n').length, 2);
      const listed = JSON.parse((await mall.cli('remittance', 'list', '--company', 'credit-a', '--json')).stdout);
      assert.deepEqual(listed.map((r) => r.total), [70, Number(handover.amount) - 90]);
    });

    test('differences and what is overdue are found', async () => {
      const number = await sell();
      const handover = await claim(number);
      const short = { receipt: handover.reply_name, kind: 'capture', amount: Number(handover.amount) - 10, fee: 0 };
      assert.equal((await advise([short])).status, 200);
      const list = await desk.get('/remittances/differences?company=credit-a');
      assert.match(list.page.text, new RegExp(number));
      assert.match(list.page.text, /¥10/);
      assert.doesNotMatch((await desk.get('/remittances/differences?overdue=1')).page.text, new RegExp(number));
      await mall.store.change(`UPDATE reckoning SET since = since - 31 * 86400 WHERE handover = '${handover.number}'`);
      assert.match((await desk.get('/remittances/differences?overdue=1')).page.text, new RegExp(number));
      assert.match((await desk.get('/')).page.text, /1 payments overdue/);
      assert.match((await desk.get('/remittances/differences?company=credit-b')).page.text, /at zero/);
    });

    test('refused documents are sent again, or dropped with a reason', async () => {
      const put = (document) => mall.store.change(`INSERT INTO outbox (partner, document, created, attempts, next_attempt, refused)
        VALUES ('credit-a', '${document}', 1, 1, 1, 'claim-closed')`);
      await put('first');
      const page = await desk.get('/letters');
      assert.match(page.page.text, /claim-closed/);
      const id = (await mall.store.one("SELECT id FROM outbox WHERE document = 'first'")).id;
      const forms = (await desk.get('/letters')).page.forms.filter((f) => f.action === `/letters/${id}`);
      const drop = forms.find((f) => f.field('reason'));
      assert.equal((await desk.browser.send(drop, { press: 'drop' })).status, 422);
      assert.match((await desk.browser.submit(drop, { press: 'drop', fill: { reason: 'settled by telephone' } })).page.said, /is dropped/);
      assert.match((await desk.browser.submit(drop, { press: 'drop', fill: { reason: 'pressed twice' } })).page.said, /Nothing has been changed/);
      assert.equal(await mall.store.count('outbox', "document = 'first'"), 0);
      const audit = await mall.query("SELECT reason FROM audit WHERE action = 'letter-drop'");
      assert.equal(audit.length, 1);
      assert.match(audit[0].reason, /settled by telephone/);
      await put('second');
      const again = (await mall.store.one("SELECT id FROM outbox WHERE document = 'second'")).id;
      const form = (await desk.get('/letters')).page.forms.find((f) => f.action === `/letters/${again}` && !f.field('reason'));
      assert.match((await desk.browser.submit(form, { press: 'again' })).page.said, /sent once more/);
      // The server sends it again; whatever company A says of it now, it is another answer.
      assert.notEqual((await mall.store.one(`SELECT refused FROM outbox WHERE id = ${again}`))?.refused, 'claim-closed');
      assert.equal(await mall.store.count('audit', `action = 'letter-again' AND number = '${again}'`), 1);
    });

    test('partners: keys, certificates and connections; a test; stopped and resumed', async () => {
      const list = await desk.get('/partners');
      assert.match(list.page.text, /credit-a/);
      await until(async () => (await desk.get('/partners/credit-a')).page.text.includes('CN=credit-a.localhost'), 'a connection that was noted');
      const tested = await desk.submit('/partners/credit-a', '/partners/credit-a/test');
      assert.equal(tested.status, 200);
      assert.match(tested.page.text, /It answers: TLSv1\.3 TLS_.* Signing keys: 1, known here: 1/);
      const away = await desk.submit('/partners/credit-b', '/partners/credit-b/test');
      assert.equal(away.status, 502);
      assert.match(away.page.text, /partner-unreachable/);
      await until(() => mall.store.count('partner_connection', "partner = 'credit-b' AND outcome = 'partner-unreachable'"), 'the failure being noted');
      const stopped = await desk.submit('/partners/credit-b', '/partners/credit-b/change', { press: 'stop' });
      assert.match(stopped.page.said, /no longer work with/);
      assert.match((await desk.get('/partners/credit-b')).page.text, /stopped/);
      await until(async () => !(await shopper.browser.get(`${mall.url}/health`)).json.error, 'the server');
      const resumed = await desk.submit('/partners/credit-b', '/partners/credit-b/change', { press: 'resume' });
      assert.match(resumed.page.said, /work with this partner again/);
      assert.equal(Number((await mall.store.one("SELECT active FROM partner WHERE id = 'credit-b'")).active), 1);
      const other = await Console.open(world, mall);
      await world.a.startDesk();
      assert.equal((await (await Console.open(world, world.a)).get('/partners/mall')).status, 200, 'each party has the page');
      await world.a.stopDesk();
      assert.equal((await other.get('/partners/nobody')).status, 404);
    });

    test('a partner is added after its keys have been looked at', async () => {
      const look = (id, api) => desk.submit('/partners', '/partners/look', { fill: { id, api } });
      assert.equal((await look('credit-new', world.a.api)).code, 'partner-taken');
      assert.equal((await look('no good', world.a.api)).code, 'partner-id');
      assert.equal((await look('credit-new', 'http://example')).status, 502);
      const found = await look('credit-a', world.a.api);
      assert.equal(found.status, 200);
      const form = found.page.form('/partners');
      const forged = await desk.browser.postForm(`${mall.desk_url}/partners`, [['id', 'credit-a'], ['api', world.a.api], ['print', 'x']], { from: found.url });
      assert.equal(forged.code, 'partner-changed');
      await mall.store.change("DELETE FROM partner WHERE id = 'credit-a'");
      await until(async () => !(await desk.get('/partners')).page.text.includes('credit-a'), 'the partner being away');
      const added = await desk.browser.submit(form);
      assert.match(added.url, /\/partners\/credit-a\?said=/);
      assert.match(added.page.said, /partner is added/);
      assert.equal(await mall.store.count('partner', "id = 'credit-a'"), 1);
      assert.equal(await mall.store.count('audit', "action = 'partner-add'"), 1);
    });

    test('an own certificate that ends soon is said on the overview', async () => {
      assert.doesNotMatch((await desk.get('/')).page.text, /ends on/);
      const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 19) + 'Z';
      await mall.store.change(`INSERT INTO partner_connection (partner, at, to_partner, protocol, cipher, subject, issuer, not_after, outcome)
        VALUES ('credit-a', 1, 1, 'TLSv1.3', 'x', 'y', 'z', '${soon}', 'ok')`);
      const text = (await desk.get('/')).page.text;
      assert.match(text, /credit-a ends on/);
      assert.match(text, /bought today/);
    });
  });
}
