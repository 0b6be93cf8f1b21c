-- The desk's lists of purchases, newest first: numbers begin with their second, so they are in order of time.
CREATE INDEX purchase_state ON purchase (state, number);
CREATE INDEX handover_partner ON handover (partner, purchase, state);
-- What a company names it by, in its remittances.
CREATE INDEX handover_reply ON handover (reply_name) WHERE reply_name IS NOT NULL;
