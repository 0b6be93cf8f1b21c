// The benchmark. Figures go to standard output, one JSON object a line; what happens meanwhile to standard error.
import { deskLists } from './desk_lists.mjs';
import { catalogueAgainstNginx, purchaseJourneys } from './pages.mjs';
import { settleAgainstParts, settleGrowth, settleOnPostgres } from './settle.mjs';
import { shippingAgainstParts } from './shipping.mjs';
import { startAndRest } from './start.mjs';
import { say, useBuild } from './tool.mjs';

const all = {
  settle_vs_parts: settleAgainstParts,
  settle_postgres_vs_tpcb: settleOnPostgres,
  catalogue_vs_nginx: catalogueAgainstNginx,
  purchase_journeys: purchaseJourneys,
  settle_growth: settleGrowth,
  shipping_accept_vs_parts: shippingAgainstParts,
  ready_ms: startAndRest,
  idle_rss_mib: startAndRest,
  desk_lists: deskLists,
};

const [folder, ...names] = process.argv.slice(2);
const unknown = names.filter((name) => !all[name]);
if (!folder || unknown.length) {
  say(`usage: bench/run BUILD [${Object.keys(all).join('|')}]…`);
  process.exit(2);
}
useBuild(folder);
let failed = false;
for (const measure of new Set((names.length ? names : Object.keys(all)).map((name) => all[name]))) {
  say(measure.name);
  try {
    await measure();
  } catch (error) {
    failed = true;
    say(`  ${error.message}`);
  }
}
process.exit(failed ? 1 : 0);
