-- Articles of outlets that were read. What they count for stands in records, which bear
-- the id of their article as row key.
create table article (
  id bigint not null primary key,
  unit bigint not null,         -- the outlet
  day int not null,
  hash {key} not null,          -- of the text as it came: the same text of an outlet is one article
  version int not null,
  seen int not null,            -- 1: a person has read it
  body text not null,           -- JSON: what was found and what a reader said, without names of private persons
  page text,                    -- the text, without the sentences that give a victim away; null: forgotten
  until int,                    -- the last day on which the text is kept; null: forgotten
  at text not null,
  actor text not null
){tail};
create unique index article_hash on article (unit, hash);
create index article_day on article (unit, day, id);
create index article_until on article (until) where until is not null;
