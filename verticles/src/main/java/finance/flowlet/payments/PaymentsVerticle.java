package finance.flowlet.payments;

import finance.flowlet.contract.payments.ChangeDispute;
import finance.flowlet.contract.payments.ChangePayment;
import finance.flowlet.contract.payments.ExpirePayments;
import finance.flowlet.contract.payments.FindApprovalLimit;
import finance.flowlet.contract.payments.FindDisputes;
import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.FindRefunds;
import finance.flowlet.contract.payments.ListPaymentEvents;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PayTogether;
import finance.flowlet.contract.payments.PaymentSettings;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.contract.payments.PreviewPayment;
import finance.flowlet.contract.wallets.OwnedWallets;
import finance.flowlet.id.WalletId;
import finance.flowlet.platform.Jobs;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Moves money from wallet to wallet, at once or in steps, and finds payments.
///
/// Hot path. Runs on the event loop, so every step returns a [Future] and none awaits. A plain payment is
/// one request to the ledger and reads nothing before it commits: tenant, owner, currency, status and funds
/// are judged there.
public final class PaymentsVerticle extends VerticleBase {
    private final Platform platform;
    private final Pool pool;
    private final PaymentStore store;
    private final PaymentMaking making;
    private final PaymentBatches batches;
    private final PaymentRules rules;
    private final RulesInForce inForce;
    private final PaymentChanges changes;
    private final RefundStore refunds;
    private final DisputeStore disputes;
    private final HistoryStore history;

    public PaymentsVerticle(Platform platform) {
        var shared = Shared.of(platform);
        this.platform = platform;
        this.pool = platform.databases().pool("payments");
        this.store = new PaymentStore(pool);
        this.refunds = new RefundStore(pool);
        this.disputes = new DisputeStore(pool);
        this.history = new HistoryStore(pool);
        this.inForce = new RulesInForce(platform, new SettingsStore(pool), shared.settings());
        this.making = new PaymentMaking(platform, store, inForce);
        this.batches = new PaymentBatches(platform, making);
        this.rules = new PaymentRules(platform, new SettingsStore(pool), shared.settings());
        this.changes = new PaymentChanges(platform, store, disputes, shared.turnstile());
    }

    @Override
    public Future<?> start() {
        var bus = platform.bus();
        var batch = new ExpirePayments(platform.config().payments().expiryBatch());
        Jobs.once(platform, "expire payments", () -> bus.request(ExpirePayments.ADDRESS, batch));
        return Future.all(List.of(
                bus.serve(Pay.ADDRESS, making::pay),
                bus.serve(PayTogether.ADDRESS, batches::pay),
                bus.serve(PreviewPayment.ADDRESS, making::preview),
                bus.serve(PaymentSettings.Get.ADDRESS, rules::get),
                bus.serve(PaymentSettings.Put.ADDRESS, rules::put),
                bus.serve(FindApprovalLimit.ADDRESS, inForce::limit),
                bus.listen(PaymentSettings.Changed.ADDRESS, rules::changed),
                bus.serve(ChangePayment.ADDRESS, changes::change),
                bus.serve(ChangeDispute.ADDRESS, changes::change),
                bus.serve(ExpirePayments.ADDRESS, this::expire),
                bus.serve(FindPayments.ADDRESS, this::find),
                bus.serve(FindRefunds.ADDRESS, query -> refunds.find(query).map(FindRefunds.Found::new)),
                bus.serve(FindDisputes.ADDRESS, query -> disputes.find(query).map(FindDisputes.Found::new)),
                bus.serve(
                        ListPaymentEvents.ADDRESS, query -> history.list(query).map(ListPaymentEvents.Events::new))));
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }

    /// A round of the job that expires payments. Each is a command of its own, one after the other: nobody
    /// waits for them. One that fails is left to the next round, and does not hold up the others.
    private Future<ExpirePayments.Done> expire(ExpirePayments question) {
        return store.due(platform.clock().instant(), question.limit()).compose(due -> {
            var expired = new AtomicInteger();
            Future<Void> chain = Future.succeededFuture();
            for (var each : due) {
                chain = chain.compose(_ -> changes.expire(each).otherwise(false))
                        .map(done -> {
                            expired.addAndGet(done ? 1 : 0);
                            return null;
                        });
            }
            return chain.map(_ -> new ExpirePayments.Done(expired.get()));
        });
    }

    /// Payments as they are now: one whose time has passed is expired, whether or not the job has come by.
    private Future<FindPayments.Found> find(FindPayments query) {
        return visible(query)
                .map(found -> new FindPayments.Found(found.payments().stream()
                        .map(payment -> payment.at(platform.clock().instant()))
                        .toList()));
    }

    private Future<FindPayments.Found> visible(FindPayments query) {
        var owner = query.caller().onlyOwner();
        if (owner == null) {
            return payments(query, null).map(FindPayments.Found::new);
        }
        // A customer sees what its own wallets sent and received; which these are, only the wallets domain
        // knows.
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
                    .map(found -> found.stream().map(Payment::view).toList());
        }
        var now = platform.clock().instant();
        if (within != null) {
            return store.find(query, within, now);
        }
        return wallet == null ? store.find(query, now) : store.find(query, List.of(wallet), now);
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
                payment.captureMethod(),
                payment.quote(),
                null,
                null,
                Map.of(),
                payment.createdAt(),
                payment.failure(),
                payment.progress());
    }
}
