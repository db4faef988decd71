package finance.flowlet.reconciliation;

import finance.flowlet.bus.Fault;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.reconciliation.FindReconciliations;
import finance.flowlet.contract.reconciliation.Reconcile;
import finance.flowlet.contract.reconciliation.Reconcile.Outcome;
import finance.flowlet.contract.reconciliation.Rule;
import finance.flowlet.contract.reconciliation.Rule.Criterion;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.proof.Sha256;
import finance.flowlet.reconciliation.ReconciliationStore.Place;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// Reconciles a file with the books: reads it, compares, keeps what it found. Two at once for one account
/// wait for each other before they choose postings, so that none is used twice.
final class Reconciling {
    /// How far around the days of the file postings are looked for when no rule compares dates.
    private static final int MARGIN_DAYS = 31;
    /// Postings per line of the largest file: room for an account that does more than the file says.
    private static final int POSTINGS_PER_LINE = 10;
    private static final int MAX_DAYS = 400;
    private static final int MAX_TRIES = 5;

    private final Platform platform;
    private final AwaitedSql sql;
    private final WorkerExecutor workers;
    private final Books books;
    private final FileLimits limits;
    private final Slots slots;
    private final AtomicInteger underWay = new AtomicInteger();

    Reconciling(Platform platform, AwaitedSql sql, WorkerExecutor workers) {
        this.platform = platform;
        this.sql = sql;
        this.workers = workers;
        this.books = new Books(platform.bus());
        var config = platform.config();
        this.slots = new Slots(config.reconciliation().workers());
        this.limits = new FileLimits(
                config.reconciliation().maxLines(), config.limits().maxAmountMinorUnits());
    }

    Outcome reconcile(Reconcile command) {
        if (underWay.incrementAndGet() > platform.config().reconciliation().maxAtOnce()) {
            underWay.decrementAndGet();
            throw new Fault(Code.UNAVAILABLE);
        }
        try {
            return new AnswerStore(sql, platform.clock())
                    .before(command.key())
                    .orElseGet(() -> slots.within(() -> read(command)));
        } finally {
            underWay.decrementAndGet();
        }
    }

    private record File(List<FileLine> lines, String sha256) {}

    private Outcome read(Reconcile command) {
        var account = books.account(command.caller().tenant(), command.account(), command.accountCode());
        if (account.isEmpty()) {
            return AnswerStore.refused(Code.ACCOUNT_NOT_FOUND, null);
        }
        if (!account.get().currency().equals(command.currency())) {
            return AnswerStore.refused(Code.CURRENCY_MISMATCH, "/currency");
        }
        try {
            var file = onWorker(() -> {
                var text = BankFile.text(command.content(), command.encoding());
                var lines = BankFile.read(text, command.mapping(), command.currency(), limits);
                return new File(lines, sha256(text));
            });
            return compare(command, account.get(), file);
        } catch (UnreadableFile unreadable) {
            return switch (unreadable.fault()) {
                case TOO_MANY_LINES -> AnswerStore.refused(Code.BATCH_TOO_LARGE, "/content");
                case CURRENCY_DIFFERS -> AnswerStore.refused(Code.CURRENCY_MISMATCH, "/content");
                default -> new Reconcile.Unreadable(unreadable.detail());
            };
        }
    }

    private Outcome compare(Reconcile command, AccountView account, File file) {
        var whole = new Comparison(file.lines(), List.of(), List.of());
        if (whole.from().until(whole.to(), ChronoUnit.DAYS) > MAX_DAYS) {
            return AnswerStore.refused(Code.RANGE_TOO_LARGE, "/content");
        }
        var margin = margin(command.rules());
        var postings = books.postings(
                command.caller().tenant(),
                account,
                whole.from().minusDays(margin),
                whole.to().plusDays(margin),
                limits.maxLines() * POSTINGS_PER_LINE);
        if (postings.isEmpty()) {
            return AnswerStore.refused(Code.RANGE_TOO_LARGE, "/content");
        }
        var run = new Run(
                new ReconciliationId(platform.ids().next()),
                command.caller(),
                command.source(),
                account.id(),
                account.currency(),
                command.mapping() == null ? "CAMT053" : "CSV",
                file.sha256(),
                platform.clock().instant().truncatedTo(ChronoUnit.MILLIS));
        return command.dryRun() ? dryRun(command, run, file, postings.get()) : keep(command, run, file, postings.get());
    }

    private static int margin(List<Rule> rules) {
        return rules.stream()
                .mapToInt(rule -> rule.on().contains(Criterion.DATE) ? rule.dateToleranceDays() : MARGIN_DAYS)
                .max()
                .orElse(0);
    }

    private Outcome dryRun(Reconcile command, Run run, File file, List<Posted> postings) {
        var found = comparison(command, run, file, postings);
        var reply = new Post.Reply(200, Wire.text(Views.dryRun(run, found)));
        return new AnswerStore(sql, platform.clock()).keep(command.key(), reply);
    }

    /// Matches first and locks then, so that the lock is held only to write. Where another has matched one
    /// of the postings meanwhile, what was found no longer holds, and it is all looked at again.
    private Outcome keep(Reconcile command, Run run, File file, List<Posted> postings) {
        for (var i = 0; i < MAX_TRIES; i++) {
            var found = comparison(command, run, file, postings);
            var kept = sql.together(transaction -> keep(transaction, command, run, found));
            if (kept.isPresent()) {
                return kept.get();
            }
        }
        throw new Fault(Code.UNAVAILABLE);
    }

    private Optional<Outcome> keep(AwaitedSql transaction, Reconcile command, Run run, Comparison found) {
        var tenant = command.caller().tenant();
        var store = new ReconciliationStore(transaction);
        var answers = new AnswerStore(transaction, platform.clock());
        store.lock(tenant, run.account());
        var before = answers.before(command.key());
        if (before.isPresent() || !store.used(run.account(), found.postings()).isEmpty()) {
            return before;
        }
        store.add(run, found);
        var question = new FindReconciliations(tenant, run.id(), null, 1, 0, null);
        var view = new FindingsStore(transaction).page(question).getFirst();
        return Optional.of(answers.keep(command.key(), new Post.Reply(201, Wire.text(view))));
    }

    private Comparison comparison(Reconcile command, Run run, File file, List<Posted> postings) {
        var used = new ReconciliationStore(sql).used(run.account(), postings);
        return onWorker(() -> {
            var open = postings.stream()
                    .filter(posting -> !used.contains(new Place(posting.entry(), posting.line())))
                    .toList();
            return Comparison.of(file.lines(), open, command.rules());
        });
    }

    private <T> T onWorker(Callable<T> work) {
        return workers.executeBlocking(work).await();
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
