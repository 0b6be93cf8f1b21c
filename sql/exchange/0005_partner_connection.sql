-- TLS of recent connections with partners, the newest 50 of each. `not_after` is RFC 3339; of a try without TLS all texts but
-- `outcome` are empty.
CREATE TABLE partner_connection (
  id IDENTITY,
  partner TEXT NOT NULL,
  at BIGINT NOT NULL,
  to_partner BIGINT NOT NULL CHECK (to_partner IN (0, 1)),
  protocol TEXT NOT NULL,
  cipher TEXT NOT NULL,
  subject TEXT NOT NULL,
  issuer TEXT NOT NULL,
  not_after TEXT NOT NULL,
  outcome TEXT NOT NULL
);
CREATE INDEX partner_connection_partner ON partner_connection (partner, id);
