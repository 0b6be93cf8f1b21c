// A passkey beside the password: made once after a sign-in by password, then used instead of it. The authenticator is
// Chromium's own virtual one (DevTools protocol, domain WebAuthn).
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import { button, pay, receipt, seen, toCardPage } from '../journey.mjs';
import { as, person } from '../setting.mjs';

const newKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');

class Authenticator {
  // In the window of `page`. `credentials`: what another window's authenticator held.
  static async plug(page, credentials = []) {
    const authenticator = new Authenticator();
    authenticator.session = await page.context().newCDPSession(page);
    await authenticator.send('enable');
    const { authenticatorId } = await authenticator.send('addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    authenticator.id = authenticatorId;
    for (const credential of credentials) await authenticator.send('addCredential', { authenticatorId, credential });
    return authenticator;
  }
  send(method, parameters) {
    return this.session.send(`WebAuthn.${method}`, parameters);
  }
  // Nothing but this credential from now on.
  async hold(credential) {
    await this.send('clearCredentials', { authenticatorId: this.id });
    await this.send('addCredential', { authenticatorId: this.id, credential });
  }
  async credentials() {
    return (await this.send('getCredentials', { authenticatorId: this.id })).credentials;
  }
}

// Pays by password and makes a passkey on the result page; gives what the authenticator then holds.
async function make(customer, name) {
  const { words } = customer;
  customer.expected.push(/pubKeyCredParams is missing at least one/); // ES256 alone is meant
  const window = await toCardPage(customer, { company: `Credit company ${name[0]}` });
  const authenticator = await Authenticator.plug(window);
  await pay(window, words, person(name));
  await receipt(window, words);
  await button(window, words.makePasskey).click();
  await seen(window.getByRole('status').filter({ hasText: words.passkeyMade }));
  const credentials = await authenticator.credentials();
  assert.equal(credentials.length, 1);
  await window.close();
  return credentials;
}

export function passkeys() {
  test('a passkey is made after paying by password, and pays the next purchase without one', as(async (customer) => {
    const { page, words } = customer;
    const credentials = await make(customer, 'C2');
    const window = await toCardPage(customer, { company: 'Credit company C' });
    await Authenticator.plug(window, credentials);
    await button(window, words.passkey).click();
    assert.equal(await receipt(window, words), await receipt(page, words));
    assert.equal(await button(window, words.makePasskey).count(), 0);
  }));

  test('a forged passkey and a copied one are refused', as(async (customer) => {
    const { words } = customer;
    customer.expect(401);
    const made = await make(customer, 'B2');
    const window = await toCardPage(customer, { company: 'Credit company B' });
    const authenticator = await Authenticator.plug(window, [{ ...made[0], signCount: 100, privateKey: newKey() }]);
    await button(window, words.passkey).click();
    await seen(window.getByRole('alert').filter({ hasText: words.passkeyRefused }));
    await authenticator.hold({ ...made[0], signCount: 0 });
    const answer = window.waitForResponse((response) => response.url().endsWith('/settle'));
    await button(window, words.passkey).click();
    assert.equal((await answer).status(), 401);
    await seen(window.getByRole('alert').filter({ hasText: words.passkeyRefused }));
    await authenticator.hold({ ...made[0], signCount: 100 });
    await button(window, words.passkey).click();
    await receipt(window, words);
  }));

  test('with several cards the customer chooses after the passkey', as(async (customer) => {
    const { page, words } = customer;
    const credentials = await make(customer, 'A1');
    const window = await toCardPage(customer);
    await Authenticator.plug(window, credentials);
    await button(window, words.passkey).click();
    const cards = window.getByRole('group', { name: words.whichCard }).getByRole('radio');
    await seen(cards);
    assert.equal(await cards.count(), 2);
    const other = person('A1', 1).card.slice(-4);
    await window.getByRole('radio', { name: new RegExp(other) }).check();
    await button(window, words.purchase).click();
    assert.equal(await receipt(window, words), await receipt(page, words));
    await seen(window.getByText(new RegExp(`${other}$`)));
  }));

  test('a passkey that the company does not know, and none: the card and password still pay', as(async (customer) => {
    const { words } = customer;
    customer.expect(401);
    const window = await toCardPage(customer, { company: 'Credit company C' });
    const authenticator = await Authenticator.plug(window);
    await authenticator.send('setUserVerified', { authenticatorId: authenticator.id, isUserVerified: false });
    await button(window, words.passkey).click();
    await seen(window.getByRole('status').filter({ hasText: words.noPasskeyUsed }));
    await authenticator.send('setUserVerified', { authenticatorId: authenticator.id, isUserVerified: true });
    await authenticator.hold({
      credentialId: Buffer.from('nobody has this').toString('base64'), isResidentCredential: true,
      rpId: new URL(window.url()).hostname, userHandle: Buffer.from('nobody').toString('base64'), signCount: 1,
      privateKey: newKey(),
    });
    await button(window, words.passkey).click();
    await seen(window.getByRole('alert').filter({ hasText: words.passkeyRefused }));
    await pay(window, words, person('C2'));
    await receipt(window, words);
  }));
}
