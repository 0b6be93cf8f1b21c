-- Whose the accounts are that belong to no card: a mall's, one a currency, and the company's own ('' as mall). Their kinds are
-- 8 to 15, so that their account numbers never meet those of cards (credit/rules/ledger.h).
CREATE TABLE account_owner (
  id IDENTITY,
  mall TEXT NOT NULL,  -- id in the partner registry; empty: the company itself
  currency TEXT NOT NULL,
  UNIQUE (mall, currency)
);

-- What became of an authorisation since: one row from its first claim, refund or release on. The hot path writes none.
CREATE TABLE settlement_state (
  settlement BIGINT PRIMARY KEY,
  captured BIGINT NOT NULL,
  released BIGINT NOT NULL,
  refunded BIGINT NOT NULL,
  charged_back BIGINT NOT NULL,
  CHECK (captured >= 0 AND released >= 0 AND refunded >= 0 AND charged_back >= 0),
  CHECK (refunded + charged_back <= captured)
);

-- What stands between a mall and the company: captures, which it is owed, refunds and chargebacks, which it owes.
CREATE TABLE mall_item (
  id IDENTITY,
  mall TEXT NOT NULL,
  currency TEXT NOT NULL,
  settlement BIGINT NOT NULL,
  card BIGINT NOT NULL,
  kind BIGINT NOT NULL CHECK (kind IN (0, 1, 2)),  -- capture, refund, chargeback
  number TEXT NOT NULL,        -- of the claim or refund, as the mall gave it; our own for a chargeback
  amount BIGINT NOT NULL CHECK (amount > 0),
  fee BIGINT NOT NULL CHECK (fee >= 0),
  last BIGINT NOT NULL,        -- of a claim: what stayed authorised was released
  evidence TEXT NOT NULL,      -- of a claim
  card_total BIGINT NOT NULL,  -- of a capture: all captures of the card up to this one; else 0
  entry BIGINT NOT NULL,
  at BIGINT NOT NULL,
  payout BIGINT,               -- that paid it
  UNIQUE (mall, kind, number)
);
CREATE INDEX mall_item_settlement ON mall_item (settlement);
CREATE INDEX mall_item_card ON mall_item (card, id) WHERE kind = 0;
CREATE INDEX mall_item_open ON mall_item (mall, currency, id) WHERE payout IS NULL;
CREATE INDEX mall_item_payout ON mall_item (payout, id) WHERE payout IS NOT NULL;

-- Both leave out what the hot path writes: authorisations, and the accounts 'available' and 'authorised'.
CREATE INDEX entry_settlement ON entry (settlement) WHERE kind <> 1 AND settlement IS NOT NULL;
CREATE INDEX posting_entry ON posting (entry) WHERE account % 16 > 2;

-- How far something that goes through a table in order has come.
CREATE TABLE progress (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
