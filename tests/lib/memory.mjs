// What stands in the memory of a running process.
import assert from 'node:assert/strict';
import fs from 'node:fs';

const step = 8 << 20;

// The names of those of `wanted` ([name, bytes], at most 1 KiB each) that are in a readable part of it.
export function inMemory(pid, wanted) {
  const found = new Set();
  const overlap = 1024;
  const buffer = Buffer.alloc(step + overlap);
  const memory = fs.openSync(`/proc/${pid}/mem`, 'r');
  let searched = 0;
  try {
    for (const line of fs.readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n')) {
      const match = /\[(vvar|vvar_vclock|vsyscall)\]$/.test(line) ? null : line.match(/^([0-9a-f]+)-([0-9a-f]+) r/);
      if (!match) continue;
      const [from, to] = [parseInt(match[1], 16), parseInt(match[2], 16)];
      for (let place = from; place < to; place += step) {
        let read = 0;
        try {
          read = fs.readSync(memory, buffer, 0, Math.min(buffer.length, to - place), place);
        } catch {
          continue; // pages of a file beyond its end
        }
        searched += read;
        const bytes = buffer.subarray(0, read);
        for (const [name, needle] of wanted) if (!found.has(name) && bytes.includes(needle)) found.add(process.env.SEALCART_TEST_WHERE ? `${name} @${line}` : name);
      }
    }
  } finally {
    fs.closeSync(memory);
  }
  assert.ok(searched > 4 << 20, 'the memory was read');
  return [...found];
}
