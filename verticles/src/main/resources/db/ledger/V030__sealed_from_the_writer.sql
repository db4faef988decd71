-- What the tree needs of a batch, from the writer that has all of it in memory: sealing a batch need not read its
-- entries again. Null in batches of before; those are read. Whoever checks the books reads everything.
alter table batch
    add column postings bigint check (postings >= 0),
    add column postings_root bytea check (length(postings_root) = 32),
    add constraint postings_with_root check ((postings is null) = (postings_root is null));

-- Events are read back now and then and hashed as they are: compressing them would cost every commit more than the
-- bytes it saves.
alter table batch alter column events set storage external;
