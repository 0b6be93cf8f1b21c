-- A purchase is handed over to one company or to several, one after another: to a credit company, and for a parcel to a shipping
-- company. Each knows it by another number and holds another box, so that two of them find nothing to join. `purchase.number`
-- is that of the first hand-over.
ALTER TABLE purchase RENAME TO purchase_1;

CREATE TABLE purchase (
  number TEXT NOT NULL PRIMARY KEY,
  code_hash BLOB NOT NULL UNIQUE,
  offer_hash BLOB NOT NULL UNIQUE,
  amount BIGINT NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  digital BIGINT NOT NULL CHECK (digital IN (0, 1)),
  physical BIGINT NOT NULL CHECK (physical IN (0, 1)),
  created BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'ok', 'no', 'ng')),  -- whether it is bought
  -- What goes by parcel, until a shipping company has accepted it: encrypted under a key that is made from the customer's purchase
  -- code, which no table has. Of the same lengths as the sealed goods.
  kept_goods BLOB
);

CREATE TABLE handover (
  number TEXT NOT NULL PRIMARY KEY,
  purchase TEXT NOT NULL,
  turn BIGINT NOT NULL,  -- 0 for the purchase's first: two of them may be of one second
  purchase_hash BLOB NOT NULL UNIQUE,  -- of how the documents name it: store/handovers.h
  role TEXT NOT NULL CHECK (role IN ('credit', 'shipping')),
  partner TEXT NOT NULL,
  sealed_goods TEXT NOT NULL,
  disclosure TEXT NOT NULL CHECK (disclosure IN ('sealed', 'number-only', 'sealed-only')),
  amount BIGINT CHECK (amount > 0),  -- what this company is to collect; null for a parcel that is paid for
  currency TEXT,
  parcels TEXT,  -- size classes, separated by spaces; shipping only
  service TEXT,
  request_document TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'ok', 'no', 'ng')),
  reply_name TEXT,    -- when ok: receipt or shipping number, or the sealed text in its place
  reply_sealed TEXT,  -- when ok and the company lets it cross: the sealed customer or addressee
  reply_hash TEXT,
  answered BIGINT,
  CHECK ((amount IS NULL) = (currency IS NULL)),
  CHECK (role <> 'credit' OR amount IS NOT NULL),
  CHECK ((role = 'shipping') = (parcels IS NOT NULL AND service IS NOT NULL))
);
CREATE INDEX handover_purchase ON handover (purchase);

INSERT INTO purchase (number, code_hash, offer_hash, amount, currency, digital, physical, created, state)
SELECT number, code_hash, offer_hash, amount, currency, CASE WHEN kind = 'digital' THEN 1 ELSE 0 END,
  CASE WHEN kind = 'digital' THEN 0 ELSE 1 END, created, state FROM purchase_1;
INSERT INTO handover (number, purchase, turn, purchase_hash, role, partner, sealed_goods, disclosure, amount, currency,
  request_document, request_hash, created, expires, state, reply_name, reply_sealed, reply_hash, answered)
SELECT number, number, 0, purchase_hash, 'credit', partner, sealed_goods, disclosure, amount, currency, request_document, request_hash,
  created, expires, state, receipt, sealed_customer, result_hash, settled FROM purchase_1;
DROP TABLE purchase_1;

-- Edges and weight of one piece; null where it goes by no parcel, or where nobody has measured it.
ALTER TABLE product ADD COLUMN length_mm BIGINT;
ALTER TABLE product ADD COLUMN width_mm BIGINT;
ALTER TABLE product ADD COLUMN height_mm BIGINT;
ALTER TABLE product ADD COLUMN weight_g BIGINT;
