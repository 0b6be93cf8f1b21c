// Settlements: against the sum of their parts, against PostgreSQL's own benchmark, and with a full table.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { root, succeed } from '../tests/lib/program.mjs';
import { many, often, quick, result, rounds, say, tool } from './tool.mjs';
import { load_core, server_core, stop, withWorld } from './world.mjs';

const connections = 48;

const settle = (world, core, pid, count, ...more) =>
  tool(core, 'settle', world.parties, '--count', count, '--connections', connections, '--watch', pid, ...more);

export async function settleAgainstParts() {
  await withWorld({}, async (world) => {
    const count = many(6000);
    await world.silentMall();
    const server = await world.start('credit', server_core);
    await world.signIn();
    const echo = await world.echo(server_core);
    await settle(world, load_core, server.pid, many(1000));
    const m = await rounds(often(5), 'settle', async () => {
      const whole = await settle(world, load_core, server.pid, count);
      const answer = Math.round(whole.answer_bytes);
      const http = await settle(world, load_core, echo.pid, count, '--to', echo.origin, '--path', `/echo/${answer}`);
      const sql = await tool(server_core, 'sql-settle', '--database', world.at('parts.db'), '--count', count);
      const crypto = await tool(server_core, 'crypto');
      const parts = { http: http.cpu_us, verify: crypto.verify_us, box: crypto.box_us, sign: crypto.sign_us, sql_read: sql.load_us, sql_write: sql.settle_us };
      const sum = Object.values(parts).reduce((a, b) => a + b);
      return { whole: whole.cpu_us, sum, ratio: whole.cpu_us / sum, ...parts, per_second: whole.per_second };
    });
    say(`  without the read before the decision among the parts: ${(m.whole / (m.sum - m.sql_read)).toFixed(3)}`);
    result('settle_vs_parts', m.ratio, 'ratio', { against: 'echo + verify + box + sign + SQL', limit: 1.3, cpu_us: Math.round(m.whole) });
  });
}

async function pgbench(uri, seconds) {
  const out = await succeed('pgbench', ['-M', 'prepared', '-c', '32', '-j', '2', '-n', '-T', String(seconds), uri]);
  return Number(out.match(/^tps = ([\d.]+)/m)[1]);
}

export async function settleOnPostgres() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sealcart-bench-'));
  const postgres = (...args) => succeed(path.join(root, 'tests/postgres'), args);
  try {
    const uri = (await postgres('start', folder)).trim();
    for (const name of ['mall', 'credit_a', 'credit_b', 'credit_c', 'shipping_s', 'shipping_t']) await postgres('database', uri, `bench_${name}`);
    const tpcb = (await postgres('database', uri, 'bench_tpcb')).trim();
    await succeed('pgbench', ['-i', '-q', '-s', '20', tpcb]);
    await withWorld({ store: 'postgres', postgres: uri, threads: 2, customers: 200 }, async (world) => {
      await world.silentMall();
      const server = await world.start('credit');
      await world.signIn();
      await settle(world, undefined, server.pid, many(2000));
      const m = await rounds(often(3), 'postgres', async () => {
        const ours = await settle(world, undefined, server.pid, many(30000));
        const theirs = await pgbench(tpcb, quick ? 2 : 8);
        return { settlements: ours.per_second, tpcb: theirs, ratio: ours.per_second / theirs };
      });
      result('settle_postgres_vs_tpcb', m.ratio, 'ratio', { against: 'pgbench -M prepared -c 32', limit: 2.0, limit_is: 'least', per_second: Math.round(m.settlements) });
    });
  } finally {
    await postgres('remove', folder);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

// A server on the database of that name, for one load.
async function settleOn(world, database, count) {
  const config = fs.readFileSync(world.credit.config_file, 'utf8');
  fs.writeFileSync(world.credit.config_file, config.replace(/^url = ".*"$/m, `url = "sqlite:${database}"`));
  const server = await world.start('credit', server_core);
  if (!fs.existsSync(world.at('sessions'))) await world.signIn();
  await settle(world, load_core, server.pid, many(1000));
  const figures = await settle(world, load_core, server.pid, count);
  await stop(server);
  return figures.cpu_us;
}

export async function settleGrowth() {
  await withWorld({}, async (world) => {
    await world.silentMall();
    const at = (name) => path.join(world.credit.data_dir, name);
    for (const end of ['', '-wal']) {
      if (fs.existsSync(at(`data.db${end}`))) fs.copyFileSync(at(`data.db${end}`), at(`large.db${end}`));
    }
    say('  filling the tables');
    await tool(undefined, 'fill', '--database', at('data.db'), '--count', many(10_000));
    await tool(undefined, 'fill', '--database', at('large.db'), '--count', many(1_000_000));
    const m = await rounds(often(5), 'growth', async () => {
      const small = await settleOn(world, 'data.db', many(4000));
      const large = await settleOn(world, 'large.db', many(4000));
      return { small, large, ratio: large / small };
    });
    result('settle_growth', m.ratio, 'ratio', { against: '10,000 settlements in the table', limit: 1.1 });
  });
}
