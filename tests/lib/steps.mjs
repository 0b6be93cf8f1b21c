// Conformance tests: each has the name of a step, runs in step order, and counts in the table at the end.
import { after, before, describe, test } from 'node:test';

import { stores } from './database.mjs';
import { World } from './world.mjs';

const results = [];

// `chapters`: functions (step, scene) that register steps. They share `scene`: {store, world, …}.
export function conformance(chapters, options = {}) {
  for (const { store, skip } of stores) {
    describe(store, { skip }, () => {
      const scene = { store };
      before(async () => {
        scene.world = await World.make({ store, ...options });
      });
      after(async () => {
        await scene.world?.close();
      });
      const step = (name, body) => {
        const result = { store, name, passed: false };
        if (!skip) results.push(result);
        test(name, async () => {
          if (!scene.world) throw new Error('there is no world to test in');
          await body(scene);
          result.passed = true;
        });
      };
      for (const chapter of chapters) chapter(step, scene);
    });
  }
  after(report);
}

function report() {
  const width = Math.max(...results.map((r) => r.name.length), 0);
  const used = [...new Set(results.map((r) => r.store))];
  const lines = [`\n${'step'.padEnd(width)}  ${used.join('  ')}`];
  for (const name of [...new Set(results.map((r) => r.name))]) {
    const cells = used.map((store) => {
      const result = results.find((r) => r.name === name && r.store === store);
      return (result === undefined ? '-' : result.passed ? 'ok' : 'FAILED').padEnd(store.length);
    });
    lines.push(`${name.padEnd(width)}  ${cells.join('  ')}`);
  }
  for (const { store, skip } of stores) if (skip) lines.push(`${store}: not tested (${skip})`);
  lines.push(`${results.filter((r) => r.passed).length} of ${results.length} conformance tests pass`);
  console.log(lines.join('\n'));
}
