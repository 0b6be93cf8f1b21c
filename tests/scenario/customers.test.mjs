// Customers and their cards at the credit company's desk: added once, with what is wrong beside the field, and able to pay at once.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { available } from '../lib/books.mjs';
import { strangeCard } from '../lib/card.mjs';
import { Console } from '../lib/console.mjs';
import { stores } from '../lib/database.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

const contact = { name: 'Test Customer New', name_kana: 'テスト', address: '1 Test Street', phone: '03-0000-0000', email: 'New@mail.example', employer: '' };
const card = strangeCard(7001), second = strangeCard(7002), third = strangeCard(7003);
const fill = { ...contact, card, currency: 'JPY', limit: '50000', password: 'correct horse', check_words: 'blue heron' };
// What a page says is wrong: text by field.
const faults = (answer) => Object.fromEntries([...answer.body.matchAll(/<p class="fault" id="(\w+)-fault">([^<]*)</g)].map((m) => [m[1], m[2]]));

for (const { store, skip } of stores) {
  describe(`customers on ${store}`, { skip }, () => {
    let world, a, desk;
    const customer = () => a.store.one("SELECT id, name, address, phone FROM customer WHERE email = 'new@mail.example'");
    before(async () => {
      world = await World.make({ store, only: ['mall', 'credit-a'] });
      a = world.a;
      await a.startDesk();
      desk = await Console.open(world, a);
    });
    after(() => world?.close());

    test('what is wrong stands beside its field, what was typed stays but for the password, and nothing is added', async () => {
      const before_ = await a.store.count('customer');
      const refused = await desk.submit('/customers/new', 'new', { fill: { ...fill, address: '', email: 'nobody', card: `${card}1`, limit: '10.5', password: 'short' } });
      assert.equal(refused.status, 422);
      assert.deepEqual(Object.keys(faults(refused)).sort(), ['address', 'card', 'email', 'limit', 'password']);
      assert.match(faults(refused).card, /check digit/);
      assert.equal((refused.body.match(/aria-invalid="true"/g) ?? []).length, 5);
      assert.ok(refused.body.includes('value="Test Customer New"') && !refused.body.includes('value="short"'));
      const japanese = world.browser({ language: 'ja' });
      const there = await Console.prototype.signIn.call({ party: a, browser: japanese }, a.operator.user, a.operator.password);
      assert.equal(there.status, 200);
      const page = await japanese.get(`${a.desk_url}/customers/new`);
      assert.match(faults(await japanese.submit(page.page.form('new'), { fill: { ...fill, email: 'nobody' } })).email, /メールアドレス/);
      const known = world.customer('A1');
      const taken = await desk.submit('/customers/new', 'new', { fill: { ...fill, email: known.email, card: known.card } });
      assert.deepEqual(Object.keys(faults(taken)).sort(), ['card', 'email']);
      assert.equal(await a.store.count('customer'), before_);
    });

    test('a customer is added once, however often the form is sent, and pays with the card', async () => {
      const cards = await a.store.count('card');
      const page = await desk.get('/customers/new');
      const sent = await Promise.all([1, 2, 3].map(() => desk.browser.submit(page.page.form('new'), { fill })));
      sent.push(await desk.browser.submit(page.page.form('new'), { fill }));
      for (const answer of sent) {
        assert.equal(answer.status, 200);
        assert.match(answer.page.text, /customer is added/);
        assert.match(answer.page.text, new RegExp(`…${card.slice(-4)} JPY`));
      }
      assert.equal(await a.store.count('card'), cards + 1);
      assert.equal(await a.store.count('audit', "action = 'customer-add'"), 1);
      assert.ok(!(await a.store.dump(['customer', 'card', 'audit'])).match(new RegExp(`${card}|correct horse`)));
      const shopper = new Shopper(world);
      await shopper.order('score-lanternwalk');
      await shopper.openCard();
      await shopper.pay({ card, password: 'correct horse' });
      assert.equal(shopper.result.outcome, 'OK');
      assert.equal((await a.cli('ledger', 'check')).code, 0);
    });

    test('another card is added once; somebody else\'s, or no card number, is refused beside the field', async () => {
      const { id } = await customer();
      const add = (form) => desk.submit(`/customers/${id}`, 'new-card', { fill: form });
      for (let i = 0; i < 2; ++i) assert.match((await add({ card: second, currency: 'EUR', limit: '1000.00' })).page.text, /card is added/);
      assert.equal(await a.store.count('card', `customer = '${id}'`), 2);
      const other = await add({ card: world.customer('A1').card, currency: 'JPY', limit: '1' });
      assert.equal(other.status, 422);
      assert.match(faults(other).card, /registered/);
      assert.deepEqual(Object.keys(faults(await add({ card: third, currency: 'ABC', limit: '1' }))), ['currency']);
      assert.equal(await a.store.count('card', `customer = '${id}'`), 2);
    });

    test('contact data are changed by the same rules', async () => {
      const { id } = await customer();
      const change = (form) => desk.submit(`/customers/${id}`, 'contact', { fill: form });
      assert.deepEqual(Object.keys(faults(await change({ phone: '', email: 'a@b@c' }))).sort(), ['email', 'phone']);
      assert.match(faults(await change({ email: world.customer('A1').email })).email, /registered/);
      assert.equal((await customer()).phone, '03-0000-0000');
      assert.match((await change({ phone: '03-1111-1111' })).page.text, /Saved/);
      assert.equal((await customer()).phone, '03-1111-1111');
    });

    test('a limit is changed and a card blocked, and then it pays no more', async () => {
      const { id } = await customer();
      const [row] = await a.query(`SELECT id FROM card WHERE customer = '${id}' AND currency = 'JPY'`);
      const page = await desk.get(`/customers/${id}`);
      const limit = page.page.form(`set-limit-${row.id}`);
      const spent = 50_000 - (await available({ company: a, name: contact.name, card }));
      assert.equal((await desk.browser.submit(limit, { fill: { limit: String(spent - 1) } })).code, 'limit-below-used');
      assert.match((await desk.browser.submit(limit, { fill: { limit: '60000' } })).page.text, /Saved/);
      await desk.browser.submit(page.page.form(`block-${row.id}`), { press: 'Block' });
      assert.equal(Number((await a.query(`SELECT blocked FROM card WHERE id = ${row.id}`))[0].blocked), 1);
      const shopper = new Shopper(world);
      await shopper.order('score-lanternwalk');
      await shopper.openCard();
      await shopper.pay({ card, password: 'correct horse' });
      assert.notEqual(shopper.result?.outcome, 'OK');
    });

    test('a viewer may not add or change', async () => {
      const { id } = await customer();
      const password = path.join(world.folder, 'viewer.password');
      fs.writeFileSync(password, 'test-operator-2\n', { mode: 0o600 });
      await a.cli('operator', 'add', 'viewer', '--role', 'viewer', '--password-file', password);
      const viewer = await Console.open(world, a, { user: 'viewer', password: 'test-operator-2' });
      assert.ok(!(await viewer.get('/customers')).body.includes('/customers/new'));
      assert.equal((await viewer.get('/customers/new')).code, 'role-missing');
      assert.ok(!(await viewer.get(`/customers/${id}`)).body.includes('method="post" action="/customers'));
    });
  });
}
