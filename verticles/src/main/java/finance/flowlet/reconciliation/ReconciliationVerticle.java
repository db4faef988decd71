package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.ChangeMatches;
import finance.flowlet.contract.reconciliation.FindReconciliations;
import finance.flowlet.contract.reconciliation.ListMatches;
import finance.flowlet.contract.reconciliation.ListUnmatched;
import finance.flowlet.contract.reconciliation.Reconcile;
import finance.flowlet.contract.reconciliation.TellReconciliations;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.Jobs;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares the books with statements of others.
///
/// Runs on virtual threads. Files are read and matched on worker threads of its own: they keep a core busy
/// for longer than others on a virtual thread should have to wait.
public final class ReconciliationVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationVerticle.class);
    private final Platform platform;
    private @Nullable Pool pool;

    public ReconciliationVerticle(Platform platform) {
        this.platform = platform;
    }

    @Override
    public Future<?> start() {
        var connections = platform.databases().pool("reconciliation");
        pool = connections;
        var sql = new AwaitedSql(connections);
        var workers = vertx.createSharedWorkerExecutor(
                "reconciliation", platform.config().reconciliation().workers());
        var reconciling = new Reconciling(platform, sql, workers);
        var byHand = new ByHand(platform, sql);
        var findings = new Findings(sql);
        var announcements = new Announcements(platform, new UntoldStore(sql));
        var bus = platform.bus();
        Jobs.once(
                platform,
                "reconciliation.tell",
                () -> bus.request(TellReconciliations.ADDRESS, new TellReconciliations()));
        return Future.all(List.of(
                bus.serveAwaiting(Reconcile.ADDRESS, command -> {
                    var outcome = reconciling.reconcile(command);
                    tell(announcements);
                    return outcome;
                }),
                bus.serveAwaiting(ChangeMatches.ADDRESS, byHand::change),
                bus.serveAwaiting(FindReconciliations.ADDRESS, findings::find),
                bus.serveAwaiting(ListMatches.ADDRESS, findings::matches),
                bus.serveAwaiting(ListUnmatched.ADDRESS, findings::unmatched),
                bus.serveAwaiting(
                        TellReconciliations.ADDRESS, _ -> new TellReconciliations.Told(announcements.tell()))));
    }

    /// What could not be told of now the job tells of.
    private static void tell(Announcements announcements) {
        try {
            announcements.tell();
        } catch (RuntimeException failure) {
            LOG.atWarn().setCause(failure).log("reconciliations are told of later");
        }
    }

    @Override
    public Future<?> stop() {
        return pool == null ? Future.succeededFuture() : pool.close();
    }
}
