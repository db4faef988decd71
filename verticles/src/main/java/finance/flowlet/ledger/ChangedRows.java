package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.column;
import static finance.flowlet.ledger.Rows.utc;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.TenantId;
import finance.flowlet.ledger.Decision.Changes;
import finance.flowlet.ledger.Decision.Entry;
import finance.flowlet.ledger.Decision.Line;
import finance.flowlet.ledger.Locked.KeyName;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// The changes of a batch as statements, one for each table, handed over as soon as each is made.
final class ChangedRows {
    private final Changes changes;
    private final Chain previous;
    private final Instant at;
    private final BiConsumer<String, Tuple> to;

    /// `previous` is the head of the chain that the changes are to continue; `to` is given each statement with its
    /// values.
    ChangedRows(Changes changes, Chain previous, Instant at, BiConsumer<String, Tuple> to) {
        this.changes = changes;
        this.previous = previous;
        this.at = at;
        this.to = to;
    }

    /// What was there before, and accounts and holds that are new.
    void state() {
        updateAccounts(changes.accounts());
        insertAccounts(changes.opened());
        insertHolds(changes.placed());
        updateHolds(changes.holds());
        updateGuards(changes.guards());
        updateUsages(changes.usages());
        updateMonitors(changes.monitors());
        updateClosings(changes.closings());
    }

    /// What is only ever added: the journal, the answers, and the rows of domains.
    void history() {
        insertEntries(changes.entries());
        insertPostings(changes.entries());
        insertAnswers();
        callDomains(changes.rows());
    }

    private void updateAccounts(List<Account> accounts) {
        if (!accounts.isEmpty()) {
            to.accept(LedgerSql.UPDATE_ACCOUNTS, AccountRows.changed(accounts));
        }
    }

    private void insertAccounts(List<Account> accounts) {
        if (!accounts.isEmpty()) {
            to.accept(LedgerSql.INSERT_ACCOUNTS, AccountRows.opened(accounts, at));
        }
    }

    private void insertEntries(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        to.accept(
                LedgerSql.INSERT_ENTRIES,
                Tuple.tuple()
                        .addValue(column(entries, entry -> entry.step().entry().uuid(), UUID[]::new))
                        .addValue(column(entries, entry -> entry.tenant().uuid(), UUID[]::new))
                        .addValue(column(entries, entry -> entry.step().kind().name(), String[]::new))
                        .addValue(column(entries, entry -> entry.step().reference(), String[]::new))
                        .addValue(column(entries, entry -> entry.step().description(), String[]::new))
                        .addValue(column(entries, entry -> entry.step().actor(), String[]::new))
                        .addValue(column(entries, entry -> utc(entry.step().effectiveAt()), OffsetDateTime[]::new))
                        .addValue(utc(at))
                        .addValue(previous.writer())
                        .addValue(previous.number() + 1));
    }

    /// All postings of an entry go in one statement: the balance of the entry is checked at its end.
    private void insertPostings(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var lines = new ArrayList<Line>(entries.size() * 2);
        var entryIds = new ArrayList<UUID>(entries.size() * 2);
        var numbers = new ArrayList<Short>(entries.size() * 2);
        for (var entry : entries) {
            for (var number = 0; number < entry.lines().size(); number++) {
                lines.add(entry.lines().get(number));
                entryIds.add(entry.step().entry().uuid());
                numbers.add((short) number);
            }
        }
        to.accept(
                LedgerSql.INSERT_POSTINGS,
                Tuple.tuple()
                        .addValue(column(lines, line -> line.account().uuid(), UUID[]::new))
                        .addValue(column(lines, Line::accountVersion, Long[]::new))
                        .addValue(entryIds.toArray(UUID[]::new))
                        .addValue(numbers.toArray(Short[]::new))
                        .addValue(column(lines, line -> (short) (line.side() == Side.CREDIT ? 1 : -1), Short[]::new))
                        .addValue(column(lines, Line::minorUnits, Long[]::new))
                        .addValue(column(lines, line -> line.currency().code(), String[]::new))
                        .addValue(column(lines, Line::balanceAfter, Long[]::new)));
    }

    private void insertHolds(List<Hold> holds) {
        if (holds.isEmpty()) {
            return;
        }
        to.accept(
                LedgerSql.INSERT_HOLDS,
                Tuple.tuple()
                        .addValue(column(holds, hold -> hold.id().uuid(), UUID[]::new))
                        .addValue(column(holds, hold -> hold.tenant().uuid(), UUID[]::new))
                        .addValue(column(holds, hold -> hold.account().uuid(), UUID[]::new))
                        .addValue(column(holds, Hold::amount, Long[]::new))
                        .addValue(column(holds, Hold::captured, Long[]::new))
                        .addValue(column(holds, hold -> hold.status().name(), String[]::new))
                        .addValue(column(holds, hold -> utc(hold.expiresAt()), OffsetDateTime[]::new))
                        .addValue(utc(holds.getFirst().createdAt())));
    }

    private void updateHolds(List<Hold> holds) {
        if (!holds.isEmpty()) {
            to.accept(
                    LedgerSql.UPDATE_HOLDS,
                    Tuple.tuple()
                            .addValue(column(holds, hold -> hold.id().uuid(), UUID[]::new))
                            .addValue(column(holds, Hold::captured, Long[]::new))
                            .addValue(column(holds, hold -> hold.status().name(), String[]::new)));
        }
    }

    private void updateGuards(List<Guard> guards) {
        if (!guards.isEmpty()) {
            to.accept(
                    LedgerSql.UPDATE_GUARDS,
                    Tuple.tuple()
                            .addValue(column(guards, guard -> guard.id().uuid(), UUID[]::new))
                            .addValue(column(guards, Guard::used, Long[]::new))
                            .addValue(column(guards, Guard::ceiling, Long[]::new)));
        }
    }

    private void updateUsages(List<Usage> usages) {
        if (!usages.isEmpty()) {
            to.accept(
                    LedgerSql.UPDATE_USAGES,
                    Tuple.tuple()
                            .addValue(column(usages, usage -> usage.key().subject(), UUID[]::new))
                            .addValue(column(
                                    usages, usage -> usage.key().currency().code(), String[]::new))
                            .addValue(
                                    column(usages, usage -> usage.key().window().name(), String[]::new))
                            .addValue(column(usages, usage -> utc(usage.key().startsAt()), OffsetDateTime[]::new))
                            .addValue(column(usages, Usage::amount, Long[]::new))
                            .addValue(column(usages, Usage::count, Long[]::new)));
        }
    }

    private void updateMonitors(List<Monitor> monitors) {
        if (!monitors.isEmpty()) {
            to.accept(
                    LedgerSql.UPDATE_MONITORS,
                    Tuple.tuple()
                            .addValue(column(monitors, monitor -> monitor.id().uuid(), UUID[]::new))
                            .addValue(column(monitors, Monitor::crossings, Long[]::new))
                            .addValue(utc(at)));
        }
    }

    private void updateClosings(Map<TenantId, Instant> closings) {
        if (!closings.isEmpty()) {
            to.accept(
                    LedgerSql.UPDATE_CLOSINGS,
                    Tuple.tuple()
                            .addValue(column(closings.keySet(), tenant -> tenant.uuid(), UUID[]::new))
                            .addValue(column(closings.values(), Rows::utc, OffsetDateTime[]::new)));
        }
    }

    private void insertAnswers() {
        // In one order everywhere: two writers with the same two keys must not wait for each other.
        var answers = changes.answers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(KeyName::scope).thenComparing(KeyName::text)))
                .toList();
        if (!answers.isEmpty()) {
            to.accept(
                    LedgerSql.INSERT_ANSWERS,
                    Tuple.tuple()
                            .addValue(column(answers, answer -> answer.getKey().scope(), UUID[]::new))
                            .addValue(column(answers, answer -> answer.getKey().text(), String[]::new))
                            .addValue(
                                    column(answers, answer -> answer.getValue().fingerprint(), String[]::new))
                            .addValue(column(
                                    answers,
                                    answer -> (short) answer.getValue().reply().status(),
                                    Short[]::new))
                            .addValue(column(
                                    answers, answer -> answer.getValue().reply().body(), String[]::new))
                            .addValue(utc(at)));
        }
    }

    /// Each domain's own function writes its rows, in one order everywhere.
    private void callDomains(List<BusinessRow> rows) {
        rows.stream()
                .collect(Collectors.groupingBy(
                        BusinessRow::table, () -> new EnumMap<>(Post.Table.class), Collectors.toList()))
                .forEach((table, ofTable) -> to.accept(RecordedRows.sql(table), RecordedRows.values(table, ofTable)));
    }
}
