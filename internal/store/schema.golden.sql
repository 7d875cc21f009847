-- The schema after all migrations, as SQLite tells it. go test ./internal/store -run Golden -update

CREATE TABLE account (
  id bigint not null primary key,
  name text not null unique,
  full_name text not null,
  password_hash text not null,
  disabled int not null,
  at text not null
) without rowid;

CREATE TABLE apart (
  a bigint not null,            -- the smaller id
  b bigint not null,
  at text not null,
  actor text not null,
  primary key (a, b)
) without rowid;

CREATE INDEX apart_b on apart (b);

CREATE TABLE article (
  id bigint not null primary key,
  unit bigint not null,         -- the outlet
  day int not null,
  hash text not null,          -- of the text as it came: the same text of an outlet is one article
  version int not null,
  seen int not null,            -- 1: a person has read it
  body text not null,           -- JSON: what was found and what a reader said, without names of private persons
  page text,                    -- the text, without the sentences that give a victim away; null: forgotten
  until int,                    -- the last day on which the text is kept; null: forgotten
  at text not null,
  actor text not null
) without rowid;

CREATE INDEX article_day on article (unit, day, id);

CREATE UNIQUE INDEX article_hash on article (unit, hash);

CREATE INDEX article_until on article (until) where until is not null;

CREATE TABLE attention (
  id bigint not null primary key,
  unit bigint not null,         -- in which it was chosen
  year int not null,
  place bigint not null,        -- that was chosen
  body text not null,           -- JSON: reasons, weights, what was known then
  at text not null,
  actor text not null,
  ended text                    -- when it was taken back; null: in force
) without rowid;

CREATE INDEX attention_unit on attention (unit, year);

CREATE TABLE batch (
  id bigint not null primary key,
  register text not null,
  file text not null,
  hash text not null,           -- of the file
  rows int not null,
  added int not null,
  corrected int not null,
  at text not null,
  actor text not null,
  taken_back text               -- when; null: it stands
) without rowid;

CREATE TABLE draft (
  report text not null,
  unit text not null,             -- CODE or CODE@DAY, as the report is asked for
  period text not null,
  texts text not null,             -- JSON: block to text
  version int not null,
  at text not null,
  actor text not null,
  primary key (report, unit, period)
) without rowid;

CREATE TABLE event (
  id bigint not null primary key,
  at text not null,
  actor text not null,
  verb text not null,
  what text not null,
  why text not null
) without rowid;

CREATE TABLE fact (
  shard bigint not null,
  grain bigint not null,        -- 0: the shard; a unit; minus a place
  margin bigint not null,       -- 0: all; else hash of field=code
  register int not null,
  stage int not null,           -- 0 submitted, 1 approved
  plane int not null,
  w0 int not null,
  w1 int not null,
  n bigint not null,
  v0 bigint not null, v1 bigint not null, v2 bigint not null, v3 bigint not null, v4 bigint not null,
  v5 bigint not null, v6 bigint not null, v7 bigint not null, v8 bigint not null, v9 bigint not null,
  v10 bigint not null, v11 bigint not null, v12 bigint not null, v13 bigint not null, v14 bigint not null,
  v15 bigint not null, v16 bigint not null, v17 bigint not null, v18 bigint not null, v19 bigint not null,
  primary key (shard, grain, margin, register, stage, plane, w0, w1)
) without rowid;

CREATE TABLE grant_ (
  account bigint not null,
  role text not null,
  unit bigint not null,
  primary key (account, role, unit)
) without rowid;

CREATE TABLE issue (
  id bigint not null primary key,
  report text not null,
  unit bigint not null,
  period text not null,
  year int not null,            -- in which its number was given
  number text not null,
  symbol text not null,
  at text not null,
  actor text not null,
  hash text not null,
  body blob not null,
  docx blob
) without rowid;

CREATE UNIQUE INDEX issue_number on issue (unit, year, number, symbol);

CREATE TABLE journal (
  shard bigint not null,
  record bigint not null,
  version int not null,         -- the version that the act made
  verb text not null,
  actor text not null,
  at text not null,             -- RFC 3339, UTC
  why text not null,
  body text,                    -- the version before it, whole, JSON; null when there was none
  primary key (shard, record, version)
) without rowid;

CREATE TABLE link (
  shard bigint not null,
  record bigint not null,
  role text not null,          -- the field
  unit bigint not null,
  primary key (shard, record, role, unit)
) without rowid;

CREATE INDEX link_unit on link (shard, unit, record);

CREATE TABLE meta (version int not null);

CREATE TABLE moved (
  shard bigint not null,
  register int not null,
  portion int not null,         -- 0: records; a year: its facts; 1: facts of windows over the end of a year
  n bigint not null,
  primary key (shard, register, portion)
) without rowid;

CREATE TABLE organisation (
  id bigint not null primary key,
  code text not null,
  versions text not null,       -- JSON
  paper text                    -- JSON
) without rowid;

CREATE TABLE record (
  shard bigint not null,
  unit bigint not null,
  day int not null,             -- 20251214: last day of an event or total, opening day of a stock
  id bigint not null,
  first_day int not null,
  closed int,                   -- of a stock; null: open
  register int not null,
  edition int not null,
  place bigint not null,
  kind int not null,            -- 1 event, 2 stock, 3 rest total, 4 whole total
  state int not null,           -- 1 draft, 2 submitted, 3 returned, 4 approved, 5 void
  version int not null,
  row_key text not null,       -- of an import, else made by us; stays as first given
  row_hash blob,              -- of the row as last imported
  batch bigint,                 -- the import it came with
  lead bigint,                  -- the record that this one repeats,
  lead_in bigint,               -- and its shard
  v0 bigint, v1 bigint, v2 bigint, v3 bigint, v4 bigint,
  v5 bigint, v6 bigint, v7 bigint, v8 bigint, v9 bigint,
  v10 bigint, v11 bigint, v12 bigint, v13 bigint, v14 bigint,
  v15 bigint, v16 bigint, v17 bigint, v18 bigint, v19 bigint, -- null: not given
  body text not null,           -- the whole form with qualifiers, JSON
  primary key (shard, unit, day, id)
) without rowid;

CREATE INDEX record_batch on record (shard, batch) where batch is not null;

CREATE INDEX record_closed on record (shard, register, closed) where kind = 2;

CREATE INDEX record_day on record (shard, day, id);

CREATE UNIQUE INDEX record_id on record (shard, id);

CREATE INDEX record_lead on record (shard, lead_in, lead) where lead is not null;

CREATE INDEX record_long on record (shard, place, register, day) where first_day < day and kind = 1;

CREATE INDEX record_place on record (shard, place, register, day);

CREATE INDEX record_register on record (shard, register, day, id);

CREATE UNIQUE INDEX record_row_key on record (shard, register, row_key) where state <> 5;

CREATE INDEX record_total on record (shard, register, first_day, day) where kind > 2;

CREATE INDEX record_void_key on record (shard, register, row_key) where state = 5;

CREATE INDEX record_waiting on record (shard, day, id) where state < 4;

CREATE TABLE search (
  shard bigint not null,
  register int not null,
  day int not null,
  id bigint not null,
  words text not null,             -- each word behind a space
  primary key (shard, register, day, id)
) without rowid;

CREATE TABLE session (
  hash text not null primary key, -- SHA-256 of the secret that the browser keeps
  id bigint not null,              -- by which its owner ends it
  account bigint not null,
  made text not null,
  seen text not null,
  agent text not null              -- what the browser says it is, shortened
) without rowid;

CREATE INDEX session_account on session (account);

CREATE TABLE setting (
  name text not null primary key,
  value text not null
) without rowid;

CREATE TABLE target_set (
  id bigint not null primary key,
  unit bigint not null,
  programme text not null,
  first_year int not null,
  last_year int not null,
  body text not null,           -- JSON
  at text not null,
  actor text not null,
  ended text                    -- when another took its place; null: in force
) without rowid;

CREATE INDEX target_set_unit on target_set (unit, programme);

CREATE TABLE upload (
  id bigint not null primary key,
  account bigint not null,
  register text not null,
  file text not null,
  at text not null,
  body blob not null
, writing text) without rowid;
