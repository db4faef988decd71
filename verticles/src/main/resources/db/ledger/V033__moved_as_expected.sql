-- Changes accounts only if each is still what the writer expects, and nothing belongs to it that the writer would have
-- had to read first: optimistic concurrency control in place of a lock and an answer. What is not as expected fails
-- the batch as a serialization failure, and it is decided again with locks. `version` counts postings, so with it
-- debits and credits are what was expected as well.
-- Limits and monitors are looked for after the rows are locked by their change: whoever sets a limit locks them too.
create function move_accounts(ids uuid[], versions bigint[], floors bigint[], statuses text[], debits bigint[],
    credits bigint[], next_versions bigint[], at timestamptz) returns void
language plpgsql set search_path = ledger, pg_temp as $$
declare
    moved bigint;
begin
    update account set posted_debits = expected.debits, posted_credits = expected.credits,
        version = expected.next_version,
        posted_at = case when expected.next_version > account.version then at else account.posted_at end
    from unnest(ids, versions, floors, statuses, debits, credits, next_versions)
        as expected (id, version, floor, status, debits, credits, next_version)
    where account.id = expected.id and account.version = expected.version and account.held = 0
        and account.status = expected.status and account.floor is not distinct from expected.floor;
    get diagnostics moved = row_count;
    if moved <> cardinality(ids)
        or exists (select from monitor where active and account_id = any (ids))
        or (exists (select from limit_rule) and exists (
            select from account join limit_rule on limit_rule.subject = any (array[account.id, account.owner_id])
            where account.id = any (ids)))
    then
        raise exception 'an account is not as expected' using errcode = 'serialization_failure';
    end if;
end $$;

revoke all on function move_accounts(uuid[], bigint[], bigint[], text[], bigint[], bigint[], bigint[], timestamptz)
    from public;
grant execute on function move_accounts(uuid[], bigint[], bigint[], text[], bigint[], bigint[], bigint[], timestamptz)
    to flowlet_ledger;
