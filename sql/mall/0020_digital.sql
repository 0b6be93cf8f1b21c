-- What is sent as data. The files themselves lie beside the configuration: `files` as the operator gave them, `spool` encrypted.
CREATE TABLE product_file (
  sku TEXT PRIMARY KEY,
  name TEXT NOT NULL,  -- what the operator's file was called
  file TEXT NOT NULL,  -- what it is called in the folder
  size BIGINT NOT NULL,
  hash TEXT NOT NULL,  -- base64url SHA-256
  changed BIGINT NOT NULL
);

-- Parcels of data, encrypted for the customer and labelled: on their way to the credit company, or there.
CREATE TABLE digital_parcel (
  id IDENTITY,
  handover TEXT NOT NULL,
  purchase TEXT NOT NULL,
  partner TEXT NOT NULL,
  parcel BIGINT NOT NULL,
  parcels BIGINT NOT NULL,
  file TEXT NOT NULL,  -- in the folder `spool`, until it is accepted
  size BIGINT NOT NULL,  -- 0, and hash empty, once it is accepted: a size may tell which product it was
  hash TEXT NOT NULL,
  label TEXT NOT NULL,  -- the signed document
  state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused')),
  fault TEXT NOT NULL,  -- code of the last attempt's; empty: none
  attempts BIGINT NOT NULL,
  next_attempt BIGINT NOT NULL,
  created BIGINT NOT NULL,
  accepted BIGINT,
  claims BIGINT NOT NULL,  -- what all parcels of the hand-over together are claimed for, once all are accepted
  last BIGINT NOT NULL CHECK (last IN (0, 1)),  -- nothing of the purchase goes another way
  UNIQUE (handover, parcel)
);
CREATE INDEX digital_parcel_purchase ON digital_parcel (purchase);
CREATE INDEX digital_parcel_due ON digital_parcel (next_attempt) WHERE state = 'waiting';

-- Bought, with something to send as data that nobody has packed yet.
ALTER TABLE purchase ADD COLUMN digital_packed BIGINT;
CREATE INDEX purchase_to_send ON purchase (number) WHERE digital = 1 AND state = 'ok' AND digital_packed IS NULL;

-- Which key the customer gave for what is sent as data, encrypted under a key that is made from the purchase code, which no table has.
-- Where the customer's browser ran no scripts, the secret half too, until the customer says that it was kept.
CREATE TABLE kept_key (
  purchase TEXT PRIMARY KEY,
  kept BLOB NOT NULL
);
