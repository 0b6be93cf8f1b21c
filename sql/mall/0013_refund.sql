-- What the mall gives back, and what it will claim no more of. The documents went into the outbox with the row.
CREATE TABLE refund (
  number TEXT PRIMARY KEY,
  handover TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  document TEXT NOT NULL,
  created BIGINT NOT NULL,
  operator TEXT NOT NULL
);
CREATE INDEX refund_handover ON refund (handover);

CREATE TABLE void_request (
  handover TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  created BIGINT NOT NULL,
  operator TEXT NOT NULL
);
