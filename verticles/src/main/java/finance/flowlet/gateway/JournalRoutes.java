package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.FindPersonBehind;
import finance.flowlet.contract.ledger.DecideEntry;
import finance.flowlet.contract.ledger.DecideEntry.Verdict;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.FindProposals;
import finance.flowlet.contract.ledger.FindProposals.Proposals;
import finance.flowlet.contract.ledger.FindReversals;
import finance.flowlet.contract.ledger.FindReversals.Reversals;
import finance.flowlet.contract.ledger.JournalJson;
import finance.flowlet.contract.ledger.JournalStatus;
import finance.flowlet.contract.ledger.ListEntries;
import finance.flowlet.contract.ledger.ListEntries.EntryView;
import finance.flowlet.contract.ledger.ReverseEntry;
import finance.flowlet.contract.ledger.WriteEntry;
import finance.flowlet.id.EntryId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Journal entries over HTTP: read by all staff, written, approved, rejected and reversed by those who may.
final class JournalRoutes {
    private final Bus bus;
    private final JournalBody bodies;
    private final long maxMinorUnits;

    JournalRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
        this.bodies = new JournalBody(platform.clock(), maxMinorUnits);
    }

    record NewReversal(String reason, @Nullable Boolean requireApproval) {}

    record NewRejection(String reason) {}

    void register(Operations operations) {
        operations
                .on("createLedgerTransaction", JournalBody.NewTransaction.class, this::write)
                .on("listLedgerTransactions", this::entries)
                .on("getLedgerTransaction", this::entry)
                .on("reverseLedgerTransaction", NewReversal.class, this::reverse)
                .on("approveLedgerTransaction", this::approve)
                .on(
                        "rejectLedgerTransaction",
                        NewRejection.class,
                        call -> decide(
                                call,
                                Verdict.REJECT,
                                call.body(NewRejection.class).reason()))
                .on("listLedgerProposals", this::proposals);
    }

    private Future<Answer> write(Call call) {
        return bodies.read(call, asked -> bus.request(WriteEntry.ADDRESS, asked).map(Journal::answer));
    }

    private Future<Answer> reverse(Call call) {
        var body = call.body(NewReversal.class);
        return withEntry(
                call,
                id -> bus.request(
                                ReverseEntry.ADDRESS,
                                new ReverseEntry(
                                        Journal.clerk(call),
                                        call.key(),
                                        id,
                                        body.reason(),
                                        Boolean.TRUE.equals(body.requireApproval())))
                        .map(Journal::answer));
    }

    private Future<Answer> decide(Call call, Verdict verdict, String reason) {
        return withEntry(
                call,
                id -> bus.request(
                                DecideEntry.ADDRESS,
                                new DecideEntry(Journal.clerk(call), call.key(), id, verdict, reason))
                        .map(Journal::answer));
    }

    /// The ledger knows the actors of its journal, and nobody behind them: whether the key that asked is
    /// the approver's own is looked at here. Neither ever changes.
    private Future<Answer> approve(Call call) {
        var tenant = call.who().tenant();
        return withEntry(
                call,
                id -> bus.request(FindProposals.ADDRESS, new FindProposals(tenant, id, null, 1, 0, null))
                        .compose(found -> found.proposals().isEmpty()
                                ? Future.succeededFuture(false)
                                : isBehind(call, found.proposals().getFirst().requestedBy()))
                        .compose(same -> same
                                ? Future.succeededFuture(new Answer.Refused(Code.SAME_PERSON))
                                : decide(call, Verdict.APPROVE, "")));
    }

    private Future<Boolean> isBehind(Call call, String actor) {
        return bus.request(
                        FindPersonBehind.ADDRESS,
                        new FindPersonBehind(call.who().tenant(), actor))
                .map(person -> person.actor().equals(call.who().actor()));
    }

    private Future<Answer> entries(Call call) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var kind = fields.choice("kind", query.get("kind"), EntryKind.class);
        var from = fields.time("from", query.get("from"));
        var to = fields.time("to", query.get("to"));
        fields.range(from, to);
        var after = page.after();
        return fields.then(() -> bus.request(
                        ListEntries.ADDRESS,
                        new ListEntries(
                                call.who().tenant(),
                                null,
                                kind.orNull(),
                                query.get("reference"),
                                from.orNull(),
                                to.orNull(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : EntryId.parse(after)))
                .compose(found -> reversals(call, found.entries())
                        .map(reversals -> page.answer(
                                found.entries(),
                                entry -> entry.id().toString(),
                                entry -> LedgerTransactionJson.of(entry, reversals, null)))));
    }

    /// An entry is looked for in the books first, and else among what waits to get there or never will.
    private Future<Answer> entry(Call call) {
        var tenant = call.who().tenant();
        return withEntry(call, id -> {
            var posted =
                    bus.request(ListEntries.ADDRESS, new ListEntries(tenant, id, null, null, null, null, 1, 0, null));
            var proposed = bus.request(FindProposals.ADDRESS, new FindProposals(tenant, id, null, 1, 0, null));
            return Future.join(posted, proposed)
                    .compose(_ -> posted.result().entries().isEmpty()
                            ? Future.succeededFuture(unposted(proposed.result()))
                            : reversals(call, posted.result().entries())
                                    .map(reversals -> new Answer.Json(
                                            200,
                                            LedgerTransactionJson.of(
                                                    posted.result().entries().getFirst(),
                                                    reversals,
                                                    first(proposed.result())))));
        });
    }

    private Future<Answer> proposals(Call call) {
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var status = fields.choice("status", call.query().get("status"), JournalStatus.class);
        var after = page.after();
        return fields.then(() -> bus.request(
                        FindProposals.ADDRESS,
                        new FindProposals(
                                call.who().tenant(),
                                null,
                                status.orNull(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : EntryId.parse(after)))
                .map(found -> page.answer(found.proposals(), entry -> entry.id().toString(), JournalJson::of)));
    }

    private Future<Reversals> reversals(Call call, List<EntryView> entries) {
        return bus.request(
                FindReversals.ADDRESS,
                new FindReversals(
                        call.who().tenant(), entries.stream().map(EntryView::id).toList()));
    }

    private static Answer unposted(Proposals found) {
        var proposal = first(found);
        return proposal == null ? new Answer.Refused(Code.ENTRY_NOT_FOUND) : new Answer.Json(200, proposal);
    }

    private static @Nullable JournalJson first(Proposals found) {
        return found.proposals().stream().findFirst().map(JournalJson::of).orElse(null);
    }

    private static Future<Answer> withEntry(Call call, Function<EntryId, Future<Answer>> use) {
        return call.id(EntryId::parse)
                .map(use)
                .orElseGet(() -> Future.succeededFuture(new Answer.Refused(Code.ENTRY_NOT_FOUND)));
    }
}
