// Digital parcels, opened by the mall's own script under the mall's own policy, against the program age.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { succeed } from '../../lib/program.mjs';
import { openShop } from '../journey.mjs';
import { as, setting } from '../setting.mjs';

const makeKey = (page) => page.evaluate(async () => (await import('/assets/mall/parcel_open.js')).makeKey());

// What the script makes of a parcel, as {base64} or {reason}.
const open = (page, secrets, parcel) => page.evaluate(async ([keys, base64]) => {
  const script = await import('/assets/mall/parcel_open.js');
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const contents = [];
    for await (const some of script.open(keys, new Blob([bytes]), 100_000)) contents.push(...some);
    const address = await new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.readAsDataURL(new Blob(contents));
    });
    return { base64: address.slice(address.indexOf(',') + 1) };
  } catch (error) {
    return { reason: error.reason ?? String(error) };
  }
}, [secrets, parcel.toString('base64')]);

async function encrypted(recipient, contents) {
  const folder = fs.mkdtempSync(path.join(setting.folder, 'parcel-'));
  const file = path.join(folder, 'parcel.age');
  await succeed('age', ['-r', recipient, '-o', file], { input: contents });
  return { folder, bytes: fs.readFileSync(file) };
}

export function parcels() {
  test('what age encrypts for the customer’s key, the mall’s page opens, byte for byte', as(async (customer) => {
    const { page } = customer;
    await openShop(customer);
    const { secret, recipient } = await makeKey(page);
    assert.match(recipient, /^age1[02-9ac-hj-np-z]{58}$/);
    for (const size of [0, 1, 65_536, 65_537, 1_000_000]) {
      const contents = randomBytes(size);
      const { folder, bytes } = await encrypted(recipient, contents);
      const opened = await open(page, ['AGE-SECRET-KEY-1MISTYPED', secret], bytes);
      assert.equal(opened.reason, undefined);
      assert.ok(Buffer.from(opened.base64, 'base64').equals(contents), `${size} bytes`);
      // The same key opens it in the program.
      fs.writeFileSync(path.join(folder, 'key'), `${secret}\n`);
      await succeed('sh', ['-c', 'age -d -i key parcel.age >opened'], { cwd: folder });
      assert.ok(fs.readFileSync(path.join(folder, 'opened')).equals(contents));
    }
  }));

  test('another’s, a changed and a cut parcel do not open', as(async (customer) => {
    const { page } = customer;
    await openShop(customer);
    const mine = await makeKey(page);
    const other = await makeKey(page);
    assert.notEqual(mine.secret, other.secret);
    const { bytes } = await encrypted(mine.recipient, randomBytes(200_000));
    const changed = Buffer.from(bytes);
    changed[150_000] ^= 1;
    const reason = async (secret, parcel) => (await open(page, [secret], parcel)).reason;
    assert.equal(await reason(other.secret, bytes), 'key');
    assert.equal(await reason('no key', bytes), 'key');
    assert.equal(await reason(mine.secret, Buffer.from('no parcel')), 'key');
    assert.equal(await reason(mine.secret, changed), 'damaged');
    assert.equal(await reason(mine.secret, bytes.subarray(0, 100_000)), 'damaged');
    assert.equal(await reason(mine.secret, bytes), undefined);
  }));
}
