-- What was claimed of card payments (seed S324).
CREATE TABLE claim (
  number TEXT PRIMARY KEY,
  handover TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  last BIGINT NOT NULL CHECK (last IN (0, 1)),
  evidence_salt BLOB NOT NULL,
  evidence TEXT NOT NULL,  -- protocol::evidence_of the salt and what was handed over
  document TEXT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX claim_handover ON claim (handover);
