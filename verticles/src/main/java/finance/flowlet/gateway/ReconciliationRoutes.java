package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.reconciliation.ChangeMatches;
import finance.flowlet.contract.reconciliation.ChangeMatches.Change;
import finance.flowlet.contract.reconciliation.ChangeMatches.Posting;
import finance.flowlet.contract.reconciliation.FindReconciliations;
import finance.flowlet.contract.reconciliation.ListMatches;
import finance.flowlet.contract.reconciliation.ListUnmatched;
import finance.flowlet.contract.reconciliation.Reconcile;
import finance.flowlet.contract.reconciliation.Reconcile.Encoding;
import finance.flowlet.contract.reconciliation.ReconciliationView.ExternalLine;
import finance.flowlet.contract.reconciliation.ReconciliationView.InternalLine;
import finance.flowlet.contract.reconciliation.ReconciliationView.MatchView;
import finance.flowlet.gateway.ReconciliationBodies.MatchToUndo;
import finance.flowlet.gateway.ReconciliationBodies.NewMatch;
import finance.flowlet.gateway.ReconciliationBodies.NewReconciliation;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.id.TypeId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The books against statements of others, over HTTP, for staff.
final class ReconciliationRoutes {
    private static final Pattern ENTRY_ID = Pattern.compile("(ent_[0-9a-z]{26})_([0-9]{1,3})");
    private final Bus bus;
    private final long maxMinorUnits;

    ReconciliationRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    void register(Operations operations) {
        operations
                .on("createReconciliation", NewReconciliation.class, this::create)
                .on("listReconciliations", this::list)
                .on("getReconciliation", call -> withId(call, id -> get(call, id)))
                .on("listReconciliationMatches", call -> withId(call, id -> matches(call, id)))
                .on("listReconciliationUnmatched", call -> withId(call, id -> unmatched(call, id)))
                .on("createReconciliationMatch", NewMatch.class, call -> withId(call, id -> match(call, id)))
                .on("undoReconciliationMatch", MatchToUndo.class, call -> withId(call, id -> undo(call, id)));
    }

    private enum Format {
        CSV,
        CAMT053
    }

    private Future<Answer> create(Call call) {
        var body = call.body(NewReconciliation.class);
        var fields = new Fields(maxMinorUnits);
        var account = fields.id("/accountId", body.accountId(), AccountId::parse);
        if (body.accountId() == null && body.accountCode() == null) {
            fields.refuse("/accountId", Code.REQUIRED);
        } else if (body.accountId() != null && body.accountCode() != null) {
            fields.refuse("/accountCode", Code.INVALID_VALUE);
        }
        var currency = fields.currency("/currency", body.currency());
        var format = fields.choice("/format", body.format(), Format.class);
        var encoding = fields.choice("/encoding", body.encoding(), Encoding.class);
        var parts = new ReconciliationFields(fields);
        var mapping = parts.mapping(body.mapping(), format.orNull() == Format.CSV);
        var rules = parts.rules(body.rules(), currency);
        return fields.then(() -> bus.request(
                        Reconcile.ADDRESS,
                        new Reconcile(
                                call.caller(),
                                call.key(),
                                body.source(),
                                account.orNull(),
                                body.accountCode(),
                                currency.value(),
                                mapping,
                                Objects.requireNonNullElse(encoding.orNull(), Encoding.TEXT),
                                body.content(),
                                rules,
                                Boolean.TRUE.equals(body.dryRun())))
                .map(ReconciliationRoutes::answer));
    }

    private static Answer answer(Reconcile.Outcome outcome) {
        return switch (outcome) {
            case Reconcile.Answered(var reply, var replayed) ->
                new Answer.Stored(reply.status(), reply.body(), replayed);
            case Reconcile.Refused(var code, var pointer) ->
                pointer == null ? new Answer.Refused(code) : new Answer.Invalid(List.of(FieldError.of(pointer, code)));
            case Reconcile.Unreadable(var detail) ->
                new Answer.Invalid(List.of(new FieldError("/content", Code.FILE_INVALID.wire(), detail)));
        };
    }

    private Future<Answer> list(Call call) {
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var account = fields.id("accountId", call.query().get("accountId"), AccountId::parse);
        var after = page.after();
        return fields.then(() -> bus.request(
                        FindReconciliations.ADDRESS,
                        new FindReconciliations(
                                call.who().tenant(),
                                null,
                                account.orNull(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : ReconciliationId.parse(after)))
                .map(found -> page.answer(found.reconciliations(), view -> String.valueOf(view.id()), view -> view)));
    }

    private Future<Answer> get(Call call, ReconciliationId id) {
        return bus.request(
                        FindReconciliations.ADDRESS,
                        new FindReconciliations(call.who().tenant(), id, null, 1, 0, null))
                .map(found -> found.reconciliations().isEmpty()
                        ? notFound()
                        : new Answer.Json(200, found.reconciliations().getFirst()));
    }

    private Future<Answer> matches(Call call, ReconciliationId id) {
        var page = Page.of(call);
        var after = page.after() == null ? null : Integer.valueOf(page.after());
        var question = new ListMatches(call.who().tenant(), id, page.fetch(), page.offset(), after);
        return bus.request(ListMatches.ADDRESS, question).map(outcome -> switch (outcome) {
            case ListMatches.Unknown() -> notFound();
            case ListMatches.Found(var found) ->
                page.answer(found, match -> Integer.toString(match.number()), (MatchView match) -> match);
        });
    }

    private Future<Answer> unmatched(Call call, ReconciliationId id) {
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var side = fields.choice("side", call.query().get("side"), ListUnmatched.Side.class);
        var after = page.after() == null ? null : Long.valueOf(page.after());
        return fields.then(() -> bus.request(
                        ListUnmatched.ADDRESS,
                        new ListUnmatched(
                                call.who().tenant(),
                                id,
                                Objects.requireNonNullElse(side.orNull(), ListUnmatched.Side.EXTERNAL),
                                page.fetch(),
                                page.offset(),
                                after))
                .map(outcome -> switch (outcome) {
                    case ListUnmatched.Unknown() -> notFound();
                    case ListUnmatched.External(var lines) ->
                        page.answer(lines, line -> Integer.toString(line.line()), (ExternalLine line) -> line);
                    case ListUnmatched.Internal(var postings) ->
                        page.answer(
                                postings,
                                posting -> Long.toString(posting.accountVersion()),
                                (InternalLine posting) -> posting);
                }));
    }

    private Future<Answer> match(Call call, ReconciliationId id) {
        var body = call.body(NewMatch.class);
        var fields = new Fields(maxMinorUnits);
        var postings = new ArrayList<Posting>();
        for (var i = 0; i < body.entryIds().size(); i++) {
            var posting = fields.id("/entryIds/" + i, body.entryIds().get(i), ReconciliationRoutes::posting);
            if (posting.orNull() != null) {
                postings.add(posting.value());
            }
        }
        return fields.then(
                () -> change(call, id, new ChangeMatches.MatchByHand(body.lines(), postings, body.reason())));
    }

    /// Reads what the lists of postings give as an id.
    private static Posting posting(String text) {
        var parts = ENTRY_ID.matcher(text);
        var uuid = TypeId.decode("ent", parts.matches() ? parts.group(1) : "");
        return new Posting(new EntryId(uuid), Integer.parseInt(parts.group(2)));
    }

    private Future<Answer> undo(Call call, ReconciliationId id) {
        return change(
                call, id, new ChangeMatches.Undo(call.body(MatchToUndo.class).match()));
    }

    private Future<Answer> change(Call call, ReconciliationId id, Change change) {
        return bus.request(ChangeMatches.ADDRESS, new ChangeMatches(call.caller(), call.key(), id, change))
                .map(ReconciliationRoutes::answer);
    }

    private static Future<Answer> withId(Call call, Function<ReconciliationId, Future<Answer>> use) {
        return call.id(ReconciliationId::parse).map(use).orElseGet(() -> Future.succeededFuture(notFound()));
    }

    private static Answer notFound() {
        return new Answer.Refused(Code.RECONCILIATION_NOT_FOUND);
    }
}
