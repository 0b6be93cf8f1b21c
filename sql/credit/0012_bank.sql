-- Files of the bank that were taken in.
CREATE TABLE bank_file (
  id IDENTITY,
  name TEXT NOT NULL,
  operator TEXT NOT NULL,
  at BIGINT NOT NULL,
  items BIGINT NOT NULL,  -- in the file
  fresh BIGINT NOT NULL   -- of them new
);

-- What came into the bank account, or went out of it, each once by its identity.
CREATE TABLE bank_item (
  id IDENTITY,
  identity TEXT NOT NULL UNIQUE,
  file BIGINT,            -- null: typed in by hand
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount <> 0),
  day TEXT NOT NULL,
  payer TEXT NOT NULL,
  account TEXT NOT NULL,
  reference TEXT NOT NULL,
  remittance TEXT NOT NULL,
  state BIGINT NOT NULL CHECK (state IN (0, 1, 2)),  -- waits for a person, a customer's payment, a payout of ours
  customer TEXT,
  at BIGINT NOT NULL
);
CREATE INDEX bank_item_state ON bank_item (state, id);
CREATE INDEX bank_item_customer ON bank_item (customer, id) WHERE customer IS NOT NULL;

-- Where malls are paid. One a mall and currency.
CREATE TABLE mall_account (
  mall TEXT NOT NULL,
  currency TEXT NOT NULL,
  name TEXT NOT NULL,     -- of the account's holder
  iban TEXT NOT NULL,     -- empty: other
  other TEXT NOT NULL,
  bic TEXT NOT NULL,
  clearing_system TEXT NOT NULL,
  clearing_member TEXT NOT NULL,
  changed BIGINT NOT NULL,
  PRIMARY KEY (mall, currency)
);

-- A payment order of one currency, kept as it was made.
CREATE TABLE payout_run (
  id IDENTITY,
  currency TEXT NOT NULL,
  at BIGINT NOT NULL,
  operator TEXT NOT NULL,
  payouts BIGINT NOT NULL,
  total BIGINT NOT NULL,
  file TEXT NOT NULL      -- pain.001
);

-- One transfer to a mall: the sum of its items less fees.
CREATE TABLE payout (
  id IDENTITY,
  number TEXT NOT NULL UNIQUE,  -- that the bank and the mall are told
  run BIGINT NOT NULL REFERENCES payout_run(id),
  mall TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  items BIGINT NOT NULL,
  at BIGINT NOT NULL,
  executed TEXT             -- day on which the bank's statement shows it
);
CREATE INDEX payout_run_of ON payout (run);
