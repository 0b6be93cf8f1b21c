-- What a shipping company publishes of what it carries, as JSON (protocol/carrier_terms.h); empty for other roles.
ALTER TABLE partner ADD COLUMN terms TEXT NOT NULL DEFAULT '';
