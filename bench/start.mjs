// One server by itself: how soon it answers, and what it holds when nobody asks.
import { often, result, rounds, tool } from './tool.mjs';
import { withWorld } from './world.mjs';

export async function startAndRest() {
  await withWorld({ customers: 1 }, async (world) => {
    const start = (role) => tool(undefined, 'ready', '--to', world[role].url, '--', world.program, role, 'serve', '--config', world[role].config_file);
    const m = await rounds(often(5), 'start', async () => {
      const mall = await start('mall');
      const credit = await start('credit');
      return { mall_ms: mall.ready_ms, credit_ms: credit.ready_ms, mall_mib: mall.rss_mib, credit_mib: credit.rss_mib };
    });
    result('ready_ms', Math.max(m.mall_ms, m.credit_ms), 'ms', { limit: 100 });
    result('idle_rss_mib', Math.max(m.mall_mib, m.credit_mib), 'MiB', { limit: 40 });
  });
}
