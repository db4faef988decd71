package finance.flowlet.fx;

import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;

/// Quotes exchange rates and changes money from one currency into another.
///
/// Hot path: runs on the event loop.
public final class FxVerticle extends VerticleBase {
    private final Pool pool;

    public FxVerticle(Platform platform) {
        this.pool = platform.databases().pool("fx");
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }
}
