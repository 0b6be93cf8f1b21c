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

// `authority`: PEM file. The browser has one method more: remove() closes it and takes its home folder away.
export async function startChromium(authority) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sealcart-browser-'));
  try {
    const trusted = path.join(home, '.pki/nssdb');
    fs.mkdirSync(trusted, { recursive: true });
    await succeed('certutil', ['-d', `sql:${trusted}`, '-N', '--empty-password']);
    await succeed('certutil', ['-d', `sql:${trusted}`, '-A', '-t', 'C,,', '-n', 'demo', '-i', authority]);
    const browser = await chromium.launch({ executablePath: program, args: options, env: { ...process.env, HOME: home } });
    return Object.assign(browser, {
      async remove() {
        await browser.close();
        fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
      },
    });
  } catch (error) {
    fs.rmSync(home, { recursive: true, force: true });
    throw error;
  }
}
