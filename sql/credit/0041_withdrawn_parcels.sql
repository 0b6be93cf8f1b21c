-- Parcels of data whose purchase the mall cancelled before they were paid for: they are not forwarded.
ALTER TABLE digital_parcel ADD COLUMN withdrawn BIGINT;
CREATE INDEX digital_parcel_withdrawn ON digital_parcel (id) WHERE withdrawn IS NOT NULL AND deleted IS NULL;
