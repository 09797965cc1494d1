-- Understood by SQLite and by PostgreSQL. Times are milliseconds since 1970. What must come back with
-- the same bits is kept as the bits of a double: SQLite has no NaN.

create table livegrad (
  version integer not null,
  written bigint not null,
  last_trajectory bigint not null,
  shared text
);

insert into livegrad (version, written, last_trajectory) values (0, 0, 0);

create table content (
  hash text primary key,
  bytes bytea not null
);

create table setup (
  hash text primary key,
  spec text not null,
  data text references content (hash)
);

create index setup_by_data on setup (data);

create table run (
  id text primary key,
  name text not null,
  made_by text not null,
  created_at bigint not null,
  updated_at bigint not null,
  past integer not null,
  trajectory bigint unique,
  began_at bigint not null,
  setup text references setup (hash),
  seed bigint not null,
  status text not null,
  step bigint not null,
  loss bigint,
  learning_rate bigint not null,
  steps_per_second bigint,
  goal bigint,
  message text
);

create index run_by_age on run (created_at, id);

create index run_by_setup on run (setup);

create table journal (
  trajectory bigint not null references run (trajectory) on delete cascade,
  place bigint not null,
  step bigint not null,
  word text not null,
  target text not null,
  pacing integer not null,
  command text not null,
  given_by text not null,
  primary key (trajectory, place)
);

create index journal_by_step on journal (trajectory, step, word, target);

create index journal_by_pacing on journal (trajectory, pacing, place);

create table series (
  trajectory bigint not null references run (trajectory) on delete cascade,
  place bigint not null,
  entries integer not null,
  bytes bytea not null,
  primary key (trajectory, place)
);

create table finding (
  trajectory bigint not null references run (trajectory) on delete cascade,
  number integer not null,
  step bigint not null,
  kind text not null,
  severity text not null,
  place text not null,
  told text not null,
  cause text,
  ended bigint,
  primary key (trajectory, number)
);

create table checkpoint (
  trajectory bigint not null references run (trajectory) on delete cascade,
  step bigint not null,
  passing integer not null,
  bytes bytea not null,
  primary key (trajectory, step, passing)
);

create table dataset (
  hash text primary key,
  created_at bigint not null,
  bytes bytea not null
);
