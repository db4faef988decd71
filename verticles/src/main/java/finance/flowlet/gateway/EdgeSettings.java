package finance.flowlet.gateway;

import finance.flowlet.platform.FlowletConfig;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// What every exchange of one gateway has in common. `stopping` is set once, when the gateway begins to stop.
record EdgeSettings(Cors cors, boolean tls, int idleTimeoutMillis, AtomicBoolean stopping) {
    static EdgeSettings of(FlowletConfig config) {
        return new EdgeSettings(
                new Cors(Set.copyOf(config.server().corsOrigins())),
                config.tls().enabled(),
                config.server().idleTimeoutMillis(),
                new AtomicBoolean());
    }

    boolean draining() {
        return stopping.get();
    }
}
