package finance.flowlet.ledger;

/// The statements of the tree over all batches: sealing, proving, checking.
interface TreeSql {
    /// One process seals at a time; the number is that of this lock and of nothing else.
    String LOCK_TREE = """
            select pg_advisory_xact_lock(7213400562)""";

    /// What is committed and in no leaf yet: of each writer a stretch without a gap. The entries of each
    /// come along as a number, to bound what is read next.
    String UNSEALED = """
            select b.writer_id, b.number, b.previous_root, b.root, b.entries, b.committed_at, b.postings,
                b.postings_root
            from writer w
            cross join lateral (
                select coalesce(max(number), 0) as number from tree_leaf where writer_id = w.id) sealed
            cross join lateral (
                select writer_id, number, previous_root, root, entries, committed_at, postings, postings_root
                from batch where writer_id = w.id and batch.number > sealed.number
                order by batch.number limit $1) b
            order by b.writer_id, b.number
            limit $1""";

    String TREE_SIZE = """
            select coalesce(max(index) + 1, 0) as size from tree_leaf""";

    String INSERT_LEAVES = """
            insert into tree_leaf (index, writer_id, number, leaves, postings, postings_root, hash)
            select $1 + ordinality - 1, writer_id, number, leaves, postings, postings_root, hash
            from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bytea[])
                with ordinality as sealed (writer_id, number, leaves, postings, postings_root, hash, ordinality)""";

    String INSERT_NODES = """
            insert into tree_node (level, index, hash)
            select level, index, hash from unnest($1::smallint[], $2::bigint[], $3::bytea[])
                as completed (level, index, hash)""";

    String INSERT_SIGNING_KEY = """
            insert into signing_key (id, verifier, added_at) values ($1, $2, $3) on conflict do nothing""";

    String INSERT_CHECKPOINT = """
            insert into checkpoint (tree_size, root, note, key_id, signed_at) values ($1, $2, $3, $4, $5)""";

    String NODES = """
            select wanted.level, wanted.index, coalesce(n.hash, l.hash) as hash
            from unnest($1::smallint[], $2::bigint[]) as wanted (level, index)
            left join tree_node n on wanted.level > 0 and n.level = wanted.level and n.index = wanted.index
            left join tree_leaf l on wanted.level = 0 and l.index = wanted.index""";

    String CHECKPOINT = """
            select tree_size, root, note, key_id, signed_at from checkpoint
            where $1::bigint is null or tree_size = $1
            order by tree_size desc limit 1""";

    String SIGNING_KEYS = """
            select id, verifier from signing_key order by added_at, id""";

    String ENTRY = """
            select e.writer_id, e.batch, e.position, b.number, b.previous_root, b.root, b.events::text as events,
                b.committed_at, l.index
            from entry e
            join batch b on b.writer_id = e.writer_id and b.number = e.batch
            left join tree_leaf l on l.writer_id = e.writer_id and l.number = e.batch
            where e.id = $1 and e.tenant_id = $2""";

    /// The postings of an entry on accounts of this owner, or the one asked for when it is among them.
    String LINES_OF_OWNER = """
            select p.line from posting p join account a on a.id = p.account_id
            where p.entry_id = $1 and ($2::uuid is null or a.owner_id = $2) and ($3::integer is null or p.line = $3)
            order by p.line limit 100""";

    /// From $1 on, in the order of the tree, beside the hashes of the batches they stand for.
    String LEAVES = """
            select l.index, l.hash, l.writer_id, l.number, b.root, l.leaves, l.postings_root, l.postings
            from tree_leaf l left join batch b on b.writer_id = l.writer_id and b.number = l.number
            where l.index >= $1 order by l.index limit $2""";

    String CHECKPOINTS_BETWEEN = """
            select tree_size, root, note, key_id, signed_at from checkpoint
            where tree_size > $1 and tree_size <= $2 order by tree_size""";
}
