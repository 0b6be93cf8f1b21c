-- The mall's tables. No row of `purchase` says a product, a customer or an address: what was bought is in `sealed_goods` alone,
-- which only the desk's key opens. No table counts products per purchase either (see src/mall/rules/shelf.h).

CREATE TABLE product (
  sku TEXT NOT NULL PRIMARY KEY,
  name_en TEXT NOT NULL,
  name_ja TEXT NOT NULL,
  description_en TEXT NOT NULL,
  description_ja TEXT NOT NULL,
  price BIGINT NOT NULL CHECK (price > 0),
  currency TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('physical', 'digital')),
  stock BIGINT CHECK (stock >= 0),
  picture TEXT,
  position BIGINT NOT NULL,
  active BIGINT NOT NULL CHECK (active IN (0, 1)),
  updated BIGINT NOT NULL
);

CREATE TABLE picture (
  name TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  hash TEXT NOT NULL,
  bytes BLOB NOT NULL
);

-- One row, raised with every change of the two tables above, so that each serving process notices.
CREATE TABLE catalogue_version (
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL
);
INSERT INTO catalogue_version (id, version) VALUES (1, 1);

CREATE TABLE purchase (
  number TEXT NOT NULL PRIMARY KEY,
  code_hash BLOB NOT NULL UNIQUE,
  offer_hash BLOB NOT NULL UNIQUE,
  purchase_hash BLOB NOT NULL UNIQUE,
  sealed_goods TEXT NOT NULL,
  disclosure TEXT NOT NULL CHECK (disclosure IN ('sealed', 'number-only', 'sealed-only')),
  amount BIGINT NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('physical', 'digital')),
  partner TEXT NOT NULL,
  request_document TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'ok', 'no', 'ng')),
  receipt TEXT,
  sealed_customer TEXT,
  result_hash TEXT,
  settled BIGINT
);
