CREATE TABLE partner (
  id TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  location TEXT NOT NULL,
  service TEXT NOT NULL,
  origin TEXT NOT NULL UNIQUE,
  api TEXT NOT NULL,
  page TEXT NOT NULL,
  key_set TEXT NOT NULL,
  active BIGINT NOT NULL,
  changed BIGINT NOT NULL
);
