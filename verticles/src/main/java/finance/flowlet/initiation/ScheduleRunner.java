package finance.flowlet.initiation;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.initiation.BatchItem;
import finance.flowlet.contract.initiation.ItemStatus;
import finance.flowlet.contract.initiation.ScheduleView;
import finance.flowlet.initiation.RunStore.Claimed;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the payments of orders when they are due. Whether a run is made or passed over is written down
/// before its payment is asked for, so whoever finishes it after a crash does what was decided then.
final class ScheduleRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleRunner.class);
    private final FlowletConfig.Initiation config;
    private final Clock clock;
    private final Payer payer;
    private final RunStore runs;

    ScheduleRunner(Platform platform, AwaitedSql statements) {
        this.config = platform.config().initiation();
        this.clock = platform.clock();
        this.payer = new Payer(platform);
        this.runs = new RunStore(statements);
    }

    /// Works on one order that something is due of; answers whether there was one.
    boolean runNext() {
        var claimed = runs.claim(clock.instant(), leaseEnd());
        claimed.ifPresent(this::run);
        return claimed.isPresent();
    }

    private void run(Claimed claimed) {
        if (claimed.runOpen()) {
            pay(claimed, claimed.order());
            return;
        }
        var now = clock.instant();
        var grace = Duration.ofMillis(config.graceMillis());
        var agenda = Agenda.of(claimed.order(), now, claimed.resumedAt(), grace);
        if (runs.begin(claimed, agenda, now, leaseEnd()) && agenda.run() != null) {
            pay(claimed, claimed.order().withNextRun(agenda.run().number()));
        }
    }

    private void pay(Claimed claimed, ScheduleView order) {
        var begun = claimed.with(order);
        var item = new BatchItem(
                null,
                order.from(),
                order.to(),
                order.money(),
                order.description(),
                null,
                Map.of("scheduledPaymentId", order.id().toString(), "run", Long.toString(order.nextRun())));
        var paid = payer.pay(claimed.caller(), name(order), item)
                .transform(done -> Future.succeededFuture(done))
                .await();
        if (paid.succeeded()) {
            finish(begun, paid.result());
        } else {
            tryLater(begun, Bus.fault(paid.cause()).code());
        }
    }

    private static String name(ScheduleView order) {
        return "schedule:" + order.id() + ":" + order.nextRun();
    }

    private void finish(Claimed claimed, PaymentOutcome outcome) {
        var declines = outcome.status() == ItemStatus.DECLINED ? claimed.declinesInARow() + 1 : 0;
        var most = config.maxConsecutiveDeclines();
        runs.finish(claimed, outcome, declines, most > 0 && declines >= most);
    }

    /// A fault decides nothing: the payment may even have been made. It is asked for again under the same
    /// key, and after many tries the run is given up, unless the ledger does not confirm that nothing
    /// happened: then it stays open.
    private void tryLater(Claimed claimed, Code fault) {
        var attempts = claimed.attempts() + 1;
        LOG.atWarn()
                .addKeyValue("schedule", claimed.order().id())
                .addKeyValue("code", fault)
                .addKeyValue("attempts", attempts)
                .log("a scheduled payment could not be decided");
        if (attempts >= config.maxAttempts()) {
            var ended = payer.giveUp(claimed.caller(), name(claimed.order()), fault)
                    .map(PaymentOutcome::of)
                    .transform(done -> Future.succeededFuture(done))
                    .await();
            if (ended.succeeded()) {
                finish(claimed, ended.result());
                return;
            }
        }
        runs.release(claimed, attempts, payer.retryAt(clock.instant(), attempts));
    }

    private Instant leaseEnd() {
        return clock.instant().plusMillis(config.leaseMillis());
    }
}
