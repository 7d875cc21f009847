-- Void records by their row key: an import asks whether a row was voided.
create index record_void_key on record (shard, register, row_key) where state = 5;
