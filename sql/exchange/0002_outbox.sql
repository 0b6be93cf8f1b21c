-- A document that its partner has not taken yet. `refused` holds the partner's code when it never will.
CREATE TABLE outbox (
  id IDENTITY,
  partner TEXT NOT NULL,
  document TEXT NOT NULL,
  created BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  next_attempt BIGINT NOT NULL,
  refused TEXT
);
CREATE INDEX outbox_due ON outbox (next_attempt) WHERE refused IS NULL;
