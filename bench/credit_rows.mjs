// The credit company's desk. What the servers post to the books a line at a time is written here as what it comes to.
import { auditRows, begun, commonLists, dialects, number } from './rows.mjs';

// `n` purchases on cards of `n` customers: three in five each on a card of its own, the others on cards with 800 each. Three in ten
// customers have paid. Two statements for each second customer.
export function creditRows(kind, n, now) {
  const { rows, bytes, last } = dialects[kind];
  const id = (text) => last(text, 26);
  const single = Math.floor(n * 0.6), busy = Math.max(1, Math.ceil((n - single) / 800)), paid = Math.floor(n * 0.3), half = Math.floor(n / 2);
  const card = `(CASE WHEN i <= ${single} THEN i ELSE ${single} + 1 + (i - ${single} - 1) % ${busy} END)`;
  const nth = `(CASE WHEN i <= ${single} THEN 1 ELSE 1 + (i - ${single} - 1) / ${busy} END)`; // of that card
  const of = (kindOfAccount, c = card) => `((${begun} + ${c}) * 16 + ${kindOfAccount})`;
  const at = `${now} - 1000000 + i * 1000000 / ${n}`;
  const entry = (k) => `(${begun} + ${k} * ${n} + i)`;
  const posting = (account, seq, of_, amount, balance, from = n) =>
    `INSERT INTO posting (account, seq, entry, amount, balance) SELECT ${account}, ${seq}, ${of_}, ${amount}, ${balance} FROM ${rows(from)};`;
  const mall = "(SELECT id FROM partner WHERE role = 'mall')";
  const owner = (mall_) => `(SELECT id FROM account_owner WHERE currency = 'JPY' AND mall = ${mall_})`;
  return [
    `INSERT INTO customer (id, name, name_kana, address, phone, email, employer, password_hash, created) SELECT ${id('i')}, 'Test Buyer ' || i, '', '1 Example Street', '1', 'buyer-' || i || '@mail.example', '', 'none', ${at} FROM ${rows(n)};`,
    `INSERT INTO card (id, customer, number_hash, number_sealed, last4, currency, created) SELECT ${begun} + i, ${id('i')}, ${bytes("'number ' || i")}, ${bytes("'sealed'")}, ${last('i % 10000', 4)}, 'JPY', ${now} FROM ${rows(n)};`,
    `INSERT INTO settlement (id, purchase_key, mall, purchase, request_hash, outcome, receipt, receipt_key, card, amount, currency, goods_kind, sealed_goods, sealed_customer, document, at) SELECT ${begun} + i, ${bytes("'purchase ' || i")}, ${mall}, 'P' || i, 'hash', 0, ${id('i')}, ${bytes("'receipt ' || i")}, ${begun} + ${card}, 100, 'JPY', i % 2, '${'g'.repeat(700)}', '${'c'.repeat(700)}', '${'d'.repeat(1800)}', ${at} FROM ${rows(n)};`,
    `INSERT INTO settlement_state (settlement, captured, released, refunded, charged_back) SELECT ${begun} + i, 100, 0, 0, 0 FROM ${rows(n)};`,
    ...[0, 1, 2].map((k) => `INSERT INTO entry (id, kind, settlement, at) SELECT ${entry(k)}, ${k}, ${k === 0 ? 'NULL' : `${begun} + i`}, ${at} FROM ${rows(n)};`),
    `INSERT INTO entry (id, kind, settlement, at) SELECT ${entry(3)}, 6, NULL, ${now} FROM ${rows(paid)};`,
    posting(of(0, 'i'), 1, entry(0), -1_000_000, -1_000_000),
    posting(of(1, 'i'), 1, entry(0), 1_000_000, 1_000_000),
    posting(of(1), `1 + ${nth}`, entry(1), -100, `1000000 - 100 * ${nth}`),
    posting(of(2), `2 * ${nth} - 1`, entry(1), 100, 100),
    posting(of(2), `2 * ${nth}`, entry(2), -100, 0),
    ...[3, 4].map((k) => posting(of(k), nth, entry(2), 100, `100 * ${nth}`)),
    ...[3, 4].map((k) => posting(of(k, 'i'), 2, entry(3), -100, 0, paid)),
    posting(of(1, 'i'), 3, entry(3), 100, 1_000_000, paid),
    `INSERT INTO account_owner (mall, currency) VALUES (${mall}, 'JPY'), ('', 'JPY') ON CONFLICT DO NOTHING;`,
    `DELETE FROM posting WHERE account / 16 IN (SELECT id FROM account_owner) AND account % 16 > 7;`,
    posting(`${owner(mall)} * 16 + 8`, 'i', entry(2), -98, '-98 * i'),
    posting(`${owner("''")} * 16 + 10`, 'i', entry(2), -2, '-2 * i'),
    posting(`${owner("''")} * 16 + 9`, 'i', entry(3), 100, '100 * i', paid),
    `INSERT INTO mall_item (mall, currency, settlement, card, kind, number, amount, fee, last, evidence, card_total, entry, covered, at) SELECT ${mall}, 'JPY', ${begun} + i, ${begun} + ${card}, 0, 'claim ' || i, 100, 2, 1, '', 100 * ${nth}, ${entry(2)}, CASE WHEN i <= ${paid} THEN 1 ELSE 0 END, ${at} FROM ${rows(n)};`,
    ...[1, 2].map((month) => `INSERT INTO statement (id, customer, currency, until, opening, closing, captured, paid, due, reference, level, level_at, at) SELECT ${begun} + ${(month - 1) * half} + i, ${id('i')}, 'JPY', ${now} - ${3 - month} * 2592000, 0, ${month === 1 ? 100 : `CASE WHEN i <= ${paid} THEN 0 ELSE 100 END`}, 100, CASE WHEN i <= ${paid} THEN 1 ELSE 0 END, ${now} - ${3 - month} * 864000, 'RF' || ${begun} || ${month} || i, 3, ${now}, ${now} FROM ${rows(half)};`),
    `INSERT INTO statement_card (statement, card, first_seq, last_seq) SELECT ${begun} + i, ${begun} + 1 + (i - 1) % ${half}, 1, 1 FROM ${rows(2 * half)};`,
    `INSERT INTO statement_mail (statement, level, state, attempts, next_attempt, answer, created, ended) SELECT ${begun} + i, 0, CASE WHEN i % 50 = 0 THEN 2 ELSE 1 END, 1, ${now}, '250 OK', ${now}, ${now} FROM ${rows(2 * half)};`,
    `INSERT INTO bank_item (identity, file, currency, amount, day, payer, account, reference, remittance, state, customer, at) SELECT 'bank ' || i, NULL, 'JPY', 100, '2026-11-20', 'TEST BUYER', '1234567', '', 'thanks', CASE WHEN i <= ${paid} THEN 1 ELSE 0 END, CASE WHEN i <= ${paid} THEN ${id('i')} END, ${now} FROM ${rows(n)};`,
    `INSERT INTO payout_run (currency, at, operator, payouts, total, file) SELECT 'JPY', ${now}, 'admin', 1, 100, '' FROM ${rows(n)};`,
    `INSERT INTO digital_parcel (name, mall, settlement, receipt, parcel, parcels, size, hash, label, state, asked_by, rounds, attempts, next_attempt, fault, created, arrived, sent, deleted) SELECT 'parcel ' || i, ${mall}, ${begun} + i, ${id('i')}, 1, 1, 1000, 'hash', 'label', CASE WHEN i % 20 = 0 THEN 'waiting' WHEN i % 20 = 1 THEN 'bounced' ELSE 'sent' END, 'admin', 1, 1, ${now}, '', ${now}, ${now}, ${now}, ${now} FROM ${rows(n)};`,
    auditRows(kind, n, now),
  ].join('\n');
}

export const creditLists = (n, owner) => {
  const last = begun + n, single = Math.floor(n * 0.6);
  const middle = number(Math.floor(n / 2));
  return [
    ...commonLists, '/customers', `/customers?before=${middle}`, '/customers?q=test+buyer', `/customers?q=test+buyer&before=${middle}`, `/customers?q=test+buyer+${n - 7}`, `/customers?q=buyer-${n - 7}@mail.example`, '/customers?q=0007', '/customers?q=nobody',
    '/settlements', `/settlements?before=${begun + 100}`, `/settlements?card=${begun + single + 1}`, `/settlements?card=${begun + single + 1}&before=${last - n / 5}`, `/settlements?number=P${n}`,
    `/customers/${middle}`, `/settlements/${begun + 7}`, '/ledger', `/ledger/${owner * 16 + 8}`, `/ledger/${owner * 16 + 8}?before=100`,
    '/billing', `/billing?before=${begun + 100}`, '/billing?show=overdue', `/billing?show=overdue&before=${begun + Math.floor(n * 0.4)}`, `/billing?customer=${middle}`,
    '/payments', '/payments?before=100', '/payments?show=all', '/payments?show=all&before=100', '/payouts', '/payouts?before=100',
    '/forwarding', '/forwarding?before=100', '/forwarding?state=waiting', '/forwarding?state=bounced', '/forwarding?state=sent', '/forwarding?state=sent&before=100',
    '/mail', '/mail?before=100', '/mail?state=sent', '/mail?state=sent&before=100', '/mail?state=refused', '/mail?state=waiting',
  ];
};
