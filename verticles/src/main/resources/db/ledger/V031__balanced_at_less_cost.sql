-- The same rule as before, asked in two steps. Grouping by currency costs more than writing the postings, and nearly
-- every entry has one currency: only where an entry does not pass the first look are its currencies told apart.
create or replace function refuse_unbalanced() returns trigger language plpgsql as $$
begin
    if exists (
        select from new_postings group by entry_id
        having sum(direction * amount) <> 0 or count(*) < 2 or min(currency) <> max(currency)
    ) and exists (
        select from new_postings group by entry_id, currency having sum(direction * amount) <> 0 or count(*) < 2
    ) then
        raise exception 'a journal entry does not balance' using errcode = 'check_violation';
    end if;
    return null;
end $$;
