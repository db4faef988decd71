package finance.flowlet.reconciliation;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.AwaitedSql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes reconciliations, all within the transaction that it was made with.
final class ReconciliationStore {
    private final AwaitedSql sql;

    ReconciliationStore(AwaitedSql sql) {
        this.sql = sql;
    }

    /// Waits until nobody else matches postings of the account.
    void lock(TenantId tenant, AccountId account) {
        sql.run(ReconciliationSql.ADD_ACCOUNT, account.uuid(), tenant.uuid());
        sql.run(ReconciliationSql.LOCK_ACCOUNT, account.uuid());
    }

    /// A line of a journal entry.
    record Place(EntryId entry, int line) {}

    /// Which of the postings are matched already, by any reconciliation of the account.
    Set<Place> used(AccountId account, List<Posted> postings) {
        var places = new HashSet<Place>();
        postings.forEach(posting -> places.add(new Place(posting.entry(), posting.line())));
        var entries =
                places.stream().map(place -> place.entry().uuid()).distinct().toArray(UUID[]::new);
        var used = new HashSet<Place>();
        for (var row : sql.run(ReconciliationSql.USED, account.uuid(), entries)) {
            used.add(new Place(new EntryId(row.getUUID("entry_id")), row.getInteger("line")));
        }
        used.retainAll(places);
        return used;
    }

    /// Keeps a run with all that it found.
    void add(Run run, Comparison found) {
        sql.run(
                ReconciliationSql.ADD,
                run.id().uuid(),
                run.caller().tenant().uuid(),
                run.source(),
                run.account().uuid(),
                run.format(),
                run.currency().code(),
                run.fileSha256(),
                found.from(),
                found.to(),
                run.caller().actor(),
                Times.of(run.createdAt()));
        addMatches(run, found);
        addLines(run, found);
        sql.run(ReconciliationSql.USE_MATCHED, run.id().uuid(), run.account().uuid());
        sql.run(ReconciliationSql.RECOUNT, run.id().uuid(), 0L);
        sql.run(ReconciliationSql.ADD_UNTOLD, run.id().uuid());
    }

    private record MatchRow(
            int number,
            int rule,
            boolean ambiguous,
            List<Integer> lines,
            List<UUID> entries,
            List<Integer> entry_lines,
            long lines_sum,
            long postings_sum) {}

    private void addMatches(Run run, Comparison found) {
        var rows = IntStream.range(0, found.matches().size())
                .mapToObj(place -> {
                    var match = found.matches().get(place);
                    var postings =
                            match.postings().stream().map(found.postings()::get).toList();
                    return new MatchRow(
                            place + 1,
                            match.rule(),
                            match.ambiguous(),
                            match.lines().stream()
                                    .map(line -> found.lines().get(line).number())
                                    .toList(),
                            postings.stream()
                                    .map(posting -> posting.entry().uuid())
                                    .toList(),
                            postings.stream().map(Posted::line).toList(),
                            found.linesSum(match.lines()),
                            found.postingsSum(match.postings()));
                })
                .toList();
        sql.run(
                ReconciliationSql.ADD_MATCHES,
                run.id().uuid(),
                run.caller().actor(),
                Times.of(run.createdAt()),
                Wire.text(rows));
    }

    private record LineRow(
            int number,
            String booked_on,
            long amount,
            String reference,
            String description,
            @Nullable Integer match) {}

    private record PostingRow(
            long account_version,
            UUID entry_id,
            int line,
            String recorded_on,
            long amount,
            String reference,
            String description,
            @Nullable Integer match) {}

    private void addLines(Run run, Comparison found) {
        var matchOfLine = new @Nullable Integer[found.lines().size()];
        var matchOfPosting = new @Nullable Integer[found.postings().size()];
        for (var i = 0; i < found.matches().size(); i++) {
            var number = i + 1;
            found.matches().get(i).lines().forEach(line -> matchOfLine[line] = number);
            found.matches().get(i).postings().forEach(posting -> matchOfPosting[posting] = number);
        }
        var lines = new ArrayList<LineRow>();
        for (var line : found.lines()) {
            lines.add(new LineRow(
                    line.number(),
                    line.bookedOn().toString(),
                    line.minorUnits(),
                    line.reference(),
                    line.description(),
                    matchOfLine[lines.size()]));
        }
        sql.run(ReconciliationSql.ADD_EXTERNAL_LINES, run.id().uuid(), Wire.text(lines));
        var postings = new ArrayList<PostingRow>();
        for (var posting : found.postings()) {
            postings.add(row(posting, matchOfPosting[postings.size()]));
        }
        sql.run(ReconciliationSql.ADD_INTERNAL_LINES, run.id().uuid(), Wire.text(postings));
    }

    private static PostingRow row(Posted posting, @Nullable Integer match) {
        return new PostingRow(
                posting.accountVersion(),
                posting.entry().uuid(),
                posting.line(),
                posting.recordedOn().toString(),
                posting.minorUnits(),
                posting.reference(),
                posting.description(),
                match);
    }

    /// Whose postings a reconciliation is about.
    record Subject(ReconciliationId id, AccountId account, Currency currency) {}

    Optional<Subject> subject(TenantId tenant, ReconciliationId id) {
        return sql.one(
                row -> new Subject(
                        id, new AccountId(row.getUUID("account_id")), Currency.of(row.getString("currency"))),
                ReconciliationSql.SUBJECT,
                tenant.uuid(),
                id.uuid());
    }

    /// Takes postings in that a person named and no rule looked at.
    void include(ReconciliationId id, List<Posted> postings) {
        var rows = postings.stream().map(posting -> row(posting, null)).toList();
        sql.run(ReconciliationSql.ADD_INTERNAL_LINES, id.uuid(), Wire.text(rows));
    }

    /// The amounts of those of the lines that are there; null where one is matched.
    List<Optional<Long>> openLines(ReconciliationId id, List<Integer> lines) {
        var found = new ArrayList<Optional<Long>>();
        for (var row : sql.run(ReconciliationSql.LINES, id.uuid(), lines.toArray(Integer[]::new))) {
            found.add(row.getInteger("match") == null ? Optional.of(row.getLong("amount")) : Optional.empty());
        }
        return found;
    }

    /// Matches by hand and gives the match its number.
    int match(
            Subject subject,
            List<Integer> lines,
            List<Posted> postings,
            long linesSum,
            String reason,
            Caller caller,
            Instant now) {
        var id = subject.id().uuid();
        var entries = postings.stream().map(posting -> posting.entry().uuid()).toArray(UUID[]::new);
        var entryLines = postings.stream().map(Posted::line).toArray(Integer[]::new);
        var sum = postings.stream().mapToLong(Posted::minorUnits).reduce(0, Math::addExact);
        var number = sql.one(
                        row -> row.getInteger("number"),
                        ReconciliationSql.ADD_MATCH,
                        id,
                        reason,
                        lines.toArray(Integer[]::new),
                        entries,
                        entryLines,
                        linesSum,
                        sum,
                        caller.actor(),
                        Times.of(now))
                .orElseThrow();
        sql.run(ReconciliationSql.MATCH_LINES, id, lines.toArray(Integer[]::new), number);
        sql.run(
                ReconciliationSql.MATCH_POSTINGS,
                id,
                postings.stream().map(Posted::accountVersion).toArray(Long[]::new),
                number);
        sql.run(ReconciliationSql.USE, entries, entryLines, subject.account().uuid(), id, number);
        sql.run(ReconciliationSql.RECOUNT, id, 1L);
        return number;
    }

    /// Undoes a match that stands; says whether it did, or nothing when there is no such match.
    Optional<Boolean> undo(Subject subject, int number, Caller caller, Instant now) {
        var id = subject.id().uuid();
        var stands = sql.one(row -> row.getOffsetDateTime("undone_at") == null, ReconciliationSql.STANDS, id, number);
        if (stands.isPresent() && stands.get()) {
            sql.run(ReconciliationSql.UNDO, id, number, Times.of(now), caller.actor());
            sql.run(ReconciliationSql.OPEN_LINES, id, number);
            sql.run(ReconciliationSql.DROP_POSTINGS_OF_OTHER_DAYS, id, number);
            sql.run(ReconciliationSql.OPEN_POSTINGS, id, number);
            sql.run(ReconciliationSql.UNUSE, id, number);
            sql.run(ReconciliationSql.RECOUNT, id, 1L);
        }
        return stands;
    }
}
