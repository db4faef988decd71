package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.BalanceAt;
import finance.flowlet.contract.ledger.BalanceAt.AccountBalance;
import finance.flowlet.contract.ledger.Basis;
import finance.flowlet.contract.ledger.TrialAccounts;
import finance.flowlet.contract.ledger.TrialBalance;
import finance.flowlet.contract.ledger.TrialBalanceAt;
import finance.flowlet.id.AccountId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the books say, now and of moments that have passed.
final class PastRoutes {
    private final Bus bus;
    private final Clock clock;
    private final long maxMinorUnits;

    PastRoutes(Platform platform) {
        this.bus = platform.bus();
        this.clock = platform.clock();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    /// An account at a moment. `entries` counts the postings that make its balance up.
    record AccountAt(
            AccountId accountId,
            String code,
            AccountClass kind,
            Currency currency,
            BigDecimal balance,
            long entries,
            Basis basis,
            Instant asOf) {}

    /// One line of a trial balance by account.
    record TrialRow(
            AccountId accountId,
            String code,
            AccountClass kind,
            Currency currency,
            BigDecimal debits,
            BigDecimal credits,
            BigDecimal balance) {
        static TrialRow of(TrialAccounts.Row row) {
            return new TrialRow(
                    row.account(),
                    row.code(),
                    row.accountClass(),
                    row.currency(),
                    Decimals.of(row.debits(), row.currency()),
                    Decimals.of(row.credits(), row.currency()),
                    Decimals.of(row.onNormalSide(), row.currency()));
        }
    }

    void register(Operations operations) {
        operations
                .on("getLedgerAccountBalance", this::balance)
                .on("getTrialBalance", this::trialBalance)
                .on("listTrialBalanceAccounts", this::trialAccounts);
    }

    private Future<Answer> balance(Call call) {
        var fields = new Fields(maxMinorUnits);
        var at = at(call, fields);
        var basis = basis(call, fields);
        return fields.then(() -> call.id(AccountId::parse)
                .map(id -> bus.request(
                                BalanceAt.ADDRESS,
                                new BalanceAt(
                                        call.who().tenant(), List.of(id), orNow(at.orNull()), Journal.basis(basis)))
                        .map(found -> found.balances().isEmpty()
                                ? new Answer.Refused(Code.ACCOUNT_NOT_FOUND)
                                : view(found.balances().getFirst(), Journal.basis(basis), found.at())))
                .orElseGet(() -> Future.succeededFuture(new Answer.Refused(Code.ACCOUNT_NOT_FOUND))));
    }

    private Future<Answer> trialBalance(Call call) {
        var fields = new Fields(maxMinorUnits);
        var at = at(call, fields);
        var basis = basis(call, fields);
        var tenant = call.who().tenant();
        // The present needs no sum over history.
        return fields.then(() -> (at.absent() && basis.absent()
                        ? bus.request(TrialBalance.ADDRESS, new TrialBalance(tenant))
                        : bus.request(
                                TrialBalanceAt.ADDRESS,
                                new TrialBalanceAt(tenant, orNow(at.orNull()), Journal.basis(basis))))
                .map(balances -> new Answer.Json(200, TrialBalanceJson.of(balances))));
    }

    private Future<Answer> trialAccounts(Call call) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var at = at(call, fields);
        var basis = basis(call, fields);
        var currency = fields.currency("currency", query.get("currency"));
        var kind = fields.choice("kind", query.get("kind"), AccountClass.class);
        return fields.then(() -> bus.request(
                        TrialAccounts.ADDRESS,
                        new TrialAccounts(
                                call.who().tenant(),
                                orNow(at.orNull()),
                                Journal.basis(basis),
                                currency.orNull(),
                                kind.orNull(),
                                page.fetch(),
                                page.offset(),
                                page.after()))
                .map(found -> page.answer(found.rows(), TrialAccounts.Row::code, TrialRow::of)));
    }

    private static Answer view(AccountBalance balance, Basis basis, Instant at) {
        return new Answer.Json(
                200,
                new AccountAt(
                        balance.account(),
                        balance.code(),
                        balance.accountClass(),
                        balance.currency(),
                        Decimals.of(balance.onNormalSide(), balance.currency()),
                        balance.postings(),
                        basis,
                        at));
    }

    private static Field<Instant> at(Call call, Fields fields) {
        return fields.time("at", call.query().get("at"));
    }

    private static Field<Basis> basis(Call call, Fields fields) {
        return fields.choice("basis", call.query().get("basis"), Basis.class);
    }

    private Instant orNow(@Nullable Instant at) {
        return at == null ? clock.instant() : at;
    }
}
