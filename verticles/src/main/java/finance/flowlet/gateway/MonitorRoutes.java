package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.BalanceMonitor.Condition;
import finance.flowlet.contract.ledger.BalanceMonitor.Field;
import finance.flowlet.contract.wallets.BalanceMonitorJson;
import finance.flowlet.contract.wallets.EndWatch;
import finance.flowlet.contract.wallets.FindWatches;
import finance.flowlet.contract.wallets.FindWatches.Watch;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.contract.wallets.WatchBalance;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.List;

/// Balance monitors over HTTP.
final class MonitorRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    MonitorRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewBalanceMonitor(String field, String condition, Amount amount, String currency) {}

    void register(Operations operations) {
        operations
                .on("createBalanceMonitor", NewBalanceMonitor.class, this::create)
                .on("listBalanceMonitors", this::list)
                .on("getBalanceMonitor", this::get)
                .on("deleteBalanceMonitor", this::delete);
    }

    private Future<Answer> create(Call call) {
        var body = call.body(NewBalanceMonitor.class);
        var fields = new Fields(maxMinorUnits);
        var field = fields.choice("/field", body.field(), Field.class);
        var condition = fields.choice("/condition", body.condition(), Condition.class);
        var currency = fields.currency("/currency", body.currency());
        var amount = fields.ceiling("/amount", body.amount(), currency);
        var wallet = call.id(WalletId::parse);
        if (wallet.isEmpty()) {
            return Future.succeededFuture(new Answer.Refused(Code.WALLET_NOT_FOUND));
        }
        return fields.then(() -> bus.request(
                        WatchBalance.ADDRESS,
                        new WatchBalance(
                                call.caller(),
                                call.key(),
                                wallet.get(),
                                field.value(),
                                condition.value(),
                                amount.value()))
                .map(MonitorRoutes::answer));
    }

    /// A wallet has few monitors, so a page is cut from all of them.
    private Future<Answer> list(Call call) {
        var page = Page.of(call);
        return call.id(WalletId::parse)
                .map(id -> bus.request(FindWatches.ADDRESS, new FindWatches(call.caller(), null, id))
                        .map(found -> found.known()
                                ? page.answer(
                                        cut(found.watches(), page),
                                        MonitorRoutes::position,
                                        watch -> BalanceMonitorJson.of(watch.monitor(), watch.currency()))
                                : new Answer.Refused(Code.WALLET_NOT_FOUND)))
                .orElseGet(() -> Future.succeededFuture(new Answer.Refused(Code.WALLET_NOT_FOUND)));
    }

    private static List<Watch> cut(List<Watch> watches, Page page) {
        var after = page.after();
        return watches.stream()
                .filter(watch -> after == null || position(watch).compareTo(after) < 0)
                .skip(page.offset())
                .limit(page.fetch())
                .toList();
    }

    private static String position(Watch watch) {
        return watch.monitor().monitor().id().toString();
    }

    private Future<Answer> get(Call call) {
        return call.id(MonitorId::parse)
                .map(id -> bus.request(FindWatches.ADDRESS, new FindWatches(call.caller(), id, null))
                        .map(found -> found.watches().isEmpty()
                                ? notFound()
                                : shown(found.watches().getFirst())))
                .orElseGet(() -> Future.succeededFuture(notFound()));
    }

    private Future<Answer> delete(Call call) {
        return call.id(MonitorId::parse)
                .map(id -> bus.request(EndWatch.ADDRESS, new EndWatch(call.caller(), id))
                        .map(reply -> switch (reply) {
                            case WalletReply.Answered(var stored, var _)
                            when stored.status() < 400 -> (Answer) new Answer.Empty();
                            // Somebody else was faster.
                            case WalletReply.Answered(var stored, var _) when stored.status() == 409 -> notFound();
                            case WalletReply.Answered _, WalletReply.Refused _ -> answer(reply);
                        }))
                .orElseGet(() -> Future.succeededFuture(notFound()));
    }

    private static Answer shown(Watch watch) {
        return new Answer.Json(200, BalanceMonitorJson.of(watch.monitor(), watch.currency()));
    }

    private static Answer answer(WalletReply reply) {
        return switch (reply) {
            case WalletReply.Answered(var stored, var replayed) ->
                new Answer.Stored(stored.status(), stored.body(), replayed);
            case WalletReply.Refused(var code) -> new Answer.Refused(code);
        };
    }

    private static Answer notFound() {
        return new Answer.Refused(Code.MONITOR_NOT_FOUND);
    }
}
