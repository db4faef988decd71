package finance.flowlet.initiation;

import finance.flowlet.bus.Bus;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.initiation.BatchItem;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PayTogether;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem;
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
    /// A step that does nothing: a command has one at least.
    private static final Step.Before NOTHING =
            new Step.Before(Instant.parse("9999-12-31T00:00:00Z"), Decline.STATUS_CONFLICT);

    private final Bus bus;
    private final Patience patience;
    private final FlowletConfig.Initiation config;

    Payer(Platform platform) {
        this.bus = platform.bus();
        this.patience = new Patience(platform);
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

    /// Gives up what `name` stands for, with `fault` as the answer, by using up its key: from then on it
    /// cannot happen any more. When it has happened before, or was declined, the ledger says so instead.
    /// No fault proves by itself that nothing was paid.
    Future<Post.Outcome> giveUp(Caller caller, String name, Code fault) {
        var reply = new Post.Reply(
                Math.max(fault.status(), PaymentOutcome.FAULT), Wire.text(Problem.of(fault, caller.requestId())));
        return patience.request(
                Post.ADDRESS,
                deadline -> new Post(
                        caller.tenant(),
                        key(caller, name),
                        caller.requestId(),
                        List.of(NOTHING),
                        List.of(),
                        List.of(),
                        reply,
                        deadline));
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
