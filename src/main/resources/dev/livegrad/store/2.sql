-- Whether the entries of a piece tell how long the run had trained.
alter table series add column timed integer not null default 0
