package finance.flowlet.gateway;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.platform.FlowletConfig.RateLimit.Rate;
import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The limits, counted by Redis and counted locally: the same rule twice.
@TestInstance(Lifecycle.PER_CLASS)
class RatesTest {
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = Redis.createClient(
            vertx,
            "redis://" + Servers.sharedRedis().host() + ":"
                    + Servers.sharedRedis().port());
    private final RedisRates shared = new RedisRates(redis);
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private LocalRates local = new LocalRates(clock);

    @BeforeAll
    void forgetScripts() {
        await(redis.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));
    }

    @BeforeEach
    void forgetBookings() {
        await(redis.send(Request.cmd(Command.FLUSHALL)));
        local = new LocalRates(clock);
    }

    @AfterAll
    void close() {
        await(vertx.close());
    }

    @Test
    void theDefaultsAreTenThousandAThousandAndAHundred() {
        var limits = FlowletConfig.load(
                        List.of(),
                        Map.of(
                                "FLOWLET_PROFILE",
                                "sandbox",
                                "JWT_SECRET",
                                secret(),
                                "AUTH_PEPPER",
                                secret(),
                                "DB_PASSWORD",
                                secret()))
                .rateLimit();
        assertEquals(new Rate(10_000, 3600), limits.global());
        assertEquals(new Rate(1_000, 3600), limits.perUser());
        assertEquals(new Rate(100, 60), limits.perIp());
        // Time stands still for the local count, so what passes is exactly the limit.
        assertEquals(10_000, passing(buckets -> Future.succeededFuture(local.take(buckets)), limits.global(), 10_100));
        assertEquals(1_000, passing(buckets -> Future.succeededFuture(local.take(buckets)), limits.perUser(), 1_100));
        assertEquals(100, passing(buckets -> Future.succeededFuture(local.take(buckets)), limits.perIp(), 200));
    }

    @Test
    void redisCountsTheDefaultsToo() {
        // Redis' clock runs: during the test a request or two may come back.
        assertBetween(1_000, 1_010, passing(this::ofRedis, new Rate(1_000, 3600), 1_100));
        assertBetween(100, 110, passing(this::ofRedis, new Rate(100, 60), 200));
    }

    private Future<Quota> ofRedis(List<Bucket> buckets) {
        return shared.take(buckets, 1).map(List::getFirst);
    }

    private static String secret() {
        var bytes = new byte[32];
        new Random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void assertBetween(int least, int most, int actual) {
        assertTrue(actual >= least && actual <= most, actual + " passed");
    }

    private static int passing(Function<List<Bucket>, Future<Quota>> rates, Rate rate, int requests) {
        var bucket = List.of(new Bucket("user", "test:{rate}:" + rate.requests(), rate));
        var passed = 0;
        for (var i = 0; i < requests; i++) {
            passed += await(rates.apply(bucket)).allowed() ? 1 : 0;
        }
        return passed;
    }

    @Test
    void requestsCountedTogetherAreToldWhatEachOneAloneWouldBe() {
        var buckets = List.of(
                new Bucket("user", "test:{rate}:together", new Rate(5, 3600)),
                new Bucket("global", "test:{rate}:all", new Rate(100, 3600)));
        local.take(buckets);
        await(ofRedis(buckets));
        var alone = IntStream.range(0, 7).mapToObj(_ -> local.take(buckets)).toList();
        var together = await(shared.take(buckets, 7));
        assertEquals(List.of(true, true, true, true, false, false, false), allowed(alone));
        assertEquals(allowed(alone), allowed(together));
        for (var i = 0; i < 7; i++) {
            for (var j = 0; j < 2; j++) {
                var difference = alone.get(i).left().get(j).bookedMicros()
                        - together.get(i).left().get(j).bookedMicros();
                assertTrue(Math.abs(difference) < TimeUnit.SECONDS.toMicros(10), i + ", " + j + ": " + difference);
            }
        }
        assertEquals(List.of(false, false), allowed(await(shared.take(buckets, 2))));
    }

    private static List<Boolean> allowed(List<Quota> quotas) {
        return quotas.stream().map(Quota::allowed).toList();
    }

    @Test
    void whoComesWhileACountIsOnItsWayIsCountedByTheNext() {
        var asked = new ArrayList<Integer>();
        var answers = new ArrayList<Promise<List<Quota>>>();
        var rounds = rounds(asked, answers);
        var buckets = List.of(new Bucket("user", "test:{rate}:rounds", new Rate(2, 3600)));
        var taken = IntStream.range(0, 4).mapToObj(_ -> rounds.take(buckets)).toList();
        assertEquals(List.of(1), asked);
        answers.getFirst().complete(List.of(Quota.after(buckets, List.of(0L), 0, true)));
        assertEquals(List.of(1, 3), asked);
        answers.getLast()
                .complete(List.of(
                        Quota.after(buckets, List.of(0L), 1, true),
                        Quota.after(buckets, List.of(0L), 2, false),
                        Quota.after(buckets, List.of(0L), 2, false)));
        assertEquals(
                List.of(true, true, false, false),
                taken.stream().map(future -> await(future).allowed()).toList());
        var away = rounds.take(buckets);
        answers.getLast().fail("away");
        rounds.take(buckets);
        assertTrue(away.failed());
        assertEquals(List.of(1, 3, 1, 1), asked, "after a failed round the next one asks again");
    }

    /// Notes how many are asked for, and leaves the answers to the test.
    private RateRounds rounds(List<Integer> asked, List<Promise<List<Quota>>> answers) {
        return new RateRounds(clock, (_, requests) -> {
            asked.add(requests);
            answers.add(Promise.promise());
            return answers.getLast().future();
        });
    }

    @Test
    void whoAsksOftenIsBookedAhead() {
        var asked = new ArrayList<Integer>();
        var rounds = new RateRounds(clock, (buckets, requests) -> {
            asked.add(requests);
            return Future.succeededFuture(Collections.nCopies(requests, Quota.of(buckets, List.of(0L))));
        });
        var often = List.of(new Bucket("user", "test:{rate}:often", new Rate(60_000, 60)));
        take(rounds, often, 100);
        assertEquals(Collections.nCopies(100, 1), asked, "nobody knows yet that they ask often");
        clock.advance(Duration.ofMillis(100));
        asked.clear();
        take(rounds, often, 26);
        assertEquals(List.of(26), asked, "a quarter of what was asked for lately");
        take(rounds, often, 1);
        assertEquals(List.of(26, 26), asked, "all of it was used");
        clock.advance(Duration.ofMillis(100));
        take(rounds, often, 1);
        assertEquals(List.of(26, 26, 7), asked, "what was not used is lost");
        clock.advance(Duration.ofMillis(200));
        take(rounds, often, 2);
        assertEquals(List.of(26, 26, 7, 1, 1), asked, "they no longer ask often");
    }

    @Test
    void whoWaitedIsGivenWhatWasBookedAhead() {
        var asked = new ArrayList<Integer>();
        var answers = new ArrayList<Promise<List<Quota>>>();
        var rounds = rounds(asked, answers);
        var often = List.of(new Bucket("user", "test:{rate}:waited", new Rate(60_000, 60)));
        for (var i = 0; i < 8; i++) {
            rounds.take(often);
            answers.getLast().tryComplete(List.of(Quota.of(often, List.of(0L))));
        }
        clock.advance(Duration.ofMillis(100));
        asked.clear();
        var taken = IntStream.range(0, 4).mapToObj(_ -> rounds.take(often)).toList();
        answers.getLast().complete(Collections.nCopies(3, Quota.of(often, List.of(0L))));
        assertEquals(List.of(3, 3), asked, "one and two ahead, for two of the three who wait; the last one asks");
        answers.getLast().complete(Collections.nCopies(3, Quota.after(often, List.of(0L), 0, false)));
        assertEquals(
                List.of(true, true, true, false),
                taken.stream().map(future -> await(future).allowed()).toList());
    }

    @Test
    void aBucketThatForgetsSlowlyIsBookedSingly() {
        var asked = new ArrayList<Integer>();
        var rounds = new RateRounds(clock, (buckets, requests) -> {
            asked.add(requests);
            return Future.succeededFuture(Collections.nCopies(requests, Quota.of(buckets, List.of(0L, 0L))));
        });
        var buckets = List.of(
                new Bucket("user", "test:{rate}:slow", new Rate(1_000, 3_600)),
                new Bucket("global", "test:{rate}:fast", new Rate(60_000, 60)));
        for (var i = 0; i < 3; i++) {
            take(rounds, buckets, 100);
            clock.advance(Duration.ofMillis(100));
        }
        assertEquals(Collections.nCopies(300, 1), asked);
    }

    private static void take(RateRounds rounds, List<Bucket> buckets, int requests) {
        for (var i = 0; i < requests; i++) {
            assertTrue(await(rounds.take(buckets)).allowed());
        }
    }

    @Test
    void twoGatewaysThatBookAheadStayWithinTheLimit() {
        var rate = new Rate(1_000, 1);
        var buckets = List.of(new Bucket("user", "test:{rate}:two", rate));
        var trips = new AtomicInteger();
        var gateways = IntStream.range(0, 2)
                .mapToObj(_ -> new RateRounds(Clock.systemUTC(), (of, requests) -> {
                    trips.incrementAndGet();
                    return shared.take(of, requests);
                }))
                .toList();
        var began = System.nanoTime();
        var passed = 0;
        var requests = 0;
        while (passed < 2_500) {
            passed += await(gateways.get(requests % 2).take(buckets)).allowed() ? 1 : 0;
            requests++;
        }
        var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) + 1;
        assertTrue(passed <= rate.requests() * (1_000 + millis) / 1_000, passed + " in " + millis + " ms");
        assertTrue(trips.get() < requests, trips + " trips for " + requests + " requests");
    }

    @Test
    void redisAndLocalAgree() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var buckets = List.of(
                new Bucket("ip", "test:{rate}:a", new Rate(7, 3600)),
                new Bucket("user", "test:{rate}:b", new Rate(20, 36000)),
                new Bucket("global", "test:{rate}:c", new Rate(1000, 3600)));
        for (var i = 0; i < 500; i++) {
            if (random.nextInt(4) == 0) {
                pass(buckets, Duration.ofSeconds(random.nextInt(3000)));
            }
            var asked = buckets.subList(random.nextInt(2), 3);
            var ofRedis = await(ofRedis(asked));
            var ofLocal = local.take(asked);
            assertEquals(ofLocal.allowed(), ofRedis.allowed(), "seed " + seed + ", step " + i);
            for (var j = 0; j < asked.size(); j++) {
                var difference = ofLocal.left().get(j).bookedMicros()
                        - ofRedis.left().get(j).bookedMicros();
                assertTrue(
                        Math.abs(difference) < TimeUnit.SECONDS.toMicros(10),
                        "seed " + seed + ", step " + i + ": " + difference);
            }
        }
    }

    /// Lets time pass for both: the local clock goes on, and what is booked in Redis comes nearer.
    private void pass(List<Bucket> buckets, Duration duration) {
        clock.advance(duration);
        for (var bucket : buckets) {
            var booked = await(redis.send(Request.cmd(Command.GET).arg(bucket.key())));
            if (booked != null) {
                var earlier = Objects.requireNonNull(booked.toLong()) - TimeUnit.SECONDS.toMicros(duration.toSeconds());
                await(redis.send(Request.cmd(Command.SET).arg(bucket.key()).arg(earlier)));
            }
        }
    }

    @Test
    void aRefusedRequestIsBookedNowhere() {
        var narrow = new Bucket("ip", "test:{rate}:narrow", new Rate(1, 3600));
        var wide = new Bucket("user", "test:{rate}:wide", new Rate(100, 3600));
        var both = List.of(narrow, wide);
        assertTrue(await(ofRedis(both)).allowed());
        for (var i = 0; i < 10; i++) {
            assertFalse(await(ofRedis(both)).allowed());
        }
        var left = await(ofRedis(List.of(wide))).left().getFirst();
        assertEquals(98, left.bucket().remaining(left.bookedMicros()));
    }

    @Test
    void aBookingEndsByItself() {
        await(ofRedis(List.of(new Bucket("ip", "test:{rate}:ends", new Rate(10, 100)))));
        var reply = await(redis.send(Request.cmd(Command.PTTL).arg("test:{rate}:ends")));
        var millis = Objects.requireNonNull(Objects.requireNonNull(reply).toLong());
        assertTrue(millis > 9_000 && millis <= 10_000, millis + " ms");
    }

    @Test
    void theFieldsSayWhatIsLeft() {
        var quota = Quota.of(
                List.of(new Bucket("user", "u", new Rate(1000, 3600)), new Bucket("ip", "i", new Rate(100, 60))),
                List.of(0L, TimeUnit.SECONDS.toMicros(30)));
        assertEquals("\"user\";q=1000;w=3600, \"ip\";q=100;w=60", quota.policyField());
        assertEquals("\"ip\";r=49;t=31, \"user\";r=999;t=4", quota.field());
    }

    @Test
    void aRefusalSaysWhenToComeBack() {
        var bucket = new Bucket("ip", "i", new Rate(100, 60));
        var quota = Quota.of(List.of(bucket), List.of(TimeUnit.SECONDS.toMicros(60)));
        assertFalse(quota.allowed());
        assertEquals(1, quota.retryAfterSeconds());
        assertEquals("\"ip\";r=0;t=60", quota.field());
        var slow = new Bucket("ip", "i", new Rate(1, 60));
        assertEquals(
                60,
                Quota.of(List.of(slow), List.of(TimeUnit.SECONDS.toMicros(60))).retryAfterSeconds());
    }

    @Test
    void withoutRedisTheProcessCountsForItself() {
        var config = configOfRedisAt("127.0.0.1", 1);
        var limits =
                new RateLimits(config, new RedisRates(Redis.createClient(vertx, "redis://127.0.0.1:1")), local, clock);
        var bucket = List.of(new Bucket("ip", "test:{rate}:away", new Rate(3, 60)));
        var passed = new ArrayList<Boolean>();
        for (var i = 0; i < 5; i++) {
            passed.add(await(limits.take(bucket)).allowed());
        }
        assertEquals(List.of(true, true, true, false, false), passed);
    }

    @Test
    void aSilentRedisIsAskedOnceAndThenLeftAlone() {
        // A server that takes connections and never answers.
        var silent = await(vertx.createNetServer().connectHandler(_ -> {}).listen(0, "127.0.0.1"));
        var config = configOfRedisAt("127.0.0.1", silent.actualPort());
        var client = Redis.createClient(vertx, "redis://127.0.0.1:" + silent.actualPort());
        var limits = new RateLimits(config, new RedisRates(client), local, clock);
        var bucket = List.of(new Bucket("ip", "test:{rate}:silent", new Rate(1000, 60)));
        var begin = System.nanoTime();
        for (var i = 0; i < 500; i++) {
            assertTrue(await(limits.take(bucket)).allowed());
        }
        var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(millis >= 50 && millis < 1_000, millis + " ms for 500 requests");
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOne() {
        var limits = new RateLimits(configOfRedisAt("127.0.0.1", 1), shared, local, clock);
        assertEquals(limits.of("2001:db8::1"), limits.of("2001:db8:0:0:ffff::2"));
        assertFalse(limits.of("2001:db8::1").equals(limits.of("2001:db8:0:1::1")));
        assertFalse(limits.of("192.0.2.1").equals(limits.of("192.0.2.2")));
    }

    private static FlowletConfig configOfRedisAt(String host, int port) {
        return GatewayFixture.config(Map.of("REDIS_HOST", host, "REDIS_PORT", Integer.toString(port)));
    }
}
