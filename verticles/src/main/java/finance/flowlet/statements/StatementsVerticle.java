package finance.flowlet.statements;

import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;

/// Writes the monthly statements of wallets.
///
/// Runs on virtual threads.
public final class StatementsVerticle extends VerticleBase {
    private final Pool pool;

    public StatementsVerticle(Platform platform) {
        this.pool = platform.databases().pool("statements");
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }
}
