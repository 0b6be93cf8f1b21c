// What is measured: a mall, a credit and a shipping company as `sealcart demo` sets them up, with customers who can pay for long.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { launch, root, succeed, until } from '../tests/lib/program.mjs';
import { build, many, say, tool } from './tool.mjs';

export const server_core = 0;
export const load_core = 1;

function luhn(digits) {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = i % 2 ? Number(digit) : Number(digit) * 2;
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits + ((10 - (sum % 10)) % 10);
}

async function freePorts(count) {
  const free = (port) =>
    new Promise((resolve) => {
      const server = net.createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
  // From anywhere, since tests beside us look for ports as well; below those that connections get.
  for (let base = 10_000 + 10 * Math.floor(Math.random() * 1_000); base < 32_000; base += count) {
    let all = true;
    for (let i = 0; i < count && all; ++i) all = await free(base + i);
    if (all) return base;
  }
  throw new Error('no free ports');
}

// The end of a child, asked for with SIGTERM.
export function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

// Starts a program, on one core if it is given, and waits until it says `ready …`; the rest of that line is child.said.
export async function serve(core, program, args) {
  const pin = core === undefined ? [] : ['taskset', '-c', String(core)];
  const [first, ...rest] = [...pin, program, ...args];
  const child = launch(first, rest);
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (out += data));
  await until(() => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${args.join(' ')} does not start: ${out}`);
    return /^ready .*\n/m.test(out);
  }, `${program} being ready`, 60);
  child.once('exit', (code, signal) => {
    if (code !== 0) say(`${path.basename(program)} ${args[0]} ended with ${code ?? signal}: ${out.slice(-2000)}`);
  });
  child.said = out.match(/^ready (.*)$/m)[1];
  return child;
}

export class World {
  // Settings that are put into the servers' configuration: `threads` event loops each.
  static async make({ store = 'sqlite', postgres, threads = 1, customers = 100 } = {}) {
    const world = new World();
    world.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sealcart-bench-'));
    world.children = [];
    try {
      await world.setUp({ store, postgres, threads, customers });
    } catch (error) {
      await world.remove();
      throw error;
    }
    return world;
  }
  async setUp({ store, postgres, threads, customers }) {
    const data = path.join(this.folder, 'demo');
    const base = await freePorts(12);
    const args = ['demo', '--data', data, '--goods', path.join(root, 'demo'), '--port-base', String(base), '--store', store];
    if (postgres) args.push('--postgres', postgres, '--postgres-prefix', 'bench');
    await stop(await serve(undefined, this.program, args));
    const demo = JSON.parse(fs.readFileSync(path.join(data, 'demo.json'), 'utf8'));
    this.mall = demo.mall;
    this.credit = demo.credit[0];
    this.credit.id = 'credit-a';
    this.shipping = demo.shipping[0];
    for (const party of [this.mall, this.credit, this.shipping]) {
      party.config = fs.readFileSync(party.config_file, 'utf8').replace('[listen]\n', `[listen]\nthreads = ${threads}\n`);
      fs.writeFileSync(party.config_file, `${party.config}\n[limits]\nrequests_per_second = 0\n`);
      party.api = party.config.match(/^api = "(.*)"$/m)[1];
    }
    await this.addCustomers(quickly(customers));
  }
  get program() {
    return path.join(build, 'sealcart');
  }

  async addCustomers(count) {
    let csv = 'name,address,phone,email,employer,password,card,currency,limit,check_words\n';
    let list = '';
    for (let i = 0; i < count; ++i) {
      const card = luhn(`999977${String(i).padStart(9, '0')}`);
      csv += `Test Buyer ${i},1 Example Street,+81-3-0000-0000,buyer-${i}@mail.example,,open-sesame-${i},${card},JPY,1000000000000,\n`;
      list += `${card} open-sesame-${i}\n`;
    }
    fs.writeFileSync(this.at('customers.csv'), csv);
    fs.writeFileSync(this.at('customers'), list);
    await succeed(this.program, ['credit', 'customer', 'import', '--config', this.credit.config_file, this.at('customers.csv')]);
  }
  at(name) {
    return path.join(this.folder, name);
  }

  async start(role, core) {
    const child = await serve(core, this.program, [role, 'serve', '--config', this[role].config_file]);
    this.children.push(child);
    return child;
  }
  async echo(core) {
    const child = await serve(core, path.join(build, 'bench/sealcart_bench'), ['echo-server', '--config', this.credit.config_file]);
    this.children.push(child);
    child.origin = `https://${child.said}`;
    return child;
  }
  // In the mall's place: takes connections and never answers, so that the credit company's outbox fills and is not sent.
  async silentMall() {
    const server = net.createServer((socket) => socket.on('error', () => {}));
    await new Promise((resolve) => server.listen(Number(new URL(this.mall.api).port), '127.0.0.1', resolve));
    server.unref();
    this.silent = server;
  }

  get parties() {
    return ['--mall-keys', path.join(this.mall.data_dir, 'keys'), '--mall', this.mall.url, '--credit', this.credit.url, '--sessions', this.at('sessions')];
  }
  // With the credit company's server running. Good for a quarter of an hour.
  signIn() {
    return tool(load_core, 'sign-in', this.parties, '--customers', this.at('customers'));
  }

  async remove() {
    for (const child of this.children) await stop(child);
    this.silent?.close();
    if (process.env.SEALCART_BENCH_KEEP) return;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

const quickly = (count) => Math.max(8, many(count));

// A world for as long as `use` takes.
export async function withWorld(options, use) {
  const world = await World.make(options);
  try {
    await use(world);
  } finally {
    await world.remove();
  }
}
