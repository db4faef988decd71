package finance.flowlet.statements;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.BalanceAt;
import finance.flowlet.contract.ledger.BalanceAt.AccountBalance;
import finance.flowlet.contract.ledger.Basis;
import finance.flowlet.contract.ledger.ListPostings;
import finance.flowlet.contract.ledger.ListPostings.Position;
import finance.flowlet.contract.ledger.PostingView;
import finance.flowlet.contract.statements.StatementView;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.StatementId;
import finance.flowlet.id.TenantId;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;

/// Writes the statement of a wallet and month from the books, page by page, and issues it.
///
/// The balances before and after the month, by recorded time, say which versions of the account the month
/// has; the versions have no gaps, so the movements can be read from the oldest on, at the same cost
/// however many came since.
final class Issuing {
    private static final int PAGE = 500;

    private final Platform platform;
    private final Bus bus;
    private final StatementStore store;
    private final WorkerExecutor workers;

    Issuing(Platform platform, StatementStore store, WorkerExecutor workers) {
        this.platform = platform;
        this.bus = platform.bus();
        this.store = store;
        this.workers = workers;
    }

    /// Issues the statement, unless another process was faster.
    void issue(TenantId tenant, WalletView wallet, YearMonth month) {
        var account = new AccountId(wallet.id().uuid());
        var before = balanceBefore(tenant, account, Months.start(month));
        var after = balanceBefore(tenant, account, Months.end(month));
        var head = new Head(
                new StatementId(platform.ids().next()),
                tenant,
                wallet.id(),
                wallet.user(),
                wallet.currency(),
                month,
                before.balance(),
                after.balance(),
                after.postings() - before.postings(),
                platform.clock().instant().truncatedTo(ChronoUnit.MILLIS));
        var draft = onWorker(() -> new Draft(head));
        try {
            for (var version = before.postings() + 1; version <= after.postings(); version += PAGE) {
                var last = Math.min(version + PAGE - 1, after.postings());
                var postings = postings(tenant, account, version, last);
                onWorker(() -> {
                    draft.add(postings);
                    return last;
                });
            }
            var documents = onWorker(draft::end);
            var statement = new StatementView(
                    head.id(),
                    head.wallet(),
                    month.toString(),
                    head.currency(),
                    head.opening(),
                    head.closing(),
                    head.movements(),
                    documents,
                    Manifest.sign(head, documents, platform.signer()),
                    head.createdAt());
            store.issue(tenant, statement, draft::read);
        } finally {
            draft.close();
        }
    }

    private AccountBalance balanceBefore(TenantId tenant, AccountId account, Instant moment) {
        var question = new BalanceAt(tenant, List.of(account), moment.minus(1, ChronoUnit.MICROS), Basis.RECORDED);
        return bus.request(BalanceAt.ADDRESS, question).await().balances().getFirst();
    }

    /// The postings with these versions, oldest first.
    private List<PostingView> postings(TenantId tenant, AccountId account, long first, long last) {
        // The list goes backwards from a position, of which only the version counts within one account.
        var behind = new Position(new EntryId(account.uuid()), 0, last + 1);
        var limit = Math.toIntExact(last - first + 1);
        var question = new ListPostings(tenant, account, null, null, null, null, null, null, limit, 0, behind);
        return bus.request(ListPostings.ADDRESS, question).await().postings().reversed();
    }

    private <T> T onWorker(Callable<T> work) {
        Future<T> done = workers.executeBlocking(work);
        return done.await();
    }
}
