-- Entries are added at the end of the index that lists read backwards; a descending one splits its first page in the
-- middle again and again.
drop index entry_by_age;

create index entry_by_age on entry (tenant_id, id);

-- What is only ever added to looks the same after a fifth more of it; statistics are made anew when it has doubled.
alter table entry set (autovacuum_analyze_scale_factor = 1);

alter table posting set (autovacuum_analyze_scale_factor = 1);

alter table idempotency set (autovacuum_analyze_scale_factor = 1);
