// A parcel on its way from the mall's pages to the shipping company's, step by step (SPEC section 4), without scripts.
import fs from 'node:fs';
import path from 'node:path';

import { decodeDocument, documentHash } from './documents.mjs';
import { until } from './program.mjs';

export const parcelTypes = {
  request: 'sealcart.shipping-request+jws',
  receipt: 'sealcart.shipping-receipt+jws',
};

// As people type them: in Japan with full-width digits, elsewhere in plain letters.
export const japanese = {
  country: 'JP', 'postal-code': '〒１０６－００４５', region: '東京都', city: '港区', street: '麻布十番９丁目９９－９', building: '見本館７０３号室',
  name: '試験宛名 花苑', kana: 'しけんあてな はなぞの', phone: '０３－５５５０－７７１９',
};
export const foreign = {
  country: 'GB', 'postal-code': 'ZZ9 9QX', region: 'Samplefolk', city: 'Nonesuch-under-Marsh', street: '77 Umbermarsh Crescent', building: 'Flat 9Q',
  name: 'Test Addressee Quillfeather', phone: '+44 20 7946 0719',
};

// The goods of the catalogue, as many as there may be: tests buy more than a shop has.
export async function restock(world, ...skus) {
  const [heading, ...lines] = (await world.mall.cli('catalogue', 'export')).stdout.split('\n');
  const wanted = lines.filter((line) => skus.some((sku) => line.startsWith(`"${sku}",`)));
  if (wanted.length !== skus.length) throw new Error(`the catalogue lacks some of ${skus}`);
  const file = path.join(world.folder, 'restock.csv');
  fs.writeFileSync(file, `${heading}\n${wanted.map((line) => line.replace(/"physical","\d*"/, '"physical","1000000"')).join('\n')}\n`);
  const result = await world.mall.cli('catalogue', 'import', file);
  if (result.code !== 0) throw new Error(result.stderr);
}

export class Parcel {
  // `shopper`: whose browser it is.
  constructor(shopper) {
    this.shopper = shopper;
    this.browser = shopper.browser;
    this.world = shopper.world;
  }

  // Cash on delivery: from the catalogue to the purchase's page, which holds the signed request.
  async orderAtDoor(skus, company = 'shipping-s', service = 'standard') {
    const { shopper } = this;
    await shopper.tick(...[skus].flat());
    await shopper.toSettlement();
    await shopper.choose(company);
    const form = shopper.confirmation.form('/handover');
    return this.take(await this.browser.submit(form, { fill: form.field('service') ? { service } : {}, press: 'OK' }));
  }
  // Linked: from the page of a paid purchase. Also to another company, when one did not take it.
  async choose(company = 'shipping-s', service = 'standard', url = this.url ?? this.shopper.purchase.url) {
    const { page } = await this.browser.get(url);
    const form = page.forms.find((f) => f.value('company') === company);
    if (!form) throw new Error(`${company} cannot be chosen: ${page.text.slice(0, 300)}`);
    return this.take(await this.browser.submit(form, { fill: form.field('service') ? { service } : {} }));
  }
  take(answer) {
    this.answer = answer;
    const form = answer.page.form('ship-window');
    this.url = answer.url;
    this.page = answer.page;
    this.sendUrl = form.action;
    this.document = form.value('request');
    this.hash = documentHash(this.document);
    this.number = form.node.attrs.find((a) => a.name === 'data-request').value;
    this.says = decodeDocument(this.document).payload;
    return this;
  }

  async openAddress() {
    this.answer = await this.browser.submit(this.page.form('ship-window'));
    return (this.address = this.answer.page);
  }
  // Entries of the address page's form. A page's first choice is what it shows of a list.
  entries(addressee = {}, press = 'Ship') {
    const fill = { country: 'JP', ...addressee };
    return this.address.form('/ship').entries({ fill, press });
  }
  async press(press, addressee = {}) {
    const from = this.address.url;
    this.answer = await this.browser.postForm(new URL('/ship', from).href, this.entries(addressee, press), { from });
    if (this.answer.page.hasForm('/ship')) this.address = this.answer.page;
    return this.answer;
  }
  ship(addressee = japanese) {
    return this.press('Ship', addressee);
  }
  reject() {
    return this.press('Reject');
  }
  get result() {
    return readReceipt(this.answer);
  }
  // The browser carries the receipt to the mall.
  async carryReceipt() {
    this.answer = await this.browser.submit(this.answer.page.forms.find((f) => f.field('document')));
    return this.answer.page;
  }

  async look() {
    const answer = await this.browser.get(this.url);
    return { status: answer.status, page: answer.page, state: deliveryOf(answer.page) };
  }
  waitForState(state, seconds = 20) {
    return until(async () => {
      const seen = await this.look().catch(() => undefined);
      return seen?.state === state && seen;
    }, `the parcel becoming ${state}`, seconds);
  }
}

// What the purchase's page says of the delivery.
export function deliveryOf(page) {
  if (page.hasForm('ship-window')) return 'pending';
  const linked = page.texts('h2', (a) => a('id') === 'delivery')[0];
  if (linked !== undefined) {
    return { 'Accepted for shipping': 'ok', 'The shipping company declined': 'no', 'You rejected the shipment': 'ng' }[linked] ?? linked;
  }
  return { OK: 'ok', NO: 'no', NG: 'ng' }[page.heading] ?? page.heading;
}

// What the shipping company's answer page says; undefined when it is not one.
export function readReceipt(answer) {
  const form = answer.page.forms.find((f) => f.field('document'));
  if (!form) return undefined;
  const document = form.value('document');
  return { outcome: answer.page.heading, document, says: decodeDocument(document).payload, returnUrl: form.action, text: answer.page.text };
}
