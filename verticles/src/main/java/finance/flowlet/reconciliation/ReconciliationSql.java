package finance.flowlet.reconciliation;

/// What changes reconciliations, each statement checked by a test. Lines and matches come as JSON arrays,
/// all of a file at once.
interface ReconciliationSql {
    String ADD_ACCOUNT = """
            insert into account (account_id, tenant_id) values ($1, $2)
            on conflict (account_id) do nothing
            """;

    String LOCK_ACCOUNT = """
            select account_id from account where account_id = $1 for update
            """;

    String USED = """
            select entry_id, line
            from used_posting
            where account_id = $1 and entry_id = any ($2::uuid[])
            """;

    String ADD = """
            insert into reconciliation (
                id, tenant_id, source, account_id, format, currency, file_sha256, period_from, period_to, actor,
                created_at, version, lines, lines_matched, postings, postings_matched, matches, ambiguous, next_match,
                lines_sum, lines_matched_sum, postings_sum, postings_matched_sum)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0)
            """;

    String ADD_MATCHES = """
            insert into match (
                reconciliation_id, number, rule, ambiguous, lines, entries, entry_lines, lines_sum, postings_sum,
                actor, created_at)
            select
                $1, r.number, r.rule, r.ambiguous, r.lines, r.entries, r.entry_lines, r.lines_sum, r.postings_sum,
                $2, $3
            from jsonb_to_recordset($4::text::jsonb) as r (
                number integer, rule integer, ambiguous boolean, lines integer[], entries uuid[],
                entry_lines integer[], lines_sum bigint, postings_sum bigint)
            """;

    String ADD_EXTERNAL_LINES = """
            insert into external_line (reconciliation_id, number, booked_on, amount, reference, description, match)
            select $1, r.number, r.booked_on, r.amount, r.reference, r.description, r.match
            from jsonb_to_recordset($2::text::jsonb) as r (
                number integer, booked_on date, amount bigint, reference text, description text, match integer)
            """;

    String ADD_INTERNAL_LINES = """
            insert into internal_line (
                reconciliation_id, account_version, entry_id, line, recorded_on, amount, reference, description, match)
            select
                $1, r.account_version, r.entry_id, r.line, r.recorded_on, r.amount, r.reference, r.description,
                r.match
            from jsonb_to_recordset($2::text::jsonb) as r (
                account_version bigint, entry_id uuid, line integer, recorded_on date, amount bigint, reference text,
                description text, match integer)
            on conflict (reconciliation_id, account_version) do nothing
            """;

    String USE_MATCHED = """
            insert into used_posting (entry_id, line, account_id, reconciliation_id, match)
            select entry_id, line, $2, reconciliation_id, match
            from internal_line
            where reconciliation_id = $1 and match is not null
            """;

    String ADD_UNTOLD = """
            insert into untold (reconciliation_id) values ($1)
            """;

    /// Counts anew from the lines, so that no sum can drift away from them. The version rises by $2.
    String RECOUNT = """
            update reconciliation
            set version = version + $2,
                lines = l.lines,
                lines_matched = l.matched,
                lines_sum = l.total,
                lines_matched_sum = l.total_matched,
                postings = p.postings,
                postings_matched = p.matched,
                postings_sum = p.total,
                postings_matched_sum = p.total_matched,
                matches = m.matches,
                ambiguous = m.ambiguous,
                next_match = m.next_match
            from (
                    select count(*) as lines, count(match) as matched, coalesce(sum(amount), 0) as total,
                        coalesce(sum(amount) filter (where match is not null), 0) as total_matched
                    from external_line where reconciliation_id = $1) l,
                (
                    select count(*) as postings, count(match) as matched, coalesce(sum(amount), 0) as total,
                        coalesce(sum(amount) filter (where match is not null), 0) as total_matched
                    from internal_line where reconciliation_id = $1) p,
                (
                    select count(*) filter (where undone_at is null) as matches,
                        count(*) filter (where undone_at is null and ambiguous) as ambiguous,
                        coalesce(max(number), 0) + 1 as next_match
                    from match where reconciliation_id = $1) m
            where id = $1
            """;

    String SUBJECT = """
            select account_id, currency
            from reconciliation
            where tenant_id = $1 and id = $2
            """;

    String LINES = """
            select amount, match
            from external_line
            where reconciliation_id = $1 and number = any ($2::integer[])
            """;

    String ADD_MATCH = """
            insert into match (
                reconciliation_id, number, reason, ambiguous, lines, entries, entry_lines, lines_sum, postings_sum,
                actor, created_at)
            select id, next_match, $2, false, $3::integer[], $4::uuid[], $5::integer[], $6, $7, $8, $9
            from reconciliation
            where id = $1
            returning number
            """;

    String MATCH_LINES = """
            update external_line set match = $3
            where reconciliation_id = $1 and number = any ($2::integer[])
            """;

    String MATCH_POSTINGS = """
            update internal_line set match = $3
            where reconciliation_id = $1 and account_version = any ($2::bigint[])
            """;

    String USE = """
            insert into used_posting (entry_id, line, account_id, reconciliation_id, match)
            select place.entry_id, place.line, $3, $4, $5
            from unnest($1::uuid[], $2::integer[]) as place (entry_id, line)
            """;

    String STANDS = """
            select undone_at from match where reconciliation_id = $1 and number = $2
            """;

    String UNDO = """
            update match set undone_at = $3, undone_by = $4
            where reconciliation_id = $1 and number = $2
            """;

    String OPEN_LINES = """
            update external_line set match = null where reconciliation_id = $1 and match = $2
            """;

    /// Of postings outside the days of the file only what is matched is kept.
    String DROP_POSTINGS_OF_OTHER_DAYS = """
            delete from internal_line l
            using reconciliation r
            where l.reconciliation_id = $1 and l.match = $2 and r.id = l.reconciliation_id
                and l.recorded_on not between r.period_from and r.period_to
            """;

    String OPEN_POSTINGS = """
            update internal_line set match = null where reconciliation_id = $1 and match = $2
            """;

    String UNUSE = """
            delete from used_posting where reconciliation_id = $1 and match = $2
            """;
}
