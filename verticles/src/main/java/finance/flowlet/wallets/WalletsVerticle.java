package finance.flowlet.wallets;

import finance.flowlet.contract.auth.ResolveCustomer;
import finance.flowlet.contract.wallets.CaptureFunds;
import finance.flowlet.contract.wallets.ChangeWallet;
import finance.flowlet.contract.wallets.DescribeWallet;
import finance.flowlet.contract.wallets.EndWatch;
import finance.flowlet.contract.wallets.ExpireHolds;
import finance.flowlet.contract.wallets.FindHolds;
import finance.flowlet.contract.wallets.FindWallets;
import finance.flowlet.contract.wallets.FindWatches;
import finance.flowlet.contract.wallets.HoldFunds;
import finance.flowlet.contract.wallets.MoveOverRail;
import finance.flowlet.contract.wallets.OpenWallet;
import finance.flowlet.contract.wallets.OwnedWallets;
import finance.flowlet.contract.wallets.ReleaseFunds;
import finance.flowlet.contract.wallets.SetCustomerLimits;
import finance.flowlet.contract.wallets.SetOverdraft;
import finance.flowlet.contract.wallets.SetWalletLimits;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.contract.wallets.WatchBalance;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.TransferId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.platform.Jobs;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens, finds, freezes, unfreezes and closes wallets, and moves money into and out of them over rails.
///
/// Runs on the event loop, so every step returns a [Future] and none awaits. What a wallet holds and
/// allows, the ledger decides; the rows here commit in its transactions.
public final class WalletsVerticle extends VerticleBase {
    private final Platform platform;
    private final Pool pool;
    private final WalletStore store;
    private final Rails rails;
    private final Commands commands;
    private final Accounts accounts;
    private final WalletChanges changes;
    private final CustomerLimits limits;
    private final Watches watches;
    private final Holds holds;

    public WalletsVerticle(Platform platform) {
        this.platform = platform;
        this.pool = platform.databases().pool("wallets");
        this.store = new WalletStore(pool);
        this.rails = Rails.of(platform.config().profile());
        this.commands = new Commands(platform);
        this.accounts = new Accounts(platform.bus());
        this.changes = new WalletChanges(platform, commands, store, accounts);
        this.limits = new CustomerLimits(platform, commands, new LimitsStore(pool));
        this.watches = new Watches(platform, commands, store);
        this.holds = new Holds(platform, commands, new HoldStore(pool), store);
    }

    @Override
    public Future<?> start() {
        var bus = platform.bus();
        Jobs.once(platform, "expire holds", () -> bus.request(ExpireHolds.ADDRESS, new ExpireHolds()));
        return Future.all(List.of(
                bus.serve(OpenWallet.ADDRESS, this::open),
                bus.serve(ChangeWallet.ADDRESS, changes::change),
                bus.serve(DescribeWallet.ADDRESS, changes::describe),
                bus.serve(SetOverdraft.ADDRESS, changes::overdraft),
                bus.serve(SetWalletLimits.ADDRESS, changes::limits),
                bus.serve(SetCustomerLimits.ADDRESS, limits::set),
                bus.serve(WatchBalance.ADDRESS, watches::begin),
                bus.serve(EndWatch.ADDRESS, watches::end),
                bus.serve(FindWatches.ADDRESS, watches::find),
                bus.serve(MoveOverRail.ADDRESS, this::move),
                bus.serve(FindWallets.ADDRESS, this::find),
                bus.serve(OwnedWallets.ADDRESS, this::owned),
                bus.serve(HoldFunds.ADDRESS, holds::place),
                bus.serve(CaptureFunds.ADDRESS, holds::capture),
                bus.serve(ReleaseFunds.ADDRESS, holds::release),
                bus.serve(FindHolds.ADDRESS, holds::find),
                bus.serve(ExpireHolds.ADDRESS, _ -> holds.expire())));
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }

    private Future<WalletReply> open(OpenWallet open) {
        var chosen = open.id();
        if (chosen != null && NameBasedId.is(chosen.uuid())) {
            return Commands.refused(Code.INVALID_ID);
        }
        var owner = open.caller().onlyOwner();
        return customer(open.caller().tenant(), open.userId(), owner == null).compose(customer -> {
            // A customer may only name themself; anybody else does not exist for them.
            if (customer.isEmpty() || (owner != null && !owner.equals(customer.get()))) {
                return Commands.refused(Code.USER_NOT_FOUND);
            }
            return open(open, customer.get());
        });
    }

    private Future<WalletReply> open(OpenWallet open, UserId user) {
        var ids = platform.ids();
        var chosen = open.id();
        var wallet = Wallet.opened(
                chosen == null ? new WalletId(ids.next()) : chosen,
                user,
                open.currency(),
                open.type(),
                open.metadata(),
                commands.now());
        var recipe = new OpenRecipe(
                open.caller().tenant(),
                commands.key(open.key(), open.caller()),
                open.caller().requestId(),
                wallet,
                new EventId(ids.next()));
        return commands.post(recipe::post, open.key());
    }

    private Future<WalletReply> move(MoveOverRail move) {
        var rail = rails.find(move.rail());
        if (rail.isEmpty()) {
            return Commands.refused(Code.INVALID_VALUE);
        }
        if (NameBasedId.is(move.wallet().uuid())) {
            return Commands.refused(Code.WALLET_NOT_FOUND);
        }
        var ids = platform.ids();
        var recipe = new MoveRecipe(
                move,
                commands.key(move.key(), move.caller()),
                rail.get(),
                new TransferId(ids.next()),
                new EntryId(ids.next()),
                new EventId(ids.next()),
                commands.now());
        return commands.post(recipe::post, move.key());
    }

    private Future<FindWallets.Found> find(FindWallets query) {
        var owner = query.caller().onlyOwner();
        var userId = query.userId();
        if (userId == null) {
            return find(query, owner);
        }
        return customer(query.caller().tenant(), userId, false)
                .compose(customer -> customer.isEmpty() || (owner != null && !owner.equals(customer.get()))
                        ? Future.succeededFuture(new FindWallets.Found(List.of()))
                        : find(query, customer.get()));
    }

    private Future<FindWallets.Found> find(FindWallets query, @Nullable UserId user) {
        var id = query.id();
        var found =
                id == null ? store.find(query, user) : store.find(query.caller().tenant(), id, user);
        return found.compose(wallets -> accounts.of(query.caller().tenant(), wallets)
                .map(of -> new FindWallets.Found(wallets.stream()
                        .map(wallet -> wallet.with(of.apply(wallet)))
                        .toList())));
    }

    private Future<OwnedWallets.Owned> owned(OwnedWallets query) {
        return store.owned(query.tenant(), query.owner()).map(OwnedWallets.Owned::new);
    }

    private Future<Optional<UserId>> customer(TenantId tenant, String userId, boolean create) {
        var question = new ResolveCustomer(tenant, userId, create);
        return platform.bus().request(ResolveCustomer.ADDRESS, question).map(outcome -> switch (outcome) {
            case ResolveCustomer.Resolved(var user) -> Optional.of(user);
            case ResolveCustomer.Unknown() -> Optional.empty();
        });
    }
}
