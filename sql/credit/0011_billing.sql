-- A billing run: all that happened before `until`. The same one again finds nothing to do.
CREATE TABLE bill_run (
  until BIGINT PRIMARY KEY,  -- 00:00 UTC of a day
  at BIGINT NOT NULL,
  operator TEXT NOT NULL,
  statements BIGINT NOT NULL
);

-- What a customer owes in one currency. Its lines are the receivable accounts' own, see statement_card.
CREATE TABLE statement (
  id IDENTITY,
  customer TEXT NOT NULL REFERENCES customer(id),
  currency TEXT NOT NULL,
  until BIGINT NOT NULL,
  opening BIGINT NOT NULL,
  closing BIGINT NOT NULL,
  due BIGINT NOT NULL,        -- to be paid before
  reference TEXT NOT NULL UNIQUE,  -- that payments name (ISO 11649)
  level BIGINT NOT NULL,      -- reminders sent, 0 to 3
  level_at BIGINT NOT NULL,   -- when the last of them was sent; 0: none
  at BIGINT NOT NULL,
  UNIQUE (customer, currency, until)
);
CREATE INDEX statement_due ON statement (due) WHERE level < 3;
CREATE INDEX statement_until ON statement (until, id);
CREATE INDEX statement_closing ON statement (closing, currency, id);

-- The lines of one card on a statement: those of its receivable account with first_seq <= seq <= last_seq.
CREATE TABLE statement_card (
  statement BIGINT NOT NULL REFERENCES statement(id),
  card BIGINT NOT NULL,
  first_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  PRIMARY KEY (statement, card)
);
CREATE INDEX statement_card_card ON statement_card (card, statement);

-- Mail that takes a statement, or a reminder of it, to the customer. What it says is drawn when it is sent.
CREATE TABLE statement_mail (
  id IDENTITY,
  statement BIGINT NOT NULL REFERENCES statement(id),
  level BIGINT NOT NULL,     -- 0: the statement itself; 1 to 3: a reminder
  state BIGINT NOT NULL CHECK (state IN (0, 1, 2)),  -- waiting, sent, refused for good
  attempts BIGINT NOT NULL,
  next_attempt BIGINT NOT NULL,
  answer TEXT NOT NULL,      -- of the last attempt
  created BIGINT NOT NULL,
  ended BIGINT,
  UNIQUE (statement, level)
);
CREATE INDEX statement_mail_due ON statement_mail (next_attempt) WHERE state = 0;
CREATE INDEX statement_mail_state ON statement_mail (state, id);

-- How the desk finds customers: by name as typed, whatever its blanks and capitals; by a card's last digits; the newest first.
CREATE INDEX customer_plain_name ON customer (UPPER(REPLACE(name, ' ', '')));
CREATE INDEX customer_created ON customer (created, id);
CREATE INDEX card_last4 ON card (last4);
