package finance.flowlet.journey;

import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.Load;
import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Redis counts requests and nothing else: frozen, killed or flushed under load, it moves no cent, loses no key
/// and opens no login (R28, R29, R30); and a key is remembered for ever (R38).
class RedisJourneyTest {
    @Test
    void payingGoesOnWhateverHappensToRedis() {
        try (var redis = Servers.redis();
                var flowlet = TestFlowlet.start(Map.of("REDIS_PORT", Integer.toString(redis.port())))) {
            var wallets = List.of(flowlet.wallet("a", "USD", "500.00"), flowlet.wallet("b", "USD", "500.00"));
            var first =
                    flowlet.api().postOnce("before", "/payments", payment(wallets.get(0), wallets.get(1), "1", "USD"));
            try (var load = new Load(8, wallets, flowlet::api)) {
                load.acknowledged(100);
                redis.pause();
                load.acknowledged(100);
                redis.resume();
                load.acknowledged(50);
                flush(redis.port());
                load.acknowledged(50);
                redis.crash();
                load.acknowledged(100);
                var replayed = flowlet.api()
                        .postOnce("before", "/payments", payment(wallets.get(0), wallets.get(1), "1", "USD"));
                assertTrue(replayed.replayed());
                assertEquals(first.body(), replayed.body());
                lockoutHolds(flowlet);
                redis.restart();
                load.acknowledged(50);
                load.stop();
                System.out.println("Redis frozen, flushed, killed, restarted: " + load.summary());
                assertTrue(!load.summary().contains("unknown"), load::summary);
            }
            Invariants.assertHold(flowlet);
        }
    }

    private static void lockoutHolds(TestFlowlet flowlet) {
        var wrong = "{\"email\":\"bob@acme.test\",\"password\":\"not the password at all\"}";
        var right = "{\"email\":\"bob@acme.test\",\"password\":\"%s\"}".formatted(TestFlowlet.PASSWORD);
        for (var attempt = 0; attempt < 10; attempt++) {
            assertEquals(401, flowlet.api().as(null).post("/auth/login", wrong).status());
        }

        var locked = flowlet.api().as(null).post("/auth/login", right);

        assertEquals("too_many_attempts", locked.code());
        assertTrue(Integer.parseInt(locked.header("Retry-After")) > 0);
    }

    @Test
    void aKeyIsRememberedAfterYears() {
        var clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
        try (var flowlet = TestFlowlet.start(TestDatabase.create(), Map.of(), clock)) {
            var body = payment(flowlet.wallet("a", "USD", "5.00"), flowlet.wallet("b", "USD", "0"), "1.00", "USD");
            var paid = flowlet.api().postOnce("once", "/payments", body);

            clock.advance(Duration.ofDays(4000));
            var again = flowlet.api().postOnce("once", "/payments", body);

            assertTrue(again.replayed());
            assertEquals(paid.body(), again.body());
        }
    }

    private static void flush(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals('+', socket.getInputStream().read());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
