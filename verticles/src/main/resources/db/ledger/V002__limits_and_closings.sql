-- Limits, balance monitors, the closing of periods, and recorded times that never run backwards on an account.

alter table account add column posted_at timestamptz;
comment on column account.posted_at is 'When it was last posted to; the next posting is recorded no earlier.';

drop index hold_active;
create index hold_active on hold (account_id, expires_at) where status = 'ACTIVE';
create index hold_due on hold (expires_at) where status = 'ACTIVE';

-- A ceiling on what leaves the accounts of a subject: one account, or one owner. Null is no ceiling.
create table limit_rule (
    tenant_id uuid not null,
    subject uuid not null,
    currency char(3) not null,
    time_window text not null check (time_window in ('TRANSACTION', 'DAY', 'MONTH')),
    max_amount bigint check (max_amount >= 0),
    max_count bigint check (max_count >= 0),
    created_at timestamptz not null,
    primary key (subject, currency, time_window),
    check (max_amount is not null or max_count is not null)
);

-- What was spent in one window. Counted only while there is a limit.
create table limit_usage (
    subject uuid not null,
    currency char(3) not null,
    time_window text not null check (time_window in ('DAY', 'MONTH')),
    starts_at timestamptz not null,
    amount bigint not null default 0 check (amount >= 0),
    count bigint not null default 0 check (count >= 0),
    primary key (subject, currency, time_window, starts_at)
) with (fillfactor = 80);

create function window_start(time_window text, at timestamptz) returns timestamptz language sql immutable as $$
    select date_trunc(time_window, at, 'UTC')
$$;

-- The windows in which a batch may count something, for accounts that are named and accounts of holds that are: of
-- the present moment, and of the moment a hold was placed that may end now.
create function limit_windows(accounts uuid[], holds uuid[], at timestamptz)
returns table (subject uuid, currency char(3), time_window text, starts_at timestamptz) language sql stable as $$
    with touched as (
        select account.id, account.owner_id, account.tenant_id, account.currency, account.held
        from account
        where exists (select from limit_rule)
            and account.id = any (accounts || array(select hold.account_id from hold where hold.id = any (holds)))),
    moment as (
        select touched.id, touched.owner_id, touched.tenant_id, touched.currency, limit_windows.at as at
        from touched
        union all
        select touched.id, touched.owner_id, touched.tenant_id, touched.currency, hold.created_at
        from touched
        join hold on hold.account_id = touched.id and hold.status = 'ACTIVE'
        where touched.held > 0 and (hold.id = any (holds) or hold.expires_at <= limit_windows.at))
    select distinct rule.subject, rule.currency, rule.time_window, window_start(rule.time_window, moment.at)
    from moment
    join limit_rule rule on rule.subject = any (array[moment.id, moment.owner_id])
    where rule.tenant_id = moment.tenant_id and rule.currency = moment.currency and rule.time_window <> 'TRANSACTION'
$$;

create table monitor (
    id uuid primary key,
    tenant_id uuid not null,
    account_id uuid not null,
    field text not null check (field in ('CURRENT', 'AVAILABLE')),
    condition text not null check (condition in ('BELOW', 'ABOVE')),
    amount bigint not null,
    active boolean not null,
    crossings bigint not null default 0,
    last_crossed_at timestamptz,
    created_at timestamptz not null
);
create index monitor_of_account on monitor (account_id) where active;

-- Up to when the books of a tenant are closed. It only ever moves forward.
create table closing (
    tenant_id uuid primary key,
    closed_before timestamptz
);

create function refuse_reopening() returns trigger language plpgsql as $$
begin
    raise exception 'a closed period stays closed' using errcode = 'check_violation';
end $$;
create trigger only_forward before update on closing
    for each row when (old.closed_before is not null
        and (new.closed_before is null or new.closed_before < old.closed_before))
    execute function refuse_reopening();
create trigger never_deleted before delete or truncate on closing
    for each statement execute function refuse_change();

-- The kernel refuses it as a decline; this only makes sure that it cannot be forgotten.
create function refuse_closed_period() returns trigger language plpgsql as $$
begin
    if exists (
        select from new_entries join closing on closing.tenant_id = new_entries.tenant_id
        where new_entries.effective_at < closing.closed_before
    ) then
        raise exception 'the period is closed' using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger period_open after insert on entry referencing new table as new_entries
    for each statement execute function refuse_closed_period();

-- Replaces the limits of subjects in a currency. What was spent in the running windows is counted from the journal
-- and the holds, so that a limit that is set at noon knows the morning.
create function record_limit_rules(rows jsonb) returns void language plpgsql as $$
declare
    asked record;
begin
    for asked in
        select r.tenant_id, r.subject, r.currency, r.rules, r.at
        from jsonb_to_recordset(rows) as r (
            tenant_id uuid, subject uuid, currency char(3), rules jsonb, at timestamptz)
    loop
        -- Whoever is spending now ends first: what they spend is counted below, and nothing slips in between.
        perform from account
        where account.tenant_id = asked.tenant_id and account.currency = asked.currency
            and (account.id = asked.subject or account.owner_id = asked.subject)
        order by account.id for no key update;
        delete from limit_rule where subject = asked.subject and currency = asked.currency;
        insert into limit_rule (tenant_id, subject, currency, time_window, max_amount, max_count, created_at)
        select asked.tenant_id, asked.subject, asked.currency, r.time_window, r.max_amount, r.max_count, asked.at
        from jsonb_to_recordset(asked.rules) as r (time_window text, max_amount bigint, max_count bigint)
        where r.max_amount is not null or r.max_count is not null;
        -- A count goes on as long as there is a limit to it; without one nobody has kept it up to date.
        delete from limit_usage
        where subject = asked.subject and currency = asked.currency and time_window not in (
            select time_window from limit_rule where subject = asked.subject and currency = asked.currency);
        insert into limit_usage (subject, currency, time_window, starts_at, amount, count)
        select asked.subject, asked.currency, rule.time_window, span.starts_at,
            sum(coalesce(spent.amount, 0)), sum(coalesce(spent.count, 0))
        from limit_rule rule
        cross join lateral (select window_start(rule.time_window, asked.at) as starts_at) span
        left join account on account.tenant_id = asked.tenant_id and account.currency = asked.currency
            and (account.id = asked.subject or account.owner_id = asked.subject)
        left join lateral (
            select sum(one.amount) as amount, count(*) as count
            from (
                -- Only the postings of the window are read, however many there were before it.
                select posting.amount
                from posting join entry on entry.id = posting.entry_id
                where posting.account_id = account.id and posting.direction = -1
                    and posting.account_version > recorded_postings(
                        account.id, account.version, span.starts_at - interval '1 microsecond')
                    and entry.kind in ('PAYMENT', 'EXCHANGE', 'WITHDRAWAL')
                union all
                select case hold.status when 'ACTIVE' then hold.amount else hold.captured end
                from hold
                where hold.account_id = account.id and hold.created_at >= span.starts_at
                    and (hold.status = 'ACTIVE' or hold.captured > 0)) one) spent on true
        where rule.subject = asked.subject and rule.currency = asked.currency and rule.time_window <> 'TRANSACTION'
        group by rule.time_window, span.starts_at
        on conflict do nothing;
    end loop;
end $$;

create function record_monitors(rows jsonb) returns void language sql as $$
    insert into monitor (id, tenant_id, account_id, field, condition, amount, active, created_at)
    select r.id, r.tenant_id, r.account_id, r.field, r.condition, r.amount, r.active, r.created_at
    from jsonb_to_recordset(rows) as r (
        id uuid, tenant_id uuid, account_id uuid, field text, condition text, amount bigint, active boolean,
        created_at timestamptz)
    on conflict (id) do update set active = excluded.active
$$;

create index account_of_owner on account (owner_id) where owner_id is not null;
create index hold_of_account on hold (account_id, created_at);

grant select, insert, delete on limit_rule to flowlet_ledger;
grant select, insert, update (amount, count), delete on limit_usage to flowlet_ledger;
grant select, insert, update (active, crossings, last_crossed_at) on monitor to flowlet_ledger;
grant select, insert, update (closed_before) on closing to flowlet_ledger;
grant update (floor, posted_at) on account to flowlet_ledger;
revoke all on function record_limit_rules(jsonb), record_monitors(jsonb) from public;
grant execute on function record_limit_rules(jsonb), record_monitors(jsonb) to flowlet_ledger;
