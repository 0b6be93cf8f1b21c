-- Letters of one thread are taken in their order: the next is sent once its partner has taken or refused the one before.
ALTER TABLE outbox ADD COLUMN thread TEXT;
CREATE INDEX outbox_thread ON outbox (thread, id) WHERE thread IS NOT NULL AND refused IS NULL;
