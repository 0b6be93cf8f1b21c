-- When somebody at the dock took back a parcel that its company had returned; null until then.
ALTER TABLE parcel ADD COLUMN taken_back BIGINT;
CREATE INDEX parcel_returned ON parcel (changed) WHERE state = 'returned' AND taken_back IS NULL;
