// The desks' lists with 100,000 rows in each table: from the request to the page's last byte, on a kept connection, one at a time.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { root, succeed } from '../tests/lib/program.mjs';
import { creditLists, creditRows } from './desk_rows.mjs';
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

async function measure(kind) {
  const { World } = await import('../tests/lib/world.mjs');
  const { Console } = await import('../tests/lib/console.mjs');
  const world = await World.make({ store: kind, only: [] });
  try {
    const n = many(100_000), now = Math.floor(Date.now() / 1000);
    const party = world.a;
    say(`  filling the tables of ${party.id} (${kind})`);
    await fill(party, kind, creditRows(kind, n, now));
    const [owner] = await party.query("SELECT id FROM account_owner WHERE mall <> '' AND currency = 'JPY'");
    await party.startDesk();
    const console_ = await Console.open(world, party);
    const addresses = creditLists(n).map((x) => x.replace('ledger:payable', `/ledger/${owner.id * 16 + 8}`));
    const figures = await times(console_, addresses);
    for (const { address, ms } of figures) say(`    ${ms.toFixed(1).padStart(7)} ms  ${address}`);
    result(`desk_lists_credit_${kind}`, figures[0].ms, 'ms', { limit, slowest: figures[0].address });
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
    await measure('sqlite');
    await measure('postgres');
  } finally {
    await postgres('remove', folder);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
