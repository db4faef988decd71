package finance.flowlet.initiation;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.ResolveCustomer;
import finance.flowlet.contract.initiation.FindPaymentRequests;
import finance.flowlet.contract.initiation.InitiationReply;
import finance.flowlet.contract.initiation.InitiationReply.Refused;
import finance.flowlet.contract.initiation.PaymentRequestStatus;
import finance.flowlet.contract.initiation.PaymentRequestView;
import finance.flowlet.contract.initiation.RequestPayment;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.wallets.FindWallets;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.EventId;
import finance.flowlet.id.PaymentRequestId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/// Takes requests to be paid in, shows them, and ends those that nobody answered.
final class PaymentRequests {
    private static final int FIRST_VERSION = 1;
    /// Requests that are ended at once.
    private static final int GROUP = 100;

    private final Platform platform;
    private final Patience patience;
    private final PaymentRequestStore store;

    PaymentRequests(Platform platform, AwaitedSql statements) {
        this.platform = platform;
        this.patience = new Patience(platform);
        this.store = new PaymentRequestStore(statements);
    }

    InitiationReply create(RequestPayment command) {
        var caller = command.caller();
        return switch (wallet(caller, command.to(), command.money().currency())) {
            case Missing(var code) -> new Refused(code);
            case Given(var to) ->
                switch (payer(command)) {
                    case NoPayer(var code) -> new Refused(code);
                    case Payer(var payer) -> post(command, to.user(), payer);
                };
        };
    }

    private InitiationReply post(RequestPayment command, UserId payee, UserId payer) {
        var caller = command.caller();
        var chosen = command.id();
        var now = platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        var seconds = Objects.requireNonNullElse(
                command.expiresInSeconds(), platform.config().initiation().requestExpirySeconds());
        var request = new PaymentRequestView(
                chosen == null ? new PaymentRequestId(platform.ids().next()) : chosen,
                payee,
                command.to(),
                payer,
                command.from(),
                command.money(),
                command.description(),
                PaymentRequestStatus.PENDING,
                null,
                now.plusSeconds(seconds),
                FIRST_VERSION,
                now);
        var key = Post.Key.of(command.key(), caller.tenant(), platform.ids());
        var recipe = new PaymentRequestRecipe(
                caller, key, request, new EventId(platform.ids().next()));
        var outcome = patience.request(Post.ADDRESS, recipe::created).await();
        return Replies.of(outcome, command.key());
    }

    private sealed interface Asked {}

    private record Payer(UserId user) implements Asked {}

    private record NoPayer(Code code) implements Asked {}

    private Asked payer(RequestPayment command) {
        var caller = command.caller();
        var from = command.from();
        if (from != null) {
            var anyone = new Caller(caller.tenant(), null, caller.actor(), caller.requestId());
            return switch (wallet(anyone, from, command.money().currency())) {
                case Missing(var code) -> new NoPayer(code);
                case Given(var wallet) -> new Payer(wallet.user());
            };
        }
        var user = Objects.requireNonNull(command.fromUser());
        var question = new ResolveCustomer(caller.tenant(), user, false);
        return switch (platform.bus().request(ResolveCustomer.ADDRESS, question).await()) {
            case ResolveCustomer.Unknown() -> new NoPayer(Code.USER_NOT_FOUND);
            case ResolveCustomer.Resolved(var known) -> new Payer(known);
        };
    }

    private sealed interface Named {}

    private record Given(WalletView wallet) implements Named {}

    private record Missing(Code code) implements Named {}

    private Named wallet(Caller caller, WalletId id, Currency currency) {
        var found = platform.bus()
                .request(FindWallets.ADDRESS, FindWallets.one(caller, id))
                .await()
                .wallets();
        if (found.isEmpty()) {
            return new Missing(Code.WALLET_NOT_FOUND);
        }
        var wallet = found.getFirst();
        return wallet.currency().equals(currency) ? new Given(wallet) : new Missing(Code.CURRENCY_MISMATCH);
    }

    FindPaymentRequests.Found find(FindPaymentRequests query) {
        return new FindPaymentRequests.Found(store.find(query, platform.clock().instant()));
    }

    /// Writes down that the time of some requests is over; answers whether there were any. Whoever answers
    /// one at this moment is told so by the ledger.
    boolean expireNext() {
        var ends = store.expired(platform.clock().instant(), GROUP).stream()
                .map(this::expire)
                .toList();
        Future.join(ends).await();
        return ends.stream().anyMatch(end -> end.result() instanceof Post.Posted);
    }

    private Future<Post.Outcome> expire(PaymentRequestStore.Expired expired) {
        var ids = platform.ids();
        var caller = new Caller(expired.tenant(), null, "system:initiation", "expiry");
        var key = Post.Key.of(null, expired.tenant(), ids);
        var after = expired.request().next(PaymentRequestStatus.EXPIRED, null);
        var recipe = new PaymentRequestRecipe(caller, key, after, new EventId(ids.next()));
        return patience.request(Post.ADDRESS, deadline -> recipe.changed(true, deadline));
    }
}
