// Shipments: against the sum of their parts.
import path from 'node:path';

import { many, often, result, rounds, say, tool } from './tool.mjs';
import { load_core, server_core, withWorld } from './world.mjs';

const ship = (world, pid, count, ...more) =>
  tool(load_core, 'ship', '--mall-keys', path.join(world.mall.data_dir, 'keys'), '--mall', world.mall.url, '--shipping', world.shipping.url,
    '--count', count, '--watch', pid, ...more);

export async function shippingAgainstParts() {
  await withWorld({ customers: 1 }, async (world) => {
    const count = many(6000);
    await world.silentMall();
    const server = await world.start('shipping', server_core);
    const echo = await world.echo(server_core);
    await ship(world, server.pid, many(1000));
    const m = await rounds(often(5), 'ship', async () => {
      const whole = await ship(world, server.pid, count);
      const answer = Math.round(whole.answer_bytes);
      const http = await ship(world, echo.pid, count, '--to', echo.origin, '--path', `/echo/${answer}`);
      const sql = await tool(server_core, 'sql-ship', '--database', world.at('parts.db'), '--count', count);
      const crypto = await tool(server_core, 'crypto', '--box-bytes', 1024, '--result-bytes', 3500);
      const parts = { http: http.cpu_us, verify: crypto.verify_us, box: crypto.box_us, sign: crypto.sign_us, sql_read: sql.load_us, sql_write: sql.accept_us };
      const sum = Object.values(parts).reduce((a, b) => a + b);
      return { whole: whole.cpu_us, sum, ratio: whole.cpu_us / sum, ...parts, per_second: whole.per_second };
    });
    say(`  without the read before the decision among the parts: ${(m.whole / (m.sum - m.sql_read)).toFixed(3)}`);
    result('shipping_accept_vs_parts', m.ratio, 'ratio', { against: 'echo + verify + box + sign + SQL', limit: 1.3, cpu_us: Math.round(m.whole) });
  });
}
