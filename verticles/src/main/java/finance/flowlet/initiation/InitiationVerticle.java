package finance.flowlet.initiation;

import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;

/// Starts payments for somebody: many at once, at a set time, or because the payee asked.
///
/// Runs on virtual threads.
public final class InitiationVerticle extends VerticleBase {
    private final Pool pool;

    public InitiationVerticle(Platform platform) {
        this.pool = platform.databases().pool("initiation");
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }
}
