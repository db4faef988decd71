package finance.flowlet.initiation;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.initiation.BatchItem;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PayTogether;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for payments on somebody's behalf, each under a key that names what it is for: whoever asks again,
/// after a crash or beside us, is told of the same payment.
final class Payer {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 30;
    private static final String NOTHING_TO_COMPARE = "0".repeat(64);
    private final Bus bus;
    private final FlowletConfig.Initiation config;

    Payer(Platform platform) {
        this.bus = platform.bus();
        this.config = platform.config().initiation();
    }

    Future<PaymentOutcome> pay(Caller caller, String name, BatchItem item) {
        return bus.request(Pay.ADDRESS, payment(caller, key(caller, name), item))
                .map(PaymentOutcome::of);
    }

    Future<PayTogether.Result> payTogether(Caller caller, String name, List<BatchItem> items) {
        var payments = items.stream().map(item -> payment(caller, null, item)).toList();
        return bus.request(PayTogether.ADDRESS, new PayTogether(caller, key(caller, name), payments));
    }

    /// When to try again what could not be decided `attempts` times in a row.
    Instant retryAt(Instant now, int attempts) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        var longest = Duration.ofMillis(config.maxBackoffMillis());
        return now.plus(pause.compareTo(longest) < 0 ? pause : longest);
    }

    /// Our keys have a scope of their own in each tenant: no client can use one before us.
    private static Post.Key key(Caller caller, String name) {
        var scope = NameBasedId.of(caller.tenant().uuid(), "initiation");
        return new Post.Key(scope, name, NOTHING_TO_COMPARE);
    }

    private static Pay payment(Caller caller, Post.@Nullable Key key, BatchItem item) {
        return new Pay(
                caller,
                key,
                item.id(),
                item.from(),
                item.to(),
                item.money(),
                item.description(),
                item.externalReference(),
                item.metadata());
    }
}
