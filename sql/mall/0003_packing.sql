-- The packing desk: each parcel of an accepted shipment, and what became of it. What is in a parcel no row says.
CREATE TABLE parcel (
  handover TEXT NOT NULL,  -- number of the hand-over that it goes by
  n BIGINT NOT NULL,       -- of as many as the hand-over has size classes
  state TEXT NOT NULL CHECK (state IN ('packed', 'handed', 'received', 'dispatched', 'failed', 'delivered', 'returned')),
  value BIGINT NOT NULL CHECK (value > 0),  -- price of what is in it, minor units: what is claimed for it
  prints BIGINT NOT NULL,
  label TEXT NOT NULL,     -- the signed label of the latest print
  packed BIGINT NOT NULL,
  changed BIGINT NOT NULL, -- time of its state
  PRIMARY KEY (handover, n)
);
CREATE INDEX parcel_state ON parcel (state, packed);

-- What is still to be packed, sealed to the desk key again after each parcel; null before the first.
ALTER TABLE handover ADD COLUMN left_goods TEXT;
ALTER TABLE handover ADD COLUMN packed BIGINT NOT NULL DEFAULT 0 CHECK (packed IN (0, 1));      -- all of its parcels are
ALTER TABLE handover ADD COLUMN returned BIGINT NOT NULL DEFAULT 0 CHECK (returned IN (0, 1));  -- all of them came back
CREATE INDEX handover_to_pack ON handover (answered) WHERE role = 'shipping' AND state = 'ok' AND packed = 0;

-- What shipping companies told of parcels, once each.
CREATE TABLE tracking (
  partner TEXT NOT NULL,
  event TEXT NOT NULL,  -- jti of the document
  handover TEXT NOT NULL,
  n BIGINT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (partner, event)
);
CREATE INDEX tracking_handover ON tracking (handover);
