// Debian's Chromium, which trusts the authority of one world and nothing else that it would not trust anyway. What it
// trusts it reads from its home folder, so it gets one of its own.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { chromium } from 'playwright-core';

import { succeed } from '../lib/program.mjs';

export const program = '/usr/bin/chromium';
export const options = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])];

// `start(home, launching)` gives what has a method close(). It gets one method more: remove() closes it and takes its home folder away.
async function trusting(authority, start) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sealcart-browser-'));
  const removeHome = () => fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  try {
    const trusted = path.join(home, '.pki/nssdb');
    fs.mkdirSync(trusted, { recursive: true });
    await succeed('certutil', ['-d', `sql:${trusted}`, '-N', '--empty-password']);
    await succeed('certutil', ['-d', `sql:${trusted}`, '-A', '-t', 'C,,', '-n', 'demo', '-i', authority]);
    const started = await start(home, { executablePath: program, args: options, env: { ...process.env, HOME: home } });
    return Object.assign(started, {
      async remove() {
        await started.close();
        removeHome();
      },
    });
  } catch (error) {
    removeHome();
    throw error;
  }
}

// `authority`: PEM file. A browser whose profiles keep nothing, like private windows.
export const startChromium = (authority) => trusting(authority, (home, launching) => chromium.launch(launching));

// One profile that keeps on the disk what it keeps, as a customer's browser does: a context.
export const startProfile = (authority, settings) =>
  trusting(authority, (home, launching) => chromium.launchPersistentContext(path.join(home, 'profile'), { ...launching, ...settings }));
