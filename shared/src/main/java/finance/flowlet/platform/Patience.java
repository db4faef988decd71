package finance.flowlet.platform;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Bus;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Asks again when an answer was lost or could not be given yet, before a fault reaches the client. Only for
/// questions that carry an idempotency key: the first one may have taken effect.
public final class Patience {
    private static final Set<Code> MAY_PASS = Set.of(Code.OUTCOME_UNKNOWN, Code.UNAVAILABLE, Code.LEDGER_BUSY);
    private final Vertx vertx;
    private final Bus bus;
    private final Clock clock;
    private final FlowletConfig.Services.Retries retries;
    private final int deadlineMillis;

    public Patience(Platform platform) {
        this.vertx = platform.vertx();
        this.bus = platform.bus();
        this.clock = platform.clock();
        this.retries = platform.config().services().retries();
        this.deadlineMillis = platform.config().ledger().commandDeadlineMillis();
    }

    /// Asks whoever serves `address`. `question` is given its deadline, which is all that may differ between tries.
    public <Q, R> Future<R> request(Address<Q, R> address, Function<Instant, Q> question) {
        return request(address, question, clock.instant().plusMillis(deadlineMillis), retries.max());
    }

    /// The deadline is that of the first try: whoever asked us waits no longer because we ask again.
    private <Q, R> Future<R> request(Address<Q, R> address, Function<Instant, Q> question, Instant deadline, int left) {
        return bus.request(address, question.apply(deadline)).recover(failure -> {
            var late = !clock.instant().plusMillis(retries.backoffMillis()).isBefore(deadline);
            if (left == 0 || late || !MAY_PASS.contains(Bus.fault(failure).code())) {
                return Future.failedFuture(failure);
            }
            return vertx.timer(retries.backoffMillis(), TimeUnit.MILLISECONDS)
                    .compose(_ -> request(address, question, deadline, left - 1));
        });
    }
}
