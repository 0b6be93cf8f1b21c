-- Parcels of data that malls send for customers (seed S324, S325). The bytes, which only the customer can read, lie in the folder
-- `parcels` beside the configuration until some time after they were forwarded.
CREATE TABLE digital_parcel (
  id IDENTITY,
  name TEXT NOT NULL UNIQUE,  -- hash of its label document
  mall TEXT NOT NULL,
  settlement BIGINT NOT NULL,
  receipt TEXT NOT NULL,
  parcel BIGINT NOT NULL,
  parcels BIGINT NOT NULL,
  size BIGINT NOT NULL CHECK (size > 0),
  hash TEXT NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('arriving', 'waiting', 'queued', 'sent', 'bounced')),
  asked_by TEXT NOT NULL,  -- operator, or "automatic": who had it forwarded last
  rounds BIGINT NOT NULL,  -- how often that was
  attempts BIGINT NOT NULL,  -- of the present round
  next_attempt BIGINT NOT NULL,
  fault TEXT NOT NULL,
  token_hash BLOB,  -- keyed hash of the link, for what is too large for a mail
  created BIGINT NOT NULL,
  arrived BIGINT,
  sent BIGINT,
  deleted BIGINT,  -- the bytes
  UNIQUE (settlement, parcel)
);
CREATE INDEX digital_parcel_state ON digital_parcel (state, id);
CREATE INDEX digital_parcel_due ON digital_parcel (next_attempt) WHERE state = 'queued';
CREATE INDEX digital_parcel_arriving ON digital_parcel (mall) WHERE state = 'arriving';
CREATE INDEX digital_parcel_old ON digital_parcel (sent) WHERE state = 'sent' AND deleted IS NULL;
CREATE INDEX digital_parcel_token ON digital_parcel (token_hash) WHERE token_hash IS NOT NULL;
