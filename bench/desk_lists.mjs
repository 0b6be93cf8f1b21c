// The desks' lists with 100,000 rows in each table: from the request to the page's last byte, on a kept connection, one at a time.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { root, succeed } from '../tests/lib/program.mjs';
import { creditLists, creditRows } from './credit_rows.mjs';
import { mallLists, mallRows } from './mall_rows.mjs';
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

// `addresses(n)`: of the party's lists and filters.
async function measure(world, party, kind, fillWith, addresses) {
  const { Console } = await import('../tests/lib/console.mjs');
  const n = many(100_000);
  say(`  filling the tables of ${party.id} (${kind})`);
  await fill(party, kind, fillWith(kind, n, Math.floor(Date.now() / 1000)));
  await party.startDesk();
  const figures = await times(await Console.open(world, party), await addresses(n));
  for (const { address, ms } of figures) say(`    ${ms.toFixed(1).padStart(7)} ms  ${address}`);
  result(`desk_lists_${party.id}_${kind}`, figures[0].ms, 'ms', { limit, slowest: figures[0].address });
}

async function measureAll(kind) {
  const { World } = await import('../tests/lib/world.mjs');
  const world = await World.make({ store: kind, only: [] });
  try {
    const mall = async (party) => (await party.query("SELECT id FROM partner WHERE role = 'mall'"))[0].id;
    await measure(world, world.mall, kind, mallRows, mallLists);
    await measure(world, world.a, kind, creditRows, async (n) => {
      const [owner] = await world.a.query("SELECT id FROM account_owner WHERE mall <> '' AND currency = 'JPY'");
      return creditLists(n, owner.id);
    });
    await measure(world, world.s, kind, shippingRows, async (n) => shippingLists(n, await mall(world.s)));
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
    await measureAll('sqlite');
    await measureAll('postgres');
  } finally {
    await postgres('remove', folder);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
