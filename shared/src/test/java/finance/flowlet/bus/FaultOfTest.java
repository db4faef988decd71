package finance.flowlet.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a caller learns when whoever serves it fails: a database that is away is not a fault of ours, and
/// says so.
class FaultOfTest {
    private record Question(int number) {}

    private record Reply(int number) {}

    private static final Vertx VERTX = Vertx.vertx();
    private static final Bus BUS = new Bus(VERTX, 1000);

    @AfterAll
    static void close() throws InterruptedException, ExecutionException, TimeoutException {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    static List<Arguments> failures() {
        var away = Stream.of(
                new ConnectException("refused"),
                new SocketException("Connection reset"),
                new IOException("broken pipe"),
                new TimeoutException("no connection in time"),
                ClosedConnectionException.INSTANCE,
                new VertxException("Timeout waiting for connection"),
                refused("57P01"),
                refused("53300"),
                refused("08006"),
                refused("40001"),
                refused("25006"));
        var ours = Stream.of(refused("42601"), refused("23514"), new IllegalStateException("a bug"));
        return Stream.concat(
                        away.map(failure -> Arguments.of(failure, Code.UNAVAILABLE)),
                        ours.map(failure -> Arguments.of(failure, Code.INTERNAL_ERROR)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aServerThatFailsSaysWhetherToComeBack(Throwable failure, Code code) {
        assertEquals(code, answerOf(failure).code());
    }

    @Test
    void aFaultStaysWhatItIs() {
        assertEquals(Code.LEDGER_BUSY, answerOf(new Fault(Code.LEDGER_BUSY)).code());
    }

    private static Fault answerOf(Throwable failure) {
        var address = new Address<>("test.fault-" + System.nanoTime() + ".v1", Question.class, Reply.class);
        try {
            BUS.serve(address, _ -> Future.<Reply>failedFuture(failure))
                    .compose(_ -> BUS.request(address, new Question(1)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            throw new AssertionError("answered");
        } catch (ExecutionException failed) {
            return (Fault) Objects.requireNonNull(failed.getCause());
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    private static PgException refused(String sqlState) {
        return new PgException("refused", "ERROR", sqlState, "");
    }
}
