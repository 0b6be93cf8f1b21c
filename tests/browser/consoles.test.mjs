// Every page of the three consoles in a real browser, found by following their links: `node --test tests/browser/consoles.test.mjs`. Nothing
// that axe calls serious, nothing wider than its screen, no fault in the browser's console. SEALCART_SCREENSHOTS: folder for pictures.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { AxeBuilder } from '@axe-core/playwright';

import { FilledDemo } from '../lib/filled_demo.mjs';
import { startChromium } from './chromium.mjs';
import { clerk } from './clerk.mjs';

const screenshots = process.env.SEALCART_SCREENSHOTS;
let filled, browser;
before(async () => {
  filled = await FilledDemo.start();
  browser = await startChromium(filled.about.ca_file);
}, { timeout: 300_000 });
after(async () => {
  await browser?.remove();
  await filled?.stop();
}, { timeout: 60_000 });

const roles = { mall: (about) => about.mall, credit: (about) => about.credit[0], shipping: (about) => about.shipping[0] };

// Pages that differ in numbers and in what a filter says are one kind.
function kind(address) {
  const { pathname, searchParams } = new URL(address);
  return `${pathname.replace(/\/([0-9a-z]{26}|\d+)(?=[/.]|$)/g, '/N').replace(/\/(product|partners)\/[^/]+/, '/$1/N')}?${[...searchParams.keys()].sort().join('&')}`;
}
// Links to what is no page: files, labels, the other language, the way out.
const isPage = (address) => !/[?&](language|lang|as)=|\/label\/|\/(sign-out|export|file|paper|pdf)\b|\.(csv|pdf|xml|png|zpl|json)$/.test(address);

async function look(page, address) {
  const found = [];
  const answer = await page.goto(address);
  if (answer.status() !== 200) found.push(`status ${answer.status()}`);
  if (!answer.headers()['content-type']?.startsWith('text/html')) return { found, links: [] };
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  for (const v of violations) if (['serious', 'critical'].includes(v.impact)) found.push(`${v.id}: ${v.nodes.map((node) => node.html).slice(0, 3).join(' ')}`);
  const { wider, headings, links } = await page.evaluate(() => ({
    wider: document.documentElement.scrollWidth - innerWidth,
    headings: document.querySelectorAll('h1').length,
    links: [...document.querySelectorAll('a[href]')].map((a) => a.href.split('#')[0]),
  }));
  if (wider > 1) found.push(`${wider} px too wide`);
  if (headings !== 1) found.push(`${headings} headings h1`);
  return { found, links };
}

for (const [role, of] of Object.entries(roles)) {
  for (const [language, width] of [['en', 1280], ['ja', 390]]) {
    test(`every page of the ${role}'s console, ${language}, ${width} px`, { timeout: 300_000 }, async () => {
      const party = of(filled.about);
      const { page, context, faults } = await clerk(browser, party, { width, language, dark: width === 390 });
      const seen = new Set(), wrong = [], todo = [`${party.desk_url}/`];
      while (todo.length > 0) {
        const address = todo.shift(), its = kind(address);
        if (seen.has(its)) continue;
        seen.add(its);
        const { found, links } = await look(page, address);
        wrong.push(...found.map((what) => `${address.slice(party.desk_url.length)}: ${what}`));
        if (screenshots) {
          fs.mkdirSync(screenshots, { recursive: true });
          await page.screenshot({ path: path.join(screenshots, `${role}-${language}-${width}${its.replace(/\W+/g, '-')}.png`), fullPage: true });
        }
        todo.push(...links.filter((link) => link.startsWith(`${party.desk_url}/`) && isPage(link)));
      }
      assert.deepEqual([...wrong, ...faults], []);
      assert.ok(seen.size >= 15, `only ${seen.size} pages`);
      console.log(`${role} ${language} ${width}: ${seen.size} pages`);
      await context.close();
    });
  }
}
