package finance.flowlet.client;

import finance.flowlet.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;

/// The event bus itself, for a member of the cluster. A question that is not answered soon is asked once more, of
/// another member perhaps: the first may have gone without a word.
final class ClusterLink implements Link {
    private final Vertx vertx;
    private final DeliveryOptions first;
    private final DeliveryOptions second;

    /// `name` is whom the limits per address count for.
    ClusterLink(Vertx vertx, String name, long firstTryMillis, long timeoutMillis) {
        this.vertx = vertx;
        this.first = new DeliveryOptions().setSendTimeout(firstTryMillis).addHeader("source", name);
        this.second = new DeliveryOptions()
                .setSendTimeout(timeoutMillis - firstTryMillis)
                .addHeader("source", name);
    }

    @Override
    public Future<Buffer> ask(String address, Buffer envelope) {
        return ask(address, envelope, first)
                .recover(_ -> ask(address, envelope, second))
                .recover(failure -> Future.failedFuture(Bus.fault(failure)));
    }

    private Future<Buffer> ask(String address, Buffer envelope, DeliveryOptions options) {
        return vertx.eventBus().<Buffer>request(address, envelope, options).map(reply -> reply.body());
    }

    @Override
    public Future<Void> close() {
        // The Vert.x instance belongs to whoever made it.
        return Future.succeededFuture();
    }
}
