-- What customers have covered: all captures of a card (or of a customer's cards of one currency) less what is still owed.
-- A capture, and a statement, is paid once that reaches what was captured up to it. The mark is set and taken off by whatever
-- posts to what a customer owes, in the same transaction (credit/store/paid.h); amounts are read from the balances.
ALTER TABLE mall_item ADD COLUMN covered BIGINT NOT NULL DEFAULT 1 CHECK (covered IN (0, 1));  -- always, unless a capture
ALTER TABLE statement ADD COLUMN captured BIGINT NOT NULL DEFAULT 0;  -- all captures of the customer in the currency up to it
ALTER TABLE statement ADD COLUMN paid BIGINT NOT NULL DEFAULT 0 CHECK (paid IN (0, 1));  -- or asks for nothing

UPDATE mall_item SET covered = 0 WHERE kind = 0 AND card_total >
  (SELECT MAX(n.card_total) FROM mall_item n WHERE n.card = mall_item.card AND n.kind = 0)
  - COALESCE((SELECT p.balance FROM posting p WHERE p.account = mall_item.card * 16 + 4 ORDER BY p.seq DESC LIMIT 1), 0);
UPDATE statement SET captured = COALESCE((SELECT SUM(p.amount) FROM statement_card k
  JOIN posting p ON p.account = k.card * 16 + 4 AND p.seq <= k.last_seq AND p.amount > 0 WHERE k.statement = statement.id), 0);
UPDATE statement SET paid = 1 WHERE closing <= 0 OR captured <=
  (SELECT SUM(COALESCE((SELECT MAX(i.card_total) FROM mall_item i WHERE i.card = c.id AND i.kind = 0), 0)
     - COALESCE((SELECT p.balance FROM posting p WHERE p.account = c.id * 16 + 4 ORDER BY p.seq DESC LIMIT 1), 0))
   FROM card c WHERE c.customer = statement.customer AND c.currency = statement.currency);

DROP INDEX statement_due;
CREATE INDEX statement_unpaid ON statement (due, id) WHERE paid = 0;
DROP INDEX mall_item_card;
CREATE INDEX mall_item_card ON mall_item (card, card_total) WHERE kind = 0;
-- Sums of what may be paid out are read from the index alone.
DROP INDEX mall_item_open;
CREATE INDEX mall_item_open ON mall_item (mall, currency, covered, kind, at, amount, fee) WHERE payout IS NULL;

-- The beginning of a name is looked for in order of name, byte by byte.
DROP INDEX customer_plain_name;
CREATE INDEX customer_plain_name ON customer (UPPER(REPLACE(name, ' ', '')), id);
--postgres CREATE INDEX customer_name_bytes ON customer ((UPPER(REPLACE(name, ' ', '')) COLLATE "C"), id);

-- What of a customer's payment went to which card, for as long as it is matched.
CREATE TABLE payment_part (
  item BIGINT NOT NULL REFERENCES bank_item(id),
  card BIGINT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  PRIMARY KEY (item, card)
);
INSERT INTO payment_part (item, card, amount) SELECT b.id, MIN(c.id), b.amount FROM bank_item b
  JOIN card c ON c.customer = b.customer AND c.currency = b.currency WHERE b.state = 1 GROUP BY b.id, b.amount;
