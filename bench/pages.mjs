// The catalogue beside a static file, and whole purchases beside the sum of their parts.
import fs from 'node:fs';
import path from 'node:path';

import { launch, until } from '../tests/lib/program.mjs';
import { many, often, result, rounds, say, tool } from './tool.mjs';
import { load_core, server_core, withWorld } from './world.mjs';

// nginx in one process, with the same certificate, cipher suites and a log of its own.
async function startNginx(world, file) {
  const folder = world.at('nginx');
  fs.mkdirSync(path.join(folder, 'logs'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'pages'));
  fs.copyFileSync(file, path.join(folder, 'pages/index.html'));
  const tls = path.join(world.mall.data_dir, 'tls');
  const port = Number(new URL(world.credit.url).port) + 7;
  fs.writeFileSync(path.join(folder, 'nginx.conf'), `
daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/logs/error;
events { worker_connections 512; multi_accept on; }
http {
  types { text/html html; }
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  access_log ${folder}/logs/access combined buffer=32k;
  sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_timeout 60s; keepalive_requests 10000000;
  open_file_cache max=16 inactive=60s; open_file_cache_valid 60s; gzip off; server_tokens off;
  server {
    listen 127.0.0.1:${port} ssl; server_name mall.localhost; root ${folder}/pages;
    ssl_certificate ${tls}/certificate.pem; ssl_certificate_key ${tls}/key.pem;
    ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256; ssl_buffer_size 16k;
  }
}
`);
  const child = launch('taskset', ['-c', String(server_core), 'nginx', '-p', folder, '-c', path.join(folder, 'nginx.conf')]);
  world.children.push(child);
  await until(() => {
    if (child.exitCode !== null) throw new Error(`nginx does not start: ${fs.readFileSync(path.join(folder, 'logs/error'))}`);
    return fs.existsSync(path.join(folder, 'pid'));
  }, 'nginx being ready');
  return { pid: child.pid, origin: `https://mall.localhost:${port}` };
}

export async function catalogueAgainstNginx() {
  await withWorld({ customers: 1 }, async (world) => {
    const server = await world.start('mall', server_core);
    const page = world.at('page.html');
    await tool(load_core, 'pages', '--to', world.mall.url, '--watch', server.pid, '--save', page, '--count', 100);
    const nginx = await startNginx(world, page);
    const load = (to, pid) => tool(load_core, 'pages', '--to', to, '--watch', pid, '--count', many(30_000));
    const m = await rounds(often(5), 'catalogue', async () => {
      const ours = await load(world.mall.url, server.pid);
      const theirs = await load(nginx.origin, nginx.pid);
      return { ours: ours.cpu_us, nginx: theirs.cpu_us, ratio: ours.cpu_us / theirs.cpu_us, per_second: ours.per_second, bytes: ours.answer_bytes, nginx_bytes: theirs.answer_bytes };
    });
    result('catalogue_vs_nginx', m.ratio, 'ratio', { against: 'nginx', limit: 1.5, cpu_us: Number(m.ours.toFixed(1)) });
  });
}

// How often the credit company has posted a batch of results, as the mall's log says.
function batches(world) {
  const log = fs.readFileSync(world.mall.log_file, 'utf8');
  return (log.match(/ \/partner\/documents 200 /g) ?? []).length;
}

async function journeyRound(world, servers, echo, count) {
  const before = batches(world);
  const whole = await tool(load_core, 'journeys', '--mall', world.mall.url, '--credit', world.credit.url, '--company', world.credit.id,
    '--catalogue', '/?page=2', '--sku', 'score-lanternwalk', '--sessions', world.at('sessions'), '--count', count, '--connections', 128, '--watch', servers[0].pid, '--watch', servers[1].pid);
  for (const server of servers) server.kill('SIGHUP'); // writes the log out
  await until(() => batches(world) > before, 'the log');
  const batch_count = Math.max(1, batches(world) - before);

  // The same requests and answers, by step as often as they came, from a server that does nothing else.
  let http = 0;
  for (const step of whole.steps) {
    const request = `/echo/${Math.round(step.received)}${step.sent >= 1 ? `=${Math.round(step.sent)}` : ''}`;
    const figures = await tool(load_core, 'pages', '--to', echo.origin, '--watch', echo.pid, '--path', request, '--count', many(4000));
    http += step.requests * figures.cpu_us;
  }
  // The batches of results between the companies, at both ends.
  const batch = await tool(load_core, 'pages', '--to', echo.origin, '--watch', echo.pid, '--count', many(4000), '--path',
    `/echo/64=${Math.round((2800 * count) / batch_count)}`);
  const between = (2 * batch_count * batch.cpu_us) / count;
  const crypto = await tool(server_core, 'crypto');
  const settle = await tool(server_core, 'sql-settle', '--database', world.at('credit-parts.db'), '--count', many(4000));
  const mall = await tool(server_core, 'sql-mall', '--database', world.at('mall-parts.db'), '--count', many(4000));
  const parts = { http, between, crypto: 2 * (crypto.verify_us + crypto.box_us + crypto.sign_us),
    // The purchase's page is drawn before and after the result.
    sql: settle.load_us + settle.settle_us + settle.letter_us + mall.hand_over_us + mall.result_us + 2 * mall.page_us };
  const sum = Object.values(parts).reduce((a, b) => a + b);
  return { whole: whole.cpu_us, sum, ratio: whole.cpu_us / sum, ...parts, requests: whole.steps.reduce((a, s) => a + s.requests, 0),
    batches: batch_count, per_core: 1e6 / whole.cpu_us, per_second: whole.per_second };
}

export async function purchaseJourneys() {
  await withWorld({}, async (world) => {
    const servers = [await world.start('mall', server_core), await world.start('credit', server_core)];
    await world.signIn();
    const echo = await world.echo(server_core);
    const m = await rounds(often(5), 'journeys', () => journeyRound(world, servers, echo, many(4000)));
    say(`  ${m.per_core.toFixed(0)} purchases per second and core`);
    result('purchase_journeys', m.ratio, 'ratio', { against: 'echoes + signatures, verifications, boxes + SQL', limit: 1.5, per_second_and_core: Math.round(m.per_core) });
  });
}
