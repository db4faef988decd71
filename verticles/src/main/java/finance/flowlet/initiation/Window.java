package finance.flowlet.initiation;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Does the same to many things, no more than so many at once: as one ends, the next begins. Everything
/// happens on the context of the caller, so nothing here is locked.
final class Window<T, R> {
    private final int width;
    private final Function<T, Future<R>> work;

    Window(int width, Function<T, Future<R>> work) {
        this.width = width;
        this.work = work;
    }

    /// The results in the order of their ends, and how many failed; a failure does not stop the others.
    record Ended<R>(List<R> results, List<Throwable> failures) {}

    Future<Ended<R>> over(List<T> things) {
        var ended = new Ended<R>(new ArrayList<>(), new ArrayList<>());
        var rest = things.iterator();
        var lanes = Stream.generate(() -> next(rest, ended))
                .limit(Math.min(width, things.size()))
                .toList();
        return Future.join(lanes).map(_ -> ended);
    }

    private Future<Void> next(Iterator<T> rest, Ended<R> ended) {
        if (!rest.hasNext()) {
            return Future.succeededFuture();
        }
        return work.apply(rest.next()).transform(done -> {
            if (done.succeeded()) {
                ended.results().add(done.result());
            } else {
                ended.failures().add(done.cause());
            }
            return next(rest, ended);
        });
    }
}
