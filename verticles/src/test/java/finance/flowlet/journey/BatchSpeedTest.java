package finance.flowlet.journey;

import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.id.IdSource;
import finance.flowlet.id.PaymentId;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How fast batches are, from the request to the last result; `-Dflowlet.batchItems=10000` for the figures
/// in the documentation.
class BatchSpeedTest {
    private static final int ITEMS = Integer.getInteger("flowlet.batchItems", 500);
    private static final int MOST = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {"independent", "atomic"})
    void allItemsOfABatchArePaid(String mode) {
        try (var flowlet = TestFlowlet.start()) {
            var wallets = IntStream.range(0, 20)
                    .mapToObj(i -> flowlet.wallet("user-" + i, "USD", "1000.00"))
                    .toList();
            var items = IntStream.range(0, ITEMS)
                    .mapToObj(i -> payment(wallets.get(i % 20), wallets.get((i + 1 + i / 20 % 19) % 20), "0.01", "USD"))
                    .toList();
            var body = Batches.body(mode, items);

            var start = System.nanoTime();
            var taken = flowlet.api().post("/payment-batches", body);
            var accepted = System.nanoTime();
            var batch = Batches.ended(flowlet.api(), taken.text("id"));
            var ended = System.nanoTime();

            assertEquals("completed", batch.text("status"), batch::body);
            var seconds = (ended - start) / (double) Duration.ofSeconds(1).toNanos();
            System.out.printf(
                    Locale.ROOT,
                    "%s batch of %d: taken in after %d ms (%d KB), ended after %.2f s, %.0f items/s%n",
                    mode,
                    ITEMS,
                    Duration.ofNanos(accepted - start).toMillis(),
                    body.length() / 1024,
                    seconds,
                    ITEMS / seconds);
            Invariants.assertHold(flowlet);
        }
    }

    /// The most there can be, before the process knows any rule, each with an id to be looked for.
    @Test
    void tenThousandChosenIdsAreLookedUpAtOnce() {
        try (var flowlet = TestFlowlet.start()) {
            var ids = new IdSource(Clock.systemUTC(), new SecureRandom());
            var from = flowlet.wallet("from", "USD", "100.00");
            var to = flowlet.wallet("to", "USD", "0");
            var items = Stream.generate(() -> new PaymentId(ids.next()))
                    .limit(MOST)
                    .map(id -> payment(from, to, "0.01", "USD").replace("{", "{\"id\":\"" + id + "\","))
                    .toList();

            var start = System.nanoTime();
            var taken = flowlet.api().post("/payment-batches", Batches.body("atomic", items));
            var batch = Batches.ended(flowlet.api(), taken.text("id"));
            var seconds =
                    (System.nanoTime() - start) / (double) Duration.ofSeconds(1).toNanos();

            assertEquals("completed " + MOST, batch.text("status") + " " + batch.text("counts", "completed"));
            System.out.printf(
                    Locale.ROOT,
                    "atomic batch of %d with chosen ids: %.2f s, %.0f items/s%n",
                    MOST,
                    seconds,
                    MOST / seconds);
            assertEquals(
                    "100.00", flowlet.api().get("/wallets/" + to + "/balance").text("current"));
            assertEquals(MOST, flowlet.database().number("select count(*) from payments.payment"));
        }
    }
}
