package finance.flowlet.ledger;

/// What the ledger is asked. A filter that is not set is null and does not restrict; every list is bounded
/// by its limit.
interface QuerySql {
    /// Holds whose time has passed reserve nothing any more, whether or not somebody has touched the
    /// account since.
    String HELD = """
            held - coalesce((
                select sum(hold.amount - hold.captured) from hold
                where hold.account_id = account.id and hold.status = 'ACTIVE' and hold.expires_at <= $3), 0)::bigint
                as held
            """;

    /// Accounts by id, for all who ask at once, of whatever tenant. An account that holds nothing is not asked
    /// for its holds.
    String READ_ACCOUNTS = """
            select id, tenant_id, code, class, currency, owner_id, posted_debits, posted_credits, floor, status,
                version, coalesce(posted_at, created_at) as posted_at,
                case when held = 0 then 0 else held - coalesce((
                    select sum(hold.amount - hold.captured) from hold
                    where hold.account_id = account.id and hold.status = 'ACTIVE' and hold.expires_at <= $2), 0)::bigint
                end as held
            from account where id = any ($1::uuid[])""";

    String LIST_ACCOUNTS = """
            select id, tenant_id, code, class, currency, owner_id, posted_debits, posted_credits, floor, status,
                version, coalesce(posted_at, created_at) as posted_at,
            """ + HELD + """
            from account
            where tenant_id = $1
                and ($2::text is null or currency = $2)
                and ($4::text is null or class = $4)
                and ($5::text is null or code = $5)
                and ($6::uuid is null or (created_at, id) < (select a.created_at, a.id from account a where a.id = $6))
            order by created_at desc, id desc
            limit $7 offset $8""";

    String POSTING_COLUMNS = """
            select p.entry_id, p.line, p.account_id, p.account_version, p.direction, p.amount, p.currency,
                p.balance_after, e.kind, e.reference, e.description, e.created_at, e.effective_at,
                other.account_id as counterparty, account.code as counterparty_code
            """;

    /// The account on the other side, when there is exactly one.
    String COUNTERPARTY = """
            left join lateral (
                select max(o.account_id::text)::uuid as account_id
                from posting o where o.entry_id = p.entry_id and o.direction = -p.direction
                having count(*) = 1) other on true
            left join account on account.id = other.account_id
            """;

    String LIST_POSTINGS_OF_ACCOUNT = POSTING_COLUMNS + """
            from posting p join entry e on e.id = p.entry_id
            """ + COUNTERPARTY + """
            where e.tenant_id = $1 and p.account_id = $2
                and ($3::uuid is null or p.entry_id = $3)
                and ($4::text is null or e.kind = $4)
                and ($5::smallint is null or p.direction = $5)
                and ($6::timestamptz is null or e.created_at >= $6)
                and ($7::timestamptz is null or e.created_at < $7)
                and ($8::bigint is null or p.amount >= $8)
                and ($9::bigint is null or p.account_version < $9)
            order by p.account_version desc
            limit $10 offset $11""";

    String LIST_POSTINGS_OF_TENANT = POSTING_COLUMNS + """
            from entry e join posting p on p.entry_id = e.id
            """ + COUNTERPARTY + """
            where e.tenant_id = $1
                and ($2::uuid is null or p.entry_id = $2)
                and ($3::text is null or e.kind = $3)
                and ($4::smallint is null or p.direction = $4)
                and ($5::timestamptz is null or e.created_at >= $5)
                and ($6::timestamptz is null or e.created_at < $6)
                and ($7::bigint is null or p.amount >= $7)
                and ($8::uuid is null or (e.id, -p.line) < ($8, -$9::int))
            order by e.id desc, p.line
            limit $10 offset $11""";

    String LIST_ENTRIES = """
            select id, kind, reference, description, actor, effective_at, created_at, writer_id, batch, position
            from entry
            where tenant_id = $1
                and ($2::uuid is null or id = $2)
                and ($3::text is null or kind = $3)
                and ($4::text is null or reference = $4)
                and ($5::timestamptz is null or created_at >= $5)
                and ($6::timestamptz is null or created_at < $6)
                and ($7::uuid is null or id < $7)
            order by id desc
            limit $8 offset $9""";

    String POSTINGS_OF_ENTRIES = POSTING_COLUMNS + """
            from posting p join entry e on e.id = p.entry_id
            """ + COUNTERPARTY + """
            where p.entry_id = any ($1::uuid[])
            order by p.entry_id desc, p.line""";

    String TRIAL_BALANCE = """
            select currency, class, count(*) as accounts, sum(posted_debits) as debits, sum(posted_credits) as credits
            from account where tenant_id = $1
            group by currency, class order by currency, class""";
}
