-- What is kept of a register in a shard, in portions, each with a number that is another
-- whenever that portion has changed: what was read of it before may be used again while
-- the number is the same.
create table moved (
  shard bigint not null,
  register int not null,
  portion int not null,         -- 0: records; a year: its facts; 1: facts of windows over the end of a year
  n bigint not null,
  primary key (shard, register, portion)
){tail};
insert into moved (shard, register, portion, n)
select distinct shard, register, case when w0 / 10000 = w1 / 10000 then w1 / 10000 else 1 end, 1 from fact;
