package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.BalanceAt;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.contract.ledger.Basis;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.ListPostings;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.wallets.ChangeWallet;
import finance.flowlet.contract.wallets.ChangeWallet.Change;
import finance.flowlet.contract.wallets.DescribeWallet;
import finance.flowlet.contract.wallets.FindWallets;
import finance.flowlet.contract.wallets.FreezeDirection;
import finance.flowlet.contract.wallets.MoveOverRail;
import finance.flowlet.contract.wallets.MoveOverRail.Direction;
import finance.flowlet.contract.wallets.OpenWallet;
import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.contract.wallets.WalletStatus;
import finance.flowlet.contract.wallets.WalletType;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Wallets over HTTP: what a client wrote becomes a question to the wallets domain or the ledger.
final class WalletRoutes {
    private final Bus bus;
    private final Clock clock;
    private final long maxMinorUnits;

    WalletRoutes(Platform platform) {
        this.bus = platform.bus();
        this.clock = platform.clock();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewWallet(
            @Nullable String id,
            String userId,
            String currency,
            String type,
            @Nullable Map<String, String> metadata) {}

    record NewTransfer(
            Amount amount,
            String currency,
            @Nullable String rail,
            @Nullable String description) {}

    record Freeze(@Nullable String direction) {}

    record WalletChange(Map<String, String> metadata) {}

    void register(Operations operations) {
        operations
                .on("createWallet", NewWallet.class, this::create)
                .on("listWallets", this::list)
                .on("getWallet", call -> withWallet(call, wallet -> json(WalletJson.of(wallet))))
                .on("changeWallet", WalletChange.class, this::describe)
                .on("getWalletBalance", this::balance)
                .on("listWalletTransactions", call -> withWallet(call, wallet -> transactions(call, wallet)))
                .on("freezeWallet", Freeze.class, this::freeze)
                .on("unfreezeWallet", call -> change(call, Change.UNFREEZE, FreezeDirection.BOTH))
                .on("closeWallet", call -> change(call, Change.CLOSE, FreezeDirection.BOTH))
                .on("createDeposit", NewTransfer.class, call -> move(call, Direction.DEPOSIT))
                .on("createWithdrawal", NewTransfer.class, call -> move(call, Direction.WITHDRAWAL));
    }

    private Future<Answer> create(Call call) {
        var body = call.body(NewWallet.class);
        var fields = new Fields(maxMinorUnits);
        var id = fields.id("/id", body.id(), WalletId::parse);
        if (id.orNull() != null && NameBasedId.is(id.value().uuid())) {
            fields.refuse("/id", Code.INVALID_ID);
        }
        var currency = fields.currency("/currency", body.currency());
        var type = fields.choice("/type", body.type(), WalletType.class, Code.WALLET_TYPE_INVALID);
        var metadata = body.metadata();
        return fields.then(() -> bus.request(
                        OpenWallet.ADDRESS,
                        new OpenWallet(
                                call.caller(),
                                call.key(),
                                id.orNull(),
                                body.userId(),
                                currency.value(),
                                type.value(),
                                metadata == null ? Map.of() : metadata))
                .map(WalletRoutes::answer));
    }

    private Future<Answer> list(Call call) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var currency = fields.currency("currency", query.get("currency"));
        var type = fields.choice("type", query.get("type"), WalletType.class, Code.WALLET_TYPE_INVALID);
        var status = fields.choice("status", query.get("status"), WalletStatus.class);
        var after = page.after();
        return fields.then(() -> bus.request(
                        FindWallets.ADDRESS,
                        new FindWallets(
                                call.caller(),
                                null,
                                query.get("userId"),
                                currency.orNull(),
                                type.orNull(),
                                status.orNull(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : WalletId.parse(after)))
                .map(found -> page.answer(found.wallets(), wallet -> wallet.id().toString(), WalletJson::of)));
    }

    private Future<Answer> freeze(Call call) {
        var fields = new Fields(maxMinorUnits);
        var direction = fields.choice("/direction", call.body(Freeze.class).direction(), FreezeDirection.class);
        var chosen = direction.orNull();
        return fields.then(() -> change(call, Change.FREEZE, chosen == null ? FreezeDirection.BOTH : chosen));
    }

    private Future<Answer> change(Call call, Change change, FreezeDirection direction) {
        return call.id(WalletId::parse)
                .map(id -> bus.request(
                                ChangeWallet.ADDRESS,
                                new ChangeWallet(call.caller(), call.key(), id, change, direction))
                        .map(WalletRoutes::answer))
                .orElseGet(WalletRoutes::notFound);
    }

    private Future<Answer> describe(Call call) {
        var version = IfMatch.read(call.ifMatch());
        return switch (version) {
            case IfMatch.Unreadable() -> Future.succeededFuture(new Answer.Refused(Code.MALFORMED_REQUEST));
            case IfMatch.Version(var expected) ->
                call.id(WalletId::parse)
                        .map(id -> bus.request(
                                        DescribeWallet.ADDRESS,
                                        new DescribeWallet(
                                                call.caller(),
                                                id,
                                                call.body(WalletChange.class).metadata(),
                                                expected))
                                .map(WalletRoutes::answer))
                        .orElseGet(WalletRoutes::notFound);
        };
    }

    private Future<Answer> move(Call call, Direction direction) {
        return call.id(WalletId::parse).map(id -> move(call, id, direction)).orElseGet(WalletRoutes::notFound);
    }

    private Future<Answer> move(Call call, WalletId id, Direction direction) {
        var body = call.body(NewTransfer.class);
        var fields = new Fields(maxMinorUnits);
        var currency = fields.currency("/currency", body.currency());
        var money = fields.money("/amount", body.amount(), currency);
        var rail = body.rail();
        var description = body.description();
        return fields.then(() -> bus.request(
                        MoveOverRail.ADDRESS,
                        new MoveOverRail(
                                call.caller(),
                                call.key(),
                                id,
                                direction,
                                money.value(),
                                rail == null ? "sandbox" : rail,
                                description == null ? "" : description))
                .map(WalletRoutes::answer));
    }

    /// What is asked most often, of the ledger alone: a wallet and its account share id, owner and currency.
    private Future<Answer> balance(Call call) {
        if (call.query().get("at") != null) {
            return withWallet(call, wallet -> pastBalance(call, wallet));
        }
        var owner = call.who().onlyOwner();
        return call.id(WalletId::parse)
                .map(id -> bus.request(
                                ReadAccounts.ADDRESS,
                                new ReadAccounts(call.who().tenant(), List.of(new AccountId(id.uuid()))))
                        .compose(found -> found.accounts().stream()
                                .filter(account -> account.owner() != null
                                        && (owner == null || owner.equals(account.owner())))
                                .findFirst()
                                .map(account -> json(BalanceJson.of(
                                        id, account, clock.instant().truncatedTo(ChronoUnit.MILLIS))))
                                .orElseGet(WalletRoutes::notFound)))
                .orElseGet(WalletRoutes::notFound);
    }

    private Future<Answer> pastBalance(Call call, WalletView wallet) {
        var fields = new Fields(maxMinorUnits);
        var at = fields.time("at", call.query().get("at"));
        return fields.then(() -> bus.request(
                                BalanceAt.ADDRESS,
                                new BalanceAt(
                                        call.who().tenant(),
                                        List.of(new AccountId(wallet.id().uuid())),
                                        at.value(),
                                        Basis.RECORDED))
                        .map(past -> new Answer.Json(200, past(wallet, past))));
    }

    private static BalanceJson past(WalletView wallet, BalanceAt.Balances past) {
        var balance = past.balances().getFirst();
        return BalanceJson.of(wallet, balance.balance(), balance.postings(), past.at());
    }

    private Future<Answer> transactions(Call call, WalletView wallet) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var kind = fields.choice("type", query.get("type"), EntryKind.class);
        var side = fields.choice("direction", query.get("direction"), Side.class);
        var from = fields.time("from", query.get("from"));
        var to = fields.time("to", query.get("to"));
        fields.range(from, to);
        var written = query.get("minAmount");
        var currency = new Field<>("currency", wallet.currency(), false);
        var least = fields.money("minAmount", written == null ? null : new Amount(written), currency);
        return fields.then(() -> bus.request(
                        ListPostings.ADDRESS,
                        new ListPostings(
                                call.who().tenant(),
                                new AccountId(wallet.id().uuid()),
                                null,
                                kind.orNull(),
                                side.orNull(),
                                from.orNull(),
                                to.orNull(),
                                least.orNull() == null ? null : least.value().minorUnits(),
                                page.fetch(),
                                page.offset(),
                                PostingPosition.read(page.after())))
                .map(found -> page.answer(found.postings(), PostingPosition::write, TransactionJson::of)));
    }

    /// Answers with what `use` makes of the wallet in the path, if the caller may see it.
    private Future<Answer> withWallet(Call call, Function<WalletView, Future<Answer>> use) {
        return call.id(WalletId::parse)
                .map(id -> bus.request(FindWallets.ADDRESS, FindWallets.one(call.caller(), id))
                        .compose(found -> found.wallets().isEmpty()
                                ? notFound()
                                : use.apply(found.wallets().getFirst())))
                .orElseGet(WalletRoutes::notFound);
    }

    private static Answer answer(WalletReply reply) {
        return switch (reply) {
            case WalletReply.Answered(var stored, var replayed) ->
                new Answer.Stored(stored.status(), stored.body(), replayed);
            case WalletReply.Refused(var code)
            when code == Code.INVALID_VALUE -> new Answer.Invalid(List.of(FieldError.of("/rail", code)));
            case WalletReply.Refused(var code) -> new Answer.Refused(code);
        };
    }

    private static Future<Answer> json(Object value) {
        return Future.succeededFuture(new Answer.Json(200, value));
    }

    private static Future<Answer> notFound() {
        return Future.succeededFuture(new Answer.Refused(Code.WALLET_NOT_FOUND));
    }
}
