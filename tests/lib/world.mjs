// A world to test in: a mall, three credit and two shipping companies with real servers, TLS and databases, in a folder and on ports of
// its own. Set up by `sealcart demo`; then the world runs the servers itself, so that it can stop, kill and start each.
import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { Browser } from './browser.mjs';
import { createDatabase, dropDatabase, Store } from './database.mjs';
import { binary, launch, makeFolder, removeFolder, root, run, succeed, until } from './program.mjs';

const demo_ports = 20;

function canListen(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}

// A mark that these ports are taken, also while no server listens on them: worlds of several processes live side by side.
const reserved = new Set();
process.on('exit', () => {
  for (const file of reserved) fs.rmSync(file, { force: true });
});
function reserve(base) {
  const file = path.join(os.tmpdir(), `sealcart-test-ports-${base}`);
  for (let attempt = 0; attempt < 2; ++attempt) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      reserved.add(file);
      return true;
    } catch {
      try {
        process.kill(Number(fs.readFileSync(file, 'utf8')), 0);
        return false;
      } catch {
        fs.rmSync(file, { force: true }); // its process has died
      }
    }
  }
  return false;
}

// The demo needs several ports in a row, at most twenty here. Below the range from which connections get theirs.
export async function freePorts(count) {
  for (let attempt = 0; attempt < 200; ++attempt) {
    const base = 10_000 + Math.floor(Math.random() * 1_100) * 20;
    if (!reserve(base)) continue;
    const free = [];
    for (let i = 0; i < count; ++i) free.push(await canListen(base + i));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free ports');
}

// Has something start on ports of its own. Ports that were free a moment ago may be taken for another moment: then it starts on others.
export async function onFreePorts(count, start) {
  for (let tries = 3; ; --tries) {
    try {
      return await start(await freePorts(count));
    } catch (error) {
      if (tries === 1 || !error.message.includes('Address already in use')) throw error;
    }
  }
}

let worlds = 0;

class Party {
  constructor(world, id, described, database) {
    Object.assign(this, described);
    this.world = world;
    this.id = id;
    this.role = id.split('-')[0];
    this.api = this.setting('api');
    this.store = new Store(database ? { database } : { file: path.join(this.data_dir, 'data.db') });
    this.ended = [];
  }
  get host() {
    return new URL(this.url).hostname;
  }
  get config() {
    return fs.readFileSync(this.config_file, 'utf8');
  }
  setting(name) {
    return this.config.match(new RegExp(`^${name} = "(.*)"$`, 'm'))[1];
  }
  // Replaces a setting of the file's first part. Takes effect with the next start.
  set(name, value) {
    fs.writeFileSync(this.config_file, this.config.replace(new RegExp(`^${name} = .*$`, 'm'), `${name} = ${JSON.stringify(value)}`));
  }
  append(toml) {
    // Into a table that is there already, in place of settings that it has: TOML has each once.
    const [table, ...lines] = toml.trimEnd().split('\n');
    const [before, after] = this.config.split(`\n${table}\n`);
    if (after === undefined) return fs.appendFileSync(this.config_file, `\n${toml}\n`);
    const name = (line) => line.split(' = ')[0];
    const end = `\n${after}`.indexOf('\n[');
    const own = (end < 0 ? after : after.slice(0, Math.max(end - 1, 0))).split('\n').filter((line) => !lines.some((l) => name(l) === name(line)));
    fs.writeFileSync(this.config_file, [before, table, ...lines, ...own].join('\n') + (end < 0 ? '' : `\n${after.slice(end)}`));
  }

  get pid() {
    return this.process?.pid;
  }
  // A port that was free a moment ago may be taken for another moment: that alone is tried again.
  async start(tries = 10) {
    try {
      return await this.startOnce();
    } catch (error) {
      if (tries === 1 || !error.message.includes('Address already in use')) throw error;
      this.ended = this.ended.filter((line) => !line.includes('Address already in use'));
      return this.start(tries - 1);
    }
  }
  async startOnce() {
    if (this.process) throw new Error(`${this.id} runs already`);
    const child = launch(binary, [this.role, 'serve', '--config', this.config_file, ...this.world.clockOption]);
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    child.stderr.on('data', (data) => (said += data));
    this.process = child;
    this.expectedEnd = false;
    child.once('exit', (code, signal) => {
      if (this.process === child) this.process = undefined;
      if (!child.endIsWanted) this.ended.push(`${this.id} ended with ${code ?? signal}: ${said.slice(-2000)}`);
    });
    await until(() => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${this.id} does not start: ${said}`);
      return /^ready /m.test(said);
    }, `${this.id} being ready`, 60);
    return this;
  }
  end(signal) {
    const child = this.process;
    if (!child) return Promise.resolve(0);
    child.endIsWanted = true;
    return new Promise((resolve) => {
      child.once('exit', (code, by) => resolve(code ?? by));
      child.kill(signal);
    });
  }
  // Asks it to stop; it must do so without a fault.
  async stop() {
    if (!this.process) return;
    const code = await this.end('SIGTERM');
    if (code !== 0) this.ended.push(`${this.id} stopped with ${code}`);
  }
  kill() {
    return this.end('SIGKILL');
  }
  // The operators' console, a process of its own. A port that was free a moment ago may be taken for another moment, as in start().
  async startDesk(options = {}, tries = 10) {
    try {
      return await this.startDeskOnce(options);
    } catch (error) {
      if (tries === 1 || !error.message.includes('Address already in use')) throw error;
      this.ended = this.ended.filter((line) => !line.includes('Address already in use'));
      return this.startDesk(options, tries - 1);
    }
  }
  async startDeskOnce({ passphraseFile = this.desk_passphrase_file } = {}) {
    const child = launch(binary, [this.role, 'desk', '--config', this.config_file, '--passphrase-file', passphraseFile, ...this.world.clockOption]);
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    child.stderr.on('data', (data) => (said += data));
    this.desk = child;
    child.once('exit', (code, signal) => {
      if (this.desk === child) this.desk = undefined;
      if (!child.endIsWanted) this.ended.push(`the desk of ${this.id} ended with ${code ?? signal}: ${said.slice(-2000)}`);
    });
    await until(() => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the desk of ${this.id} does not start: ${said}`);
      return /^ready /m.test(said);
    }, `the desk of ${this.id} being ready`, 60);
    return this;
  }
  async stopDesk(signal = 'SIGTERM') {
    const child = this.desk;
    if (!child) return;
    child.endIsWanted = true;
    const code = await new Promise((resolve) => {
      child.once('exit', (ended, by) => resolve(ended ?? by));
      child.kill(signal);
    });
    if (signal === 'SIGTERM' && code !== 0) this.ended.push(`the desk of ${this.id} stopped with ${code}`);
  }
  async restart() {
    await this.stop();
    await this.start();
  }

  cli(...args) {
    return run(binary, [this.role, ...args, '--config', this.config_file, ...this.world.clockOption]);
  }
  query(sql) {
    return this.store.query(sql);
  }
  // All that it has logged until now. A server writes its log out when it is told to reload.
  async log() {
    const read = () => (fs.existsSync(this.log_file) ? fs.readFileSync(this.log_file, 'utf8') : '');
    if (!this.process) return read();
    const marks = () => read().split('/health').length;
    const before = marks();
    const browser = this.world.browser();
    await browser.request(`${this.url}/health`);
    browser.close();
    await until(() => {
      this.process?.kill('SIGHUP');
      return marks() > before;
    }, `the log of ${this.id}`);
    return read();
  }
  deskPassphrase() {
    return fs.readFileSync(this.desk_passphrase_file, 'utf8').trimEnd();
  }
}

export class World {
  // `only`: ids of the parties whose servers run; without it all, the shipping companies' with `shipping`. `configure(party)`:
  // called before they start.
  // `clock`: all of them read the time from a file, see setClock.
  static async make({ store = 'sqlite', only, shipping = false, configure, clock = false } = {}) {
    const world = new World();
    world.clockOption = [];
    world.kind = store;
    world.folder = makeFolder('sealcart-world-');
    world.databases = [];
    world.browsers = [];
    try {
      await world.setUp(only, shipping, configure, clock);
    } catch (error) {
      await world.remove();
      throw error;
    }
    return world;
  }

  async makeDemo(base) {
    this.portBase = base;
    const data = (this.data = path.join(this.folder, `demo${base}`));
    const prefix = (this.prefix = `sealcart_test_${process.pid}_${++worlds}`);
    const args = ['demo', '--data', data, '--goods', path.join(root, 'demo'), '--port-base', String(this.portBase), '--store', this.kind, '--no-desks'];
    if (this.kind === 'postgres') {
      for (const party of ['mall', 'credit_a', 'credit_b', 'credit_c', 'shipping_s', 'shipping_t']) {
        await createDatabase(`${prefix}_${party}`);
        this.databases.push(`${prefix}_${party}`);
      }
      args.push('--postgres', process.env.SEALCART_TEST_POSTGRES, '--postgres-prefix', prefix);
    }
    await this.runDemo(args, path.join(data, 'demo.json'));
  }

  async setUp(only, shipping, configure, clock) {
    await onFreePorts(demo_ports, (base) => this.makeDemo(base));
    const { data, prefix } = this;
    if (clock) {
      this.clockOption = ['--clock', path.join(this.folder, 'clock')];
      this.setClock(Math.floor(Date.now() / 1000)); // not before the keys were made
    }
    this.demo = JSON.parse(fs.readFileSync(path.join(data, 'demo.json'), 'utf8'));
    this.ca = fs.readFileSync(this.demo.ca_file, 'utf8');
    this.authority = path.join(data, 'ca');
    this.authorityPassphrase = path.join(data, 'ca.passphrase');
    const database = (name) => (this.kind === 'postgres' ? `${prefix}_${name}` : undefined);
    this.parties = { mall: new Party(this, 'mall', this.demo.mall, database('mall')) };
    for (const role of ['credit', 'shipping']) {
      for (const each of this.demo[role]) {
        const id = `${role}-${each.name.toLowerCase()}`;
        this.parties[id] = new Party(this, id, each, database(id.replace('-', '_')));
      }
    }
    for (const party of Object.values(this.parties)) {
      party.append('[limits]\nrequests_per_second = 0');
      configure?.(party);
    }
    this.running = only ?? Object.keys(this.parties).filter((id) => shipping || !id.startsWith('shipping'));
    for (const id of this.running) await this.parties[id].start();
  }

  async runDemo(args, description) {
    const demo = launch(binary, args, { endedBy: 'SIGTERM' });
    let said = '';
    demo.stdout.on('data', (d) => (said += d));
    demo.stderr.on('data', (d) => (said += d));
    await until(() => {
      if (demo.exitCode !== null || demo.signalCode !== null) throw new Error(`the demo ended: ${said}`);
      return /^ready /m.test(said) && fs.existsSync(description);
    }, `the demo being ready: ${said}`, 120);
    const ended = new Promise((resolve) => demo.once('exit', resolve));
    demo.kill('SIGTERM');
    await ended;
  }

  // Seconds since 1970, for every process of a world with a clock.
  setClock(seconds) {
    this.now = seconds;
    fs.writeFileSync(`${this.clockOption[1]}.new`, String(seconds));
    fs.renameSync(`${this.clockOption[1]}.new`, this.clockOption[1]);
  }

  get mall() {
    return this.parties.mall;
  }
  party(id) {
    return this.parties[id];
  }
  get s() {
    return this.parties['shipping-s'];
  }
  get a() {
    return this.parties['credit-a'];
  }
  // A made-up customer by name: "A1". Their first card unless said otherwise.
  customer(name, card = 0) {
    const company = this.parties[`credit-${name[0].toLowerCase()}`];
    const rows = company.customers.filter((c) => c.name === `Test Customer ${name}`);
    return { ...rows[card], company };
  }

  browser(options = {}) {
    const browser = new Browser({ ca: this.ca, ...options });
    this.browsers.push(browser);
    return browser;
  }

  // A certificate of this world's authority, or of `authority`: {cert, key} as PEM texts. `options`: of `ca issue`.
  async certificate(host, { authority = this.authority, passphrase = this.authorityPassphrase, options = [] } = {}) {
    const folder = fs.mkdtempSync(path.join(this.folder, 'certificate-'));
    const at = (name) => path.join(folder, name);
    await succeed(binary, ['ca', 'request', '--name', host, '--key', at('key.pem'), '--out', at('request.pem')]);
    await succeed(binary, ['ca', 'issue', authority, at('request.pem'), '--out', at('certificate.pem'), '--passphrase-file', passphrase,
      ...(options.length ? options : ['--days', '30'])]);
    return { cert: fs.readFileSync(at('certificate.pem'), 'utf8'), key: fs.readFileSync(at('key.pem'), 'utf8'), file: at('certificate.pem') };
  }
  // The certificate and key that a party itself uses.
  ownCertificate(party) {
    const read = (name) => fs.readFileSync(path.join(party.data_dir, 'tls', name), 'utf8');
    return { cert: read('certificate.pem'), key: read('key.pem') };
  }

  async checkLedgers() {
    for (const party of Object.values(this.parties)) {
      if (party.role !== 'credit') continue;
      const result = await party.cli('ledger', 'check');
      if (result.code !== 0) throw new Error(`${party.id}: ${result.stdout}${result.stderr}`);
    }
  }

  // Stops everything. Throws when a server had ended by itself, or did not stop as asked.
  async close() {
    for (const browser of this.browsers) browser.close();
    await Promise.all(Object.values(this.parties ?? {}).flatMap((party) => [party.stopDesk(), party.stop()]));
    const faults = Object.values(this.parties ?? {}).flatMap((party) => party.ended);
    await this.remove();
    if (faults.length) throw new Error(faults.join('\n'));
  }
  async remove() {
    for (const party of Object.values(this.parties ?? {})) {
      await party.stopDesk('SIGKILL');
      await party.kill();
    }
    if (process.env.SEALCART_TEST_KEEP) return;
    for (const name of this.databases) await dropDatabase(name).catch(() => {});
    removeFolder(this.folder);
  }
}

export { until, X509Certificate };
