package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The limits as a client meets them.
class RateLimitTest {
    @BeforeEach
    void forgetBookings() {
        var vertx = Vertx.vertx();
        var redis = Redis.createClient(
                vertx,
                "redis://" + Servers.sharedRedis().host() + ":"
                        + Servers.sharedRedis().port());
        TestPlatform.await(redis.send(Request.cmd(Command.FLUSHALL)));
        TestPlatform.await(vertx.close());
    }

    @Test
    void repliesSayWhatIsLeft() {
        try (var gateway = limited("PER_USER", 5)) {
            var reply = gateway.get("/wallets", "admin");
            assertEquals(
                    "\"ip\";q=1000000;w=1, \"user\";q=5;w=3600, \"global\";q=1000000;w=1",
                    header(reply, "RateLimit-Policy"));
            assertTrue(header(reply, "RateLimit").startsWith("\"user\";r=4;t=720, "), header(reply, "RateLimit"));
            var second = gateway.get("/wallets", "admin");
            assertTrue(header(second, "RateLimit").startsWith("\"user\";r=3;t=1"), header(second, "RateLimit"));
        }
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBack() {
        try (var gateway = limited("PER_USER", 3)) {
            for (var i = 0; i < 3; i++) {
                assertEquals(200, gateway.get("/wallets", "admin").statusCode());
            }
            var refused = gateway.get("/wallets", "admin");
            assertEquals(429, refused.statusCode());
            assertTrue(refused.body().contains("\"code\":\"rate_limited\""));
            assertTrue(refused.body().contains("\"retryable\":true"));
            var seconds = Integer.parseInt(header(refused, "Retry-After"));
            assertTrue(seconds > 1100 && seconds <= 1200, seconds + " s");
            assertEquals(200, gateway.get("/wallets", "operator").statusCode(), "others are not limited");
        }
    }

    @Test
    void noSpellingGetsAroundALimit() {
        try (var gateway = limited("PER_USER", 2)) {
            gateway.get("/wallets", "admin");
            gateway.get("/payments", "admin");
            for (var path : List.of("/wallets", "/v1/wallets", "/payments?limit=1", "/wallets/wal_1", "/auth/me")) {
                assertEquals(429, gateway.get(path, "admin").statusCode(), path);
            }
            for (var header : List.of("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-User-Id")) {
                assertEquals(
                        429,
                        gateway.get("/wallets", "admin", header, "198.51.100.7").statusCode(),
                        header);
            }
            assertEquals(429, RawReply.of(gateway.port(), """
                    GET /wallets HTTP/1.1\r
                    Host: x\r
                    Authorization: Bearer admin\r
                    \r
                    """).status(), "another connection");
        }
    }

    @Test
    void anAddressIsLimitedWhateverItClaims() {
        try (var gateway = limited("PER_IP", 3)) {
            gateway.get("/wallets", "admin");
            gateway.get("/wallets", "operator");
            gateway.get("/problems", null);
            assertEquals(
                    429,
                    gateway.get("/wallets", "viewer", "X-Forwarded-For", "198.51.100.7")
                            .statusCode());
            assertEquals(429, gateway.get("/problems", null).statusCode());
        }
    }

    @Test
    void guessingACredentialIsLimitedToo() {
        try (var gateway = limited("PER_IP", 3)) {
            for (var i = 0; i < 3; i++) {
                assertEquals(401, gateway.get("/wallets", "guess" + i).statusCode());
            }
            assertEquals(429, gateway.get("/wallets", "guess4").statusCode());
            assertEquals(3, gateway.asked.get(), "the auth domain is not asked for what is refused");
        }
    }

    @Test
    void everybodyTogetherIsLimited() {
        try (var gateway = limited("GLOBAL", 2)) {
            gateway.get("/wallets", "admin");
            gateway.get("/wallets", "operator");
            assertEquals(429, gateway.get("/wallets", "viewer").statusCode());
        }
    }

    @Test
    void healthIsNeverLimited() {
        try (var gateway = limited("PER_IP", 1)) {
            for (var i = 0; i < 5; i++) {
                var reply = gateway.get("/health", null);
                assertEquals(200, reply.statusCode());
                assertFalse(reply.headers().firstValue("RateLimit").isPresent());
                assertEquals(200, gateway.get("/health/ready", null).statusCode());
            }
        }
    }

    @Test
    void withoutRedisRequestsAreStillServedAndLimited() {
        try (var gateway = new GatewayFixture(Map.of(
                "REDIS_PORT", "1",
                "FLOWLET_RATE_LIMIT_PER_USER_REQUESTS", "3",
                "FLOWLET_RATE_LIMIT_PER_USER_WINDOW_SECONDS", "3600"))) {
            for (var i = 0; i < 3; i++) {
                assertEquals(200, gateway.get("/wallets", "admin").statusCode());
            }
            assertEquals(429, gateway.get("/wallets", "admin").statusCode());
        }
    }

    private static GatewayFixture limited(String whom, int requests) {
        return new GatewayFixture(Map.of(
                "FLOWLET_RATE_LIMIT_" + whom + "_REQUESTS",
                Integer.toString(requests),
                "FLOWLET_RATE_LIMIT_" + whom + "_WINDOW_SECONDS",
                "3600"));
    }

    private static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }
}
