package finance.flowlet.gateway;

import finance.flowlet.platform.Platform;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.atomic.AtomicInteger;

/// What the gateways of one process share, one per event loop: whom they know, how many connections are
/// open (requests and bridges), what they count while Redis is away, and the room for large bodies.
record Shared(
        Principals principals, LocalRates rates, AtomicInteger connections, AtomicInteger bridged, LargeBodies bodies)
        implements Shareable {
    static Shared of(Platform platform) {
        return platform.vertx()
                .sharedData()
                .<String, Shared>getLocalMap("flowlet.gateway")
                .computeIfAbsent("shared", _ -> create(platform));
    }

    private static Shared create(Platform platform) {
        var server = platform.config().server();
        return new Shared(
                new Principals(platform.clock(), platform.config().auth().principalCacheMillis()),
                new LocalRates(platform.clock()),
                new AtomicInteger(),
                new AtomicInteger(),
                new LargeBodies(server.bodyLimitBytes(), server.largeBodiesBytes()));
    }
}
