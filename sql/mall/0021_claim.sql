-- What the mall has asked credit companies to capture (seed S324). The salt and the text that `evidence` commits to stay here.
CREATE TABLE claim (
  number TEXT PRIMARY KEY,
  handover TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  last BIGINT NOT NULL CHECK (last IN (0, 1)),
  evidence_salt BLOB NOT NULL,
  evidence TEXT NOT NULL,
  document TEXT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX claim_handover ON claim (handover);
