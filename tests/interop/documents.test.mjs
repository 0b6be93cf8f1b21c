// Documents that no page shows: vectors.json holds one of each kind as protocol.mjs signs it (`theirs`) and as the product
// does (`ours`, held to it by src/protocol/desk_documents_test.cpp, which reads theirs). Ed25519 signs alike each time.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { importJWK } from 'jose';

import { checkText, evidenceOf, sign, verify } from './protocol.mjs';

const vectors = JSON.parse(fs.readFileSync(new URL('vectors.json', import.meta.url), 'utf8'));
const [published] = vectors.key_set.keys;
const expects = (type) => ({ type, issuer: 'https://mall.example', audience: 'https://company.example', keySet: vectors.key_set });

for (const [type, { members, theirs, ours }] of Object.entries(vectors.documents)) {
  test(`${type} of ours says the same to a stranger as one of theirs`, async () => {
    const key = { kid: published.kid, privateKey: await importJWK({ kty: 'OKP', crv: 'Ed25519', x: published.x, d: vectors.seed }, 'EdDSA') };
    assert.equal(await sign(type, members, key), theirs);
    assert.deepEqual(await verify(theirs, expects(type)), members);
    assert.deepEqual(await verify(ours, expects(type)), members);
    await assert.rejects(verify(ours, expects(type === 'sealcart.claim+jws' ? 'sealcart.refund+jws' : 'sealcart.claim+jws')), /header/);
  });
}

test('the check text of a label and the evidence of a claim are as the page says', () => {
  assert.equal(checkText(vectors.documents['sealcart.label+jws'].ours), vectors.check_text);
  assert.equal(evidenceOf(Buffer.from(vectors.seed, 'base64url'), vectors.evidence.text), vectors.evidence.commitment);
});
