package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.wallets.CaptureFunds;
import finance.flowlet.contract.wallets.FindHolds;
import finance.flowlet.contract.wallets.FindWallets;
import finance.flowlet.contract.wallets.HoldFunds;
import finance.flowlet.contract.wallets.HoldJson;
import finance.flowlet.contract.wallets.HoldStatus;
import finance.flowlet.contract.wallets.HoldView;
import finance.flowlet.contract.wallets.ReleaseFunds;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Holds over HTTP: funds that are reserved, captured and released.
final class HoldRoutes {
    /// What may be wrong with the wallet that captured money is to go to.
    private static final Set<Code> ABOUT_THE_RECEIVER = Set.of(Code.REQUIRED, Code.INVALID_VALUE, Code.SAME_WALLET);

    private final Bus bus;
    private final long maxMinorUnits;

    HoldRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewHold(
            @Nullable String id,
            Amount amount,
            String currency,
            @Nullable Integer expiresIn,
            @Nullable String toWalletId,
            @Nullable String description,
            @Nullable Map<String, String> metadata) {}

    record HoldCapture(
            @Nullable Amount amount,
            @Nullable String toWalletId,
            @Nullable Boolean finalCapture) {}

    void register(Operations operations) {
        operations
                .on("createHold", NewHold.class, this::create)
                .on("listHolds", this::list)
                .on("getHold", call -> withHold(call, hold -> json(HoldJson.of(hold))))
                .on("captureHold", HoldCapture.class, this::capture)
                .on("releaseHold", this::release);
    }

    private Future<Answer> create(Call call) {
        return call.id(WalletId::parse)
                .map(wallet -> create(call, wallet))
                .orElseGet(() -> refused(Code.WALLET_NOT_FOUND));
    }

    private Future<Answer> create(Call call, WalletId wallet) {
        var body = call.body(NewHold.class);
        var fields = new Fields(maxMinorUnits);
        var id = fields.id("/id", body.id(), HoldId::parse);
        var to = fields.id("/toWalletId", body.toWalletId(), WalletId::parse);
        var currency = fields.currency("/currency", body.currency());
        var money = fields.money("/amount", body.amount(), currency);
        var description = body.description();
        var metadata = body.metadata();
        return fields.then(() -> bus.request(
                        HoldFunds.ADDRESS,
                        new HoldFunds(
                                call.caller(),
                                call.key(),
                                id.orNull(),
                                wallet,
                                to.orNull(),
                                money.value(),
                                body.expiresIn(),
                                description == null ? "" : description,
                                metadata == null ? Map.of() : metadata))
                .map(HoldRoutes::answer));
    }

    private Future<Answer> list(Call call) {
        var wallet = call.id(WalletId::parse);
        if (wallet.isEmpty()) {
            return refused(Code.WALLET_NOT_FOUND);
        }
        var page = Page.of(call);
        var after = page.after();
        var fields = new Fields(maxMinorUnits);
        var status = fields.choice("status", call.query().get("status"), HoldStatus.class);
        var question = new FindHolds(
                call.caller(),
                null,
                wallet.get(),
                status.orNull(),
                page.fetch(),
                page.offset(),
                after == null ? null : HoldId.parse(after));
        return fields.then(() -> bus.request(FindWallets.ADDRESS, FindWallets.one(call.caller(), wallet.get()))
                .compose(found -> found.wallets().isEmpty()
                        ? refused(Code.WALLET_NOT_FOUND)
                        : bus.request(FindHolds.ADDRESS, question)
                                .map(holds -> page.answer(
                                        holds.holds(), hold -> hold.id().toString(), HoldJson::of))));
    }

    private Future<Answer> capture(Call call) {
        var fields = new Fields(maxMinorUnits);
        var to = fields.id("/toWalletId", call.body(HoldCapture.class).toWalletId(), WalletId::parse);
        return fields.then(() -> withHold(call, hold -> capture(call, hold, to.orNull())));
    }

    /// What is captured is an amount of the hold's currency, so the hold is needed to read it.
    private Future<Answer> capture(Call call, HoldView hold, @Nullable WalletId to) {
        var body = call.body(HoldCapture.class);
        var fields = new Fields(maxMinorUnits);
        var currency = new Field<>("currency", hold.money().currency(), false);
        var money = fields.money("/amount", body.amount(), currency);
        return fields.then(() -> bus.request(
                        CaptureFunds.ADDRESS,
                        new CaptureFunds(
                                call.caller(),
                                call.key(),
                                hold.id(),
                                money.orNull() == null ? null : money.value().minorUnits(),
                                to,
                                Boolean.TRUE.equals(body.finalCapture())))
                .map(HoldRoutes::answer));
    }

    private Future<Answer> release(Call call) {
        return call.id(HoldId::parse)
                .map(id -> bus.request(ReleaseFunds.ADDRESS, new ReleaseFunds(call.caller(), call.key(), id))
                        .map(HoldRoutes::answer))
                .orElseGet(() -> refused(Code.HOLD_NOT_FOUND));
    }

    /// Answers with what `use` makes of the hold in the path, if the caller may see it.
    private Future<Answer> withHold(Call call, Function<HoldView, Future<Answer>> use) {
        return call.id(HoldId::parse)
                .map(id -> bus.request(FindHolds.ADDRESS, FindHolds.one(call.caller(), id))
                        .compose(found -> found.holds().isEmpty()
                                ? refused(Code.HOLD_NOT_FOUND)
                                : use.apply(found.holds().getFirst())))
                .orElseGet(() -> refused(Code.HOLD_NOT_FOUND));
    }

    private static Answer answer(WalletReply reply) {
        return switch (reply) {
            case WalletReply.Answered(var stored, var replayed) ->
                new Answer.Stored(stored.status(), stored.body(), replayed);
            case WalletReply.Refused(var code)
            when ABOUT_THE_RECEIVER.contains(code) -> new Answer.Invalid(List.of(FieldError.of("/toWalletId", code)));
            case WalletReply.Refused(var code) -> new Answer.Refused(code);
        };
    }

    private static Future<Answer> json(Object value) {
        return Future.succeededFuture(new Answer.Json(200, value));
    }

    private static Future<Answer> refused(Code code) {
        return Future.succeededFuture(new Answer.Refused(code));
    }
}
