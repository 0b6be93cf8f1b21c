// The mall's desk: as many products as purchases, and of each step of a purchase's way about as many rows.
import { auditRows, begun, commonLists, dialects, number } from './rows.mjs';

// Purchases of which half go by parcel; of these one in four waits to be packed, and one in four lies packed.
export function mallRows(kind, n, now) {
  const { rows, bytes, last } = dialects[kind];
  const half = Math.floor(n / 2);
  const id = (text) => last(text, 26), shipping = `'S' || ${last('i', 25)}`, at = `${now} - 1000000 + i * 1000000 / ${n}`;
  const handover = (role, name, from, partner, more) =>
    `INSERT INTO handover (number, purchase, purchase_hash, role, partner, sealed_goods, disclosure, amount, currency, parcels, service, request_document, request_hash, created, expires, state, reply_name, reply_sealed, reply_hash, answered, packed) SELECT ${name}, ${id('i')}, ${bytes(`'${role} ' || i`)}, '${role}', '${partner}', '${'g'.repeat(700)}', 'sealed', ${more}, '${'d'.repeat(1800)}', 'hash', ${at}, ${at} + 600, CASE WHEN i % 10 = 0 THEN 'pending' ELSE 'ok' END, CASE WHEN i % 10 <> 0 THEN '${role} ' || i END, '${'c'.repeat(700)}', 'hash', ${at} + 60, CASE WHEN i % 4 = 1 THEN 0 ELSE 1 END FROM ${rows(from)};`;
  return [
    `INSERT INTO product (sku, name_en, name_ja, description_en, description_ja, price, currency, kind, stock, position, active, updated, words) SELECT 'item-' || i, 'Sample Item ' || i, '見本の品 ' || i, 'As good as another.', '見本です。', 100 + i, 'JPY', CASE WHEN i % 3 = 0 THEN 'digital' ELSE 'physical' END, CASE WHEN i % 50 = 0 THEN 2 ELSE 1000 END, 1000 + i, CASE WHEN i % 7 = 0 THEN 0 ELSE 1 END, ${now}, 'item-' || i || ' sample item ' || i || ' 見本の品 ' || i FROM ${rows(n)};`,
    `INSERT INTO purchase (number, code_hash, offer_hash, amount, currency, digital, physical, created, state) SELECT ${id('i')}, ${bytes("'code ' || i")}, ${bytes("'offer ' || i")}, 100, 'JPY', i % 2, CASE WHEN i <= ${half} THEN 1 ELSE 0 END, ${at}, CASE i % 10 WHEN 0 THEN 'pending' WHEN 1 THEN 'no' WHEN 2 THEN 'ng' ELSE 'ok' END FROM ${rows(n)};`,
    handover('credit', id('i'), n, 'credit-a', "100, 'JPY', NULL, NULL"),
    handover('shipping', shipping, half, 'shipping-s', "NULL, NULL, '60', 'standard'"),
    `INSERT INTO parcel (handover, n, state, value, prints, label, packed, changed) SELECT ${shipping}, 1, CASE i % 4 WHEN 0 THEN 'packed' WHEN 2 THEN 'dispatched' ELSE 'delivered' END, 100, 1, '${'l'.repeat(900)}', ${at} + 90, ${at} + 90 FROM ${rows(half)} WHERE i % 4 <> 1;`,
    `INSERT INTO tracking (partner, event, handover, n, state, at) SELECT 'shipping-s', 'event ' || i, ${shipping}, 1, 'dispatched', ${at} FROM ${rows(half)};`,
    `INSERT INTO claim (number, handover, amount, currency, last, evidence_salt, evidence, document, created) SELECT 'C' || ${last('i', 25)}, ${id('i')}, 100, 'JPY', 1, ${bytes("'salt'")}, 'text', 'document', ${at} FROM ${rows(n)};`,
    `INSERT INTO reckoning (handover, partner, currency, claimed, collected, refunded, adjusted, fees, paid, due, since) SELECT ${id('i')}, 'credit-a', 'JPY', 100, 0, 0, 0, 2, CASE WHEN i % 2 = 0 THEN 100 ELSE 0 END, 100, ${at} FROM ${rows(n)};`,
    `INSERT INTO remittance (id, partner, payout, parts, date, currency, received) SELECT ${begun} + i, 'credit-a', 'payout ' || i, 1, ${at}, 'JPY', ${at} FROM ${rows(n)};`,
    `INSERT INTO remittance_part (remittance, part, total, document, document_hash) SELECT ${begun} + i, 1, 100, 'document', 'hash' FROM ${rows(n)};`,
    // All items of half of the purchases in the first payout, and as many that nothing here bears the name of in the second.
    `INSERT INTO remittance_item (remittance, part, name, kind, amount, fee, handover) SELECT ${begun} + 1, 1, 'credit ' || i, 'capture', 100, 2, ${id('i')} FROM ${rows(half)};`,
    `INSERT INTO remittance_item (remittance, part, name, kind, amount, fee, handover) SELECT ${begun} + 2, 1, 'nobody ' || i, 'capture', 100, 2, NULL FROM ${rows(half)};`,
    `INSERT INTO digital_parcel (handover, purchase, partner, parcel, parcels, file, size, hash, label, state, fault, attempts, next_attempt, created, claims) SELECT ${id('i')}, ${id('i')}, 'credit-a', 1, 1, '', 0, '', '${'l'.repeat(900)}', CASE WHEN i % 20 = 0 THEN 'refused' ELSE 'accepted' END, '', 1, ${now}, ${at}, 100 FROM ${rows(n)};`,
    auditRows(kind, n, now),
  ].join('\n');
}

export const mallLists = (n) => {
  const middle = number(Math.floor(n / 2)), packing = `S${number(Math.floor(n / 4)).slice(1)}`;
  return [
    ...commonLists, '/packing', '/packing?company=shipping-s', '/packing?company=shipping-t', `/packing?after=1.${packing}`, '/handing', '/digital',
    '/catalogue', `/catalogue?after=${1000 + Math.floor(n / 2)}.item-1`, '/catalogue?q=sample', `/catalogue?q=item+${n - 7}`, '/catalogue?q=nothing', '/catalogue?state=inactive', '/catalogue?kind=digital', '/catalogue?low=1',
    '/purchases', `/purchases?before=${middle}`, '/purchases?state=pending', '/purchases?state=ng', `/purchases?state=ok&before=${middle}`, '/purchases?company=credit-a', '/purchases?company=shipping-s',
    '/purchases?company=credit-b', '/purchases?company=shipping-s&state=ng', `/purchases?number=${middle}`, '/purchases?number=credit+7', '/purchases?from=2020-01-01&to=2020-01-02', '/purchases?from=2020-01-01',
    '/remittances', '/remittances?company=credit-a', `/remittances?company=credit-a&before=${begun + 100}`, '/remittances/differences', '/remittances/differences?overdue=1', `/remittances/differences?before=${middle}`,
    '/remittances/unknown', `/remittances/payout/${begun + 1}`, `/purchases/${middle}`,
  ];
};
