-- Customers, their cards and what guards their passwords. Times are seconds since 1970.
CREATE TABLE customer (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_kana TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  employer TEXT NOT NULL,
  password_hash TEXT NOT NULL,  -- Argon2id
  locked BIGINT NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),  -- by the operator
  created BIGINT NOT NULL
);

-- Check words (seed Fig. 10) as keyed hashes of customer and word.
CREATE TABLE check_word (
  customer TEXT NOT NULL REFERENCES customer(id),
  word_hash BLOB NOT NULL,
  PRIMARY KEY (customer, word_hash)
);

-- A card's number is here only as a keyed hash, to find it by, and sealed with the server's secret.
CREATE TABLE card (
  id IDENTITY,
  customer TEXT NOT NULL REFERENCES customer(id),
  number_hash BLOB NOT NULL UNIQUE,
  number_sealed BLOB NOT NULL,
  last4 TEXT NOT NULL,
  currency TEXT NOT NULL,
  blocked BIGINT NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
  created BIGINT NOT NULL
);
CREATE INDEX card_customer ON card (customer);

-- Wrong tries, one row a subject: a keyed hash of the customer, of a card number that nobody has, or of a device.
CREATE TABLE sign_in (
  subject BLOB PRIMARY KEY,
  failures BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  last_try BIGINT NOT NULL
);
CREATE INDEX sign_in_last_try ON sign_in (last_try);
