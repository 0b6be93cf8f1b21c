-- What became of each parcel that a mall asked to ship. A row is written once and never changed. Name and address are in
-- the sealed text alone, which only the depot's desk opens.
CREATE TABLE shipment (
  id IDENTITY,
  request_key BLOB NOT NULL UNIQUE,  -- protocol::request_key: answered at most once
  mall TEXT NOT NULL,                -- id in the partner registry
  purchase TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  outcome BIGINT NOT NULL CHECK (outcome IN (0, 1, 2)),  -- OK, NO, NG
  number TEXT,                       -- shipping number, OK only
  number_key BLOB UNIQUE,            -- SHA-256 of what stands in the receipt as shipping number
  parcels TEXT NOT NULL,             -- the size class of each, separated by spaces
  service TEXT NOT NULL,
  amount BIGINT CHECK (amount > 0),  -- to be collected on delivery
  currency TEXT,
  sealed_goods TEXT,                 -- as received
  sealed_addressee TEXT,
  document TEXT NOT NULL,            -- the signed receipt, given again to whoever asks again
  at BIGINT NOT NULL,
  CHECK ((outcome = 0) = (number IS NOT NULL)),
  CHECK (outcome <> 0 OR (number_key IS NOT NULL AND sealed_addressee IS NOT NULL)),
  CHECK ((amount IS NULL) = (currency IS NULL))
);
