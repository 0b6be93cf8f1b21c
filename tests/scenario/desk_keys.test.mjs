// The serving processes never need, open or hold the private half of a desk key.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { deskKey } from '../lib/desk.mjs';
import { dataFiles } from '../lib/database.mjs';
import { findSecrets } from '../lib/search.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { World } from '../lib/world.mjs';

let world;
const keys = {};
before(async () => {
  world = await World.make({ only: [] });
  // To the desk's own machine, before any server starts.
  for (const id of ['mall', 'credit-a']) {
    const party = world.party(id);
    keys[id] = await deskKey(party);
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

test("the private half is in no readable memory of a server, and in no file beside the desk's", (t) => {
  for (const id of ['mall', 'credit-a']) {
    const party = world.party(id);
    const secret = Buffer.from(keys[id].secret);
    const published = Buffer.from(keys[id].public);
    let seen;
    try {
      seen = memoryOf(party.pid, [secret, published]);
    } catch (error) {
      t.diagnostic(`memory not searched: ${error.message}`);
      continue;
    }
    assert.equal(seen[1], true, 'the public half is there: the search works');
    assert.equal(seen[0], false);
  }
  for (const id of ['mall', 'credit-a']) {
    const texts = { hex: Buffer.from(keys[id].secret).toString('hex'), base64url: Buffer.from(keys[id].secret).toString('base64url') };
    for (const file of dataFiles(world.party(id).data_dir)) {
      const bytes = fs.readFileSync(file);
      assert.equal(bytes.includes(Buffer.from(keys[id].secret)), false, file);
      assert.deepEqual(findSecrets(bytes, texts), [], file);
    }
  }
});

// Whether each needle is in a readable, writable part of a process's memory.
function memoryOf(pid, needles) {
  const seen = needles.map(() => false);
  const memory = fs.openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of fs.readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n')) {
      const match = line.match(/^([0-9a-f]+)-([0-9a-f]+) rw/);
      if (!match) continue;
      const [from, to] = [parseInt(match[1], 16), parseInt(match[2], 16)];
      const step = 4 << 20;
      for (let at = from; at < to; at += step) {
        const bytes = Buffer.alloc(Math.min(step + 64, to - at));
        let read = 0;
        try {
          read = fs.readSync(memory, bytes, 0, bytes.length, at);
        } catch {
          continue; // a guard page
        }
        needles.forEach((needle, i) => (seen[i] ||= bytes.subarray(0, read).includes(needle)));
      }
    }
  } finally {
    fs.closeSync(memory);
  }
  return seen;
}
