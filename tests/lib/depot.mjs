// Shipments that reach a shipping company's depot without a mall's server: their requests and labels are signed with the mall's own
// key, their addresses typed by a customer.
import { randomBytes } from 'node:crypto';

import { decodeDocument, label, randomNumber, signDocument, signerOf, types } from './documents.mjs';
import { japanese } from './parcel.mjs';

// What nobody but the desk's key opens; the depot looks at its form alone.
const sealedGoods = () => Buffer.concat([Buffer.from([1]), randomBytes(8 + 48 + 512)]).toString('base64url');

export class Depot {
  constructor(world, company = world.s) {
    this.world = world;
    this.company = company;
    this.mall = world.mall;
  }

  // A shipment that was accepted, or with `press` 'Reject' not: {number, purchase, row, label(n, changes)}.
  async ship({ parcels = ['60'], amount, service = 'standard', to = japanese, press = 'Ship' } = {}) {
    const { mall, company, world } = this;
    const purchase = randomNumber();
    const now = Math.floor(Date.now() / 1000);
    const goods = sealedGoods();
    const request = signDocument(types.shippingRequest, {
      iss: mall.url, aud: company.url, jti: randomNumber(), iat: now, exp: now + 900, purchase, goods, parcels, service,
      ...(amount === undefined ? {} : { amount, currency: 'JPY' }),
    }, signerOf(mall));
    const browser = world.browser();
    const page = await browser.postForm(`${company.url}/send`, [['request', request]], { from: mall.url });
    await browser.submit(page.page.form('/ship'), { fill: to, press });
    browser.close();
    const row = await company.store.one(`SELECT id, number, document, outcome FROM shipment WHERE purchase = '${purchase}'`);
    const { shipping, addressee } = decodeDocument(row.document).payload;
    const known = { mall, company, shipping, goods, addressee, of: parcels.length, amount };
    return { number: row.number, shipping, purchase, goods, row, known, label: (parcel = 1, changes = {}) => label({ ...known, parcel }, changes) };
  }

  // The documents that wait in the outbox for the mall, of one type, about one shipment.
  async told(type, shipping) {
    const rows = await this.company.query('SELECT document FROM outbox ORDER BY id');
    return rows.map(({ document }) => decodeDocument(document)).filter(({ header, payload }) =>
      header.typ === type && (payload.shipping ?? payload.items?.map((i) => i.shipping) ?? []).includes(shipping)).map(({ payload }) => payload);
  }
}

// What a scan at the desk's page gives: {status, page, overLabel, file}.
export async function scan(desk, code, form = 'a6') {
  const answer = await desk.submit('/scan', 'scan', { fill: { code, form } });
  const [verdict] = answer.page.all('section', (a) => a('data-status'));
  const [link] = answer.page.all('a', (a) => a('id') === 'over-label');
  const value = (node, name) => node?.attrs.find((a) => a.name === name)?.value;
  const href = value(link, 'href');
  return {
    answer, page: answer.page, status: value(verdict, 'data-status'), text: answer.page.text,
    overLabel: href && Buffer.from(href.slice(href.indexOf(',') + 1), 'base64'), type: href?.slice(5, href.indexOf(';')), file: value(link, 'download'),
  };
}
