package finance.flowlet.initiation;

import finance.flowlet.contract.initiation.AnswerPaymentRequest;
import finance.flowlet.contract.initiation.ChangeSchedule;
import finance.flowlet.contract.initiation.CreateBatch;
import finance.flowlet.contract.initiation.CreateSchedule;
import finance.flowlet.contract.initiation.FindBatchItems;
import finance.flowlet.contract.initiation.FindBatches;
import finance.flowlet.contract.initiation.FindPaymentRequests;
import finance.flowlet.contract.initiation.FindRuns;
import finance.flowlet.contract.initiation.FindSchedules;
import finance.flowlet.contract.initiation.InitiationReply;
import finance.flowlet.contract.initiation.RequestPayment;
import finance.flowlet.contract.initiation.RunDue;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.Jobs;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts payments for somebody: many at once, at a set time, or because the payee asked.
///
/// Runs on virtual threads. What is to be done is in the database, so any process may do it, and none must.
public final class InitiationVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(InitiationVerticle.class);
    private final Platform platform;
    private final Pool pool;
    private final AwaitedSql statements;

    public InitiationVerticle(Platform platform) {
        this.platform = platform;
        this.pool = platform.databases().pool("initiation");
        this.statements = new AwaitedSql(pool);
    }

    @Override
    public Future<?> start() {
        // Batches and orders have a lease each, so every process may work on some of them.
        var batches = new Rounds(new BatchRunner(platform, statements)::runNext);
        Jobs.every(platform, "initiation.batches", () -> Future.succeededFuture(batches.run()));
        var schedules = new Rounds(new ScheduleRunner(platform, statements)::runNext);
        Jobs.every(platform, "initiation.schedules", () -> Future.succeededFuture(schedules.run()));
        var requests = new PaymentRequests(platform, statements);
        var expiry = new Rounds(requests::expireNext);
        Jobs.once(platform, "initiation.payment-requests", () -> Future.succeededFuture(expiry.run()));
        return Future.all(List.of(
                serve(new Batches(platform, statements), batches),
                serve(new Schedules(platform, statements)),
                serve(requests, new PaymentRequestAnswers(platform, statements)),
                platform.bus()
                        .serveAwaiting(
                                RunDue.ADDRESS, _ -> new RunDue.Ran(batches.run() + schedules.run() + expiry.run()))));
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }

    private Future<?> serve(Batches batches, Rounds rounds) {
        var bus = platform.bus();
        return Future.all(
                bus.serveAwaiting(CreateBatch.ADDRESS, command -> startedAfter(batches.create(command), rounds)),
                bus.serveAwaiting(FindBatches.ADDRESS, batches::find),
                bus.serveAwaiting(FindBatchItems.ADDRESS, batches::items));
    }

    private Future<?> serve(Schedules schedules) {
        var bus = platform.bus();
        return Future.all(
                bus.serveAwaiting(CreateSchedule.ADDRESS, schedules::create),
                bus.serveAwaiting(ChangeSchedule.ADDRESS, schedules::change),
                bus.serveAwaiting(FindSchedules.ADDRESS, schedules::find),
                bus.serveAwaiting(FindRuns.ADDRESS, schedules::runs));
    }

    private Future<?> serve(PaymentRequests requests, PaymentRequestAnswers answers) {
        var bus = platform.bus();
        return Future.all(
                bus.serveAwaiting(RequestPayment.ADDRESS, requests::create),
                bus.serveAwaiting(FindPaymentRequests.ADDRESS, requests::find),
                bus.serveAwaiting(AnswerPaymentRequest.ADDRESS, answers::answer));
    }

    /// Begins at once, instead of with the next round of the job; nobody waits for it.
    private InitiationReply startedAfter(InitiationReply reply, Rounds rounds) {
        context.runOnContext(_ -> {
            try {
                rounds.run();
            } catch (RuntimeException failure) {
                LOG.atWarn().setCause(failure).log("a batch was not begun at once; the job will");
            }
        });
        return reply;
    }
}
