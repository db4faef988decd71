package finance.flowlet.ledger;

/// The statements of a batch, in the order in which they are sent.
///
/// Locks are taken in one global order, or two writers would deadlock: keys, then accounts, then guards,
/// then what limits have counted, then closings, then new accounts; each kind by id. A row that a statement
/// waited for is read again once it is locked, so these are read as they are locked. What belongs to them is read
/// by statements of its own: a wait inside a statement does not refresh what it has read of other tables.
interface LedgerSql {
    /// Waits for a twin that is in flight with the same key, in this or any other writer. A lock and no row:
    /// a row would be written twice. The unique key of the answers stands behind it.
    String LOCK_KEYS = """
            select pg_advisory_xact_lock(key) from unnest($1::bigint[]) as asked (key)""";

    String READ_ANSWERS = """
            select i.scope, i.key, i.fingerprint, i.status, i.body
            from unnest($1::uuid[], $2::text[]) as asked (scope, key)
            join idempotency i on i.scope = asked.scope and i.key = asked.key
            where i.status is not null""";

    /// A hold names its account once and for all, so the account's lock is the hold's lock too. One array
    /// of ids, not two conditions: `or` would be a walk over all accounts.
    String LOCK_ACCOUNTS = """
            select id, tenant_id, code, class, currency, owner_id, posted_debits, posted_credits, held, floor, status,
                version, coalesce(posted_at, created_at) as posted_at
            from account
            where id = any ($1::uuid[] || array(select account_id from hold where hold.id = any ($2::uuid[])))
            order by id for no key update""";

    /// The holds that are named, and those that have expired on the accounts that are: they lapse. While none has,
    /// no account is looked at.
    String READ_HOLDS = """
            select id, tenant_id, account_id, amount, captured, status, expires_at, created_at
            from hold where id = any ($1::uuid[])
            union all
            select id, tenant_id, account_id, amount, captured, status, expires_at, created_at
            from hold
            where status = 'ACTIVE' and expires_at <= $3 and id <> all ($1::uuid[])
                and account_id = any (array(
                    select account.id from account
                    where exists (select from hold due where due.status = 'ACTIVE' and due.expires_at <= $3)
                        and account.held > 0 and account.id = any ($2::uuid[]
                        || array(select named.account_id from hold named where named.id = any ($1::uuid[])))))""";

    String CREATE_GUARDS = """
            insert into guard (id, tenant_id, ceiling)
            select id, tenant_id, 0 from unnest($1::uuid[], $2::uuid[]) as asked (id, tenant_id) order by id
            on conflict do nothing""";

    String LOCK_GUARDS = """
            select id, tenant_id, used, ceiling from guard
            where id = any ($1::uuid[]) order by id for no key update""";

    /// Where nobody has set a limit this costs next to nothing.
    String CREATE_USAGES = """
            insert into limit_usage (subject, currency, time_window, starts_at)
            select subject, currency, time_window, starts_at
            from limit_windows($1::uuid[], $2::uuid[], $3)
            order by subject, currency, time_window, starts_at
            on conflict do nothing""";

    String LOCK_USAGES = """
            select subject, currency, time_window, starts_at, amount, count from limit_usage
            where (subject, currency, time_window, starts_at) in (
                select subject, currency, time_window, starts_at from limit_windows($1::uuid[], $2::uuid[], $3))
            order by subject, currency, time_window, starts_at for no key update""";

    /// Where nobody has set a limit no account is looked at.
    String READ_RULES = """
            select tenant_id, subject, currency, time_window, max_amount, max_count
            from limit_rule
            where subject = any (array(
                select unnest(array[id, owner_id]) from account
                where exists (select from limit_rule)
                    and id = any ($1::uuid[] || array(select account_id from hold where hold.id = any ($2::uuid[])))))
            order by subject, time_window desc""";

    String READ_MONITORS = """
            select id, account_id, field, condition, amount, crossings
            from monitor
            where active and account_id = any (
                $1::uuid[] || array(select account_id from hold where hold.id = any ($2::uuid[])))
            order by id""";

    String CREATE_CLOSINGS = """
            insert into closing (tenant_id) select tenant_id from unnest($1::uuid[]) as asked (tenant_id)
            order by tenant_id
            on conflict do nothing""";

    String LOCK_CLOSINGS = """
            select tenant_id, closed_before from closing
            where tenant_id = any ($1::uuid[]) order by tenant_id for no key update""";

    String UPDATE_ACCOUNTS = """
            update account set posted_debits = changed.debits, posted_credits = changed.credits, held = changed.held,
                floor = changed.floor, status = changed.status, version = changed.version, posted_at = changed.posted_at
            from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::bigint[],
                $8::timestamptz[])
                as changed (id, debits, credits, held, floor, status, version, posted_at)
            where account.id = changed.id""";

    String MOVE_ACCOUNTS = """
            select move_accounts($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[],
                $7::bigint[], $8)""";

    String INSERT_ACCOUNTS = """
            insert into account (id, tenant_id, code, class, currency, owner_id, posted_debits, posted_credits, held,
                floor, status, version, created_at)
            select id, tenant_id, code, class, currency, owner_id, debits, credits, held, floor, status, version, $13
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::bigint[],
                $8::bigint[], $9::bigint[], $10::bigint[], $11::text[], $12::bigint[])
                as opened (
                    id, tenant_id, code, class, currency, owner_id, debits, credits, held, floor, status, version)""";

    String INSERT_ENTRIES = """
            insert into entry (id, tenant_id, kind, reference, description, actor, effective_at, created_at, writer_id,
                batch, position)
            select id, tenant_id, kind, reference, description, actor, effective_at, $8, $9, $10, ordinality - 1
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
                with ordinality
                as written (id, tenant_id, kind, reference, description, actor, effective_at, ordinality)""";

    String INSERT_POSTINGS = """
            insert into posting (account_id, account_version, entry_id, line, direction, amount, currency,
                balance_after)
            select account_id, account_version, entry_id, line, direction, amount, currency, balance_after
            from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::smallint[], $5::smallint[], $6::bigint[], $7::text[],
                $8::bigint[])
                as written (account_id, account_version, entry_id, line, direction, amount, currency, balance_after)""";

    String INSERT_HOLDS = """
            insert into hold (id, tenant_id, account_id, amount, captured, status, expires_at, created_at)
            select id, tenant_id, account_id, amount, captured, status, expires_at, $8
            from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::timestamptz[])
                as placed (id, tenant_id, account_id, amount, captured, status, expires_at)""";

    String UPDATE_HOLDS = """
            update hold set captured = changed.captured, status = changed.status
            from unnest($1::uuid[], $2::bigint[], $3::text[]) as changed (id, captured, status)
            where hold.id = changed.id""";

    String UPDATE_GUARDS = """
            update guard set used = changed.used, ceiling = changed.ceiling
            from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as changed (id, used, ceiling)
            where guard.id = changed.id""";

    String UPDATE_USAGES = """
            update limit_usage set amount = changed.amount, count = changed.count
            from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[], $6::bigint[])
                as changed (subject, currency, time_window, starts_at, amount, count)
            where limit_usage.subject = changed.subject and limit_usage.currency = changed.currency
                and limit_usage.time_window = changed.time_window and limit_usage.starts_at = changed.starts_at""";

    String UPDATE_MONITORS = """
            update monitor set crossings = told.crossings, last_crossed_at = $3
            from unnest($1::uuid[], $2::bigint[]) as told (id, crossings)
            where monitor.id = told.id""";

    String UPDATE_CLOSINGS = """
            update closing set closed_before = closed.before
            from unnest($1::uuid[], $2::timestamptz[]) as closed (tenant_id, before)
            where closing.tenant_id = closed.tenant_id""";

    String INSERT_ANSWERS = """
            insert into idempotency (scope, key, fingerprint, status, body, created_at)
            select scope, key, fingerprint, status, body, $6
            from unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::text[])
                as answered (scope, key, fingerprint, status, body)""";

    String INSERT_BATCH = """
            insert into batch (writer_id, number, previous_root, root, entries, events, committed_at, postings,
                postings_root)
            values ($1, $2, $3, $4, $5, $6::text::json, $7, $8, $9)""";

    String INSERT_WRITER = """
            insert into writer (id, started_at) values ($1, $2)""";

    /// The first eight digits of the name of the log file that is written to; none in recovery.
    String READ_TIMELINE = """
            select case when pg_is_in_recovery() then 0
                else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint end as timeline""";
}
