package finance.flowlet.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whether the generator tells the truth about a server that does not keep up.
class DriverTest {
    private final PaymentLog log = new PaymentLog();

    @Test
    void everyRequestIsSentAndAnswered() throws Exception {
        try (var server = new StallingServer(_ -> 0)) {
            var slice = drive(server, Scenario.UNIFORM, new Pace.Open(500, false), 8, 1);
            assertTrue(slice.isClean(), slice.failures().toString());
            assertEquals(500, slice.micros().getTotalCount());
            assertEquals(500, server.asked());
            assertEquals(500, log.acknowledged());
        }
    }

    @Test
    void aStallShowsInEveryRequestThatWasDueDuringIt() throws Exception {
        // Requests 100 to 107 hold all connections for 400 ms; those due meanwhile wait, and say so.
        try (var server = new StallingServer(number -> number >= 100 && number < 108 ? 400 : 0)) {
            var slice = drive(server, Scenario.UNIFORM, new Pace.Open(500, false), 8, 1);
            assertTrue(slice.isClean(), slice.failures().toString());
            assertEquals(500, slice.micros().getTotalCount());
            var waited = slice.micros().getCountBetweenValues(50_000, 1_000_000);
            // 400 ms at 500 a second are 200 requests; the last of them waited less than 50 ms.
            assertTrue(waited > 130, waited + " waited");
            assertTrue(slice.lateMicros().getValueAtPercentile(99) > 100_000);
        }
    }

    @Test
    void whatFindsNoConnectionInTimeIsDroppedAndCounted() throws Exception {
        try (var server = new StallingServer(_ -> 1500)) {
            var slice = drive(server, Scenario.UNIFORM, new Pace.Open(50, false), 2, 2);
            assertTrue(slice.dropped() > 50, slice.dropped() + " dropped");
            assertEquals(100, slice.dropped() + slice.micros().getTotalCount() + slice.failed());
        }
    }

    @Test
    void aClosedConnectionIsAFailureAndTheRunGoesOn() throws Exception {
        try (var server = new StallingServer(number -> number % 50 == 49 ? -1 : 0)) {
            var slice = drive(server, Scenario.UNIFORM, new Pace.Open(200, false), 8, 1);
            assertEquals(Map.of("connection", 4L), slice.failures());
            assertEquals(196, slice.answered());
        }
    }

    @Test
    void anAnswerThatIsThrownAwayIsAskedForAgainUnderItsKey() throws Exception {
        // This server does not know keys: the repetition comes to another payment, and the generator notices.
        try (var server = new StallingServer(_ -> 0)) {
            var slice = drive(server, Scenario.IDEMPOTENT_RETRIES, new Pace.Open(200, false), 8, 1);
            assertTrue(slice.repeated() > 20, slice.repeated() + " repeated");
            assertEquals(slice.repeated(), log.contradicted());
            assertEquals(slice.repeated(), slice.failed());
        }
    }

    @Test
    void soManyAreUnderWayAndNoMore() throws Exception {
        try (var server = new StallingServer(_ -> 20)) {
            var slice = drive(server, Scenario.UNIFORM, new Pace.Closed(4), 4, 1);
            // Four at once, 20 ms each: 200 a second at the very most.
            assertTrue(slice.answered() > 50 && slice.answered() <= 205, slice.answered() + " answered");
            assertTrue(slice.isClean());
        }
    }

    @Test
    void everyNodeGetsItsShare() throws Exception {
        try (var one = new StallingServer(_ -> 15);
                var other = new StallingServer(_ -> 15)) {
            var both = new Target(List.of(one.target().address(), other.target().address()), "sk_test_1", null, null);
            var slice = drive(both, Scenario.UNIFORM, new Pace.Open(200, false), 4, 1);
            assertTrue(slice.isClean());
            assertTrue(one.asked() > 20 && other.asked() > 20, one.asked() + " and " + other.asked());
        }
    }

    private Slice drive(StallingServer server, Scenario scenario, Pace pace, int connections, double seconds)
            throws Exception {
        return drive(server.target(), scenario, pace, connections, seconds);
    }

    private Slice drive(Target target, Scenario scenario, Pace pace, int connections, double seconds) throws Exception {
        var traffic = new ScenarioTraffic(scenario, target, StallingServer.wallets(), log, "load-1-", 1);
        try (var driver = new Driver(target.nodes(), connections)) {
            var span = Driver.Span.of(0, seconds);
            var meter = new Meter(span.measuredFrom(), span.endsAt());
            driver.run(pace, span, 1, traffic, meter, (_, _) -> {});
            return meter.slice(pace, Work.none());
        }
    }
}
