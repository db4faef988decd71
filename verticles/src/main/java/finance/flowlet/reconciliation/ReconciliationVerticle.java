package finance.flowlet.reconciliation;

import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;

/// Compares the books with statements of others.
///
/// Runs on virtual threads.
public final class ReconciliationVerticle extends VerticleBase {
    private final Pool pool;

    public ReconciliationVerticle(Platform platform) {
        this.pool = platform.databases().pool("reconciliation");
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }
}
