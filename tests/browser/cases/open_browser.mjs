// demo/open-browser: a Chromium that trusts the demo's authority, and leaves nothing behind.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { chromium } from 'playwright-core';

import { launch, root, run, until } from '../../lib/program.mjs';
import { sees } from '../journey.mjs';
import { names } from '../names.mjs';
import { setting } from '../setting.mjs';

const script = path.join(root, 'demo/open-browser');
const left = (folder) => fs.readdirSync(folder).filter((name) => name.startsWith('browser.'));

export function openBrowser() {
  test('demo/open-browser opens the shop without a certificate warning', async () => {
    const folder = path.dirname(setting.world.demo.ca_file);
    const child = launch(script, [folder, `${setting.mall}/`, '--headless', '--disable-gpu', '--remote-debugging-port=0']);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    let said = '';
    child.stderr.on('data', (data) => (said += data));
    const address = await until(() => {
      assert.equal(child.exitCode, null, said);
      return said.match(/DevTools listening on (\S+)/)?.[1];
    }, 'Chromium listening');
    const browser = await chromium.connectOverCDP(address);
    const page = browser.contexts()[0].pages()[0];
    await sees(page, names.en.catalogue);
    assert.equal(page.url(), `${setting.mall}/`);
    await browser.close();
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
    assert.deepEqual(left(folder), []);
  });

  test('demo/open-browser says what is missing', async () => {
    assert.equal((await run(script, [])).code, 2);
    const { code, stderr } = await run(script, [setting.folder, 'https://mall.localhost/']);
    assert.equal(code, 1);
    assert.match(stderr, /ca\.pem is missing/);
  });
}
