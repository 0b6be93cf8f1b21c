// Figures: getting them out of the tool, and out of several rounds.
import path from 'node:path';

import { run } from '../tests/lib/program.mjs';

export let build = 'build/release';
export function useBuild(folder) {
  build = path.resolve(folder);
}

export const say = (text) => process.stderr.write(`${text}\n`);

// One verb of sealcart_bench on a core of its own (or, with core undefined, on any): its figures.
export async function tool(core, ...args) {
  const program = path.join(build, 'bench/sealcart_bench');
  const pin = core === undefined ? [] : ['taskset', '-c', String(core)];
  const [first, ...rest] = [...pin, program, ...args.flat().map(String)];
  const result = await run(first, rest);
  if (result.code !== 0) throw new Error(`${args[0]}: ${result.code} ${result.stderr.slice(0, 2000)}`);
  return result.stdout.trim() ? JSON.parse(result.stdout) : {};
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// Runs `round` so many times; what it gives is an object of numbers. Their medians, with the rounds told on stderr.
export async function rounds(count, label, round) {
  const all = [];
  for (let i = 0; i < count; ++i) {
    all.push(await round(i));
    say(`  ${label} ${i + 1}/${count}: ${Object.entries(all.at(-1)).map(([k, v]) => `${k} ${v.toFixed(2)}`).join('  ')}`);
  }
  return Object.fromEntries(Object.keys(all[0]).map((key) => [key, median(all.map((one) => one[key]))]));
}

// One line of the benchmark. `limit` with `against`, or alone: the most that it may be; `least`: the least.
export function result(name, value, unit, more = {}) {
  const rounded = Number(value.toPrecision(4));
  process.stdout.write(`${JSON.stringify({ name, value: rounded, unit, ...more })}\n`);
}

export const quick = process.env.SEALCART_BENCH_QUICK === '1';
// How many of something, fewer for a run that only looks whether everything works.
export const many = (count) => (quick ? Math.ceil(count / 10) : count);
export const often = (count) => (quick ? 2 : count);
