// A demo as `./dev demo` starts it: with its desks, forty days of past and purchases in every state.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { createDatabase, dropDatabase, postgres } from './database.mjs';
import { binary, launch, makeFolder, removeFolder, root, until } from './program.mjs';
import { onFreePorts } from './world.mjs';

const parties = ['mall', 'credit_a', 'credit_b', 'credit_c', 'shipping_s', 'shipping_t'];

export class FilledDemo {
  // Its `data` folder, `about` (demo.json) and `ca` (PEM).
  static async start(store = 'sqlite') {
    const filled = new FilledDemo();
    filled.store = store;
    filled.folder = makeFolder('sealcart-demo-');
    try {
      await onFreePorts(20, (base) => filled.launch(base));
      filled.about = JSON.parse(fs.readFileSync(path.join(filled.data, 'demo.json'), 'utf8'));
      filled.ca = fs.readFileSync(filled.about.ca_file, 'utf8');
    } catch (error) {
      await filled.stop();
      throw error;
    }
    return filled;
  }

  // Of a party: credit_a, ….
  database(party) {
    return `sealcart_demo_${process.pid}_${party}`;
  }

  async launch(base) {
    this.data = path.join(this.folder, `data${base}`);
    const args = ['demo', '--data', this.data, '--goods', path.join(root, 'demo'), '--seed', path.join(root, 'demo/seed.py'), '--port-base', String(base), '--store', this.store];
    if (this.store === 'postgres') {
      for (const party of parties) {
        await dropDatabase(this.database(party));
        await createDatabase(this.database(party));
      }
      args.push('--postgres', postgres, '--postgres-prefix', `sealcart_demo_${process.pid}`);
    }
    this.process = launch(binary, args, { endedBy: 'SIGTERM' });
    let said = '';
    this.process.stdout.on('data', (text) => (said += text));
    this.process.stderr.on('data', (text) => (said += text));
    const log = () => (fs.existsSync(path.join(this.data, 'seed.log')) ? fs.readFileSync(path.join(this.data, 'seed.log'), 'utf8') : '');
    await until(() => {
      if (this.process.exitCode !== null) throw new Error(`the demo ended: ${said}${log()}`);
      return /^ready /m.test(said);
    }, 'the demo being ready', 600);
    assert.match(said, /\.\/dev demo clock \+30d/);
  }

  async stop() {
    if (this.process?.exitCode === null) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await ended;
    }
    if (this.store === 'postgres') for (const party of parties) await dropDatabase(this.database(party));
    removeFolder(this.folder);
  }
}
