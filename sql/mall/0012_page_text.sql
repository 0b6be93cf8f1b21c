-- The mall's own words in a few places of the shop (rules/page_text.h); plain text.
CREATE TABLE page_text (
  place TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('en', 'ja')),
  body TEXT NOT NULL,
  updated BIGINT NOT NULL,
  PRIMARY KEY (place, language)
);
