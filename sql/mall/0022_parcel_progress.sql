-- How many bytes of a parcel of data the company has; 0 again once it has all of them.
ALTER TABLE digital_parcel ADD COLUMN sent BIGINT NOT NULL DEFAULT 0;
