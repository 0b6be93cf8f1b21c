// A customer with a browser, step by step (SPEC sections 3 and 4).
import { Browser } from './browser.mjs';
import { decodeDocument } from './documents.mjs';
import { attribute } from './page.mjs';
import { until } from './program.mjs';

// Somebody to send a parcel to; fields of the shipping company's page.
export const addressee = {
  'postal-code': '100-0001', 'region': '東京都', 'city': '千代田区', 'street': '千代田1-1', 'building': 'Sample House 203',
  'name': 'Test Addressee', 'kana': 'テスト アドレシー', 'phone': '03-0000-0000',
};

export class Shopper {
  // `options`: of Browser.
  constructor(world, options = {}) {
    this.world = world;
    this.browser = world.browser(options);
  }

  async browse(query = '') {
    this.answer = await this.browser.get(`${this.world.mall.url}/${query}`);
    return (this.catalogue = this.answer.page);
  }
  // The page of the catalogue that shows the product.
  async find(name) {
    return this.browse(`?q=${encodeURIComponent(name)}`);
  }
  // Ticks products by sku on the page that shows them, and stays in the catalogue.
  async tick(...skus) {
    for (const sku of skus) {
      let page = await this.browse();
      while (!page.all('input', (a) => a('name') === 'product' && a('value') === sku).length) {
        const form = page.form('catalogue');
        const next = form.buttons.find((b) => b.text === 'Next');
        if (!next) throw new Error(`the catalogue has no ${sku}`);
        this.answer = await this.browser.submit(form, { press: next.value });
        page = this.catalogue = this.answer.page;
      }
      const form = page.form('catalogue');
      const ticked = form.fields.filter((f) => f.name === 'product' && f.checked).map((f) => f.value);
      this.answer = await this.browser.submit(form, { fill: { product: [...ticked, sku] }, press: 'search' });
      this.catalogue = this.answer.page;
    }
    return this.catalogue;
  }
  async toSettlement() {
    if (!this.catalogue) await this.browse();
    this.answer = await this.browser.submit(this.catalogue.form('catalogue'), { press: 'To Settlement' });
    return (this.companies = this.answer.page);
  }
  async choose(company) {
    this.answer = await this.browser.submit(this.companies.form(`/confirm/${company}`));
    return (this.confirmation = this.answer.page);
  }
  // OK: to the purchase's own page, which holds the signed request. `fill`: the service, of a shipping company.
  async confirm(press = 'OK', fill = {}) {
    this.answer = await this.browser.submit(this.confirmation.form('/handover'), { press, fill });
    if (press !== 'OK') return this.answer.page;
    return this.readPurchase(this.answer.page, this.answer.url);
  }
  // The page of a purchase that waits for a company's answer.
  readPurchase(page, url = this.purchase.url) {
    const form = waitingForm(page);
    if (!form) throw new Error(`${url} awaits no company: ${page.text.slice(0, 300)}`);
    this.purchase = {
      url, page, payUrl: form.action, document: form.value('request'), number: attribute(form.node, 'data-request'),
      whole: attribute(page.all('div', (a) => a('id') === 'purchase')[0], 'data-number'),
    };
    return page;
  }
  async openCard() {
    this.answer = await this.browser.submit(this.purchase.page.form('pay-window'));
    return (this.card = this.answer.page);
  }
  // Presses a button of the card page. `fill`: card, password, remember …
  async press(press, fill = {}) {
    this.answer = await this.browser.submit(this.card.form('/settle'), { fill, press });
    if (this.answer.page.hasForm('/settle')) this.card = this.answer.page;
    this.awaited = this.result !== undefined;
    return this.answer;
  }
  pay({ card, password }, { remember = false } = {}) {
    return this.press('Purchase', { card, password, ...(remember ? { remember: '1' } : {}) });
  }
  reject() {
    return this.press('Reject');
  }
  get result() {
    return readResult(this.answer);
  }

  // A shipping company for what was bought, on the purchase's own page. `service`: without one, that which the page shows.
  async deliver(company, service) {
    const { page } = await this.look();
    const form = carrierForm(page, company);
    if (!form) throw new Error(`the purchase's page offers no ${company}: ${page.text.slice(0, 300)}`);
    this.answer = await this.browser.submit(form, { fill: service === undefined ? {} : { service } });
    return this.readPurchase(this.answer.page, this.answer.url);
  }
  async openAddress() {
    this.answer = await this.browser.submit(this.purchase.page.form('ship-window'));
    return (this.address = this.answer.page);
  }
  // Presses a button of the address page: Ship, Reject or Find address.
  async pressAddress(press, fill = {}) {
    this.answer = await this.browser.submit(this.address.form('/ship'), { fill, press });
    if (this.answer.page.hasForm('/ship')) this.address = this.answer.page;
    this.awaited = this.result !== undefined;
    return this.answer;
  }
  ship(to = addressee) {
    return this.pressAddress('Ship', to);
  }
  rejectShipping() {
    return this.pressAddress('Reject');
  }
  // From the purchase's page to the shipping company's answer.
  async send(company, to = addressee) {
    await this.deliver(company);
    await this.openAddress();
    await this.ship(to);
    return this.result;
  }

  // The browser carries the result to the mall.
  async carryResult() {
    const form = this.answer.page.forms.find((f) => f.field('document'));
    this.answer = await this.browser.submit(form);
    return this.answer.page;
  }

  async look() {
    const answer = await this.browser.get(this.purchase.url);
    return { status: answer.status, page: answer.page, state: stateOf(answer.page), delivery: deliveryOf(answer.page) };
  }
  waitForState(state, seconds = 20) {
    return until(async () => {
      const seen = await this.look().catch(() => undefined);
      return seen?.state === state && seen;
    }, `the purchase becoming ${state}`, seconds);
  }
  waitForDelivery(state, seconds = 20) {
    return until(async () => {
      const seen = await this.look().catch(() => undefined);
      return seen?.delivery === state && seen;
    }, `the delivery becoming ${state}`, seconds);
  }

  // The whole way to the purchase's page. An earlier purchase is let come to its end: when the mall learns that it was paid, what
  // was bought leaves the basket, and with it what was ticked again meanwhile.
  async order(skus, company = 'credit-a') {
    if (this.awaited) await until(async () => (await this.look()).state !== 'pending', 'the end of the purchase before');
    this.awaited = false;
    await this.tick(...[skus].flat());
    await this.toSettlement();
    await this.choose(company);
    await this.confirm();
    return this.purchase;
  }
  async buy(skus, customer, options = {}) {
    await this.order(skus, customer.company.id);
    await this.openCard();
    if (this.card.hasForm('/settle') && this.card.form('/settle').field('card_id')) await this.press('Purchase');
    else await this.pay(customer, options);
    return this.result;
  }
  // The same for cash on delivery.
  async buyAtDoor(skus, company = 'shipping-s', to = addressee) {
    await this.order(skus, company);
    await this.openAddress();
    await this.ship(to);
    return this.result;
  }
}

// The form that posts the request whose answer is awaited.
function waitingForm(page) {
  return page.forms.find((f) => f.id === 'pay-window' || f.id === 'ship-window');
}
// The form that hands the parcel over to a shipping company.
export function carrierForm(page, company) {
  return page.formsOf('carrier').find((f) => f.value('company') === company);
}

// What the purchase's own page says: whether it is bought.
export function stateOf(page) {
  if (page.hasForm('pay-window')) return 'pending';
  const said = { 'OK': 'ok', 'NO': 'no', 'NG': 'ng', 'No answer came in time': 'expired' }[page.heading];
  return said ?? (page.hasForm('ship-window') ? 'pending' : page.heading);
}

// How far its delivery is; undefined when no shipping company was asked.
export function deliveryOf(page) {
  if (page.hasForm('ship-window')) return 'pending';
  // Paid by card, the delivery has a heading of its own; otherwise the purchase's says it.
  const own = page.texts('h2', (a) => a('id') === 'delivery')[0];
  const states = { 'Accepted for shipping': 'ok', 'The shipping company declined': 'no', 'You rejected the shipment': 'ng',
    'The shipping company did not answer in time': 'expired' };
  if (own !== undefined) return states[own] ?? own;
  return page.texts('dt').includes('Shipping') ? stateOf(page) : undefined;
}

// What a company's answer page says; undefined when it is not one.
export function readResult(answer) {
  const form = answer.page.forms.find((f) => f.field('document'));
  if (!form) return undefined;
  const document = form.value('document');
  return { outcome: answer.page.heading, document, says: decodeDocument(document).payload, returnUrl: form.action, text: answer.page.text };
}

export { Browser };
