// The books of a credit company after a month of 10,000 purchases: their own check, and hledger's on what is exported.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { stores } from '../lib/database.mjs';
import { binary, run, succeed } from '../lib/program.mjs';
import { World } from '../lib/world.mjs';

const month = path.join(path.dirname(binary), 'tests/credit_month');

for (const { store, skip } of stores) {
  describe(store, { skip }, () => {
    let world, journal, counts, totals;
    before(async () => {
      world = await World.make({ store, only: [] });
    });
    after(() => world?.close());

    test('a month of 10,000 purchases leaves sound books', async () => {
      const url = world.a.config.match(/^url = "(.*)"$/m)[1];
      const absolute = url.startsWith('sqlite:') ? `sqlite:${path.join(world.a.data_dir, url.slice(7))}` : url;
      counts = JSON.parse(await succeed(month, [absolute, '10000']));
      assert.equal(counts.purchases, 10_000);
      for (const what of ['claims', 'voids', 'refunds', 'chargebacks', 'expired', 'statements', 'payments', 'doubtful', 'payouts', 'matched by hand']) {
        assert.ok(counts[what] > 0, `${what}: ${JSON.stringify(counts)}`);
      }
      const checked = await world.a.cli('ledger', 'check', '--json');
      assert.equal(checked.code, 0, checked.stdout + checked.stderr);
      totals = JSON.parse(checked.stdout).totals;
      assert.deepEqual(Object.keys(totals), ['EUR', 'JPY']);
    });

    test('hledger takes the exported journal, and its balances are the same to the unit', async () => {
      journal = path.join(world.folder, 'books.journal');
      const exported = await world.a.cli('ledger', 'export', '--format', 'hledger');
      assert.equal(exported.code, 0, exported.stderr);
      fs.writeFileSync(journal, exported.stdout);
      const checked = await run('hledger', ['check', '-f', journal]);
      assert.equal(checked.code, 0, checked.stderr);
      const digits = { EUR: 100, JPY: 1 };
      const accounts = { receivable: 'assets:receivable', payable: 'liabilities:malls', bank: 'assets:bank', fees: 'income:fees', suspense: 'liabilities:suspense' };
      const balances = await succeed('hledger', ['balance', '-f', journal, '--output-format', 'csv', '--layout', 'bare', '--no-total', '--flat', '--depth', '3', 'not:memorandum']);
      const found = {};
      for (const line of balances.trim().split('\n').slice(1)) {
        const [account, currency, amount] = line.split(',').map((field) => field.replaceAll('"', ''));
        const name = Object.keys(accounts).find((key) => account.startsWith(accounts[key]));
        assert.ok(name, account);
        found[currency] ??= {};
        found[currency][name] = (found[currency][name] ?? 0) + Math.round(Number(amount) * digits[currency]);
      }
      for (const currency of ['EUR', 'JPY']) {
        for (const name of Object.keys(accounts)) assert.equal(found[currency][name] ?? 0, totals[currency][name], `${name} ${currency}`);
        const all = Object.keys(accounts).reduce((sum, name) => sum + totals[currency][name], 0);
        assert.equal(all, 0);
        assert.ok(totals[currency].fees < 0 && totals[currency].payable < 0 && totals[currency].receivable > 0);
      }
    });

    test('the same as CSV sums to zero, and names no customer', async () => {
      const csv = (await world.a.cli('ledger', 'export', '--format', 'csv')).stdout;
      assert.ok(csv.startsWith('entry,time,kind,mall,receipt,account,amount,currency\n'));
      const sums = {};
      for (const line of csv.trim().split('\n').slice(1)) {
        const [, , , , , , amount, currency] = line.split(',');
        sums[currency] = (sums[currency] ?? 0) + Math.round(Number(amount) * 100);
      }
      assert.deepEqual(sums, { EUR: 0, JPY: 0 });
      assert.ok(!/Customer|9{4}\d{9}/.test(csv));
    });

    test('one unit moved is noticed', async () => {
      await world.a.store.change('UPDATE posting SET amount = amount + 1 WHERE account % 16 = 8 AND seq = 7');
      const checked = await world.a.cli('ledger', 'check', '--json');
      assert.equal(checked.code, 1);
      assert.ok(JSON.parse(checked.stdout).breaches.length > 0);
    });
  });
}
