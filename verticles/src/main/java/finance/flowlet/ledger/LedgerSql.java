package finance.flowlet.ledger;

/// The statements of a batch, in the order in which they are sent.
///
/// Locks are taken in one global order, or two writers would deadlock: keys, then accounts, then guards, then new
/// accounts; each kind by id. Locking and reading are separate statements, because a wait inside a statement
/// does not refresh what it has read already.
interface LedgerSql {
    /// Waits for a twin that is in flight with the same key, in this or any other writer.
    String CLAIM_KEYS = """
            insert into idempotency (scope, key, fingerprint, created_at)
            select scope, key, fingerprint, $4
            from unnest($1::uuid[], $2::text[], $3::text[]) as asked (scope, key, fingerprint)
            order by scope, key
            on conflict do nothing""";

    String READ_ANSWERS = """
            select i.scope, i.key, i.fingerprint, i.status, i.body
            from unnest($1::uuid[], $2::text[]) as asked (scope, key)
            join idempotency i on i.scope = asked.scope and i.key = asked.key
            where i.status is not null""";

    /// A hold names its account once and for all, so the account's lock is the hold's lock too.
    String LOCK_ACCOUNTS = """
            select id from account
            where id = any ($1::uuid[]) or id in (select account_id from hold where hold.id = any ($2::uuid[]))
            order by id for no key update""";

    String READ_ACCOUNTS = """
            select id, tenant_id, code, class, currency, owner_id, posted_debits, posted_credits, held, floor, status,
                version
            from account
            where id = any ($1::uuid[]) or id in (select account_id from hold where hold.id = any ($2::uuid[]))""";

    String READ_HOLDS = """
            select id, tenant_id, account_id, amount, captured, status, expires_at
            from hold where id = any ($1::uuid[])""";

    String CREATE_GUARDS = """
            insert into guard (id, tenant_id, ceiling)
            select id, tenant_id, 0 from unnest($1::uuid[], $2::uuid[]) as asked (id, tenant_id) order by id
            on conflict do nothing""";

    String LOCK_GUARDS = """
            select id from guard where id = any ($1::uuid[]) order by id for no key update""";

    String READ_GUARDS = """
            select id, tenant_id, used, ceiling from guard where id = any ($1::uuid[])""";

    String UPDATE_ACCOUNTS = """
            update account set posted_debits = changed.debits, posted_credits = changed.credits, held = changed.held,
                status = changed.status, version = changed.version
            from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[])
                as changed (id, debits, credits, held, status, version)
            where account.id = changed.id""";

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

    String STORE_ANSWERS = """
            update idempotency set fingerprint = answered.fingerprint, status = answered.status, body = answered.body
            from unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::text[])
                as answered (scope, key, fingerprint, status, body)
            where idempotency.scope = answered.scope and idempotency.key = answered.key""";

    String RELEASE_KEYS = """
            delete from idempotency using unnest($1::uuid[], $2::text[]) as released (scope, key)
            where idempotency.scope = released.scope and idempotency.key = released.key""";

    String INSERT_BATCH = """
            insert into batch (writer_id, number, previous_root, root, entries, events, committed_at)
            values ($1, $2, $3, $4, $5, $6::text::json, $7)""";

    String INSERT_WRITER = """
            insert into writer (id, started_at) values ($1, $2)""";
}
