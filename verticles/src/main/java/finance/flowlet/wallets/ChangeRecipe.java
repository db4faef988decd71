package finance.flowlet.wallets;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.SetStatus;
import finance.flowlet.contract.wallets.ChangeWallet;
import finance.flowlet.contract.wallets.ChangeWallet.Change;
import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.contract.wallets.WalletStatus;
import finance.flowlet.id.EventId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A change of a wallet's status in the words of the ledger. `wallet` and `account` are as they were read just now; if
/// they are out of date the ledger declines, or the row's version stops the commit.
record ChangeRecipe(ChangeWallet change, Post.Key key, Wallet wallet, AccountView account, EventId event) {
    /// The command to send; it is dropped when it has not started by `deadline`.
    Post post(Instant deadline) {
        var caller = change.caller();
        var view = wallet.changedTo(next()).with(change.change() == Change.CLOSE ? emptied() : account);
        var status = new SetStatus(wallet.account(), nextOfAccount(), Set.of(from()), caller.onlyOwner());
        return new Post(
                caller.tenant(),
                key,
                caller.requestId(),
                List.of(status),
                List.of(WalletRow.changed(caller.tenant(), view, wallet.version())),
                List.of(new Post.Event(
                        event, eventType(), wallet.id().toString(), view.version(), Wire.text(WalletEvent.of(view)))),
                new Post.Reply(200, Wire.text(WalletJson.of(view))),
                deadline);
    }

    /// The account as it must be for the wallet to close: the ledger refuses anything else, whatever was read before.
    private AccountView emptied() {
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

    private WalletStatus next() {
        return switch (change.change()) {
            case FREEZE -> WalletStatus.FROZEN;
            case UNFREEZE -> WalletStatus.ACTIVE;
            case CLOSE -> WalletStatus.CLOSED;
        };
    }

    private AccountStatus nextOfAccount() {
        return switch (change.change()) {
            case FREEZE -> AccountStatus.FROZEN;
            case UNFREEZE -> AccountStatus.OPEN;
            case CLOSE -> AccountStatus.CLOSED;
        };
    }

    /// The one status from which the change is allowed. A wallet may be closed from either, but only from the one
    /// that was read: the row is versioned by it.
    private AccountStatus from() {
        return switch (change.change()) {
            case FREEZE -> AccountStatus.OPEN;
            case UNFREEZE -> AccountStatus.FROZEN;
            case CLOSE -> wallet.status() == WalletStatus.FROZEN ? AccountStatus.FROZEN : AccountStatus.OPEN;
        };
    }

    private String eventType() {
        return switch (change.change()) {
            case FREEZE -> "wallet.frozen";
            case UNFREEZE -> "wallet.unfrozen";
            case CLOSE -> "wallet.closed";
        };
    }
}
