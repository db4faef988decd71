package finance.flowlet.ledger;

/// The questions whose right answer is no row. Each row that comes back is the subject of a finding, as
/// text. They repeat what constraints refuse already, because a constraint can be dropped and a disk can
/// lie.
interface IntegritySql {
    /// Debits equal credits in each currency, over everything.
    String CURRENCIES_BALANCE = """
            select trim(currency) as subject from posting group by currency having sum(direction * amount) <> 0""";

    String ENTRIES_BALANCE = """
            select entry_id::text as subject from posting
            group by entry_id, currency having sum(direction * amount) <> 0 or count(*) < 2""";

    String ENTRIES_HAVE_POSTINGS = """
            select e.id::text as subject from entry e
            where not exists (select from posting p where p.entry_id = e.id)""";

    String POSTINGS_BELONG = """
            select p.account_id || '/' || p.account_version as subject
            from posting p left join entry e on e.id = p.entry_id left join account a on a.id = p.account_id
            where e.id is null or a.id is null or a.tenant_id <> e.tenant_id or a.currency <> p.currency""";

    String ACCOUNTS_EQUAL_THEIR_POSTINGS = """
            select a.id::text as subject
            from account a left join (
                select account_id, count(*) as postings,
                    coalesce(sum(amount) filter (where direction = -1), 0) as debits,
                    coalesce(sum(amount) filter (where direction = 1), 0) as credits
                from posting group by account_id) p on p.account_id = a.id
            where a.posted_debits <> coalesce(p.debits, 0) or a.posted_credits <> coalesce(p.credits, 0)
                or a.version <> coalesce(p.postings, 0)""";

    String RUNNING_BALANCES = """
            select account_id || '/' || account_version as subject
            from (
                select account_id, account_version, balance_after,
                    sum(direction * amount) over in_order as balance, row_number() over in_order as number
                from posting window in_order as (partition by account_id order by account_version)) p
            where balance_after <> balance or account_version <> number""";

    String FLOORS_HOLD = """
            select id::text as subject from account
            where posted_credits - posted_debits - held < floor or held < 0
                or (status = 'CLOSED' and (posted_credits <> posted_debits or held <> 0))""";

    String HELD_EQUALS_ACTIVE_HOLDS = """
            select a.id::text as subject
            from account a left join (
                select account_id, sum(amount - captured) as held from hold where status = 'ACTIVE' group by account_id
            ) h on h.account_id = a.id
            where a.held <> coalesce(h.held, 0)""";

    String HOLDS_ARE_WITHIN_BOUNDS = """
            select id::text as subject from hold where captured < 0 or captured > amount
                or (status = 'ACTIVE' and captured = amount)""";

    String GUARDS_ARE_WITHIN_CEILINGS = """
            select id::text as subject from guard where used < 0 or used > ceiling""";

    /// A key is claimed and answered in one commit, so a claim without an answer can never be seen.
    String KEYS_ARE_ANSWERED = """
            select scope || '/' || md5(key) as subject from idempotency where status is null or body is null""";

    String BATCHES_ARE_GAPLESS = """
            select writer_id || '/' || number as subject
            from (select writer_id, number, row_number() over (partition by writer_id order by number) as expected
                from batch) b
            where number <> expected""";

    /// A checkpoint knows how many batches there were, so a tail that was cut off is missed.
    String CHECKPOINTS_ARE_WITHIN_THE_TREE = """
            select 'checkpoint ' || tree_size as subject from checkpoint
            where tree_size > (select coalesce(max(index) + 1, 0) from tree_leaf)""";

    /// Both are written in one commit, so a leaf that no checkpoint covers was put there by somebody else.
    String LEAVES_ARE_SIGNED = """
            select 'leaf ' || signed.size as subject
            from (select coalesce(max(tree_size), 0) as size from checkpoint) signed
            where signed.size < (select coalesce(max(index) + 1, 0) from tree_leaf)""";

    /// A tree of n leaves has as many complete subtrees of two or more as n has more than it has ones in
    /// binary.
    String NO_SUBTREE_IS_TOO_MANY = """
            select nodes || ' subtrees over ' || leaves || ' leaves' as subject
            from (select (select count(*) from tree_node) as nodes, (select count(*) from tree_leaf) as leaves) counted
            where nodes <> leaves - bit_count(leaves::bit(64))""";

    String ENTRIES_STAND_IN_THEIR_BATCH = """
            select coalesce(e.writer_id, b.writer_id) || '/' || coalesce(e.batch, b.number) as subject
            from batch b full join (
                select writer_id, batch, count(*) as entries, max(position) as last from entry group by writer_id, batch
            ) e on e.writer_id = b.writer_id and e.batch = b.number
            where coalesce(b.entries, -1) <> coalesce(e.entries, 0)
                or coalesce(e.last + 1, 0) <> coalesce(e.entries, 0)""";

    /// An account's last closing balance is the sum of all that took effect before.
    String CLOSED_PERIODS_KEEP_THEIR_BALANCES = """
            select b.account_id || '/' || b.ends_at as subject
            from (select distinct on (account_id) account_id, ends_at, debits, credits, postings
                from period_balance order by account_id, ends_at desc) b
            cross join lateral (
                select count(*) as postings, coalesce(sum(p.amount) filter (where p.direction = -1), 0) as debits,
                    coalesce(sum(p.amount) filter (where p.direction = 1), 0) as credits
                from posting p join entry e on e.id = p.entry_id
                where p.account_id = b.account_id and e.effective_at < b.ends_at) found
            where b.debits <> found.debits or b.credits <> found.credits or b.postings <> found.postings""";

    String ENTRIES_ARE_REVERSED_ONCE = """
            select reference as subject from entry where kind = 'REVERSAL'
            group by tenant_id, reference having count(*) > 1""";

    /// What staff approved is in the books, and what they did not is not.
    String PROPOSALS_ARE_KEPT = """
            select p.entry_id::text as subject from proposal p left join entry e on e.id = p.entry_id
            where (p.status = 'POSTED') <> (e.id is not null) or e.tenant_id <> p.tenant_id or e.kind <> p.kind""";

    /// Without these a crash may lose what was acknowledged, or history may be rewritten.
    String SETTINGS_ARE_SAFE = """
            select name || ' is off' as subject from pg_settings
            where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off'
            union all
            select c.relname || '.' || t.tgname || ' is disabled'
            from pg_trigger t join pg_class c on c.oid = t.tgrelid
            where c.relnamespace = 'ledger'::regnamespace and t.tgenabled = 'D'""";

    /// How much each tenant has. Postings are counted by their account, which is a smaller table than that of
    /// the entries they belong to.
    String COUNTS = """
            select tenant_id, accounts, coalesce(entries, 0) as entries, coalesce(postings, 0) as postings,
                coalesce(batches, 0) as batches
            from (select tenant_id, count(*) as accounts from account group by tenant_id) a
            left join (select tenant_id, sum(entries)::bigint as entries, count(*) as batches
                from (select tenant_id, count(*) as entries from entry group by tenant_id, writer_id, batch) b
                group by tenant_id) e using (tenant_id)
            left join (select a.tenant_id, sum(p.postings)::bigint as postings
                from (select account_id, count(*) as postings from posting group by account_id) p
                join account a on a.id = p.account_id group by a.tenant_id) p using (tenant_id)""";

    String BATCHES = """
            select b.writer_id, b.number, b.previous_root, b.root, b.events::text as events, b.committed_at,
                l.hash as leaf_hash
            from batch b left join tree_leaf l on l.writer_id = b.writer_id and l.number = b.number
            where (b.writer_id, b.number) > ($1, $2) order by b.writer_id, b.number limit $3""";

    String ENTRIES_OF_BATCHES = """
            select e.writer_id, e.batch, e.id, e.tenant_id, e.kind, e.reference, e.description, e.actor,
                e.effective_at, p.account_id, p.account_version, p.direction, p.amount, p.currency, p.balance_after
            from unnest($1::uuid[], $2::bigint[]) as wanted (writer_id, number)
            join entry e on e.writer_id = wanted.writer_id and e.batch = wanted.number
            join posting p on p.entry_id = e.id
            order by e.writer_id, e.batch, e.position, p.line""";
}
