-- Passkeys (WebAuthn, ES256) of customers, beside their passwords.
CREATE TABLE passkey (
  credential_id BLOB PRIMARY KEY,
  customer TEXT NOT NULL REFERENCES customer(id),
  public_key BLOB NOT NULL,    -- X and Y of the P-256 point, 64 bytes
  sign_count BIGINT NOT NULL,  -- the authenticator's, as of its last use
  created BIGINT NOT NULL
);
CREATE INDEX passkey_customer ON passkey (customer);
