-- Pairs of records that look alike and that a person has told apart: two events.
create table apart (
  a bigint not null,            -- the smaller id
  b bigint not null,
  at text not null,
  actor text not null,
  primary key (a, b)
){tail};
create index apart_b on apart (b);

-- Since when a file is being written; null: it is not, or came to an end. What stands
-- here when nobody writes it was cut off.
alter table upload add column writing text;
