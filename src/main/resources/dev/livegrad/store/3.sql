-- Whether the entries of a piece tell how the network did on test samples.
alter table series add column tested integer not null default 0
