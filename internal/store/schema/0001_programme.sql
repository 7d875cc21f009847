-- What happened: the version in force. Former versions stand in journal.
create table record (
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
  row_key {key} not null,       -- of an import, else made by us; stays as first given
  row_hash {blob},              -- of the row as last imported
  batch bigint,                 -- the import it came with
  lead bigint,                  -- the record that this one repeats,
  lead_in bigint,               -- and its shard
  v0 bigint, v1 bigint, v2 bigint, v3 bigint, v4 bigint,
  v5 bigint, v6 bigint, v7 bigint, v8 bigint, v9 bigint,
  v10 bigint, v11 bigint, v12 bigint, v13 bigint, v14 bigint,
  v15 bigint, v16 bigint, v17 bigint, v18 bigint, v19 bigint, -- null: not given
  body text not null,           -- the whole form with qualifiers, JSON
  primary key (shard, unit, day, id)
){tail};
create unique index record_id on record (shard, id);
create unique index record_row_key on record (shard, register, row_key) where state <> 5;
create index record_register on record (shard, register, day, id);
create index record_day on record (shard, day, id);
create index record_place on record (shard, place, register, day);
create index record_long on record (shard, place, register, day) where first_day < day and kind = 1;
create index record_waiting on record (shard, day, id) where state < 4;
create index record_total on record (shard, register, first_day, day) where kind > 2;
create index record_closed on record (shard, register, closed) where kind = 2;
create index record_batch on record (shard, batch) where batch is not null;
create index record_lead on record (shard, lead_in, lead) where lead is not null;

-- What it adds up to; only ever written by adding. A row of zeros is not kept.
-- Register, stage and plane stand before the window so that sums are read in
-- key order, without sorting.
create table fact (
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
){fact_tail};

-- Units named in the fields of a record.
create table link (
  shard bigint not null,
  record bigint not null,
  role {key} not null,          -- the field
  unit bigint not null,
  primary key (shard, record, role, unit)
){tail};
create index link_unit on link (shard, unit, record);

-- Who made which version of a record, when and why.
create table journal (
  shard bigint not null,
  record bigint not null,
  version int not null,         -- the version that the act made
  verb text not null,
  actor text not null,
  at text not null,             -- RFC 3339, UTC
  why text not null,
  body text,                    -- the version before it, whole, JSON; null when there was none
  primary key (shard, record, version)
){tail};

-- Imports.
create table batch (
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
){tail};

-- Reports as they were issued; never changed.
create table issue (
  id bigint not null primary key,
  report text not null,
  unit bigint not null,
  period text not null,
  year int not null,            -- in which its number was given
  number {key} not null,
  symbol {key} not null,
  at text not null,
  actor text not null,
  hash text not null,
  body {blob} not null,
  docx {blob}
){tail};
create unique index issue_number on issue (unit, year, number, symbol);

create table account (
  id bigint not null primary key,
  name {key} not null unique,
  full_name text not null,
  password_hash text not null,
  disabled int not null,
  at text not null
){tail};

create table grant_ (
  account bigint not null,
  role {key} not null,
  unit bigint not null,
  primary key (account, role, unit)
){tail};

create table organisation (
  id bigint not null primary key,
  code text not null,
  versions text not null,       -- JSON
  paper text                    -- JSON
){tail};

-- Acts on other things than records.
create table event (
  id bigint not null primary key,
  at text not null,
  actor text not null,
  verb text not null,
  what text not null,
  why text not null
){tail};

-- What the installation remembers about itself.
create table setting (
  name {key} not null primary key,
  value text not null
){tail};

create table meta (version int not null);
