-- What companies paid, as their advices say. An advice comes in parts, in any order.
CREATE TABLE remittance (
  id IDENTITY,
  partner TEXT NOT NULL,
  payout TEXT NOT NULL,
  parts BIGINT NOT NULL,
  date BIGINT NOT NULL,
  currency TEXT NOT NULL,
  received BIGINT NOT NULL,
  UNIQUE (partner, payout)
);

CREATE TABLE remittance_part (
  remittance BIGINT NOT NULL,
  part BIGINT NOT NULL,
  total BIGINT NOT NULL,
  document TEXT NOT NULL,
  document_hash TEXT NOT NULL,
  PRIMARY KEY (remittance, part)
);

CREATE TABLE remittance_item (
  id IDENTITY,
  remittance BIGINT NOT NULL,
  part BIGINT NOT NULL,
  name TEXT NOT NULL,  -- as the company named it
  kind TEXT NOT NULL CHECK (kind IN ('capture', 'refund', 'chargeback', 'collected', 'correction')),
  amount BIGINT NOT NULL,
  fee BIGINT NOT NULL,
  handover TEXT  -- null: nothing here bears that name
);
CREATE INDEX remittance_item_remittance ON remittance_item (remittance, id);
CREATE INDEX remittance_item_handover ON remittance_item (handover) WHERE handover IS NOT NULL;
CREATE INDEX remittance_item_unknown ON remittance_item (id) WHERE handover IS NULL;

-- One row a hand-over of which money moved: what is due from its company and what came, kept up by store/reckonings.cpp with every
-- claim, collection, refund and item.
CREATE TABLE reckoning (
  handover TEXT PRIMARY KEY,
  partner TEXT NOT NULL,
  currency TEXT NOT NULL,
  claimed BIGINT NOT NULL,
  collected BIGINT NOT NULL,  -- at the door
  refunded BIGINT NOT NULL,
  adjusted BIGINT NOT NULL,   -- chargebacks and corrections: due and paid alike
  fees BIGINT NOT NULL,
  paid BIGINT NOT NULL,       -- before fees
  due BIGINT NOT NULL,        -- claimed + collected - refunded + adjusted
  since BIGINT NOT NULL       -- of the last claim or collection
);
CREATE INDEX reckoning_open ON reckoning (handover, partner, since, due, paid) WHERE due <> paid;
CREATE INDEX reckoning_sums ON reckoning (partner, currency, claimed, collected, refunded, adjusted, fees, paid, due, since);
