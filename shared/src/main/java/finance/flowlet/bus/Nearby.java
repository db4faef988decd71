package finance.flowlet.bus;

import finance.flowlet.problem.Code;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The shortest way between two verticles of one JVM that both run on event loops: a call on the loop of the one
/// that is asked, the same loop where there is a choice. No message and no address for the reply; and no timer for
/// each question: all have the same patience, so the oldest question of a loop is the first whose time is up.
final class Nearby {
    private static final long SWEEP_MILLIS = 250;

    private record Server(ContextInternal context, Function<Object, Future<Object>> handler) {}

    /// Let go of once it is answered, so that one slow answer does not keep all the others in memory.
    private static final class Asked {
        private final long untilNanos;
        private @Nullable Promise<Object> answer;

        private Asked(Promise<Object> answer, long untilNanos) {
            this.answer = answer;
            this.untilNanos = untilNanos;
        }
    }

    private final long patienceNanos;
    private final Map<String, List<Server>> servers = new ConcurrentHashMap<>();
    /// What each loop waits for, oldest first; only touched on the loop itself.
    private final Map<EventLoop, Queue<Asked>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    Nearby(Vertx vertx, long timeoutMillis) {
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        vertx.setPeriodic(SWEEP_MILLIS, _ -> asked.forEach((loop, questions) -> loop.execute(() -> sweep(questions))));
    }

    /// Serves `address` on the event loop that this is called on, until its verticle is undeployed; does nothing
    /// when it is not called on one.
    void serve(String address, Function<Object, Future<Object>> handler) {
        var context = onEventLoop();
        if (context != null) {
            var server = new Server(context, handler);
            servers.merge(
                    address,
                    List.of(server),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
            context.addCloseHook(closed -> {
                servers.computeIfPresent(address, (_, all) -> without(all, server));
                closed.succeed();
            });
        }
    }

    /// The answer of a verticle nearby, or nothing when either side is not on an event loop.
    Optional<Future<Object>> request(String address, Object question) {
        var caller = onEventLoop();
        var candidates = servers.get(address);
        if (caller == null || candidates == null) {
            return Optional.empty();
        }
        var server = chosen(candidates, caller);
        Promise<Object> answer = caller.promise();
        remember(caller.nettyEventLoop(), answer);
        server.context()
                .emit(
                        question,
                        each -> server.handler().apply(each).onComplete(done -> {
                            if (done.succeeded()) {
                                answer.tryComplete(done.result());
                            } else {
                                answer.tryFail(done.cause());
                            }
                        }));
        return Optional.of(answer.future());
    }

    private Server chosen(List<Server> candidates, ContextInternal caller) {
        for (var server : candidates) {
            if (server.context().nettyEventLoop().equals(caller.nettyEventLoop())) {
                return server;
            }
        }
        return candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
    }

    private void remember(EventLoop loop, Promise<Object> answer) {
        var questions = asked.computeIfAbsent(loop, _ -> new ArrayDeque<>());
        var question = new Asked(answer, System.nanoTime() + patienceNanos);
        answer.future().onComplete(_ -> question.answer = null);
        sweep(questions);
        questions.add(question);
    }

    /// Forgets what was answered and ends what was not in time.
    private static void sweep(Queue<Asked> questions) {
        var now = System.nanoTime();
        for (var oldest = questions.peek(); oldest != null; oldest = questions.peek()) {
            var answer = oldest.answer;
            if (answer != null && oldest.untilNanos - now > 0) {
                return;
            }
            questions.remove();
            if (answer != null) {
                answer.tryFail(new Fault(Code.OUTCOME_UNKNOWN));
            }
        }
    }

    private static @Nullable List<Server> without(List<Server> all, Server gone) {
        var left = all.stream().filter(server -> !server.equals(gone)).toList();
        return left.isEmpty() ? null : left;
    }

    private static @Nullable ContextInternal onEventLoop() {
        var context = ContextInternal.current();
        return context != null && context.threadingModel() == ThreadingModel.EVENT_LOOP ? context : null;
    }
}
