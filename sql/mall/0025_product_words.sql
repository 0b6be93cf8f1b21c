-- What the desk's list looks for words in, in small letters: one column to look through instead of three.
ALTER TABLE product ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE product SET words = LOWER(sku || ' ' || name_en || ' ' || name_ja);
