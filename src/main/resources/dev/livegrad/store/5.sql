-- A checksum over the other columns of a row, null in rows of an earlier version.
alter table run add column checksum bigint;
alter table journal add column checksum bigint;
alter table finding add column checksum bigint
