package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.CheckIntegrity;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.ListAccounts;
import finance.flowlet.contract.ledger.ListPostings;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.List;

/// The books over HTTP, for staff: read-only.
final class LedgerRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    LedgerRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    void register(Operations operations) {
        operations
                .on("listLedgerAccounts", this::accounts)
                .on("getLedgerAccount", this::account)
                .on("listLedgerEntries", this::postings)
                .on("getLedgerIntegrity", this::integrity);
    }

    private Future<Answer> accounts(Call call) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var currency = fields.currency("currency", query.get("currency"));
        var kind = fields.choice("kind", query.get("kind"), AccountClass.class);
        var after = page.after();
        return fields.then(() -> bus.request(
                        ListAccounts.ADDRESS,
                        new ListAccounts(
                                call.who().tenant(),
                                currency.orNull(),
                                kind.orNull(),
                                query.get("code"),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : AccountId.parse(after)))
                .map(found ->
                        page.answer(found.accounts(), account -> account.id().toString(), LedgerAccountJson::of)));
    }

    private Future<Answer> account(Call call) {
        return call.id(AccountId::parse)
                .map(id -> bus.request(
                                ReadAccounts.ADDRESS,
                                new ReadAccounts(call.who().tenant(), List.of(id)))
                        .map(found -> found.accounts().isEmpty()
                                ? new Answer.Refused(Code.ACCOUNT_NOT_FOUND)
                                : json(LedgerAccountJson.of(found.accounts().getFirst()))))
                .orElseGet(() -> Future.succeededFuture(new Answer.Refused(Code.ACCOUNT_NOT_FOUND)));
    }

    private Future<Answer> postings(Call call) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var account = fields.id("accountId", query.get("accountId"), AccountId::parse);
        var entry = fields.id("transactionId", query.get("transactionId"), EntryId::parse);
        var kind = fields.choice("kind", query.get("kind"), EntryKind.class);
        var side = fields.choice("direction", query.get("direction"), Side.class);
        var from = fields.time("from", query.get("from"));
        var to = fields.time("to", query.get("to"));
        fields.range(from, to);
        return fields.then(() -> bus.request(
                        ListPostings.ADDRESS,
                        new ListPostings(
                                call.who().tenant(),
                                account.orNull(),
                                entry.orNull(),
                                kind.orNull(),
                                side.orNull(),
                                from.orNull(),
                                to.orNull(),
                                null,
                                page.fetch(),
                                page.offset(),
                                PostingPosition.read(page.after())))
                .map(found -> page.answer(found.postings(), PostingPosition::write, LedgerEntryJson::of)));
    }

    private Future<Answer> integrity(Call call) {
        return bus.request(CheckIntegrity.ADDRESS, new CheckIntegrity(call.who().tenant()))
                .map(report -> json(IntegrityJson.of(report)));
    }

    private static Answer json(Object value) {
        return new Answer.Json(200, value);
    }
}
