// What a credit company's tables say, for comparison with what its pages said.
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

// Minor units that the customer's card may still spend.
export async function available({ company, name, card }) {
  const row = await company.store.one(
    `SELECT p.balance AS balance FROM posting p JOIN card c ON p.account = c.id * 16 + 1 JOIN customer u ON u.id = c.customer
     WHERE u.name = ${quoted(name)} AND c.last4 = ${quoted(card.slice(-4))} ORDER BY p.seq DESC LIMIT 1`);
  return Number(row.balance);
}

// The row of the settlement table, by the request's hash.
export function settlementOf(company, hash) {
  return company.store.one(`SELECT * FROM (SELECT mall, purchase, request_hash, outcome, receipt, amount, currency, sealed_goods, sealed_customer, document
    FROM settlement WHERE request_hash = ${quoted(hash)}) s`);
}

// What the mall's tables say of one hand-over, by its purchase number, and of the purchase that it is of.
export function purchaseOf(mall, number) {
  return mall.store.one(`SELECT h.number AS number, h.purchase AS purchase, role, partner, sealed_goods, disclosure, h.amount AS amount,
    h.currency AS currency, parcels, service, request_document, request_hash, h.state AS state, reply_name, reply_sealed,
    CASE WHEN role = 'credit' THEN reply_name END AS receipt, CASE WHEN role = 'credit' THEN reply_sealed END AS sealed_customer,
    p.state AS bought, p.digital AS digital, p.physical AS physical
    FROM handover h JOIN purchase p ON p.number = h.purchase WHERE h.number = ${quoted(number)}`);
}

// The row of the shipping company's table, by the request's hash.
export function shipmentOf(company, hash) {
  return company.store.one(`SELECT mall, purchase, request_hash, outcome, number, parcels, service, amount, currency, sealed_goods, sealed_addressee,
    document, at FROM shipment WHERE request_hash = ${quoted(hash)}`);
}

// Every posting of every entry sums to zero, from outside.
export async function sumOfBooks(company) {
  const row = await company.store.one('SELECT coalesce(sum(amount), 0) AS total FROM posting');
  return Number(row.total);
}
