package finance.flowlet.wallets;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.contract.wallets.OwnedWallets;
import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;

/// The opening of a wallet in the words of the ledger: an account that owes the customer, and may not owe
/// less than nothing.
record OpenRecipe(TenantId tenant, Post.Key key, String requestId, Wallet wallet, EventId event) {
    /// The command to send; it is dropped when it has not started by `deadline`.
    Post post(Instant deadline) {
        var view = wallet.empty();
        return new Post(
                tenant,
                key,
                requestId,
                List.of(account(), countWallet()),
                List.of(WalletRow.opened(tenant, wallet)),
                List.of(new Post.Event(
                        event,
                        "wallet.created",
                        wallet.id().toString(),
                        wallet.version(),
                        Wire.text(WalletEvent.of(view)))),
                new Post.Reply(201, Wire.text(WalletJson.of(view))),
                deadline);
    }

    private OpenAccount account() {
        var code = "user:" + wallet.id() + ":" + wallet.currency();
        return new OpenAccount(
                wallet.account(), code, AccountClass.LIABILITY, wallet.currency(), wallet.user(), 0L, false);
    }

    private UseGuard countWallet() {
        var guard = new GuardId(NameBasedId.of(wallet.user().uuid(), "wallets"));
        return new UseGuard(guard, 1, OwnedWallets.MAX, Decline.LIMIT_EXCEEDED);
    }
}
