package finance.flowlet.client;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/// A way to the event bus. A failure is always a [finance.flowlet.bus.Fault].
interface Link {
    /// The body of the answer to `envelope`, both JSON.
    Future<Buffer> ask(String address, Buffer envelope);

    Future<Void> close();
}
