package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.servers.RedisServer;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.RawHttp;
import finance.flowlet.testing.RawHttp.Reply;
import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestFlowlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A limit counts who asks, not how they write it (H9, H12).
class RateLimitsJourneyTest {
    /// Of its own: what is counted here must not count for other tests.
    private static final RedisServer REDIS = Servers.redis();

    private static final int PER_USER = 12;
    private static final TestFlowlet FLOWLET = TestFlowlet.start(Map.of(
            "REDIS_HOST", REDIS.host(),
            "REDIS_PORT", Integer.toString(REDIS.port()),
            // Patient, so that a slow machine does not count for itself in the middle of it.
            "REDIS_TIMEOUT_MILLIS", "5000",
            "FLOWLET_REDIS_TIMEOUT_MILLIS", "5000",
            "FLOWLET_RATE_LIMIT_PER_USER_REQUESTS", Integer.toString(PER_USER),
            "FLOWLET_RATE_LIMIT_PER_USER_WINDOW_SECONDS", "3600",
            "FLOWLET_RATE_LIMIT_PER_IP_REQUESTS", "60",
            "FLOWLET_RATE_LIMIT_PER_IP_WINDOW_SECONDS", "3600"));
    private final RawHttp raw = new RawHttp(FLOWLET.api().baseUrl());

    @AfterAll
    static void stop() {
        FLOWLET.close();
        REDIS.close();
    }

    /// One budget for all ways to write a request, and one after that for all credentials of an address.
    @Test
    void noSpellingAndNoHeaderBuysAnotherRequest() {
        var api = FLOWLET.api();
        var paths = List.of(
                "/wallets",
                "/v1/wallets",
                "/wallets?limit=1",
                "/v1/wallets?limit=2",
                "/payments",
                "/v1/payments",
                "/wallets?x=1",
                "/wallets/wal_01kav9ft00emq8k9w39qsaekf4");
        var fields = List.of(
                "X-Forwarded-For: 203.0.113.7",
                "X-Real-IP: 203.0.113.8",
                "Forwarded: for=203.0.113.9",
                "True-Client-IP: 203.0.113.10",
                "X-User-Id: usr_1",
                "X-Client-IP: 127.0.0.2",
                "User-Agent: another",
                "X-Nothing: 1");
        var replies = new ArrayList<Callable<Reply>>();
        for (var i = 0; i < 24; i++) {
            var path = paths.get(i % paths.size());
            var field = fields.get(i / 3 % fields.size());
            replies.add(() -> get(path, field, api.credential()));
        }

        var answered = Api.together(replies);

        var served = answered.stream().filter(reply -> reply.status() != 429).count();
        assertEquals(
                PER_USER, served, () -> answered.stream().map(Reply::status).toList() + "");
        var refused = answered.stream()
                .filter(reply -> reply.status() == 429)
                .findFirst()
                .orElseThrow();
        assertEquals("rate_limited", refused.code());
        var head = refused.head().toLowerCase(Locale.ROOT);
        assertTrue(head.contains("\nretry-after: "), head);
        assertTrue(head.contains("\nratelimit-policy: "), head);
        assertTrue(refused.body().contains("\"retryable\":true"), refused.body());
        // A path that is none costs nothing and serves nothing.
        assertEquals(404, get("/WALLETS", "X-Nothing: 1", api.credential()).status());
        assertEquals(404, get("/wallets/", "X-Nothing: 1", api.credential()).status());

        var guesses = new ArrayList<Callable<Reply>>();
        for (var i = 0; i < 100; i++) {
            var guess = "sk_test_guess" + i;
            var field = "X-Forwarded-For: 203.0.113." + i;
            guesses.add(() -> get("/v1/wallets", field, guess));
        }
        var guessed = Api.together(guesses);
        var asked = guessed.stream().filter(reply -> reply.status() == 401).count();
        var stopped = guessed.stream().filter(reply -> reply.status() == 429).count();
        assertEquals(100, asked + stopped);
        assertTrue(asked <= 60 && stopped >= 40, () -> asked + " guesses of one address were looked at");
        assertEquals(
                200, raw.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").status());
    }

    private Reply get(String path, String field, @Nullable String credential) {
        return raw.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\nAuthorization: Bearer "
                + credential + "\r\n\r\n");
    }
}
