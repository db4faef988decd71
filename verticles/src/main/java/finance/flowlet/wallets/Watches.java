package finance.flowlet.wallets;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.BalanceMonitor;
import finance.flowlet.contract.ledger.ListMonitors;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.contract.wallets.BalanceMonitorJson;
import finance.flowlet.contract.wallets.EndWatch;
import finance.flowlet.contract.wallets.FindWatches;
import finance.flowlet.contract.wallets.FindWatches.Watch;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.contract.wallets.WalletStatus;
import finance.flowlet.contract.wallets.WatchBalance;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Balance monitors: rows of the ledger's that this domain sees to. Whether a balance has crossed, the ledger notices.
final class Watches {
    /// Ids that were made later sort later.
    private static final Comparator<ListMonitors.Monitor> NEWEST_FIRST = Comparator.comparing(
                    (ListMonitors.Monitor each) -> each.monitor().id().toString())
            .reversed();

    private final Platform platform;
    private final Commands commands;
    private final WalletStore wallets;

    Watches(Platform platform, Commands commands, WalletStore wallets) {
        this.platform = platform;
        this.commands = commands;
        this.wallets = wallets;
    }

    Future<WalletReply> begin(WatchBalance watch) {
        var caller = watch.caller();
        var key = commands.key(watch.key(), caller);
        return wallets.find(caller.tenant(), watch.wallet(), caller.onlyOwner()).compose(found -> {
            if (found.isEmpty()) {
                return Commands.refused(Code.WALLET_NOT_FOUND);
            }
            var wallet = found.getFirst();
            if (!wallet.currency().equals(watch.amount().currency())) {
                return Commands.refused(Code.CURRENCY_MISMATCH);
            }
            if (wallet.status() == WalletStatus.CLOSED) {
                return commands.post(
                        deadline -> commands.refusal(caller, key, Decline.ACCOUNT_CLOSED, deadline), watch.key());
            }
            var monitor = new BalanceMonitor(
                    new MonitorId(platform.ids().next()),
                    caller.tenant(),
                    wallet.account(),
                    watch.field(),
                    watch.condition(),
                    watch.amount().minorUnits(),
                    true,
                    commands.now());
            var shown = BalanceMonitorJson.of(new ListMonitors.Monitor(monitor, 0, null), wallet.currency());
            var reply = new Post.Reply(201, Wire.text(shown));
            return commands.post(
                    deadline -> post(caller, key, List.of(count(monitor, 1)), monitor, reply, deadline), watch.key());
        });
    }

    /// Of many who end the same monitor one does; for the others it is no more.
    Future<WalletReply> end(EndWatch end) {
        var caller = end.caller();
        return find(new FindWatches(caller, end.monitor(), null)).compose(found -> {
            if (found.watches().isEmpty()) {
                return Commands.refused(Code.MONITOR_NOT_FOUND);
            }
            var monitor = found.watches().getFirst().monitor().monitor();
            var once = new GuardId(NameBasedId.of(caller.tenant().uuid(), "monitor:" + monitor.id() + ":ended"));
            var ended = new BalanceMonitor(
                    monitor.id(),
                    monitor.tenant(),
                    monitor.account(),
                    monitor.field(),
                    monitor.condition(),
                    monitor.minorUnits(),
                    false,
                    monitor.createdAt());
            var steps = List.<Step>of(new UseGuard(once, 1, 1, Decline.STATUS_CONFLICT), count(monitor, -1));
            var key = commands.key(null, caller);
            return commands.post(deadline -> post(caller, key, steps, ended, new Post.Reply(204, ""), deadline), null);
        });
    }

    Future<FindWatches.Found> find(FindWatches query) {
        var caller = query.caller();
        var wallet = query.wallet();
        var account = wallet == null ? null : new AccountId(wallet.uuid());
        var question = new ListMonitors(caller.tenant(), account, query.id());
        return platform.bus().request(ListMonitors.ADDRESS, question).compose(listed -> {
            var watched = wallet != null
                    ? wallet
                    : listed.monitors().isEmpty()
                            ? null
                            : new WalletId(listed.monitors()
                                    .getFirst()
                                    .monitor()
                                    .account()
                                    .uuid());
            return seen(caller.tenant(), caller, watched, listed.monitors());
        });
    }

    private Future<FindWatches.Found> seen(
            TenantId tenant, Caller caller, @Nullable WalletId wallet, List<ListMonitors.Monitor> monitors) {
        if (wallet == null) {
            return Future.succeededFuture(new FindWatches.Found(false, List.of()));
        }
        return wallets.find(tenant, wallet, caller.onlyOwner())
                .map(found -> found.isEmpty()
                        ? new FindWatches.Found(false, List.of())
                        : new FindWatches.Found(
                                true,
                                monitors.stream()
                                        .sorted(NEWEST_FIRST)
                                        .map(each ->
                                                new Watch(each, found.getFirst().currency()))
                                        .toList()));
    }

    private static UseGuard count(BalanceMonitor monitor, int change) {
        var guard = new GuardId(NameBasedId.of(monitor.account().uuid(), "monitors"));
        return new UseGuard(guard, change, WatchBalance.MAX, Decline.LIMIT_EXCEEDED);
    }

    private static Post post(
            Caller caller,
            Post.Key key,
            List<? extends Step> steps,
            BalanceMonitor monitor,
            Post.Reply reply,
            Instant deadline) {
        return new Post(
                caller.tenant(),
                key,
                caller.requestId(),
                List.copyOf(steps),
                List.of(monitor.row()),
                List.of(),
                reply,
                deadline);
    }
}
