-- A parcel whose purchase is cancelled before it leaves comes off the shelf again.
ALTER TABLE parcel RENAME TO parcel_1;
CREATE TABLE parcel (
  handover TEXT NOT NULL,  -- number of the hand-over that it goes by
  n BIGINT NOT NULL,       -- of as many as the hand-over has size classes
  state TEXT NOT NULL
    CHECK (state IN ('packed', 'handed', 'received', 'dispatched', 'failed', 'delivered', 'returned', 'withdrawn')),
  value BIGINT NOT NULL CHECK (value > 0),  -- price of what is in it, minor units: what is claimed for it
  prints BIGINT NOT NULL,
  label TEXT NOT NULL,     -- the signed label of the latest print
  packed BIGINT NOT NULL,
  changed BIGINT NOT NULL, -- time of its state
  PRIMARY KEY (handover, n)
);
INSERT INTO parcel SELECT * FROM parcel_1;
DROP TABLE parcel_1;
CREATE INDEX parcel_state ON parcel (state, packed);

-- Whether a claim is the last is decided when it is made.
ALTER TABLE digital_parcel DROP COLUMN last;
