package finance.flowlet.platform;

import finance.flowlet.bus.Bus;
import finance.flowlet.id.IdSource;
import finance.flowlet.proof.Signer;
import io.vertx.core.Vertx;
import java.time.Clock;

/// What every verticle is given: nothing else is reachable from a domain.
public record Platform(
        Vertx vertx, Bus bus, Databases databases, Clock clock, IdSource ids, Signer signer, FlowletConfig config) {}
