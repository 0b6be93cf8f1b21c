-- What became of each purchase that a mall asked to settle. A row is written once and never changed.
-- References from and to these tables are left to `ledger check`: the hot path pays for no trigger.
CREATE TABLE settlement (
  id IDENTITY,
  purchase_key BLOB NOT NULL UNIQUE,  -- of the mall's origin and the purchase number, see purchase_key(): settled at most once
  mall TEXT NOT NULL,                 -- id in the partner registry
  purchase TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  outcome BIGINT NOT NULL CHECK (outcome IN (0, 1, 2)),  -- OK, NO, NG
  receipt TEXT,                       -- receipt number, OK only
  receipt_key BLOB UNIQUE,            -- of what stands in the result as receipt, see receipt_key()
  card BIGINT,
  amount BIGINT NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  goods_kind BIGINT NOT NULL,         -- 0 physical, 1 digital: a parcel of data will follow
  sealed_goods TEXT,                  -- as received
  sealed_customer TEXT,
  document TEXT NOT NULL,             -- the signed result, given again to whoever asks again
  at BIGINT NOT NULL,
  CHECK ((outcome = 0) = (receipt IS NOT NULL)),
  CHECK (outcome <> 0 OR (card IS NOT NULL AND receipt_key IS NOT NULL AND sealed_customer IS NOT NULL))
);

-- The ledger: double entry, only ever added to. Kinds and account numbers: credit/rules/ledger.h.
CREATE TABLE entry (
  id IDENTITY,
  kind BIGINT NOT NULL,
  settlement BIGINT,
  at BIGINT NOT NULL
);

-- One line of an account. `balance` is the account's after this line; the next line has the next seq, so that two writers
-- cannot both follow the same line.
CREATE TABLE posting (
  account BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  entry BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  balance BIGINT NOT NULL,
  PRIMARY KEY (account, seq),
  CHECK (account % 16 <> 1 OR balance >= 0)  -- nobody spends more than is available
);
