// SQL that both databases take, for rows by the hundred thousand, made by the database itself.

// `rows(count)`: a table `t` with a column i of 1 … count. `bytes(text)`: an expression of text as bytes. `last(text, n, fill)`: its last
// n letters, filled up on the left.
export const dialects = {
  sqlite: {
    rows: (count) => `(WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < ${count}) SELECT i FROM t) t`,
    bytes: (text) => `CAST(${text} AS BLOB)`,
    last: (text, n) => `substr('${'0'.repeat(26)}' || (${text}), -${n})`,
  },
  postgres: {
    rows: (count) => `generate_series(1::bigint, ${count}) AS t(i)`,
    bytes: (text) => `convert_to(${text}, 'UTF8')`,
    last: (text, n) => `right('${'0'.repeat(26)}' || (${text})::text, ${n})`,
  },
};

export const begun = 1_000_000; // ids from here on, beyond those of the demo

// A number as documents name things: 26 letters.
export const number = (i) => String(i).padStart(26, '0');

// Rows that come before all that the demo has written: the chain is not what is measured.
export function auditRows(kind, n, now) {
  const { rows, bytes } = dialects[kind];
  return `INSERT INTO audit (seq, at, operator, action, number, reason, hash) SELECT ${begun} + i, ${now}, 'admin', 'open-customer', 'R' || (i % 1000), 'forward', ${bytes("'hash'")} FROM ${rows(n)};`;
}

export const commonLists = ['/', '/audit', `/audit?before=${begun + 100}`, '/audit?number=R7', '/partners', '/operators', '/letters', '/account'];
