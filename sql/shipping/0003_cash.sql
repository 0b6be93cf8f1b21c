-- Cash collected at doors, from the drivers to the malls' banks. Small double-entry books: every entry sums to zero.
CREATE TABLE cod_account (
  id IDENTITY,
  kind TEXT NOT NULL CHECK (kind IN ('drivers', 'depot', 'bank', 'fees', 'payable')),
  mall TEXT NOT NULL,  -- of a payable; empty for the company's own
  currency TEXT NOT NULL,
  UNIQUE (kind, mall, currency)
);

CREATE TABLE cod_entry (
  id IDENTITY,
  kind TEXT NOT NULL CHECK (kind IN ('collected', 'handed-in', 'deposited', 'remitted')),
  reference TEXT NOT NULL,  -- parcel (number/n), tour, or payout number; empty for a deposit
  at BIGINT NOT NULL
);

-- Written once; `balance` is the account's after it.
CREATE TABLE cod_posting (
  account BIGINT NOT NULL REFERENCES cod_account(id),
  seq BIGINT NOT NULL,
  entry BIGINT NOT NULL REFERENCES cod_entry(id),
  amount BIGINT NOT NULL CHECK (amount <> 0),
  balance BIGINT NOT NULL,
  PRIMARY KEY (account, seq)
);
CREATE INDEX cod_posting_entry ON cod_posting (entry);

-- Where a mall wants its money.
CREATE TABLE mall_account (
  mall TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  iban TEXT NOT NULL,
  other TEXT NOT NULL,
  bic TEXT NOT NULL,
  clearing_system TEXT NOT NULL,
  clearing_member TEXT NOT NULL
);

-- One payment order to the bank.
CREATE TABLE remittance_run (
  id IDENTITY,
  message TEXT NOT NULL UNIQUE,
  at BIGINT NOT NULL,
  operator TEXT NOT NULL,
  file TEXT NOT NULL  -- pain.001; empty when fees left nothing to pay
);

-- What it pays to one mall in one currency.
CREATE TABLE payout (
  id IDENTITY,
  number TEXT NOT NULL UNIQUE,
  run BIGINT NOT NULL REFERENCES remittance_run(id),
  mall TEXT NOT NULL,
  currency TEXT NOT NULL,
  items BIGINT NOT NULL CHECK (items > 0),
  amount BIGINT NOT NULL,
  fee BIGINT NOT NULL
);
CREATE INDEX payout_run ON payout (run);

-- What was collected with a parcel: once.
CREATE TABLE cash (
  parcel BIGINT PRIMARY KEY REFERENCES parcel(id),
  mall TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  fee BIGINT NOT NULL CHECK (fee BETWEEN 0 AND amount),
  tour BIGINT NOT NULL REFERENCES tour(id),
  at BIGINT NOT NULL,
  handed_in BIGINT NOT NULL CHECK (handed_in IN (0, 1)),
  payout BIGINT REFERENCES payout(id),
  CHECK (payout IS NULL OR handed_in = 1)
);
CREATE INDEX cash_waiting ON cash (mall, currency) WHERE payout IS NULL;
CREATE INDEX cash_tour ON cash (tour);
CREATE INDEX cash_payout ON cash (payout) WHERE payout IS NOT NULL;
