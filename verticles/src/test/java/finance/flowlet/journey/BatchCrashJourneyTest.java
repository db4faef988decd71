package finance.flowlet.journey;

import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.FlowletProcess;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A batch whose program dies in the middle of it.
class BatchCrashJourneyTest {
    private static final int ITEMS = 2000;
    private static final long PAUSE_NANOS = 5_000_000;
    /// So short that a process that is alive loses its lease as well: two of them work on the same items.
    private static final Map<String, String> SHORT_LEASE =
            Map.of("FLOWLET_INITIATION_LEASE_MILLIS", "100", "FLOWLET_INITIATION_WINDOW", "8");

    private String apiKey = "";
    private String from = "";
    private String to = "";

    @Test
    void everyItemIsPaidOnceWhoeverDiesAndHoweverManyResume() {
        var database = TestDatabase.create();
        try (var flowlet = TestFlowlet.start(database, Map.of(), Clock.systemUTC())) {
            apiKey = String.valueOf(flowlet.api().credential());
            from = flowlet.wallet("crash", "USD", "15.00");
            to = flowlet.wallet("crash-to", "USD", "0");
        }
        var first = FlowletProcess.start(database, SHORT_LEASE);
        var items = IntStream.range(0, ITEMS)
                .mapToObj(_ -> payment(from, to, "0.01", "USD"))
                .toList();
        var batch = first.api(apiKey).post("/payment-batches", Batches.body("independent", items)).text("id");
        var seen = underWay(first.api(apiKey), batch);
        first.kill();

        assertEquals("processing", seen.text("status"), seen::body);
        var paid = database.number("select count(*) from payments.payment");
        assertTrue(paid > 0 && paid < 1500, "killed in the middle: " + paid);
        try (var second = FlowletProcess.start(database, SHORT_LEASE);
                var third = FlowletProcess.start(database, SHORT_LEASE)) {
            var ended = Batches.ended(third.api(apiKey), batch);

            // 15.00 are 1500 payments of 0.01.
            assertEquals("partially_completed", ended.text("status"));
            assertEquals("1500", ended.text("counts", "completed"));
            assertEquals("500", ended.text("counts", "declined"));
            assertEquals("15.00", second.api(apiKey).get("/wallets/" + to + "/balance").text("current"));
            var ids = Batches.items(second.api(apiKey), batch, "paymentId").stream()
                    .filter(id -> !id.isEmpty())
                    .toList();
            assertEquals(1500, ids.size());
            assertEquals(1500, ids.stream().distinct().count());
        }
        assertEquals(1500, database.number("select count(*) from payments.payment"));
        System.out.println("kill -9 in a batch of " + ITEMS + ": " + paid + " payments before, the rest after");
        Invariants.assertHold(database);
    }

    /// The batch as soon as somebody who asks sees that some of it is done.
    private static Response underWay(Api api, String batch) {
        while (true) {
            var seen = api.get("/payment-batches/" + batch);
            if (Integer.parseInt(seen.text("counts", "completed")) > 0) {
                return seen;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
