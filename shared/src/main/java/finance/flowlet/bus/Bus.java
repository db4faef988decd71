package finance.flowlet.bus;

import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.ConnectException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event bus with types. Every request has a timeout; a request nobody answers in time is a [Fault].
public final class Bus {
    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
    private final Vertx vertx;
    private final EventBus events;
    private final DeliveryOptions options;

    /// One bus per JVM; `timeoutMillis` bounds every request.
    public Bus(Vertx vertx, long timeoutMillis) {
        this.vertx = vertx;
        this.events = vertx.eventBus();
        this.options = new DeliveryOptions().setSendTimeout(timeoutMillis);
        events.registerCodec(new Wire()).codecSelector(body -> body instanceof Record ? Wire.NAME : null);
    }

    /// Asks whoever serves `address`.
    public <Q, R> Future<R> request(Address<Q, R> address, Q request) {
        return events.<Object>request(address.name(), request, options)
                .map(reply -> Wire.read(reply.body(), address.reply()))
                .recover(failure -> Future.failedFuture(fault(failure)));
    }

    /// Tells everybody who listens on `address`; no one may depend on it arriving.
    public <Q> void publish(Address<Q, Void> address, Q fact) {
        events.publish(address.name(), fact, options);
    }

    /// Hears what [#publish] tells.
    public <Q> Future<Void> listen(Address<Q, Void> address, Consumer<Q> listener) {
        return events.<Object>consumer(
                        address.name(), message -> listener.accept(Wire.read(message.body(), address.request())))
                .completion();
    }

    /// Serves `address` on the event loop: the handler must not block or await.
    public <Q, R> Future<Void> serve(Address<Q, R> address, Function<Q, Future<R>> handler) {
        return events.<Object>consumer(address.name(), message -> answer(message, address, handler))
                .completion();
    }

    /// Serves `address` on virtual threads: the handler may await. Each message runs as a task of its own, because a
    /// consumer that awaited inside its own delivery would hold back every message behind it.
    public <Q, R> Future<Void> serveAwaiting(Address<Q, R> address, Function<Q, R> handler) {
        Function<Q, Future<R>> awaiting = question -> Future.succeededFuture(handler.apply(question));
        return events.<Object>consumer(
                        address.name(),
                        message -> vertx.getOrCreateContext().runOnContext(_ -> answer(message, address, awaiting)))
                .completion();
    }

    private static <Q, R> void answer(Message<Object> message, Address<Q, R> address, Function<Q, Future<R>> handler) {
        Future<R> answer;
        try {
            answer = handler.apply(Wire.read(message.body(), address.request()));
        } catch (Exception failure) {
            // Any exception: what `await` rethrows may be a checked one.
            answer = Future.failedFuture(failure);
        }
        answer.onSuccess(message::reply).onFailure(failure -> {
            var fault = fault(failure);
            if (fault.code() == Code.INTERNAL_ERROR) {
                LOG.atError()
                        .addKeyValue("address", address.name())
                        .setCause(failure)
                        .log("request failed");
            }
            message.fail(fault.code().status(), fault.code().name());
        });
    }

    /// What a failure of any kind means to the caller.
    public static Fault fault(Throwable failure) {
        return switch (failure) {
            case Fault fault -> fault;
            case ReplyException reply
            when reply.failureType() == ReplyFailure.RECIPIENT_FAILURE ->
                new Fault(Code.valueOf(String.valueOf(reply.getMessage())), reply);
            case ReplyException reply
            when reply.failureType() == ReplyFailure.NO_HANDLERS -> new Fault(Code.UNAVAILABLE, reply);
            case ReplyException reply -> new Fault(Code.OUTCOME_UNKNOWN, reply);
            // A server or a pool of connections that cannot take the question now.
            case ConnectException away -> new Fault(Code.UNAVAILABLE, away);
            case ConnectionPoolTooBusyException busy -> new Fault(Code.UNAVAILABLE, busy);
            case Throwable other -> new Fault(Code.INTERNAL_ERROR, other);
        };
    }
}
