-- What the desk's list of products looks for words in, in small letters: one column to look through instead of three.
ALTER TABLE product ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE product SET words = LOWER(sku || ' ' || name_en || ' ' || name_ja);

-- A company's payments, newest first; and what of a payment nothing here bears the name of, summed from the index alone.
CREATE INDEX remittance_partner ON remittance (partner, id);
CREATE INDEX remittance_item_unknown_sum ON remittance_item (remittance, amount) WHERE handover IS NULL;
