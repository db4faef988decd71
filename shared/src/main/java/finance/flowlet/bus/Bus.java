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
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event bus with types. Every request has a timeout; a request nobody answers in time is a [Fault].
///
/// Between several JVMs a question is answered in the one that asks it when that serves the address: an
/// answer from here costs no JSON and no network, and no sick neighbour can delay it. Otherwise any of the
/// others answers.
public final class Bus {
    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
    private static final long PAUSE_MILLIS = 50;
    private final Vertx vertx;
    private final EventBus events;
    private final DeliveryOptions options;
    private final DeliveryOptions here;
    private final DeliveryOptions firstTry;
    private final DeliveryOptions secondTry;
    private final Nearby nearby;
    private final Set<String> servedHere = ConcurrentHashMap.newKeySet();

    /// One bus per JVM; `timeoutMillis` bounds every request.
    public Bus(Vertx vertx, long timeoutMillis) {
        this(vertx, timeoutMillis, timeoutMillis);
    }

    /// `firstTryMillis` of it are given to the first JVM that is asked; what may be asked twice is then asked
    /// of the next.
    public Bus(Vertx vertx, long timeoutMillis, long firstTryMillis) {
        this.vertx = vertx;
        this.events = vertx.eventBus();
        this.options = new DeliveryOptions().setSendTimeout(timeoutMillis);
        this.here = new DeliveryOptions(options).setLocalOnly(true);
        this.firstTry = new DeliveryOptions().setSendTimeout(Math.min(firstTryMillis, timeoutMillis));
        this.secondTry = new DeliveryOptions().setSendTimeout(Math.max(1, timeoutMillis - firstTryMillis));
        this.nearby = new Nearby(vertx, timeoutMillis);
        events.registerCodec(new Wire()).codecSelector(body -> body instanceof Record ? Wire.NAME : null);
    }

    /// How many processes this one believes to share the bus with, itself included; 0 when it is not clustered.
    public int members() {
        var manager = ((VertxInternal) vertx).clusterManager();
        return manager == null ? 0 : manager.getNodes().size();
    }

    /// Asks whoever serves `address`.
    public <Q, R> Future<R> request(Address<Q, R> address, Q request) {
        return nearby.request(address.name(), request)
                .map(answer -> answer.map(address.reply()::cast))
                .orElseGet(() -> send(address, request));
    }

    private <Q, R> Future<R> send(Address<Q, R> address, Q request) {
        var answer = !vertx.isClustered()
                ? events.<Object>request(address.name(), request, options)
                : servedHere.contains(address.name())
                        ? askedHere(address.name(), request)
                        : askedElsewhere(address.name(), request);
        return answer.map(reply -> Wire.read(reply.body(), address.reply()))
                .recover(failure -> Future.failedFuture(fault(failure)));
    }

    /// Asks one JVM, which serves [#addressOf] `node`, and gives it `timeoutMillis`.
    public <Q, R> Future<R> request(Address<Q, R> address, String node, Q request, long timeoutMillis) {
        var patience = new DeliveryOptions().setSendTimeout(timeoutMillis);
        return events.<Object>request(addressOf(address.name(), node), request, patience)
                .map(reply -> Wire.read(reply.body(), address.reply()))
                .recover(failure -> Future.failedFuture(fault(failure)));
    }

    private Future<Message<Object>> askedHere(String address, Object request) {
        return events.<Object>request(address, request, here)
                // What was served here a moment ago may be served elsewhere: this process is stopping.
                .recover(failure -> isOf(failure, ReplyFailure.NO_HANDLERS)
                        ? askedElsewhere(address, request)
                        : Future.failedFuture(failure));
    }

    /// The cluster needs time to notice who has gone, so the first one asked may not be there any more. The
    /// next time it is another's turn.
    private Future<Message<Object>> askedElsewhere(String address, Object request) {
        var mayRepeat = request instanceof Repeatable question && question.repeatable();
        return events.<Object>request(address, request, mayRepeat ? firstTry : options)
                .recover(failure -> {
                    var neverArrived = isOf(failure, ReplyFailure.NO_HANDLERS);
                    if (!neverArrived && (!mayRepeat || isOf(failure, ReplyFailure.RECIPIENT_FAILURE))) {
                        return Future.failedFuture(failure);
                    }
                    return vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                            .compose(_ -> events.request(address, request, secondTry));
                });
    }

    private static boolean isOf(Throwable failure, ReplyFailure type) {
        return failure instanceof ReplyException reply && reply.failureType() == type;
    }

    private static String addressOf(String address, String node) {
        return address + "@" + node;
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

    /// Serves `address` for those who name this JVM as `node`, on the event loop.
    public <Q, R> Future<Void> serve(Address<Q, R> address, String node, Function<Q, Future<R>> handler) {
        return events.<Object>consumer(addressOf(address.name(), node), message -> answer(message, address, handler))
                .completion();
    }

    /// Serves `address` on the event loop: the handler must not block or await.
    public <Q, R> Future<Void> serve(Address<Q, R> address, Function<Q, Future<R>> handler) {
        servedHere.add(address.name());
        nearby.serve(
                address.name(), question -> answer(question, address, handler).map(Object.class::cast));
        return events.<Object>consumer(address.name(), message -> answer(message, address, handler))
                .completion();
    }

    /// Serves `address` on virtual threads: the handler may await. Each message runs as a task of its own, because a
    /// consumer that awaited inside its own delivery would hold back every message behind it.
    public <Q, R> Future<Void> serveAwaiting(Address<Q, R> address, Function<Q, R> handler) {
        servedHere.add(address.name());
        Function<Q, Future<R>> awaiting = question -> Future.succeededFuture(handler.apply(question));
        return events.<Object>consumer(
                        address.name(),
                        message -> vertx.getOrCreateContext().runOnContext(_ -> answer(message, address, awaiting)))
                .completion();
    }

    private static <Q, R> void answer(Message<Object> message, Address<Q, R> address, Function<Q, Future<R>> handler) {
        answer(message.body(), address, handler).onSuccess(message::reply).onFailure(failure -> {
            var fault = fault(failure);
            message.fail(fault.code().status(), fault.code().name());
        });
    }

    /// Fails with nothing but a [Fault].
    private static <Q, R> Future<R> answer(Object question, Address<Q, R> address, Function<Q, Future<R>> handler) {
        Future<R> answer;
        try {
            answer = handler.apply(Wire.read(question, address.request()));
        } catch (Exception failure) {
            // Any exception: what `await` rethrows may be a checked one.
            answer = Future.failedFuture(failure);
        }
        return answer.recover(failure -> {
            var fault = DatabaseAwayCheck.isBehind(failure) ? new Fault(Code.UNAVAILABLE, failure) : fault(failure);
            if (fault.code() == Code.INTERNAL_ERROR) {
                LOG.atError()
                        .addKeyValue("address", address.name())
                        .setCause(failure)
                        .log("request failed");
            }
            return Future.failedFuture(fault);
        });
    }

    /// What a failure of any kind means to the caller.
    public static Fault fault(Throwable failure) {
        return switch (failure) {
            case Fault fault -> fault;
            case ReplyException reply
            when reply.failureType() == ReplyFailure.RECIPIENT_FAILURE -> new Fault(code(reply), reply);
            case ReplyException reply
            when reply.failureType() == ReplyFailure.NO_HANDLERS -> new Fault(Code.UNAVAILABLE, reply);
            case ReplyException reply -> new Fault(Code.OUTCOME_UNKNOWN, reply);
            // A server or a pool of connections that cannot take the question now, or broke off before it answered.
            case IOException away -> new Fault(Code.UNAVAILABLE, away);
            case TimeoutException silent -> new Fault(Code.UNAVAILABLE, silent);
            case ConnectionPoolTooBusyException busy -> new Fault(Code.UNAVAILABLE, busy);
            case Throwable other -> new Fault(Code.INTERNAL_ERROR, other);
        };
    }

    /// A neighbour of a later version may have codes that this one does not know.
    private static Code code(ReplyException reply) {
        try {
            return Code.valueOf(String.valueOf(reply.getMessage()));
        } catch (IllegalArgumentException _) {
            return reply.failureCode() == Code.UNAVAILABLE.status() ? Code.UNAVAILABLE : Code.INTERNAL_ERROR;
        }
    }
}
