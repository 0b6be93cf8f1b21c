-- Who works at a party's desk, what they did there, and nothing of customers.
CREATE TABLE operator (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'clerk', 'admin')),
  password_hash TEXT NOT NULL,  -- Argon2id
  totp BLOB,                    -- secret of the one-time codes (RFC 6238), sealed with the server's secret; null: none are asked for
  totp_step BIGINT NOT NULL DEFAULT 0,  -- of the last code used: none is taken twice
  active BIGINT NOT NULL CHECK (active IN (0, 1)),
  created BIGINT NOT NULL
);

-- One-time codes for whoever has lost the device, as keyed hashes.
CREATE TABLE recovery_code (
  operator TEXT NOT NULL REFERENCES operator(name),
  code_hash BLOB NOT NULL,
  PRIMARY KEY (operator, code_hash)
);

CREATE TABLE operator_session (
  id_hash BLOB PRIMARY KEY,  -- keyed hash of the cookie
  operator TEXT NOT NULL REFERENCES operator(name),
  created BIGINT NOT NULL,
  last_seen BIGINT NOT NULL
);
CREATE INDEX operator_session_operator ON operator_session (operator);

-- Wrong tries by a keyed hash of the name that was typed, whether or not anybody has it: it may be a password in the wrong field.
CREATE TABLE operator_try (
  subject TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  last_try BIGINT NOT NULL
);

-- What was done at the desk: only ever added to. `hash` is over the row and the hash before it (desk/store/audit.cpp), so that
-- no row can be changed, taken out or put in without breaking the chain.
CREATE TABLE audit (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  operator TEXT NOT NULL,
  action TEXT NOT NULL,
  number TEXT NOT NULL,  -- of the purchase, receipt or shipment; empty where there is none
  reason TEXT NOT NULL,
  hash BLOB NOT NULL
);
CREATE INDEX audit_number ON audit (number) WHERE number <> '';
