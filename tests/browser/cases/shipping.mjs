// S1201–S1225 as far as customers see it: a parcel, paid at the door or by card before, and the shipping company's page in a
// window of its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { shipmentOf } from '../../lib/books.mjs';
import { documentHash } from '../../lib/documents.mjs';
import {
  assertFits, assertMarked, button, choose, dialog, fact, heading, mark, openShop, pay, pressCompany, receipt, seen, sees,
} from '../journey.mjs';
import { as, person, setting } from '../setting.mjs';
import { press, tabTo } from './keyboard.mjs';
import { Tour } from './pages.mjs';

const companyS = 'Shipping company S';
const companyT = 'Shipping company T';
const field = (page, label) => page.getByLabel(label, { exact: true });

// A Japanese address as people type it, with full-width digits and dashes.
const japanese = { postalCode: '〒１００－０００１', street: '千代田１丁目１－１', building: '見本館７０３号室', name: '試験宛名', kana: 'しけん　あてな', phone: '０３－５５５０－７７１９' };
const plain = { postalCode: '100-0001', name: 'Test Addressee' };
const place = { region: '東京都', city: '千代田区', street: '千代田' };

// Presses OK in the small window; gives the shipping company's page in its own window.
async function pressOkToShip(customer) {
  const popup = customer.page.waitForEvent('popup');
  await button(dialog(customer), customer.words.ok).click();
  const window = await popup;
  await sees(window, customer.words.address);
  return window;
}
// Cash on delivery, from the catalogue to the address page in a window of its own.
export async function toAddressPage(customer, { company = companyS } = {}) {
  await choose(customer, customer.words.tea);
  await pressCompany(customer, company);
  const window = await pressOkToShip(customer);
  await sees(customer.page, customer.words.delivery);
  return window;
}
async function toAddressPageInTab(customer) {
  const { page, words } = customer;
  await choose(customer, words.tea);
  await pressCompany(customer, companyS);
  await button(page, words.ok).click();
  await sees(page, words.delivery);
  await button(page, words.shipHere).click();
  await sees(page, words.address);
  return page;
}
// A purchase that is paid by card: its page, where a shipping company can be chosen.
export async function toPaidPurchase(customer, buyer = 'A2') {
  const { page, words } = customer;
  await choose(customer, words.tea);
  await pressCompany(customer);
  const popup = page.waitForEvent('popup');
  await button(dialog(customer), words.ok).click();
  const window = await popup;
  await pay(window, words, person(buyer));
  await receipt(page, words);
  await window.close();
  await sees(page, words.chooseCarrier);
}
async function pressCarrier(customer, company = companyS) {
  const popup = customer.page.waitForEvent('popup');
  await button(customer.page, company).click();
  const window = await popup;
  await sees(window, customer.words.address);
  return window;
}
async function findAddress(page, words, code) {
  await field(page, words.postalCode).fill(code);
  await button(page, words.findAddress).click();
  await page.waitForFunction((city) => document.getElementById('city').value === city, place.city);
}
async function giveAddress(page, words, typed = plain) {
  await findAddress(page, words, typed.postalCode);
  for (const name of ['street', 'building', 'name', 'kana', 'phone']) if (typed[name]) await field(page, words[name]).fill(typed[name]);
}
async function ship(page, words, typed) {
  await giveAddress(page, words, typed);
  await button(page, words.ship).click();
}
// What the shipping company's answer, or the mall's page, says.
export async function shippingNumber(page, words, title = 'OK') {
  await sees(page, title);
  const number = await fact(page, words.shippingNumber);
  assert.match(number, /^\S{8,}$/);
  return number;
}
const requestOf = (window) => window.locator('input[name=request]').first().inputValue();
const shipments = (id = 'shipping-s') => setting.world.party(id).store.count('shipment');

export function shipping() {
  test('cash on delivery: the postal code finds the place, and the shop’s window shows the shipping number by itself', as(async (customer) => {
    const { page, words } = customer;
    await choose(customer, words.tea, 'Emberbark Hojicha');
    await sees(page, words.atDoor);
    await pressCompany(customer, companyS);
    assert.equal(await fact(dialog(customer), words.total), '¥2,560');
    assert.match(await fact(dialog(customer), words.parcels), /^One parcel, size \d+$/);
    const window = await pressOkToShip(customer);
    await sees(page, words.delivery);
    await mark(page);
    assert.equal(await fact(window, words.cashToPay), '¥2,560');
    assert.ok(!(await window.content()).match(/Mosslight|Sencha|Hojicha|tea-/), 'the shipping company is shown what is bought');

    await mark(window);
    await findAddress(window, words, '100-0001');
    await assertMarked(window);
    for (const [name, value] of Object.entries(place)) assert.equal(await field(window, words[name]).inputValue(), value);
    await field(window, words.name).fill('Test Addressee');
    await field(window, words.day).selectOption({ index: 1 });
    await field(window, words.time).selectOption('18-20');
    await button(window, words.ship).click();
    const atCompany = await shippingNumber(window, words);
    assert.equal(await shippingNumber(page, words), atCompany);
    await assertMarked(page);
    await seen(page.getByText('You pay when it is at the door.'));
    assert.ok(!(await page.content()).match(/Addressee|東京|千代田|100-0001/), 'the shop is shown where to');
    await sees(page, words.keepLink);
    await button(window, words.closeWindow).click();
    if (!window.isClosed()) await window.waitForEvent('close');

    // It comes back by its link, and what was bought is no longer in the basket.
    await page.goto(await page.getByRole('link', { name: /\/purchase\// }).getAttribute('href'));
    assert.equal(await shippingNumber(page, words), atCompany);
    await openShop(customer, '/basket');
    await seen(page.getByText('Your basket is empty.'));
  }));

  test('linked: after the payment a shipping company is chosen, which is told no amount', as(async (customer) => {
    const { page, words } = customer;
    await toPaidPurchase(customer);
    const window = await pressCarrier(customer);
    await sees(page, words.delivery);
    await mark(page);
    assert.equal(await window.getByText('¥').count(), 0);
    await ship(window, words);
    const atCompany = await shippingNumber(window, words);
    assert.equal(await shippingNumber(page, words, words.accepted), atCompany);
    await assertMarked(page);
    await sees(page, 'OK');
    const done = page.getByRole('listitem').filter({ hasText: words.accepted });
    assert.match(await done.innerText(), /\d\d:\d\d JST/);
    assert.equal(await button(page, companyT).count(), 0, 'it cannot be sent a second time');
  }));

  test('cash on delivery: rejected, then sent by another company', as(async (customer) => {
    const { page, words } = customer;
    const window = await toAddressPage(customer);
    await button(window, words.rejectShipping).click();
    await sees(window, 'NG');
    await sees(page, 'NG');
    await window.close();
    await sees(page, words.chooseAgain);
    const second = await pressCarrier(customer, companyT);
    assert.match(second.url(), /shipping-t/);
    assert.equal(await fact(second, words.cashToPay), '¥1,480');
    await ship(second, words);
    assert.equal(await shippingNumber(page, words), await shippingNumber(second, words));
  }));

  test('linked: rejected, then sent by another company; the payment stays OK all the time', as(async (customer) => {
    const { page, words } = customer;
    await toPaidPurchase(customer);
    const number = await fact(page, words.receipt);
    const window = await pressCarrier(customer);
    await button(window, words.rejectShipping).click();
    await sees(window, 'NG');
    await sees(page, words.notShipped);
    assert.equal(await receipt(page, words), number);
    await window.close();
    const second = await pressCarrier(customer, companyT);
    await ship(second, words);
    assert.equal(await shippingNumber(page, words, words.accepted), await shippingNumber(second, words));
    assert.equal(await receipt(page, words), number);
  }));

  test('windows held back: the same tab goes all the way and comes back to the purchase', as({ windows: false }, async (customer) => {
    const { page, words, context } = customer;
    await toAddressPageInTab(customer);
    await ship(page, words);
    const number = await shippingNumber(page, words);
    assert.equal(await button(page, words.closeWindow).isVisible(), false, 'the tab is not ours to close');
    await button(page, words.back).click();
    await sees(page, words.keepLink);
    assert.match(page.url(), new RegExp(`^${setting.mall}/purchase/`));
    assert.equal(await shippingNumber(page, words), number);
    assert.equal(context.pages().length, 1);
  }));

  test('a window that was closed without an answer can be opened again', as(async (customer) => {
    const { page, words } = customer;
    await (await toAddressPage(customer)).close();
    await mark(page);
    const popup = page.waitForEvent('popup');
    await button(page, words.openShipping).click();
    const again = await popup;
    await sees(again, words.address);
    await ship(again, words);
    assert.equal(await shippingNumber(page, words), await shippingNumber(again, words));
    await assertMarked(page);
  }));

  test('without scripts all the way: at the door', as({ scripts: false }, async (customer) => {
    const { page, words } = customer;
    await toAddressPageInTab(customer);
    // Every field is there, with its own words, and the address is looked up by the server.
    for (const name of ['country', 'countryName', 'region', 'city', 'street', 'building', 'name', 'kana', 'phone', 'day', 'time']) {
      assert.equal(await field(page, words[name]).isVisible(), true, name);
    }
    await field(page, words.name).fill('Test Addressee');
    await field(page, words.postalCode).fill('1000001');
    await button(page, words.findAddress).click();
    await page.waitForURL(/\/ship$/);
    assert.equal(await field(page, words.city).inputValue(), place.city);
    assert.equal(await field(page, words.name).inputValue(), 'Test Addressee', 'what was typed is kept');
    await button(page, words.ship).click();
    const number = await shippingNumber(page, words);
    await button(page, words.back).click();
    await page.waitForURL(new RegExp(`^${setting.mall}/purchase/`));
    assert.equal(await shippingNumber(page, words), number);
  }));

  test('without scripts all the way: linked, and the waiting page loads itself again until it is accepted', as({ scripts: false }, async (customer) => {
    const { page, words, context } = customer;
    await choose(customer, words.tea);
    await pressCompany(customer);
    await button(page, words.ok).click();
    await button(page, words.payHere).click();
    await sees(page, words.card);
    await pay(page, words, person('A2'));
    await receipt(page, words);
    await button(page, words.back).click();
    await sees(page, words.chooseCarrier);
    await field(page, words.howToSend).first().selectOption({ index: 1 });
    await button(page, companyS).click();
    await sees(page, words.delivery);
    const opened = context.waitForEvent('page');
    await button(page, words.openShipping).click();
    const window = await opened;
    await sees(window, words.address);
    assert.equal(await fact(window, 'Service'), 'Express');
    await field(window, words.postalCode).fill('100-0001');
    await button(window, words.findAddress).click();
    await window.waitForURL(/\/ship$/);
    await field(window, words.name).fill('Test Addressee');
    await button(window, words.ship).click();
    const number = await shippingNumber(window, words);
    // Nobody touches the waiting page.
    assert.equal(await shippingNumber(page, words, words.accepted), number);
  }));

  test('without scripts: Reject, and another company', as({ scripts: false }, async (customer) => {
    const { page, words } = customer;
    await toAddressPageInTab(customer);
    await button(page, words.rejectShipping).click();
    await sees(page, 'NG');
    await button(page, words.back).click();
    await sees(page, words.chooseAgain);
    await button(page, companyT).click();
    await button(page, words.shipHere).click();
    await sees(page, words.address);
    assert.match(page.url(), /shipping-t/);
  }));

  test('日本語だけで、日本の住所に送れる', as({ language: 'ja' }, async (customer) => {
    const { page, words } = customer;
    const window = await toAddressPage(customer);
    assert.equal(await window.locator('html').getAttribute('lang'), 'ja');
    await ship(window, words, japanese);
    const number = await shippingNumber(window, words);
    assert.equal(await shippingNumber(page, words), number);
    assert.ok(!(await page.content()).match(/試験宛名|千代田|しけん|シケン/));
    await button(window, words.back).click();
    await window.waitForURL(new RegExp(`^${setting.mall}/`));
    await sees(window, 'OK');
  }));

  test('wrong fields are pointed out, and everything typed is kept', as(async (customer) => {
    const { words } = customer;
    customer.expect(422);
    const window = await toAddressPage(customer);
    const typed = { region: 'Tokyo', city: 'Sampletown', street: '1-2-3 Example', building: 'Room 9', name: 'Test Addressee', phone: 'ring twice', kana: 'abc', postalCode: '123' };
    for (const [name, value] of Object.entries(typed)) await field(window, words[name]).fill(value);
    await field(window, words.time).selectOption('12-14');
    await field(window, words.day).selectOption({ index: 2 });
    const day = await field(window, words.day).inputValue();
    await button(window, words.ship).click();
    const error = window.getByRole('alert');
    await seen(error);
    assert.equal((await error.innerText()).trim(), 'Please check: Postal code, Furigana, Phone');
    for (const [name, value] of Object.entries(typed)) assert.equal(await field(window, words[name]).inputValue(), value, name);
    assert.equal(await field(window, words.time).inputValue(), '12-14');
    assert.equal(await field(window, words.day).inputValue(), day);
    for (const name of Object.keys(typed)) {
      const wrong = ['postalCode', 'kana', 'phone'].includes(name);
      assert.equal(await field(window, words[name]).getAttribute('aria-invalid'), wrong ? 'true' : null, name);
    }
    assert.equal(await field(window, words.postalCode).evaluate((e) => e === document.activeElement), true, 'the first fault has the focus');
    await window.getByRole('link', { name: 'Phone' }).click();
    assert.equal(await field(window, words.phone).evaluate((e) => e === document.activeElement), true, 'its link leads to the field');
    await field(window, words.postalCode).fill('100-0001');
    await field(window, words.kana).fill('しけん');
    await field(window, words.phone).fill('');
    await button(window, words.ship).click();
    await shippingNumber(window, words);
  }));

  test('a postal code that nobody knows is said to be so, and nothing typed is lost', as(async (customer) => {
    const { words } = customer;
    customer.expect(404);
    const window = await toAddressPage(customer);
    await field(window, words.city).fill('Sampletown');
    await field(window, words.postalCode).fill('999-9999');
    await button(window, words.findAddress).click();
    await seen(window.getByRole('status').filter({ hasText: 'We have no place for this postal code' }));
    assert.equal(await field(window, words.city).inputValue(), 'Sampletown');
    // Enter in the field looks it up too, and does not ship.
    await field(window, words.postalCode).fill('100-0001');
    await field(window, words.postalCode).press('Enter');
    await window.waitForFunction((city) => document.getElementById('city').value === city, place.city);
    await sees(window, words.address);
  }));

  for (const phone of [false, true]) {
    test(`a parcel with the keyboard, ${phone ? 'narrow' : 'wide'}`, as({ phone }, async (customer) => {
      const { page, words } = customer;
      await choose(customer, words.tea);
      await press(page, button(page, companyS));
      await dialog(customer).waitFor();
      await page.waitForFunction(() => document.activeElement.closest('dialog'));
      const popup = page.waitForEvent('popup');
      await press(page, button(dialog(customer), words.ok));
      const window = await popup;
      await sees(window, words.address);
      await sees(page, words.delivery);
      await tabTo(window, window.getByText(words.sealed));
      await window.keyboard.press('Enter');
      await window.getByText('cannot read it').waitFor();
      await tabTo(window, field(window, words.postalCode));
      await window.keyboard.type('１０００００１');
      await press(window, button(window, words.findAddress));
      await window.waitForFunction((city) => document.getElementById('city').value === city, place.city);
      assert.equal(await field(window, words.street).evaluate((e) => e === document.activeElement), true, 'the house number comes next');
      await window.keyboard.press('End');
      await window.keyboard.type('1-1');
      await tabTo(window, field(window, words.name));
      await window.keyboard.type('Test Addressee');
      await window.keyboard.press('Enter'); // ships, though another button comes first
      assert.equal(await shippingNumber(page, words), await shippingNumber(window, words));
      await tabTo(window, button(window, words.closeWindow));
      const closed = window.waitForEvent('close');
      await window.keyboard.press('Enter').catch(() => {}); // it may be gone before the key comes up
      await closed;
    }));
  }

  test('to another country: its name is asked for only there', as(async (customer) => {
    const { page, words } = customer;
    const window = await toAddressPage(customer);
    assert.equal(await field(window, words.countryName).isVisible(), false);
    await field(window, words.country).selectOption('other');
    assert.equal(await button(window, words.findAddress).isVisible(), false, 'only Japan’s codes are looked up');
    const typed = { countryName: 'Freedonia', postalCode: 'ZZ9 9QX', region: 'Samplefolk', city: 'Nonesuch', street: '77 Umbermarsh Crescent', name: 'Test Addressee' };
    for (const [name, value] of Object.entries(typed)) await field(window, words[name]).fill(value);
    await field(window, words.name).press('Enter');
    assert.equal(await shippingNumber(page, words), await shippingNumber(window, words));
  }));

  test('to a pick-up point: no address is asked for', as(async (customer) => {
    const { page, words } = customer;
    const window = await toAddressPage(customer);
    await field(window, words.receiveIt).selectOption({ label: 'Sampletown Station, Locker 7' });
    for (const name of ['country', 'postalCode', 'city', 'day']) assert.equal(await field(window, words[name]).isVisible(), false, name);
    await field(window, words.name).fill('Test Addressee');
    await button(window, words.ship).click();
    assert.equal(await shippingNumber(page, words), await shippingNumber(window, words));
  }));

  for (const language of ['en', 'ja']) {
    test(`a parcel on a phone (${language}): nothing is wider than the screen`, as({ phone: true, language }, async (customer) => {
      const { page, words } = customer;
      customer.expect(422);
      await choose(customer, words.tea);
      await assertFits(page);
      await pressCompany(customer, companyS);
      await assertFits(page);
      const box = await dialog(customer).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 390, 'the small window does not fit');
      const window = await pressOkToShip(customer);
      await sees(page, words.delivery);
      await assertFits(page);
      await assertFits(window);
      await window.getByText(words.sealed).click();
      await assertFits(window);
      await field(window, words.name).fill('x'.repeat(100));
      await button(window, words.ship).click();
      await seen(window.getByRole('alert'));
      await assertFits(window);
      await ship(window, words, { ...japanese, street: '千代田１丁目１－１' });
      await shippingNumber(window, words);
      await assertFits(window);
      await shippingNumber(page, words);
      await assertFits(page);
    }));
  }

  for (const scripts of [true, false]) {
    test(`a double click on Ship ships once, ${scripts ? 'with' : 'without'} scripts`, as({ scripts }, async (customer) => {
      const { page, words } = customer;
      const window = scripts ? await toAddressPage(customer) : await toAddressPageInTab(customer);
      const hash = documentHash(await requestOf(window));
      const sent = [];
      window.on('request', (r) => { if (r.url().endsWith('/ship') && r.postData()?.includes('decision=ship')) sent.push(r); });
      if (scripts) await giveAddress(window, words);
      else for (const [name, value] of Object.entries({ ...place, postalCode: '100-0001', name: 'Test Addressee' })) await field(window, words[name]).fill(value);
      await button(window, words.ship).dblclick({ noWaitAfter: true });
      const number = await shippingNumber(window, words);
      if (scripts) {
        assert.equal(await shippingNumber(page, words), number);
        assert.equal(sent.length, 1);
      }
      const row = await shipmentOf(setting.world.s, hash);
      assert.equal(row.number, number);
    }));
  }

  test('back at every page, with a window: always a page that can be used, never a second shipment', as(async (customer) => {
    const { page, words, context } = customer;
    customer.expect(409);
    const window = await toAddressPage(customer);
    const address = page.url();
    await page.goBack();
    await sees(page, words.companies);
    await page.goForward();
    await sees(page, words.delivery);
    assert.equal(page.url(), address);
    assert.equal(context.pages().length, 2, 'going forward opens no window');
    await ship(window, words);
    const number = await shippingNumber(window, words);
    assert.equal(await shippingNumber(page, words), number);
    await window.goBack();
    await sees(window, words.address);
    await ship(window, words, { ...plain, name: 'Another Addressee' });
    await seen(window.getByText(words.alreadyShipped));
    assert.equal(await shippingNumber(window, words), number);
  }));

  for (const scripts of [true, false]) {
    test(`back over every page of one tab with a parcel, ${scripts ? 'with' : 'without'} scripts`, as({ scripts, windows: false }, async (customer) => {
      const { page, words } = customer;
      customer.expect(409); // the companies' page says that the basket is empty now
      await toAddressPageInTab(customer);
      const fill = async () => {
        for (const [name, value] of Object.entries({ ...place, postalCode: '100-0001', name: 'Test Addressee' })) await field(page, words[name]).fill(value);
        await button(page, words.ship).click();
      };
      await fill();
      const number = await shippingNumber(page, words);
      await button(page, words.back).click();
      await sees(page, words.keepLink);
      await page.goBack();
      assert.equal(await shippingNumber(page, words), number);
      await page.goBack();
      await sees(page, words.address);
      await fill();
      await seen(page.getByText(words.alreadyShipped));
      assert.equal(await shippingNumber(page, words), number);
      for (let left = 6; left > 0 && !(await heading(page, words.catalogue).isVisible()); --left) {
        await page.goBack();
        await seen(page.getByRole('heading', { level: 1 }));
      }
      await sees(page, words.catalogue);
    }));
  }

  test('two tabs ship one purchase through one company: one number', as(async (customer) => {
    const { page, words } = customer;
    const window = await toAddressPage(customer);
    const popup = page.waitForEvent('popup');
    await button(page, words.openShipping).click();
    const second = await popup;
    await sees(second, words.address);
    const hash = documentHash(await requestOf(window));
    await giveAddress(window, words);
    await giveAddress(second, words, { ...plain, name: 'Second Addressee' });
    await Promise.all([window, second].map((w) => button(w, words.ship).click()));
    const number = await shippingNumber(window, words);
    assert.equal(await shippingNumber(second, words), number);
    assert.equal(await shippingNumber(page, words), number);
    const said = await Promise.all([window, second].map((w) => w.getByText(words.alreadyShipped).count()));
    assert.deepEqual(said.sort(), [0, 1], 'exactly one of them says that it had been answered already');
    assert.equal((await shipmentOf(setting.world.s, hash)).number, number);
  }));

  test('two tabs ship one purchase through two companies: the first brings it', as(async (customer) => {
    const { page, words, context } = customer;
    customer.expect(409);
    await toPaidPurchase(customer);
    const window = await pressCarrier(customer);
    const tab = await context.newPage();
    await tab.goto(page.url());
    await sees(tab, words.delivery);
    await sees(tab, words.chooseAgain);
    const popup = tab.waitForEvent('popup');
    await button(tab, companyT).click();
    const late = await popup;
    await sees(late, words.address);
    await ship(window, words);
    const number = await shippingNumber(window, words);
    assert.equal(await shippingNumber(page, words, words.accepted), number);
    assert.equal(await shippingNumber(tab, words, words.accepted), number, 'the other tab learns it too');
    await ship(late, words);
    await sees(late, 'OK');
    await button(late, words.back).click();
    await late.waitForURL(new RegExp(`^${setting.mall}/`));
    await seen(late.getByText('Another company has accepted this parcel'));
    await page.reload();
    assert.equal(await shippingNumber(page, words, words.accepted), number);
  }));

  for (const language of ['en', 'ja']) {
    test(`the pages of a parcel (${language})`, as({ language }, async (customer) => {
      const { page, words, context } = customer;
      const tour = new Tour(customer);
      customer.expect(422, 405);
      await choose(customer, words.tea);
      await tour.look(page, 'parcel-companies');
      await pressCompany(customer, companyS);
      await tour.look(page, 'parcel-confirm');
      let window = await pressOkToShip(customer);
      await sees(page, words.delivery);
      await tour.look(page, 'parcel-waiting');
      await tour.look(window, 'address');
      await window.getByText(words.sealed).click();
      await field(window, words.name).fill('x'.repeat(100));
      await field(window, words.phone).fill('ring twice');
      await button(window, words.ship).click();
      await seen(window.getByRole('alert'));
      await tour.look(window, 'address-faults');
      await field(window, words.receiveIt).selectOption({ index: 1 });
      await tour.look(window, 'address-pickup');
      await button(window, words.rejectShipping).click();
      await sees(window, 'NG');
      await tour.look(window, 'shipping-ng');
      await sees(page, 'NG');
      await tour.look(page, 'parcel-ng');
      await window.close();
      window = await pressCarrier(customer, companyT);
      await ship(window, words, japanese);
      await shippingNumber(window, words);
      await tour.look(window, 'shipping-ok');
      await shippingNumber(page, words);
      await tour.look(page, 'parcel-ok');
      await context.clearCookies({ domain: 'mall.localhost' });
      await button(window, words.back).click();
      await window.waitForURL(/\/returned\//);
      await tour.look(window, 'parcel-returned');
      await window.goto(setting.world.s.url);
      await seen(window.getByRole('heading').first());
      await tour.look(window, 'shipping-home');
      await window.goto(`${setting.world.s.url}/send`);
      await tour.look(window, 'shipping-problem');
      await window.close();

      await toPaidPurchase(customer);
      await tour.look(page, 'linked-choose');
      window = await pressCarrier(customer);
      await sees(page, words.delivery);
      await tour.look(page, 'linked-waiting');
      await ship(window, words, japanese);
      await shippingNumber(page, words, words.accepted);
      await tour.look(page, 'linked-accepted');
      tour.end();
    }));
  }
}

// The address page, left open past the request's end: in passingTime, which puts the servers' clock forward.
export function parcelsAsTimePasses() {
  test('the address page, left open past the request’s end; then started again', as(async (customer) => {
    const { page, words } = customer;
    customer.expect(410);
    const before = await shipments();
    const window = await toAddressPage(customer);
    await giveAddress(window, words);
    setting.clock.forward(17);
    await button(window, words.ship).click();
    await sees(window, words.requestExpired);
    assert.equal(await shipments(), before);
    await window.close();
    await page.reload();
    await sees(page, words.chooseAgain);
    const again = await pressCarrier(customer);
    await ship(again, words);
    assert.equal(await shippingNumber(page, words), await shippingNumber(again, words));
  }));

  test('linked: the waiting page notices by itself that time is up, and the parcel is started again', as(async (customer) => {
    const { page, words } = customer;
    await toPaidPurchase(customer);
    await (await pressCarrier(customer)).close();
    await sees(page, words.delivery);
    setting.clock.forward(17);
    await sees(page, words.shippingExpired);
    await receipt(page, words);
    const again = await pressCarrier(customer);
    await ship(again, words);
    assert.equal(await shippingNumber(page, words, words.accepted), await shippingNumber(again, words));
  }));
}
