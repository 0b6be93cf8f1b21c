// What the present system adds to the source's steps.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { available, purchaseOf, sumOfBooks } from '../lib/books.mjs';
import { decodeDocument, documentHash, randomNumber, signDocument, signerOf, types } from '../lib/documents.mjs';
import { setPrice } from '../lib/goods.mjs';
import { until } from '../lib/program.mjs';
import { Shopper } from '../lib/shopper.mjs';

const sku = 'score-lanternwalk';
const price = 720;

export function additions(step) {
  let shopper, customer;
  const bring = (world, document) =>
    shopper.browser.postForm(`${world.mall.url}/result`, [['document', document]], { from: world.a.url });
  // A result as credit-a would sign it for this purchase, but for `changes`.
  const forged = (world, purchase, changes = {}, signer = world.a) => {
    const { payload } = decodeDocument(purchase.document);
    return signDocument(types.result, {
      iss: world.a.url, aud: world.mall.url, jti: randomUUID(), iat: Math.floor(Date.now() / 1000), outcome: 'OK', receipt: randomNumber(),
      purchase: payload.purchase, goods: payload.goods, amount: payload.amount, currency: payload.currency,
      request_hash: documentHash(purchase.document), ...changes,
    }, signerOf(signer));
  };

  step('A-01 the same offer sent twice is one purchase', async ({ world }) => {
    customer = world.customer('A2');
    shopper = new Shopper(world);
    await shopper.tick(sku);
    await shopper.toSettlement();
    await shopper.choose('credit-a');
    const before = await world.mall.store.count('purchase');
    const form = shopper.confirmation.form('/handover');
    const sent = await Promise.all([1, 2, 3, 4].map(() => shopper.browser.send(form, { press: 'OK' })));
    assert.equal(new Set(sent.map((a) => a.location)).size, 1);
    assert.equal(await world.mall.store.count('purchase'), before + 1);
    await shopper.confirm();
    assert.equal(shopper.purchase.url, sent[0].location);
  });
  step('A-02 a result with another request hash, amount, currency or goods is refused and changes nothing', async ({ world }) => {
    const before = await purchaseOf(world.mall, shopper.purchase.number);
    for (const [changes, code] of [
      [{ request_hash: documentHash('another request') }, 'result-request'],
      [{ amount: price - 1 }, 'result-amount'], [{ currency: 'EUR' }, 'result-amount'],
      [{ goods: undefined }, 'result-goods'], [{ purchase: randomNumber() }, 'purchase-unknown'],
    ]) {
      const answer = await bring(world, forged(world, shopper.purchase, changes));
      assert.equal(answer.code, code);
      assert.ok(answer.status >= 400 && answer.status < 500);
    }
    assert.deepEqual(await purchaseOf(world.mall, shopper.purchase.number), before);
  });
  step('A-03 a result signed by another company than the chosen one is refused', async ({ world }) => {
    const b = world.party('credit-b');
    const answer = await bring(world, forged(world, shopper.purchase, { iss: b.url }, b));
    assert.equal(answer.status, 403);
    assert.equal(answer.code, 'result-issuer');
    assert.equal((await bring(world, forged(world, shopper.purchase, {}, b))).code, 'document-key');
    assert.equal((await shopper.look()).state, 'pending');
  });
  step('A-04 a purchase is settled at most once, however often and with whatever card it is submitted', async ({ world }) => {
    await shopper.openCard();
    const page = shopper.card;
    const before = await available(customer);
    await shopper.pay(customer);
    const first = shopper.result;
    assert.equal(first.outcome, 'OK');
    for (const who of [customer, world.customer('A1'), world.customer('A3')]) {
      shopper.card = page;
      await shopper.pay(who);
      assert.equal(shopper.result.document, first.document, 'the same answer');
      assert.match(shopper.result.text, /already been settled/);
    }
    shopper.card = page;
    await shopper.reject();
    assert.equal(shopper.result.document, first.document);
    assert.equal(await available(customer), before - price);
    shopper.paid = first;
  });
  step('A-05 whoever merely holds the request learns nothing of the card', async ({ world }) => {
    const other = new Shopper(world);
    const answer = await other.browser.postForm(`${world.a.url}/pay`, [['request', shopper.purchase.document]], { from: world.mall.url });
    assert.equal(answer.page.heading, 'OK');
    assert.equal(answer.page.text.includes(customer.card.slice(-4)), false);
  });
  step('A-06 the same result again is a no-op with the same answer', async ({ world }) => {
    await shopper.waitForState('ok');
    const before = await purchaseOf(world.mall, shopper.purchase.number);
    for (let i = 0; i < 2; ++i) {
      const answer = await bring(world, shopper.paid.document);
      assert.equal(answer.status, 303);
      assert.equal(answer.location, `${world.mall.url}/returned/${shopper.purchase.number}`);
    }
    assert.deepEqual(await purchaseOf(world.mall, shopper.purchase.number), before);
  });
  step('A-07 a second, different result for a settled purchase is refused and logged', async ({ world }) => {
    const before = await purchaseOf(world.mall, shopper.purchase.number);
    for (const changes of [{ receipt: randomNumber() }, { outcome: 'NO', receipt: undefined }]) {
      const answer = await bring(world, forged(world, shopper.purchase, changes));
      assert.equal(answer.status, 409);
      assert.equal(answer.code, 'result-conflict');
    }
    assert.deepEqual(await purchaseOf(world.mall, shopper.purchase.number), before);
    assert.match(await world.mall.log(), new RegExp(`error purchase ${shopper.purchase.number}: a second, different result`));
  });
  step('A-08 the purchase page opens by its link alone, and for nobody without it', async ({ world }) => {
    const elsewhere = new Shopper(world);
    const answer = await elsewhere.browser.get(shopper.purchase.url);
    assert.equal(answer.status, 200);
    assert.equal(answer.page.heading, 'OK');
    const code = shopper.purchase.url.split('/').at(-1);
    const guessed = shopper.purchase.url.replace(code, randomNumber());
    assert.equal((await elsewhere.browser.get(guessed)).status, 404);
    assert.equal((await elsewhere.browser.get(`${guessed}/events`)).status, 404);
    const everything = (await world.mall.store.dump()) + (await world.mall.log());
    assert.equal(everything.includes(code), false, "a thief of the mall's database opens no page");
  });
  step('A-09 the browser may carry the result, and lands on its own purchase page', async ({ world }) => {
    await shopper.order(sku);
    await shopper.openCard();
    await shopper.pay(customer);
    await shopper.carryResult();
    // As with a real browser, the cookie does not come along with the foreign form but with the redirect after it.
    assert.equal(shopper.answer.url, shopper.purchase.url);
    assert.equal(shopper.answer.page.heading, 'OK');
    const stranger = new Shopper(world);
    const bare = (await stranger.browser.get(`${world.mall.url}/returned/${shopper.purchase.number}`)).page;
    assert.equal(bare.heading, 'OK');
    assert.equal(bare.html.includes('/purchase/'), false);
  });
  step('A-10 a same-tab button stands beside the window for browsers that block it', async () => {
    await shopper.order(sku);
    const forms = shopper.purchase.page.forms.filter((f) => f.action === shopper.purchase.payUrl);
    assert.equal(forms.length, 2);
    assert.deepEqual(forms.map((f) => f.target !== undefined), [true, false]);
    assert.equal(forms[1].value('request'), forms[0].value('request'));
  });
  step('A-11 an expired request cannot be paid, but its answer can still be read', async ({ world }) => {
    const now = Math.floor(Date.now() / 1000);
    const { payload } = decodeDocument(shopper.purchase.document);
    const late = signDocument(types.request, { ...payload, exp: now - 1 }, signerOf(world.mall));
    const answer = await shopper.browser.postForm(`${world.a.url}/pay`, [['request', late]], { from: world.mall.url });
    assert.equal(answer.status, 410);
    assert.match(answer.code, /expired/);
    const short = signDocument(types.request, { ...payload, iat: now, exp: Math.floor(Date.now() / 1000) + 2 }, signerOf(world.mall));
    const page = (await shopper.browser.postForm(`${world.a.url}/pay`, [['request', short]], { from: world.mall.url })).page;
    await until(() => Date.now() / 1000 >= now + 3, 'the end of the request');
    const before = await available(customer);
    const sent = await shopper.browser.submit(page.form('/settle'), { fill: { card: customer.card, password: customer.password }, press: 'Purchase' });
    assert.equal(sent.status, 410);
    assert.equal(await available(customer), before);
  });
  step('A-12 a price that changes before OK is shown again for confirmation', async ({ world }) => {
    const buyer = new Shopper(world);
    await buyer.tick('type-gullscript');
    await buyer.toSettlement();
    await buyer.choose('credit-a');
    await setPrice(world, 'type-gullscript', 2751);
    try {
      await until(async () => (await buyer.find('Gullscript')).text.includes('¥2,751'), 'the new price');
      const answer = await buyer.browser.submit(buyer.confirmation.form('/handover'), { press: 'OK' });
      assert.equal(answer.status, 409);
      assert.match(answer.page.text, /has changed/);
      assert.match(answer.page.text, /¥2,751/);
      buyer.confirmation = answer.page;
      await buyer.confirm();
      assert.equal(decodeDocument(buyer.purchase.document).payload.amount, 2751);
    } finally {
      await setPrice(world, 'type-gullscript', 2750);
    }
  });
  step('A-13 the last piece is sold once', async ({ world }) => {
    const [one, two] = [new Shopper(world), new Shopper(world)];
    for (const each of [one, two]) {
      await each.tick('pot-loamhand');
      await each.toSettlement();
      await each.choose('credit-a');
    }
    const sent = await Promise.all([one, two].map((s) => s.browser.submit(s.confirmation.form('/handover'), { press: 'OK' })));
    assert.deepEqual(sent.map((a) => a.status).sort(), [200, 409]);
    assert.equal(sent.find((a) => a.status === 409).code, 'sold-out');
  });
  step('A-14 every page speaks English and Japanese', async ({ world }) => {
    const other = new Shopper(world, { language: 'ja' });
    const page = await other.browse();
    assert.match(page.html, /<html lang="ja">/);
    assert.match(page.text, /煎茶/);
    const switched = await other.browser.submit(page.form('/language'), { press: 'en' });
    assert.match(switched.page.html, /<html lang="en">/);
    assert.match(switched.page.text, /Sencha/);
    const card = await other.browser.postForm(`${world.a.url}/pay`, [['request', shopper.purchase.document]], { from: world.mall.url });
    assert.match(card.page.html, /<html lang="ja">/);
    assert.ok(card.page.hasForm('/settle'));
    // The switch of a page that was drawn for a POST draws it again, with its purchase.
    const form = card.page.forms.find((f) => f.button('English'));
    const english = await other.browser.submit(form, { press: 'English' });
    assert.match(english.page.html, /<html lang="en">/);
    assert.equal(english.page.form('/settle').value('request'), shopper.purchase.document);
  });
  step('A-15 forms of other sites are refused', async ({ world }) => {
    for (const [address, entries] of [
      [`${world.mall.url}/basket`, [['shown', sku], ['product', sku], ['go', 'settlement']]],
      [`${world.mall.url}/basket/quantities`, [[`quantity-${sku}`, '2']]],
      [`${world.mall.url}/handover`, [['company', 'credit-a'], ['decision', 'ok']]],
      [`${world.a.url}/settle`, [['request', shopper.purchase.document], ['decision', 'reject']]],
      [`${world.a.url}/check-words`, [['request', shopper.purchase.document], ['word-1', 'a']]],
      [`${world.mall.url}/language`, [['lang', 'ja'], ['back', '/']]],
    ]) {
      for (const headers of [{ origin: 'https://elsewhere.example' }, { origin: 'null', 'sec-fetch-site': 'cross-site' }]) {
        const answer = await shopper.browser.postForm(address, entries, { headers });
        assert.equal(answer.status, 403, address);
        assert.equal(answer.code, 'foreign-form');
      }
    }
    assert.equal((await shopper.look()).state, 'pending');
  });
  step('A-16 a card number may have full-width digits, spaces and dashes', async ({ world }) => {
    const wide = [...customer.card].map((d) => String.fromCodePoint(0xff10 + Number(d))).join('');
    const spaced = customer.card.replace(/(.{4})/g, '$1 ').trim();
    const dashed = customer.card.replace(/(.{4})(?=.)/g, '$1-');
    for (const card of [wide, spaced, dashed]) {
      const buyer = new Shopper(world);
      assert.equal((await buyer.buy('wall-orchardgrid', { ...customer, card })).outcome, 'OK');
    }
  });
  step('A-17 a signed-in customer chooses among the cards, without a password', async ({ world }) => {
    const [first, second] = [world.customer('A1', 0), world.customer('A1', 1)];
    const buyer = new Shopper(world);
    await buyer.buy('wall-orchardgrid', first, { remember: true });
    assert.equal(buyer.result.outcome, 'OK');
    await buyer.order('wall-orchardgrid');
    await buyer.openCard();
    const form = buyer.card.form('/settle');
    const cards = form.fields.filter((f) => f.name === 'card_id');
    assert.equal(cards.length, 2);
    assert.equal(form.field('password'), undefined);
    const before = await available(second);
    const labels = buyer.card.texts('label');
    const index = labels.filter((l) => l.startsWith('••••')).findIndex((l) => l.endsWith(second.card.slice(-4)));
    await buyer.press('Purchase', { card_id: cards[index].value });
    assert.equal(buyer.result.outcome, 'OK');
    assert.equal(await available(second), before - 380);
    // A card of somebody else cannot be chosen.
    await buyer.order('wall-orchardgrid');
    await buyer.openCard();
    const [strange] = await world.a.query("SELECT c.id AS id FROM card c JOIN customer u ON u.id = c.customer WHERE u.name = 'Test Customer A2'");
    const entries = [...buyer.card.form('/settle').entries({ press: 'Purchase' }).filter(([n]) => n !== 'card_id'), ['card_id', String(strange.id)]];
    const answer = await buyer.browser.postForm(`${world.a.url}/settle`, entries, { from: buyer.card.url });
    assert.equal(answer.status, 422);
    assert.equal((await buyer.look()).state, 'pending');
  });
  step('A-18 the books balance to zero and agree with the settlements', async ({ world }) => {
    await world.checkLedgers();
    for (const id of ['credit-a', 'credit-b', 'credit-c']) assert.equal(await sumOfBooks(world.party(id)), 0);
  });
}
