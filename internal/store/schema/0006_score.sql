create table target_set (
  id bigint not null primary key,
  unit bigint not null,
  programme {key} not null,
  first_year int not null,
  last_year int not null,
  body text not null,           -- JSON
  at text not null,
  actor text not null,
  ended text                    -- when another took its place; null: in force
){tail};
create index target_set_unit on target_set (unit, programme);

create table attention (
  id bigint not null primary key,
  unit bigint not null,         -- in which it was chosen
  year int not null,
  place bigint not null,        -- that was chosen
  body text not null,           -- JSON: reasons, weights, what was known then
  at text not null,
  actor text not null,
  ended text                    -- when it was taken back; null: in force
){tail};
create index attention_unit on attention (unit, year);
