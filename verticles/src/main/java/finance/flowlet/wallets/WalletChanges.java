package finance.flowlet.wallets;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.ledger.LimitRules;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step.SetFloor;
import finance.flowlet.contract.ledger.Step.SetStatus;
import finance.flowlet.contract.wallets.ChangeWallet;
import finance.flowlet.contract.wallets.ChangeWallet.Change;
import finance.flowlet.contract.wallets.DescribeWallet;
import finance.flowlet.contract.wallets.LimitsProfile;
import finance.flowlet.contract.wallets.SetOverdraft;
import finance.flowlet.contract.wallets.SetWalletLimits;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.contract.wallets.WalletStatus;
import finance.flowlet.id.EventId;
import finance.flowlet.id.WalletId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.wallets.Commands.Plan;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Freezes, unfreezes, closes, describes and limits wallets, and lets them fall below zero. Each change is decided on
/// the wallet as it was read and says so to the ledger; when the wallet has moved on, it is read and decided anew.
final class WalletChanges {
    private final Platform platform;
    private final Commands commands;
    private final WalletStore store;
    private final Accounts accounts;
    private final Turnstile<WalletId> turnstile = new Turnstile<>();

    WalletChanges(Platform platform, Commands commands, WalletStore store, Accounts accounts) {
        this.platform = platform;
        this.commands = commands;
        this.store = store;
        this.accounts = accounts;
    }

    Future<WalletReply> change(ChangeWallet change) {
        var key = commands.key(change.key(), change.caller());
        return change(change.caller(), change.wallet(), change.key(), (wallet, account) -> {
            var after = wallet.changedTo(next(change.change()), change.direction());
            var status = new SetStatus(
                    wallet.account(),
                    after.accountStatus(),
                    from(after.accountStatus()),
                    change.caller().onlyOwner());
            var view = after.with(change.change() == Change.CLOSE ? emptied(account) : account);
            return new Plan.Send(
                    new WalletRecipe(
                            change.caller(),
                            key,
                            after,
                            view,
                            List.of(status),
                            List.of(),
                            type(change.change()),
                            event())::post);
        });
    }

    Future<WalletReply> overdraft(SetOverdraft change) {
        var caller = change.caller();
        var key = commands.key(null, caller);
        return change(caller, change.wallet(), null, (wallet, account) -> {
            if (!wallet.currency().equals(change.limit().currency())) {
                return new Plan.Refuse(Code.CURRENCY_MISMATCH);
            }
            if (wallet.status() == WalletStatus.CLOSED) {
                return closed(caller, key);
            }
            var floor = new SetFloor(wallet.account(), -change.limit().minorUnits());
            var after = wallet.next();
            return new Plan.Send(new WalletRecipe(
                    caller,
                    key,
                    after,
                    after.with(account),
                    List.of(floor),
                    List.of(),
                    "wallet.overdraft_changed",
                    event())::post);
        });
    }

    Future<WalletReply> limits(SetWalletLimits change) {
        var caller = change.caller();
        var key = commands.key(null, caller);
        return change(caller, change.wallet(), null, (wallet, account) -> {
            if (!wallet.currency().equals(change.currency())) {
                return new Plan.Refuse(Code.CURRENCY_MISMATCH);
            }
            if (wallet.status() == WalletStatus.CLOSED) {
                return closed(caller, key);
            }
            var rules = new LimitRules(
                    caller.tenant(), wallet.account().uuid(), wallet.currency(), change.rules(), commands.now());
            var after = wallet.limited(change.rules().isEmpty() ? LimitsProfile.STANDARD : LimitsProfile.CUSTOM);
            return new Plan.Send(new WalletRecipe(
                    caller,
                    key,
                    after,
                    after.with(account),
                    List.of(),
                    List.of(rules.row()),
                    "wallet.limits_changed",
                    event())::post);
        });
    }

    Future<WalletReply> describe(DescribeWallet change) {
        var caller = change.caller();
        var key = commands.key(null, caller);
        return change(caller, change.wallet(), null, (wallet, account) -> {
            var version = change.version();
            if (version != null && version != wallet.version()) {
                return new Plan.Refuse(Code.VERSION_CONFLICT);
            }
            var after = wallet.described(change.metadata());
            return new Plan.Send(new WalletRecipe(
                    caller, key, after, after.with(account), List.of(), List.of(), "wallet.updated", event())::post);
        });
    }

    private Future<WalletReply> change(
            Caller caller, WalletId id, Post.@Nullable Key clientKey, BiFunction<Wallet, AccountView, Plan> plan) {
        return turnstile.pass(
                id,
                () -> commands.change(
                        () -> store.find(caller.tenant(), id, caller.onlyOwner())
                                .compose(found -> found.isEmpty()
                                        ? Future.succeededFuture(new Plan.Refuse(Code.WALLET_NOT_FOUND))
                                        : accounts.of(caller.tenant(), found)
                                                .map(of -> plan.apply(found.getFirst(), of.apply(found.getFirst())))),
                        clientKey));
    }

    private Plan closed(Caller caller, Post.Key key) {
        return new Plan.Send(deadline -> commands.refusal(caller, key, Decline.ACCOUNT_CLOSED, deadline));
    }

    /// The account as it must be for the wallet to close: the ledger refuses anything else, whatever was read before.
    private static AccountView emptied(AccountView account) {
        return new AccountView(
                account.id(),
                account.code(),
                account.accountClass(),
                account.currency(),
                account.owner(),
                account.postedDebits(),
                account.postedDebits(),
                0,
                account.floor(),
                account.status(),
                account.version());
    }

    private static WalletStatus next(Change change) {
        return switch (change) {
            case FREEZE -> WalletStatus.FROZEN;
            case UNFREEZE -> WalletStatus.ACTIVE;
            case CLOSE -> WalletStatus.CLOSED;
        };
    }

    /// From where a change is allowed: a frozen wallet may be frozen in another direction, but not once more.
    private static Set<AccountStatus> from(AccountStatus to) {
        var from =
                EnumSet.of(AccountStatus.OPEN, AccountStatus.FROZEN_IN, AccountStatus.FROZEN_OUT, AccountStatus.FROZEN);
        from.remove(to);
        return from;
    }

    private static String type(Change change) {
        return switch (change) {
            case FREEZE -> "wallet.frozen";
            case UNFREEZE -> "wallet.unfrozen";
            case CLOSE -> "wallet.closed";
        };
    }

    private EventId event() {
        return new EventId(platform.ids().next());
    }
}
