// Customers with real browsers in a whole world: `node --test tests/browser/browser.test.mjs`. Needs the packages chromium,
// libnss3-tools (certutil) and faketime.
//   SEALCART_BIN               the product (default build/release/sealcart)
//   SEALCART_SCREENSHOTS       folder for pictures of every page
//   SEALCART_BROWSER_EVIDENCE  folder for what failed tests saw
import { after, before, describe } from 'node:test';

import { goingBack, goingBackPaysOnce } from './cases/back.mjs';
import { rememberedDevices } from './cases/device.mjs';
import { digitalGoods } from './cases/digital.mjs';
import { passingTime } from './cases/expiry.mjs';
import { keyboardOnly } from './cases/keyboard.mjs';
import { openBrowser } from './cases/open_browser.mjs';
import { everyPage } from './cases/pages.mjs';
import { parcels } from './cases/parcel.mjs';
import { passkeys } from './cases/passkey.mjs';
import { plainBrowsers } from './cases/plain.mjs';
import { purchases } from './cases/purchase.mjs';
import { parcelsAsTimePasses, shipping } from './cases/shipping.mjs';
import { pressingTwice, pressingTwicePaysOnce } from './cases/twice.mjs';
import { windows } from './cases/window.mjs';
import { end, start } from './setting.mjs';

before(start, { timeout: 120_000 });
after(end, { timeout: 60_000 });

// Each test has a customer of its own, so several can shop at once.
describe('browser', { concurrency: 3, timeout: 900_000 }, () => {
  everyPage();
  describe('one debit', { concurrency: 1 }, () => {
    goingBackPaysOnce();
    pressingTwicePaysOnce();
  });
  purchases();
  shipping();
  goingBack();
  pressingTwice();
  windows();
  plainBrowsers();
  keyboardOnly();
  rememberedDevices();
  passkeys();
  parcels();
  digitalGoods();
  openBrowser();
});

describe('browser, as time passes', { concurrency: 1, timeout: 300_000 }, () => {
  passingTime();
  parcelsAsTimePasses();
});
