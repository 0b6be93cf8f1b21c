-- What the depot does with parcels. Nothing of whom they are for: that is in shipment.sealed_addressee alone.

-- Who drives out on which day, Japan's.
CREATE TABLE tour (
  id IDENTITY,
  day TEXT NOT NULL,
  name TEXT NOT NULL,
  opened BIGINT NOT NULL,
  closed BIGINT,  -- when the driver's end of day was counted
  UNIQUE (day, name)
);

-- A parcel whose label was opened. A label opens once: a second one for the same parcel finds this row.
CREATE TABLE parcel (
  id IDENTITY,
  shipment BIGINT NOT NULL REFERENCES shipment(id),
  mall TEXT NOT NULL,
  number TEXT NOT NULL,      -- shipping number
  n BIGINT NOT NULL,         -- parcel n of m
  m BIGINT NOT NULL,
  size_class TEXT NOT NULL,
  label TEXT NOT NULL,       -- jti of the label that was opened
  state BIGINT NOT NULL CHECK (state BETWEEN 0 AND 4),  -- received, dispatched, delivered, failed, returned
  reason TEXT NOT NULL,      -- why it failed, one of a few words; empty otherwise
  tour BIGINT REFERENCES tour(id),  -- the last one that took it
  due BIGINT CHECK (due > 0),  -- to be collected with this parcel
  currency TEXT,
  received BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  UNIQUE (number, n),
  CHECK ((due IS NULL) = (currency IS NULL)),
  CHECK (n BETWEEN 1 AND m)
);
CREATE INDEX parcel_state ON parcel (state, id);
CREATE INDEX parcel_mall ON parcel (mall, id);
CREATE INDEX parcel_mall_state ON parcel (mall, state, id);
CREATE INDEX parcel_tour ON parcel (tour, id) WHERE tour IS NOT NULL;

-- What became of it, in order; only ever added to.
CREATE TABLE parcel_event (
  parcel BIGINT NOT NULL REFERENCES parcel(id),
  seq BIGINT NOT NULL,
  state BIGINT NOT NULL CHECK (state BETWEEN 0 AND 5),  -- as in parcel; 5: the cash was collected
  reason TEXT NOT NULL,
  operator TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (parcel, seq)
);

-- Scans that somebody has to look into.
CREATE TABLE alarm (
  id IDENTITY,
  at BIGINT NOT NULL,
  operator TEXT NOT NULL,
  status TEXT NOT NULL,   -- shipping::name(ScanStatus)
  number TEXT NOT NULL,   -- shipping number, where the label named one of ours; else empty
  mall TEXT NOT NULL,     -- id in the registry, where the label was signed by one; else empty
  detail TEXT NOT NULL,   -- code of what was wrong
  scanned BLOB NOT NULL,  -- SHA-256 of what was scanned
  settled BIGINT,         -- when somebody had looked
  settled_by TEXT
);
CREATE INDEX alarm_open ON alarm (id) WHERE settled IS NULL;
CREATE INDEX alarm_status ON alarm (status, id);
