package finance.flowlet.reconciliation;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.reconciliation.ChangeMatches;
import finance.flowlet.contract.reconciliation.ChangeMatches.MatchByHand;
import finance.flowlet.contract.reconciliation.ChangeMatches.Undo;
import finance.flowlet.contract.reconciliation.FindReconciliations;
import finance.flowlet.contract.reconciliation.Reconcile.Outcome;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.reconciliation.ReconciliationStore.Subject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What people decide about single lines. They lock the account as a whole run does, so neither takes a posting from
/// under the other.
final class ByHand {
    private final Platform platform;
    private final AwaitedSql sql;
    private final Books books;

    ByHand(Platform platform, AwaitedSql sql) {
        this.platform = platform;
        this.sql = sql;
        this.books = new Books(platform.bus());
    }

    Outcome change(ChangeMatches command) {
        var tenant = command.caller().tenant();
        var before = new AnswerStore(sql, platform.clock()).before(command.key());
        if (before.isPresent()) {
            return before.get();
        }
        var subject = new ReconciliationStore(sql).subject(tenant, command.id());
        if (subject.isEmpty()) {
            return AnswerStore.refused(Code.RECONCILIATION_NOT_FOUND, null);
        }
        return switch (command.change()) {
            case MatchByHand match -> match(command, subject.get(), match);
            case Undo undo -> undo(command, subject.get(), undo);
        };
    }

    private Outcome match(ChangeMatches command, Subject subject, MatchByHand match) {
        var postings = postings(command, subject, match);
        if (postings.isEmpty()) {
            return AnswerStore.refused(Code.INVALID_VALUE, "/entryIds");
        }
        var lines = match.lines().stream().distinct().sorted().toList();
        if (lines.size() != match.lines().size()) {
            return AnswerStore.refused(Code.INVALID_VALUE, "/lines");
        }
        return sql.together(transaction -> {
            var store = new ReconciliationStore(transaction);
            var answers = new AnswerStore(transaction, platform.clock());
            store.lock(command.caller().tenant(), subject.account());
            return answers.before(command.key()).orElseGet(() -> {
                var open = store.openLines(subject.id(), lines);
                if (open.size() != lines.size()) {
                    return AnswerStore.refused(Code.INVALID_VALUE, "/lines");
                }
                var taken = open.stream().anyMatch(Optional::isEmpty)
                        || !store.used(subject.account(), postings.get()).isEmpty();
                if (taken) {
                    return answers.conflict(
                            command.key(), Code.STATE_CONFLICT, command.caller().requestId());
                }
                var sum = open.stream().flatMap(Optional::stream).reduce(0L, Math::addExact);
                store.include(subject.id(), postings.get());
                var number = store.match(
                        subject, lines, postings.get(), sum, match.reason(), command.caller(), now());
                var view = new FindingsStore(transaction).match(subject.id(), number, subject.currency());
                return answers.keep(command.key(), new Post.Reply(201, Wire.text(view)));
            });
        });
    }

    /// All postings that were named, if each is there, is one of the account, and is named once.
    private Optional<List<Posted>> postings(ChangeMatches command, Subject subject, MatchByHand match) {
        var tenant = command.caller().tenant();
        var account = books.account(tenant, subject.account(), null).orElseThrow();
        var postings = new ArrayList<Posted>();
        for (var named : match.postings().stream().distinct().toList()) {
            books.posting(tenant, account.id(), account.accountClass(), named.entry(), named.line())
                    .ifPresent(postings::add);
        }
        return postings.size() == match.postings().size() ? Optional.of(postings) : Optional.empty();
    }

    private Outcome undo(ChangeMatches command, Subject subject, Undo undo) {
        return sql.together(transaction -> {
            var store = new ReconciliationStore(transaction);
            var answers = new AnswerStore(transaction, platform.clock());
            var tenant = command.caller().tenant();
            store.lock(tenant, subject.account());
            return answers.before(command.key()).orElseGet(() -> {
                var undone = store.undo(subject, undo.match(), command.caller(), now());
                if (undone.isEmpty()) {
                    return AnswerStore.refused(Code.INVALID_VALUE, "/match");
                }
                if (!undone.get()) {
                    return answers.conflict(
                            command.key(), Code.STATE_CONFLICT, command.caller().requestId());
                }
                var question = new FindReconciliations(tenant, subject.id(), null, 1, 0, null);
                var view = new FindingsStore(transaction).page(question).getFirst();
                return answers.keep(command.key(), new Post.Reply(200, Wire.text(view)));
            });
        });
    }

    private Instant now() {
        return platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
