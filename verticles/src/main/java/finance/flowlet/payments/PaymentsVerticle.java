package finance.flowlet.payments;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.contract.wallets.OwnedWallets;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Moves money from wallet to wallet, and finds payments.
///
/// Hot path. Runs on the event loop, so every step returns a [Future] and none awaits. A payment is one request to
/// the ledger and reads nothing before it commits: tenant, owner, currency, status and funds are judged there.
public final class PaymentsVerticle extends VerticleBase {
    private final Platform platform;
    private final Pool pool;
    private final PaymentStore store;
    private final Patience patience;

    public PaymentsVerticle(Platform platform) {
        this.platform = platform;
        this.pool = platform.databases().pool("payments");
        this.store = new PaymentStore(pool);
        this.patience = new Patience(platform);
    }

    @Override
    public Future<?> start() {
        var bus = platform.bus();
        return bus.serve(Pay.ADDRESS, this::pay).compose(_ -> bus.serve(FindPayments.ADDRESS, this::find));
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }

    private Future<Post.Outcome> pay(Pay pay) {
        // The account of a system, such as the contra account of a rail, is no wallet: money out of one would be money
        // from nowhere.
        if (NameBasedId.is(pay.from().uuid()) || NameBasedId.is(pay.to().uuid())) {
            return Future.succeededFuture(unknownWallet(pay.caller()));
        }
        var chosen = pay.id();
        return chosen == null
                ? post(pay, new PaymentId(platform.ids().next()), false)
                : store.find(pay.caller().tenant(), chosen).compose(taken -> post(pay, chosen, taken.isPresent()));
    }

    private Future<Post.Outcome> post(Pay pay, PaymentId id, boolean idTaken) {
        var ids = platform.ids();
        var recipe = new PayRecipe(
                pay,
                Post.Key.of(pay.key(), pay.caller().tenant(), ids),
                id,
                new EntryId(ids.next()),
                new EventId(ids.next()),
                platform.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                idTaken);
        return patience.request(Post.ADDRESS, recipe::post);
    }

    private Future<FindPayments.Found> find(FindPayments query) {
        var owner = query.caller().onlyOwner();
        if (owner == null) {
            return payments(query, null).map(FindPayments.Found::new);
        }
        // A customer sees what its own wallets sent and received; which these are, only the wallets domain knows.
        var question = new OwnedWallets(query.caller().tenant(), owner);
        return platform.bus()
                .request(OwnedWallets.ADDRESS, question)
                .compose(owned -> payments(query, owned.wallets()).map(found -> seenBy(owned.wallets(), found)));
    }

    /// `within` is null for whoever may see the payments of all wallets.
    private Future<List<PaymentView>> payments(FindPayments query, @Nullable List<WalletId> within) {
        var id = query.id();
        var wallet = query.wallet();
        if (id != null) {
            return store.find(query.caller().tenant(), id)
                    .map(found -> found.stream().toList());
        }
        if (within != null) {
            return store.find(query, within);
        }
        return wallet == null ? store.find(query) : store.find(query, List.of(wallet));
    }

    private static FindPayments.Found seenBy(List<WalletId> wallets, List<PaymentView> payments) {
        var own = new HashSet<>(wallets);
        return new FindPayments.Found(payments.stream()
                .filter(payment -> own.contains(payment.from()) || own.contains(payment.to()))
                .map(payment -> own.contains(payment.from()) ? payment : asReceived(payment))
                .toList());
    }

    /// What the payer noted for itself is not the recipient's to read.
    private static PaymentView asReceived(PaymentView payment) {
        return new PaymentView(
                payment.id(),
                payment.from(),
                payment.to(),
                payment.money(),
                payment.description(),
                payment.status(),
                null,
                null,
                payment.entry(),
                Map.of(),
                payment.version(),
                payment.createdAt(),
                payment.completedAt());
    }

    private static Post.Outcome unknownWallet(Caller caller) {
        var decline = Decline.ACCOUNT_NOT_FOUND;
        var problem = Wire.text(Problem.of(decline.code(), caller.requestId()));
        return new Post.Declined(decline, new Post.Reply(decline.code().status(), problem));
    }
}
