-- A billing run is that of a day of the calendar, not of a moment: a day that was billed stays billed when the company's
-- time zone is set later on, though the day then begins at another moment.
CREATE TABLE bill_run_of_day (
  day BIGINT PRIMARY KEY,  -- from 1970-01-01 on; the first that does not belong to it
  until BIGINT NOT NULL,   -- when that day began where the company was
  at BIGINT NOT NULL,
  operator TEXT NOT NULL,
  statements BIGINT NOT NULL
);
INSERT INTO bill_run_of_day (day, until, at, operator, statements)
  SELECT until / 86400, until, at, operator, statements FROM bill_run;  -- so far all by UTC
DROP TABLE bill_run;
ALTER TABLE bill_run_of_day RENAME TO bill_run;
