// A demo that was filled: no page of a console is empty, a month passes at a word, and "Who knows what" shows a breach.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Browser } from '../lib/browser.mjs';
import { Store, stores } from '../lib/database.mjs';
import { FilledDemo } from '../lib/filled_demo.mjs';
import { attribute } from '../lib/page.mjs';
import { binary, root, run, until } from '../lib/program.mjs';

let filled, about, ca;
// Of the mall, or of company A or S.
const storeOf = (store, id, party) => new Store(store === 'postgres' ? { database: filled.database(id) } : { file: path.join(party.data_dir, 'data.db') });

const first = (role) => (role === 'mall' ? about.mall : about[role][0]);
async function signIn(party) {
  const browser = new Browser({ ca });
  const page = await browser.get(`${party.desk_url}/sign-in`);
  const signed = await browser.submit(page.page.form('/sign-in'), { fill: { name: party.operator.user, password: party.operator.password } });
  assert.equal(signed.status, 200);
  return { browser, get: (address) => browser.get(party.desk_url + address) };
}
// What a console's page says instead of a list when there is nothing: each is a sentence of its own in a note.
const empty = (() => {
  const words = Object.assign({}, ...['desk', 'mall_desk', 'credit_desk', 'shipping_desk'].map((name) => JSON.parse(fs.readFileSync(path.join(root, `web/${name}/words.en.json`), 'utf8'))));
  const keys = new Set();
  for (const name of ['desk', 'mall_desk', 'credit_desk', 'shipping_desk']) {
    for (const file of fs.readdirSync(path.join(root, 'web', name)).filter((each) => each.endsWith('.mustache'))) {
      const text = fs.readFileSync(path.join(root, 'web', name, file), 'utf8');
      for (const [, key] of text.matchAll(/\{\{\^[a-z_]+\}\}<p class="note">\[\[([a-z_.]+)\]\]/g)) keys.add(key);
    }
  }
  assert.ok(keys.size > 20);
  return [...keys].map((key) => words[key]);
})();

// Not the credit company's /letters: the mall has refused nothing of what it sent.
const pages = {
  mall: ['/packing', '/handing', '/returned', '/digital', '/purchases', '/purchases?state=pending', '/purchases?state=ok', '/purchases?state=no', '/purchases?state=ng', '/remittances',
    '/remittances/differences', '/catalogue', '/catalogue/pictures', '/texts', '/partners', '/partners/credit-a', '/letters', '/operators', '/audit', '/account'],
  credit: ['/customers', '/settlements', '/ledger', '/billing', '/billing?show=overdue', '/mail', '/payments', '/payments?show=all', '/payouts', '/payouts/1', '/forwarding',
    '/partners', '/partners/mall', '/operators', '/audit', '/account'],
  shipping: ['/scan', '/parcels', '/parcels?state=received', '/parcels?state=dispatched', '/parcels?state=delivered', '/parcels?state=failed', '/parcels?state=returned', '/tours', '/tours/1', '/cash',
    '/remittances', '/remittances/1', '/alarms', '/partners', '/partners/mall', '/letters', '/operators', '/audit', '/account'],
};

for (const { store, skip } of stores) {
  describe(`a demo that was filled, on ${store}`, { skip }, () => {
    before(async () => {
      filled = await FilledDemo.start(store);
      ({ about, ca } = filled);
    });
    after(() => filled?.stop());

    for (const [role, addresses] of Object.entries(pages)) {
      test(`no page of the console of the ${role} is empty`, async () => {
        const desk = await signIn(first(role));
        const home = await desk.get('/');
        assert.equal(home.status, 200);
        for (const address of addresses) {
          const answer = await desk.get(address);
          assert.equal(answer.status, 200, address);
          for (const sentence of empty) assert.ok(!answer.page.text.includes(sentence), `${address} says "${sentence}"`);
        }
      });
    }

    // Words of what the acts themselves give as their reasons (src/desk/audit_reason.h).
    const written = /\b(parcel|packing|pack|forward|until|items|run|transfers|over-label|accepted|duplicate|customer|payment)\b/;
    for (const [role, id] of [['mall', 'mall'], ['credit', 'credit_a'], ['shipping', 'shipping_s']]) {
      test(`the audit log of the ${role} gives its own reasons in the reader's language, and stays as it was written`, async () => {
        const desk = await signIn(first(role));
        desk.browser.language = 'ja';
        const stored = (await storeOf(store, id, first(role)).query('SELECT reason FROM audit')).map((row) => row.reason);
        assert.ok(stored.filter((reason) => written.test(reason)).length > 3);
        const shown = [];
        for (let address = '/audit'; address;) {
          const { page } = await desk.get(address);
          shown.push(...page.texts('td', (a) => a('data-label') === '理由'));
          [address] = page.all('a', (a) => a('href')?.startsWith('/audit?before=')).map((node) => attribute(node, 'href'));
        }
        assert.ok(shown.length >= stored.length);
        assert.deepEqual(shown.filter((reason) => written.test(reason)), []);
      });
    }

    test('the past left a paid bill, a doubtful payment, an overdue bill with a reminder, and payouts that came', async () => {
      const a = first('credit');
      const cli = async (party, ...words) => JSON.parse((await run(binary, [path.basename(party.config_file, '.toml'), ...words, '--json', '--config', party.config_file, '--clock', path.join(filled.data, 'clock')])).stdout);
      const bills = await cli(a, 'bill', 'list');
      assert.ok(bills.some((bill) => bill.closing > 0 && bill.open === 0), 'paid');
      assert.ok(bills.some((bill) => bill.open > 0 && bill.level > 0), 'reminded');
      const payments = await cli(a, 'payment', 'list');
      assert.deepEqual(new Set(payments.map((payment) => payment.state)), new Set(['matched', 'waiting', 'payout']));
      assert.ok((await cli(a, 'payout', 'list')).length > 0);
      assert.ok((await cli(about.mall, 'remittance', 'list')).length > 1, 'of the credit and of the shipping company');
      for (const credit of about.credit) {
        assert.equal((await run(binary, ['credit', 'ledger', 'check', '--config', credit.config_file])).code, 0);
      }
      assert.equal((await run(binary, ['shipping', 'cod', 'check', '--config', first('shipping').config_file])).code, 0);
    });

    test('an amount at the shipping company for what is paid by card is shown as a breach', async () => {
      const browser = new Browser({ ca });
      const mall = storeOf(store, 'mall', about.mall);
      const s = storeOf(store, 'shipping_s', first('shipping'));
      const breaches = async (purchase) => (await browser.get(`${about.knowledge_url}purchase/${purchase}`)).body.match(/class="breach"/g)?.length ?? 0;
      const shipped = (amount) => mall.one(`SELECT p.number AS purchase, h.reply_name AS shipping FROM purchase p JOIN handover h ON h.purchase = p.number
        WHERE h.role = 'shipping' AND h.partner = 'shipping-s' AND h.state = 'ok' AND h.amount IS ${amount} ORDER BY h.id LIMIT 1`);
      const prepaid = await shipped('NULL');
      const at_door = await shipped('NOT NULL');
      assert.equal(await breaches(prepaid.purchase), 0);
      assert.equal(await breaches(at_door.purchase), 0);
      await s.change(`UPDATE shipment SET amount = 3015, currency = 'JPY' WHERE number = '${prepaid.shipping}'`);
      assert.equal(await breaches(prepaid.purchase), 2, 'amount and currency');
      await s.change(`UPDATE shipment SET amount = NULL, currency = NULL WHERE number = '${prepaid.shipping}'`);
      await s.change(`UPDATE parcel SET due = 3015, currency = 'JPY' WHERE number = '${prepaid.shipping}'`);
      assert.equal(await breaches(prepaid.purchase), 2, 'also of the parcel');
    });

    test('a month passes at a word: the next statements come by themselves', async () => {
      const clock = (...words) => execFileSync(path.join(root, 'dev'), ['demo', 'clock', '--data', filled.data, ...words], { encoding: 'utf8' });
      const day = (text) => Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000;
      const a = storeOf(store, 'credit_a', first('credit'));
      const billed = async () => Number((await a.one('SELECT max(day) AS day FROM bill_run')).day);
      const today = day(clock());
      assert.ok(await billed() <= today);
      assert.equal(day(clock('+31d')) - today, 31);
      assert.throws(() => clock('-1d'), 'it never goes back');
      await until(async () => (await billed()) > today, 'the bill of the first of the month', 60);
    });
  });
}
