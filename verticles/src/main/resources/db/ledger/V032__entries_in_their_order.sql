-- Entries are added at the end of the index that lists read backwards; a descending one splits its first page in the
-- middle again and again.
drop index entry_by_age;

create index entry_by_age on entry (tenant_id, id);
