package finance.flowlet.wallets;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.id.TenantId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Asks the ledger what wallets hold.
final class Accounts {
    private final Bus bus;

    Accounts(Bus bus) {
        this.bus = bus;
    }

    /// The accounts of `wallets` in one snapshot. A wallet without an account cannot be: both are one
    /// commit.
    Future<Function<Wallet, AccountView>> of(TenantId tenant, List<Wallet> wallets) {
        if (wallets.isEmpty()) {
            return Future.succeededFuture(wallet -> Objects.requireNonNull(null, "the account of " + wallet.id()));
        }
        var question =
                new ReadAccounts(tenant, wallets.stream().map(Wallet::account).toList());
        return bus.request(ReadAccounts.ADDRESS, question).map(answer -> {
            var byId = answer.accounts().stream().collect(Collectors.toMap(AccountView::id, Function.identity()));
            return wallet -> Objects.requireNonNull(byId.get(wallet.account()), "the account of " + wallet.id());
        });
    }
}
