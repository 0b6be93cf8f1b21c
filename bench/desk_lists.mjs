// The desks' lists with 100,000 rows in each table: from the request to the page's last byte, on a kept connection, one at a time.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { root, succeed } from '../tests/lib/program.mjs';
import { creditLists, creditRows } from './credit_rows.mjs';
import { mallLists, mallRows } from './mall_rows.mjs';
import { dialects } from './rows.mjs';
import { shippingLists, shippingRows } from './shipping_rows.mjs';
import { many, median, often, result, say } from './tool.mjs';

const limit = 100;

async function fill(party, kind, statements) {
  const { place } = party.store;
  const file = path.join(party.data_dir, 'rows.sql');
  fs.writeFileSync(file, `BEGIN;\n${statements}\nCOMMIT;\n${kind === 'sqlite' ? 'ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);' : 'VACUUM ANALYZE;'}\n`);
  if (kind === 'sqlite') await succeed('sqlite3', ['-bail', place.file, `.read ${file}`]);
  else await succeed('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', new URL(`/${place.database}`, process.env.SEALCART_TEST_POSTGRES).href, '-f', file]);
}

// Of each address the median in milliseconds.
async function times(console, addresses) {
  const figures = [];
  for (const address of addresses) {
    const taken = [];
    for (let i = 0; i < often(7); ++i) {
      const begun = performance.now();
      const answer = await console.get(address);
      taken.push(performance.now() - begun);
      if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`);
    }
    figures.push({ address, ms: median(taken) });
  }
  return figures.sort((a, b) => b.ms - a.ms);
}

const desks = {
  mall: { party: (world) => world.mall, rows: mallRows, lists: async (n) => mallLists(n) },
  credit: {
    party: (world) => world.a,
    rows: creditRows,
    lists: async (n, party) => creditLists(n, (await party.query("SELECT id FROM account_owner WHERE mall <> '' AND currency = 'JPY'"))[0].id),
  },
  shipping: {
    party: (world) => world.s,
    rows: shippingRows,
    lists: async (n, party) => shippingLists(n, (await party.query("SELECT id FROM partner WHERE role = 'mall'"))[0].id),
  },
};

async function measure(role, kind) {
  const { Console } = await import('../tests/lib/console.mjs');
  const { World } = await import('../tests/lib/world.mjs');
  const world = await World.make({ store: kind, only: [] });
  try {
    const n = many(100_000), desk = desks[role], party = desk.party(world);
    say(`  filling the tables (${kind})`);
    await fill(party, kind, desk.rows(kind, n, Math.floor(Date.now() / 1000)));
    await party.startDesk();
    const figures = await times(await Console.open(world, party), await desk.lists(n, party));
    for (const { address, ms } of figures) say(`    ${ms.toFixed(1).padStart(7)} ms  ${address}`);
    result(`desk_lists_${role}_${kind}`, figures[0].ms, 'ms', { limit, slowest: figures[0].address });
  } finally {
    await world.close();
  }
}

export async function deskLists() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sealcart-bench-'));
  const postgres = (...args) => succeed(path.join(root, 'tests/postgres'), args);
  try {
    // Before the tests' world is loaded, which reads it.
    process.env.SEALCART_TEST_POSTGRES = (await postgres('start', folder)).trim();
    for (const kind of Object.keys(dialects)) for (const role of Object.keys(desks)) await measure(role, kind);
  } finally {
    await postgres('remove', folder);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
