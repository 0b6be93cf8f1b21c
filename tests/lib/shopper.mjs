// A customer with a browser, step by step (SPEC section 3).
import { Browser } from './browser.mjs';
import { decodeDocument } from './documents.mjs';
import { until } from './program.mjs';

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
  // OK: to the purchase's own page, which holds the signed request.
  async confirm(press = 'OK') {
    this.answer = await this.browser.submit(this.confirmation.form('/handover'), { press });
    if (press !== 'OK') return this.answer.page;
    const page = this.answer.page;
    const form = page.form('pay-window');
    this.purchase = {
      url: this.answer.url, page, payUrl: form.action, document: form.value('request'),
      number: page.all('div', (a) => a('id') === 'purchase')[0].attrs.find((a) => a.name === 'data-number').value,
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
  // The browser carries the result to the mall.
  async carryResult() {
    const form = this.answer.page.forms.find((f) => f.field('document'));
    this.answer = await this.browser.submit(form);
    return this.answer.page;
  }

  async look() {
    const answer = await this.browser.get(this.purchase.url);
    return { status: answer.status, page: answer.page, state: stateOf(answer.page) };
  }
  waitForState(state, seconds = 20) {
    return until(async () => {
      const seen = await this.look().catch(() => undefined);
      return seen?.state === state && seen;
    }, `the purchase becoming ${state}`, seconds);
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
}

// What the purchase's own page says.
export function stateOf(page) {
  if (page.hasForm('pay-window')) return 'pending';
  return { OK: 'ok', NO: 'no', NG: 'ng' }[page.heading] ?? page.heading;
}

// What the credit company's answer page says; undefined when it is not one.
export function readResult(answer) {
  const form = answer.page.forms.find((f) => f.field('document'));
  if (!form) return undefined;
  const document = form.value('document');
  return { outcome: answer.page.heading, document, says: decodeDocument(document).payload, returnUrl: form.action, text: answer.page.text };
}

export { Browser };
