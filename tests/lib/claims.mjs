// What a mall asks of a credit company after the purchase, signed with the mall's own key and sent as its server would.
import { createHash, randomBytes } from 'node:crypto';

import { randomNumber, signDocument, signerOf } from './documents.mjs';

const types = { claim: 'sealcart.claim+jws', refund: 'sealcart.refund+jws', void: 'sealcart.void+jws' };

export class Claims {
  constructor(world, mall = world.mall, company = world.a) {
    Object.assign(this, { world, mall, company, signer: signerOf(mall) });
    this.browser = world.browser({ client: world.ownCertificate(mall) });
  }
  document(kind, says, now = this.world.now ?? Math.floor(Date.now() / 1000)) {
    return signDocument(types[kind], { iss: this.mall.setting('origin'), aud: this.company.setting('origin'), jti: randomNumber(), iat: now, ...says }, this.signer);
  }
  claim(receipt, amount, { currency = 'JPY', last = false, claim = randomNumber(), evidence = createHash('sha256').update(randomBytes(32)).digest('base64url'), now } = {}) {
    return this.document('claim', { receipt, claim, amount, currency, last, evidence }, now);
  }
  refund(receipt, amount, { currency = 'JPY', refund = randomNumber(), now } = {}) {
    return this.document('refund', { receipt, refund, amount, currency }, now);
  }
  void(receipt, { now } = {}) {
    return this.document('void', { receipt }, now);
  }
  // The answers, in order.
  async send(...documents) {
    const answer = await this.browser.request(`${this.company.api}/partner/documents`,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ documents }) });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
    return answer.json.answers;
  }
}
