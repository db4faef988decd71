package finance.flowlet.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/// Asks alike questions together: those that come while an answer is on its way are asked by the next one. There
/// is no timer: a question that finds nothing under way is asked at once, and each is asked after it came, so an
/// answer is never older than its question. Belongs to one event loop.
public final class Gathering<Q, A> {
    private record Waiting<Q, A>(Q question, Promise<A> answer) {}

    private final Function<List<Q>, Future<List<A>>> ask;
    private final int atOnce;
    private final Queue<Waiting<Q, A>> waiting = new ArrayDeque<>();
    private boolean asking;

    /// `ask` answers each of its questions, in their order; it is given no more than `atOnce`.
    public Gathering(int atOnce, Function<List<Q>, Future<List<A>>> ask) {
        this.ask = ask;
        this.atOnce = atOnce;
    }

    /// Completes with the answer to `question`; fails when the round it was asked in does.
    public Future<A> ask(Q question) {
        var promise = Promise.<A>promise();
        waiting.add(new Waiting<>(question, promise));
        next();
        return promise.future();
    }

    private void next() {
        if (asking || waiting.isEmpty()) {
            return;
        }
        var round = new ArrayList<Waiting<Q, A>>(Math.min(waiting.size(), atOnce));
        while (round.size() < atOnce && !waiting.isEmpty()) {
            round.add(waiting.remove());
        }
        asking = true;
        Future.<Void>succeededFuture()
                .compose(_ -> ask.apply(round.stream().map(Waiting::question).toList()))
                .onComplete(answers -> {
                    asking = false;
                    next();
                    for (var i = 0; i < round.size(); i++) {
                        if (answers.succeeded()) {
                            round.get(i).answer().complete(answers.result().get(i));
                        } else {
                            round.get(i).answer().fail(answers.cause());
                        }
                    }
                });
    }
}
