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

// The row of the mall's purchase table, by the purchase number.
export function purchaseOf(mall, number) {
  return mall.store.one(`SELECT number, sealed_goods, disclosure, amount, currency, kind, partner, request_document, request_hash, state, receipt, sealed_customer
    FROM purchase WHERE number = ${quoted(number)}`);
}

// Every posting of every entry sums to zero, from outside.
export async function sumOfBooks(company) {
  const row = await company.store.one('SELECT coalesce(sum(amount), 0) AS total FROM posting');
  return Number(row.total);
}
