// S324, S325 and S813 for digital goods: from the packing desk to the registered e-mail address, in every disclosure mode.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { Console } from '../lib/console.mjs';
import { deskKey, open } from '../lib/desk.mjs';
import { decodeDocument, documentHash, verifyDocument } from '../lib/documents.mjs';
import { openWithAge, Sink } from '../lib/mail.mjs';
import { root, until } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';

const sku = 'score-lanternwalk';

export function digital(step) {
  const bought = {}; // by company: {secret, purchase, customer}
  let sink, desk;

  step('S813 the packing desk opens the sealed goods and sees what to send', async ({ world }) => {
    sink = await Sink.start(world);
    await world.mall.startDesk();
    desk = await Console.open(world, world.mall);
    for (const name of ['A2', 'B2', 'C2']) {
      const customer = world.customer(name);
      const shopper = new Shopper(world);
      assert.equal((await shopper.buy(sku, customer)).outcome, 'OK');
      const { page } = await shopper.waitForState('ok');
      const purchase = shopper.purchase.whole;
      bought[name] = { customer, purchase, secret: page.texts('p', (a) => a('id') === 'key-secret')[0] };
      const form = (await desk.get('/digital')).page.form('/digital/pack');
      assert.ok(form.fields.some((field) => field.value === purchase));
      await desk.browser.submit(form, { fill: { purchase: [purchase] }, press: 'Pack and send' });
      const [payment] = await world.mall.query(`SELECT * FROM handover WHERE purchase = '${purchase}'`);
      bought[name].payment = payment;
      assert.equal((await world.mall.query(`SELECT * FROM audit WHERE action = 'open-goods' AND number = '${payment.number}'`)).length, 1);
      const goods = open(await deskKey(world.mall), 'goods', payment.number, payment.sealed_goods);
      assert.deepEqual(goods.items.map((item) => [item.sku, item.digital]), [[sku, true]]);
    }
  });
  step('S324 the labelled parcel reaches the credit company as data, and is claimed for', async ({ world }) => {
    for (const { customer, purchase, payment } of Object.values(bought)) {
      const [parcel] = await until(async () => {
        const rows = await world.mall.query(`SELECT * FROM digital_parcel WHERE purchase = '${purchase}' AND state = 'accepted'`);
        return rows.length === 1 && rows;
      }, 'the parcel being accepted', 60);
      const jwks = (await world.browser().request(`${world.mall.url}/.well-known/jwks.json`)).json;
      assert.ok(verifyDocument(parcel.label, jwks));
      const label = decodeDocument(parcel.label).payload;
      assert.equal(label.receipt, payment.reply_name);
      assert.equal(label.goods_hash, documentHash(payment.sealed_goods));
      assert.equal(label.customer_hash, payment.reply_sealed ? documentHash(payment.reply_sealed) : undefined);
      assert.deepEqual([label.parcel, label.of], [1, 1]);
      const [claim] = await world.mall.query(`SELECT * FROM claim WHERE handover = '${payment.number}'`);
      assert.deepEqual([Number(claim.amount), Number(claim.last)], [720, 1]);
      const [row] = await customer.company.query('SELECT * FROM digital_parcel ORDER BY id DESC LIMIT 1');
      assert.deepEqual([row.state, row.label], ['waiting', parcel.label]);
    }
  });
  step('S325 the forwarding desk mails it to the registered address; the customer alone opens it', async ({ world }) => {
    const plain = fs.readFileSync(path.join(root, 'demo/files', `${sku}.pdf`));
    for (const { customer, secret } of Object.values(bought)) {
      await customer.company.startDesk();
      // A statement of another chapter may wait at the same desk.
      let [mail] = await sink.next();
      while (!mail.attachments[0]?.name.endsWith('.age')) [mail] = await sink.next();
      await customer.company.stopDesk();
      assert.deepEqual(mail.to, [customer.email]);
      assert.ok((await openWithAge(world.folder, secret, mail.attachments[0].bytes)).equals(plain));
    }
    await world.mall.stopDesk();
    await sink.stop();
  });
}
