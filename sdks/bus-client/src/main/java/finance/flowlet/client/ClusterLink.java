package finance.flowlet.client;

import finance.flowlet.bus.Bus;
import finance.flowlet.bus.Fault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;

/// The event bus itself, for a member of the cluster. A question that nobody answered is asked once more: a member
/// may have left between the two.
final class ClusterLink implements Link {
    private final Vertx vertx;
    private final DeliveryOptions options;

    /// `name` is whom the limits per address count for.
    ClusterLink(Vertx vertx, String name, long timeoutMillis) {
        this.vertx = vertx;
        this.options = new DeliveryOptions().setSendTimeout(timeoutMillis).addHeader("source", name);
    }

    @Override
    public Future<Buffer> ask(String address, Buffer envelope) {
        return once(address, envelope)
                .recover(_ -> once(address, envelope))
                .recover(failure -> Future.failedFuture(fault(failure)));
    }

    private Future<Buffer> once(String address, Buffer envelope) {
        return vertx.eventBus()
                .<Buffer>request(address, envelope, options)
                .map(reply -> reply.body());
    }

    private static Fault fault(Throwable failure) {
        return Bus.fault(failure);
    }

    @Override
    public Future<Void> close() {
        // The Vert.x instance belongs to whoever made it.
        return Future.succeededFuture();
    }
}
