// Fig. 10: the customer authenticates the credit company before giving it anything to pay with.
import assert from 'node:assert/strict';

import { available } from '../lib/books.mjs';
import { Shopper } from '../lib/shopper.mjs';

const sku = 'wall-orchardgrid';

// What stands beside each box: "O", "X" or nothing.
export function answers(page) {
  return page.texts('p', (a) => a('class') === 'answer').map((t) => t.slice(0, 1));
}
export const check = (shopper, words, press = 'Check') => shopper.browser.submit(shopper.card.form('/check-words'),
  { fill: Object.fromEntries(words.map((w, i) => [`word-${i + 1}`, w])), press });

export function checkWords(step) {
  let shopper, customer, words;

  step('Fig. 10 the company recognises the device of a customer who asked for it', async ({ world }) => {
    customer = world.customer('B2');
    words = customer.check_words;
    assert.equal(words.length, 3);
    shopper = new Shopper(world);
    await shopper.order(sku, 'credit-b');
    await shopper.openCard();
    assert.equal(shopper.card.hasForm('/check-words'), false, 'a strange device is asked nothing');
    await shopper.pay(customer, { remember: true });
    assert.equal(shopper.result.outcome, 'OK');
    await shopper.order(sku, 'credit-b');
    await shopper.openCard();
    assert.equal(shopper.card.hasForm('/check-words'), true);
    assert.equal(shopper.card.form('/check-words').fields.filter((f) => f.name?.startsWith('word-')).length, 3);
  });
  step('Fig. 10 all words right: three times O', async () => {
    const { page } = await check(shopper, words);
    assert.deepEqual(answers(page), ['O', 'O', 'O']);
  });
  step('Fig. 10 all words wrong: three times X', async () => {
    const { page } = await check(shopper, ['teapot', 'gravel', 'sparrow']);
    assert.deepEqual(answers(page), ['X', 'X', 'X']);
  });
  step('Fig. 10 one word right: O for it alone', async () => {
    const { page } = await check(shopper, ['teapot', words[1], 'sparrow']);
    assert.deepEqual(answers(page), ['X', 'O', 'X']);
    const told = page.texts('p', (a) => a('class') === 'answer');
    assert.match(told[1], /we know this word/, 'in words, not by colour alone');
    assert.match(told[0], /we do not know this word/);
  });
  step('Fig. 10 any number of words, from one to many', async () => {
    const one = await check(shopper, [words[0]]);
    assert.deepEqual(answers(one.page), ['O', '', '']);
    let page = one.page;
    for (let boxes = 4; boxes <= 6; ++boxes) {
      const answer = await shopper.browser.submit(page.form('/check-words'), { press: 'more' });
      page = answer.page;
      assert.equal(answers(page).length, boxes);
    }
    shopper.card = page;
    const six = await check(shopper, [words[2], 'a', words[1], 'b', words[0], 'c']);
    assert.deepEqual(answers(six.page), ['O', 'X', 'O', 'X', 'O', 'X']);
  });
  step('Fig. 10 the words need no password, and are not one', async ({ world }) => {
    const names = shopper.card.form('/check-words').fields.map((f) => f.name);
    assert.equal(names.includes('password') || names.includes('card') || names.includes('card_id'), false);
    // Whoever caught the words cannot pay with them.
    const thief = new Shopper(world);
    await thief.order(sku, 'credit-b');
    await thief.openCard();
    for (const word of words) assert.equal((await thief.pay({ card: customer.card, password: word })).status, 401);
    // Another customer's words are not known here.
    const stranger = world.customer('B1').check_words;
    assert.deepEqual(answers((await check(shopper, [stranger[0], words[0]])).page).slice(0, 2), ['X', 'O']);
  });
  step('Fig. 10 the tries are limited, and paying stays possible', async ({ world }) => {
    let answer;
    for (let i = 0; i < 12; ++i) {
      answer = await check(shopper, [words[0]]);
      if (answer.status === 429) break;
    }
    assert.equal(answer.status, 429);
    assert.equal(answers(answer.page).includes('O'), false);
    assert.match(answer.page.text, /Tries left: 0/);
    const before = await available(customer);
    shopper.card = answer.page;
    await shopper.press('Purchase');
    assert.equal(shopper.result.outcome, 'OK');
    assert.equal(await available(customer), before - 380);
    await shopper.waitForState('ok');
    // Without the device's cookie there is no try at all.
    const stranger = new Shopper(world);
    await stranger.order(sku, 'credit-b');
    await stranger.openCard();
    const form = stranger.card.form('/settle');
    const bare = await stranger.browser.postForm(`${world.party('credit-b').url}/check-words`,
      [['request', form.value('request')], ['tag', form.value('tag')], ['word-1', words[0]], ['decision', 'check']], { from: stranger.card.url });
    assert.equal(bare.status, 403);
    assert.equal(bare.code, 'device-unknown');
  });
}
