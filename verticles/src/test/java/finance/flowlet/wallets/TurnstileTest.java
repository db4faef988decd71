package finance.flowlet.wallets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.bus.Fault;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One at a time for each thing, in the order of arrival.
class TurnstileTest {
    private final Turnstile<String> turnstile = new Turnstile<>();
    private final List<String> log = new ArrayList<>();

    @Test
    void nobodyStartsBeforeTheOneBeforeHasLeft() {
        var first = Promise.<Void>promise();
        turnstile.pass("a", () -> begin("first", first.future()));
        turnstile.pass("a", () -> begin("second", Future.succeededFuture()));
        turnstile.pass("b", () -> begin("another", Future.succeededFuture()));
        assertEquals(List.of("first", "another"), log);

        first.fail("whatever");

        assertEquals(List.of("first", "another", "second"), log);
    }

    @Test
    void aThrownExceptionLetsTheNextThrough() {
        var broken = turnstile.pass("a", () -> {
            throw new IllegalStateException("broken");
        });
        var next = turnstile.pass("a", () -> Future.succeededFuture(1));

        assertTrue(broken.failed());
        assertEquals(1, next.result());
    }

    @Test
    void aLineThatIsTooLongTakesNobodyMoreUntilItMoves() {
        var first = Promise.<Void>promise();
        turnstile.pass("a", first::future);
        for (var i = 0; i < Turnstile.MAX_WAITING; i++) {
            assertFalse(turnstile
                    .pass("a", () -> begin("", Future.succeededFuture()))
                    .isComplete());
        }

        var late = turnstile.pass("a", () -> begin("late", Future.succeededFuture()));

        assertEquals(
                Code.LEDGER_BUSY, assertInstanceOf(Fault.class, late.cause()).code());
        first.complete();
        assertTrue(turnstile
                .pass("a", () -> begin("after", Future.succeededFuture()))
                .succeeded());
        assertEquals("after", log.getLast());
    }

    private Future<Void> begin(String name, Future<Void> work) {
        log.add(name);
        return work;
    }
}
