-- Balances of the past, and accounting periods.

-- How many postings of an account had been recorded when `moment` had passed. Its postings are numbered without gaps in
-- the order of their recorded times, so halving finds the last one without an index of times.
create function recorded_postings(account uuid, postings bigint, moment timestamptz) returns bigint
language plpgsql stable as $$
declare
    low bigint := 0;
    high bigint := postings;
    middle bigint;
begin
    while low < high loop
        middle := (low + high + 1) / 2;
        if (select e.created_at <= moment
            from posting p join entry e on e.id = p.entry_id
            where p.account_id = account and p.account_version = middle)
        then
            low := middle;
        else
            high := middle - 1;
        end if;
    end loop;
    return low;
end $$;

-- Months that are over for good. A period begins where the one before ends; the first has no beginning. `counted_at`
-- says since when every account has its closing balance.
create table period (
    tenant_id uuid not null,
    starts_at timestamptz,
    ends_at timestamptz not null,
    closed_at timestamptz not null,
    closed_by text not null,
    counted_at timestamptz,
    primary key (tenant_id, ends_at),
    check (starts_at < ends_at and ends_at <= closed_at)
);

-- What an account stood at when a period ended, by effective time: nothing that takes effect in a closed period can be
-- recorded any more, so a row is right for ever and no sum needs to look further back. All postings below
-- `next_version` are in it. An account without a row had no postings yet.
create table period_balance (
    account_id uuid not null,
    ends_at timestamptz not null,
    tenant_id uuid not null,
    debits bigint not null check (debits >= 0),
    credits bigint not null check (credits >= 0),
    postings bigint not null check (postings > 0),
    next_version bigint not null check (next_version > 0),
    primary key (account_id, ends_at),
    foreign key (tenant_id, ends_at) references period
);
create index period_balance_of_tenant on period_balance (tenant_id, ends_at);

-- Entries come in nearly in the order of their times, which is all that this kind of index needs; it costs a writer
-- next to nothing. Back-dated entries are the exceptions that the operator class makes room for.
create index entry_by_time on entry using brin (
    created_at timestamptz_minmax_multi_ops, effective_at timestamptz_minmax_multi_ops);

create function record_periods(rows jsonb) returns void
language sql set search_path = ledger, pg_temp as $$
    insert into period (tenant_id, starts_at, ends_at, closed_at, closed_by)
    select r.tenant_id, r.starts_at, r.ends_at, r.closed_at, r.closed_by
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, starts_at timestamptz, ends_at timestamptz, closed_at timestamptz, closed_by text)
$$;

create trigger append_only before delete or truncate on period
    for each statement execute function refuse_change();
create trigger closed_once before update on period
    for each row when (old.counted_at is not null) execute function refuse_change();
create trigger append_only before update or delete or truncate on period_balance
    for each statement execute function refuse_change();

revoke all on function recorded_postings(uuid, bigint, timestamptz), record_periods(jsonb) from public;
grant execute on function recorded_postings(uuid, bigint, timestamptz), record_periods(jsonb) to flowlet_ledger;
grant select, insert on period, period_balance to flowlet_ledger;
grant update (counted_at) on period to flowlet_ledger;
