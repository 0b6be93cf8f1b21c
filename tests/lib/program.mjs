// The program under test and the standard programs beside it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = path.resolve(process.env.SEALCART_BIN ?? path.join(root, 'build/release/sealcart'));

// Whatever happens to the test, nothing that it started outlives it, and no folder of it remains.
const started = new Map(); // child to the signal that ends it
const folders = new Set();
process.on('exit', () => {
  for (const [child, signal] of started) child.kill(signal);
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, () => process.exit(1));

// `endedBy`: what a program needs that has to end others before itself.
export function launch(program, args, { endedBy = 'SIGKILL', ...options } = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  started.set(child, endedBy);
  child.once('exit', () => started.delete(child));
  return child;
}

// A new folder under the system's temporary one.
export function makeFolder(prefix) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
  if (!process.env.SEALCART_TEST_KEEP) folders.add(folder);
  return folder;
}
export function removeFolder(folder) {
  if (process.env.SEALCART_TEST_KEEP) return;
  fs.rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

// Runs a program to its end: {code, stdout, stderr}.
export function run(program, args, { input, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = launch(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    const out = [];
    const err = [];
    child.stdout.on('data', (data) => out.push(data));
    child.stderr.on('data', (data) => err.push(data));
    child.stdin.on('error', () => {}); // it may end without reading
    child.stdin.end(input ?? '');
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code: code ?? signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
  });
}

export const sealcart = (args, options) => run(binary, args, options);

// As run, but anything but success is an error.
export async function succeed(program, args, options) {
  const result = await run(program, args, options);
  if (result.code !== 0) throw new Error(`${path.basename(program)} ${args.join(' ')}: ${result.code}\n${result.stderr}${result.stdout}`);
  return result.stdout;
}

// Asks again and again until the answer is true; gives it.
export async function until(ask, what, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${seconds} s have passed without ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
