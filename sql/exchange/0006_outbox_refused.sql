-- What partners refused for good, for the operators' list.
CREATE INDEX outbox_refused ON outbox (id) WHERE refused IS NOT NULL;
