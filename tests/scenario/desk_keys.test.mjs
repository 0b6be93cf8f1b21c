// The serving processes never need, open or hold the private half of a desk key.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { deskKey } from '../lib/desk.mjs';
import { dataFiles } from '../lib/database.mjs';
import { launch } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

let world;
const keys = {};
before(async () => {
  world = await World.make({ only: [] });
  // To the desk's own machine, before any server starts.
  for (const id of ['mall', 'credit-a']) {
    const party = world.party(id);
    keys[id] = { ...(await deskKey(party)), passphrase: party.deskPassphrase() };
    fs.renameSync(path.join(party.data_dir, 'desk'), path.join(world.folder, `desk-of-${id}`));
  }
});
after(() => world?.close());

test('the servers start and work without the desk folder', async () => {
  await world.mall.start();
  await world.a.start();
  const shopper = new Shopper(world);
  assert.equal((await shopper.buy('score-lanternwalk', world.customer('A1'))).outcome, 'OK');
  await shopper.waitForState('ok');
});

test('no open file or memory map of a server is the desk key', () => {
  for (const id of ['mall', 'credit-a']) {
    const proc = `/proc/${world.party(id).pid}`;
    const open = fs.readdirSync(`${proc}/fd`).map((fd) => {
      try {
        return fs.readlinkSync(`${proc}/fd/${fd}`);
      } catch {
        return '';
      }
    });
    assert.ok(open.some((f) => f.includes('data.db')), 'the look is at the right process');
    assert.equal(open.some((f) => /desk/.test(f)), false);
    assert.equal(/desk\.key/.test(fs.readFileSync(`${proc}/maps`, 'latin1')), false);
    assert.equal(/desk|passphrase/.test(fs.readFileSync(`${proc}/cmdline`, 'latin1') + fs.readFileSync(`${proc}/environ`, 'latin1').replace(/SEALCART_[A-Z_]*=[^\0]*/g, '')), false);
  }
});

// All forms in which the private half could lie about, and what opens its file.
const formsOf = ({ secret, passphrase }) => ({
  raw: Buffer.from(secret),
  hex: Buffer.from(Buffer.from(secret).toString('hex')),
  base64url: Buffer.from(Buffer.from(secret).toString('base64url')),
  passphrase: Buffer.from(passphrase),
});

test('a planted copy of the private half is found in a memory', async () => {
  const { secret } = keys.mall;
  const holder = launch(process.execPath, ['-e', "process.stdin.once('data', (held) => { process.stdout.write('held'); setInterval(() => held, 1e6); })"],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const held = once(holder.stdout, 'data');
  assert.deepEqual(memoryOf(holder.pid, { raw: Buffer.from(secret) }), []);
  holder.stdin.write(secret);
  await held;
  assert.deepEqual(memoryOf(holder.pid, { raw: Buffer.from(secret) }), ['raw']);
  holder.kill();
});

test("the private half is in no memory of a server that has served a purchase, and in no file beside the desk's", () => {
  for (const id of ['mall', 'credit-a']) {
    const party = world.party(id);
    const forms = formsOf(keys[id]);
    // The public half is there, so the search looks at the right memory.
    assert.deepEqual(memoryOf(party.pid, { published: Buffer.from(keys[id].public), ...forms }), ['published'], id);
    for (const file of dataFiles(party.data_dir)) {
      const bytes = fs.readFileSync(file);
      for (const [form, needle] of Object.entries(forms)) assert.equal(bytes.includes(needle), false, `${form} in ${file}`);
    }
  }
});

// The names of the needles that are in a readable part of a process's memory. A memory that cannot be read is an error.
function memoryOf(pid, needles) {
  const step = 4 << 20;
  const overlap = Math.max(...Object.values(needles).map((needle) => needle.length));
  const bytes = Buffer.alloc(step + overlap);
  const found = new Set();
  const memory = fs.openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of fs.readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n')) {
      // The kernel's own pages cannot be read this way and are the same in every process.
      const match = /\[(vvar|vvar_vclock|vsyscall)\]$/.test(line) ? null : line.match(/^([0-9a-f]+)-([0-9a-f]+) r/);
      if (!match) continue;
      const [from, to] = [parseInt(match[1], 16), parseInt(match[2], 16)];
      for (let at = from; at < to; at += step) {
        const read = readMemory(memory, bytes.subarray(0, Math.min(bytes.length, to - at)), at);
        for (const [name, needle] of Object.entries(needles)) if (bytes.subarray(0, read).includes(needle)) found.add(name);
      }
    }
  } finally {
    fs.closeSync(memory);
  }
  return Object.keys(needles).filter((name) => found.has(name));
}

function readMemory(memory, bytes, at) {
  try {
    return fs.readSync(memory, bytes, 0, bytes.length, at);
  } catch (error) {
    if (error.code !== 'EIO') throw error;
    return 0; // a map that has gone meanwhile, or lies behind the end of its file
  }
}
