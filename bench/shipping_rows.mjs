// The shipping company's desk: parcels in every state, on tours of a few dozen, and the cash of each second one.
import { auditRows, begun, commonLists, dialects } from './rows.mjs';

const perTour = 50;

export function shippingRows(kind, n, now) {
  const { rows, bytes, last } = dialects[kind];
  const tours = Math.ceil(n / perTour), half = Math.floor(n / 2);
  const at = `${now} - 1000000 + i * 1000000 / ${n}`, mall = "(SELECT id FROM partner WHERE role = 'mall')", number = last('i', 26);
  const tour = `${begun} + 1 + (i - 1) / ${perTour}`;
  return [
    `INSERT INTO shipment (id, request_key, mall, purchase, request_hash, outcome, number, number_key, parcels, service, amount, currency, sealed_goods, sealed_addressee, document, at) SELECT ${begun} + i, ${bytes("'request ' || i")}, ${mall}, 'P' || i, 'hash', 0, ${number}, ${bytes("'number ' || i")}, '60', 'standard', 100, 'JPY', '${'g'.repeat(700)}', '${'a'.repeat(700)}', '${'d'.repeat(1800)}', ${at} FROM ${rows(n)};`,
    `INSERT INTO tour (id, day, name, opened, closed) SELECT ${begun} + i, '2026-01-01', 'Tour ' || i, ${now}, CASE WHEN i > 3 THEN ${now} END FROM ${rows(tours)};`,
    `INSERT INTO parcel (id, shipment, mall, number, n, m, size_class, label, state, reason, tour, due, currency, received, changed) SELECT ${begun} + i, ${begun} + i, ${mall}, ${number}, 1, 1, '60', 'label ' || i, i % 5, '', CASE WHEN i % 5 > 0 THEN ${tour} END, 100, 'JPY', ${at}, ${at} FROM ${rows(n)};`,
    ...[0, 1].map((seq) => `INSERT INTO parcel_event (parcel, seq, state, reason, operator, at) SELECT ${begun} + i, ${seq + 1}, ${seq}, '', 'admin', ${at} FROM ${rows(n)};`),
    `INSERT INTO alarm (id, at, operator, status, number, mall, detail, scanned, settled, settled_by) SELECT ${begun} + i, ${at}, 'admin', CASE WHEN i % 2 = 0 THEN 'duplicate' ELSE 'tampered' END, ${number}, ${mall}, 'label-signature', ${bytes("'scanned'")}, CASE WHEN i % 2 = 0 THEN ${now} END, CASE WHEN i % 2 = 0 THEN 'admin' END FROM ${rows(n)};`,
    `INSERT INTO remittance_run (id, message, at, operator, file) SELECT ${begun} + i, 'message ' || i, ${at}, 'admin', '' FROM ${rows(n)};`,
    `INSERT INTO payout (id, number, run, mall, currency, items, amount, fee) SELECT ${begun} + i, 'payout ' || i, ${begun} + i, ${mall}, 'JPY', 1, 100, 2 FROM ${rows(n)};`,
    // What was collected: half of it is paid out, in one payout; the rest was handed in.
    `INSERT INTO cash (parcel, mall, currency, amount, fee, tour, at, handed_in, payout) SELECT ${begun} + i, ${mall}, 'JPY', 100, 2, ${tour}, ${at}, 1, CASE WHEN i <= ${half} THEN ${begun} + 1 END FROM ${rows(n)};`,
    auditRows(kind, n, now),
  ].join('\n');
}

export const shippingLists = (n, mall) => {
  const middle = begun + Math.floor(n / 2);
  const states = ['received', 'dispatched', 'delivered', 'failed', 'returned'];
  return [
    ...commonLists, '/scan', '/parcels', `/parcels?before=${middle}`, ...states.map((state) => `/parcels?state=${state}`), ...states.map((state) => `/parcels?state=${state}&mall=${mall}&before=${middle}`),
    `/parcels?mall=${mall}`, '/parcels?mall=nobody', `/parcels?number=${String(n - 7).padStart(26, '0')}`, `/parcels/${middle}`,
    '/tours', `/tours?before=${begun + 100}`, `/tours/${begun + 1}`, `/tours/${begun + 1}/manifest`, `/tours/${begun + 1}/day`, '/cash', '/remittances', `/remittances?before=${middle}`, `/remittances/${begun + 1}`,
    '/alarms', '/alarms?show=all', `/alarms?show=all&before=${middle}`, `/alarms?before=${middle}`,
  ];
};
