package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.FindReconciliations;
import finance.flowlet.contract.reconciliation.ListMatches;
import finance.flowlet.contract.reconciliation.ListUnmatched;
import finance.flowlet.contract.reconciliation.ReconciliationView;
import finance.flowlet.contract.reconciliation.ReconciliationView.Counts;
import finance.flowlet.contract.reconciliation.ReconciliationView.ExternalLine;
import finance.flowlet.contract.reconciliation.ReconciliationView.InternalLine;
import finance.flowlet.contract.reconciliation.ReconciliationView.MatchView;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.Id;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Reads reconciliations and what they found.
final class FindingsStore {
    private final AwaitedSql sql;

    FindingsStore(AwaitedSql sql) {
        this.sql = sql;
    }

    List<ReconciliationView> page(FindReconciliations question) {
        return rows(
                        Sql.PAGE,
                        question.tenant().uuid(),
                        uuid(question.id()),
                        uuid(question.account()),
                        uuid(question.after()),
                        question.limit(),
                        question.offset())
                .map(FindingsStore::view)
                .toList();
    }

    List<MatchView> matches(ListMatches question, Currency currency) {
        return rows(Sql.MATCHES, question.id().uuid(), question.after(), question.limit(), question.offset())
                .map(row -> match(row, currency))
                .toList();
    }

    /// One match, whether or not it still stands.
    MatchView match(ReconciliationId id, int number, Currency currency) {
        return rows(Sql.MATCH, id.uuid(), number)
                .map(row -> match(row, currency))
                .findFirst()
                .orElseThrow();
    }

    List<ExternalLine> externalLines(ListUnmatched question, Currency currency) {
        return rows(Sql.EXTERNAL, question.id().uuid(), question.after(), question.limit(), question.offset())
                .map(row -> Views.external(
                        new FileLine(
                                row.getInteger("number"),
                                row.getLocalDate("booked_on"),
                                row.getLong("amount"),
                                row.getString("reference"),
                                row.getString("description")),
                        currency))
                .toList();
    }

    List<InternalLine> internalLines(ListUnmatched question, Currency currency) {
        return rows(Sql.INTERNAL, question.id().uuid(), question.after(), question.limit(), question.offset())
                .map(row -> Views.internal(
                        new Posted(
                                new EntryId(row.getUUID("entry_id")),
                                row.getInteger("line"),
                                row.getLong("account_version"),
                                row.getLocalDate("recorded_on"),
                                row.getLong("amount"),
                                row.getString("reference"),
                                row.getString("description")),
                        currency))
                .toList();
    }

    private Stream<Row> rows(String statement, @Nullable Object... parameters) {
        return StreamSupport.stream(sql.run(statement, parameters).spliterator(), false);
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }

    private static ReconciliationView view(Row row) {
        var currency = Currency.of(row.getString("currency"));
        var lines = row.getInteger("lines");
        var linesMatched = row.getInteger("lines_matched");
        var postings = row.getInteger("postings");
        var postingsMatched = row.getInteger("postings_matched");
        return new ReconciliationView(
                new ReconciliationId(row.getUUID("id")),
                row.getString("source"),
                new AccountId(row.getUUID("account_id")),
                currency,
                row.getString("format").equals("CSV") ? "csv" : "camt053",
                "completed",
                false,
                row.getString("file_sha256"),
                row.getLocalDate("period_from").toString(),
                row.getLocalDate("period_to").toString(),
                new Counts(
                        lines,
                        linesMatched,
                        lines - linesMatched,
                        postings,
                        postingsMatched,
                        postings - postingsMatched,
                        row.getInteger("matches"),
                        row.getInteger("ambiguous")),
                Views.totals(
                        row.getLong("lines_sum"),
                        row.getLong("postings_sum"),
                        row.getLong("lines_matched_sum"),
                        row.getLong("postings_matched_sum"),
                        currency),
                null,
                row.getLong("version"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static MatchView match(Row row, Currency currency) {
        var rule = row.getInteger("rule");
        var entries =
                Stream.of(row.getArrayOfUUIDs("entries")).map(EntryId::new).toList();
        var external = row.getLong("lines_sum");
        var internal = row.getLong("postings_sum");
        return new MatchView(
                row.getInteger("number"),
                rule == null ? "hand" : "rule",
                rule,
                row.getString("reason"),
                row.getBoolean("ambiguous"),
                List.of(row.getArrayOfIntegers("lines")),
                Views.entryIds(entries, List.of(row.getArrayOfIntegers("entry_lines"))),
                Views.decimal(external, currency),
                Views.decimal(internal, currency),
                Views.decimal(external - internal, currency),
                row.getString("actor"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    /// The statements, each checked by a test.
    interface Sql {
        String PAGE = """
                select
                    id, source, account_id, format, currency, file_sha256, period_from, period_to, created_at, version,
                    lines, lines_matched, postings, postings_matched, matches, ambiguous, lines_sum, lines_matched_sum,
                    postings_sum, postings_matched_sum
                from reconciliation
                where tenant_id = $1
                    and ($2::uuid is null or id = $2)
                    and ($3::uuid is null or account_id = $3)
                    and ($4::uuid is null or id < $4)
                order by id desc
                limit $5 offset $6
                """;

        String MATCHES = """
                select
                    number, rule, reason, ambiguous, lines, entries, entry_lines, lines_sum, postings_sum, actor,
                    created_at
                from match
                where reconciliation_id = $1 and undone_at is null and ($2::integer is null or number > $2)
                order by number
                limit $3 offset $4
                """;

        String MATCH = """
                select
                    number, rule, reason, ambiguous, lines, entries, entry_lines, lines_sum, postings_sum, actor,
                    created_at
                from match
                where reconciliation_id = $1 and number = $2
                """;

        String EXTERNAL = """
                select number, booked_on, amount, reference, description
                from external_line
                where reconciliation_id = $1 and match is null and ($2::bigint is null or number > $2)
                order by number
                limit $3 offset $4
                """;

        /// What a later reconciliation of the account has matched is open no longer.
        String INTERNAL = """
                select
                    own.entry_id, own.line, own.account_version, own.recorded_on, own.amount, own.reference,
                    own.description
                from internal_line own
                left join used_posting used on used.entry_id = own.entry_id and used.line = own.line
                where own.reconciliation_id = $1
                    and own.match is null
                    and used.entry_id is null
                    and ($2::bigint is null or own.account_version > $2)
                order by own.account_version
                limit $3 offset $4
                """;
    }
}
