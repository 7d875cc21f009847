-- Who is signed in, and where. Not in backups: a copy of the data signs nobody in.
create table session (
  hash {key} not null primary key, -- SHA-256 of the secret that the browser keeps
  id bigint not null,              -- by which its owner ends it
  account bigint not null,
  made text not null,
  seen text not null,
  agent text not null              -- what the browser says it is, shortened
){tail};
create index session_account on session (account);

-- What lists find records by: the words of a record, folded. A row per record, written with it.
create table search (
  shard bigint not null,
  register int not null,
  day int not null,
  id bigint not null,
  words text not null,             -- each word behind a space
  primary key (shard, register, day, id)
){tail};

-- What a person has written into a report that is not issued yet.
create table draft (
  report {key} not null,
  unit {key} not null,             -- CODE or CODE@DAY, as the report is asked for
  period {key} not null,
  texts text not null,             -- JSON: block to text
  version int not null,
  at text not null,
  actor text not null,
  primary key (report, unit, period)
){tail};

-- Files handed in and not yet confirmed. Not in backups.
create table upload (
  id bigint not null primary key,
  account bigint not null,
  register {key} not null,
  file text not null,
  at text not null,
  body {blob} not null
){tail};
