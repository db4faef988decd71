package finance.flowlet.journey;

import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.Flowlet;
import finance.flowlet.contract.wallets.ExpireHolds;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.Load;
import finance.flowlet.testing.Pods;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Three nodes on one database: two that do everything, and a door that only lets requests in. What happens
/// between them is speed; what happens to money is decided elsewhere (R33).
class PodsJourneyTest {
    private static final int ROUNDS = 30;
    private static final int PER_ROUND = 200;
    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final int DOOR = 2;
    private static final int TIMEOUT_MILLIS = 4000;
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static String apiKey = "";
    private static List<String> wallets = List.of();
    private static Pods pods = Pods.none();

    @BeforeAll
    static void start() {
        try (var flowlet = TestFlowlet.start(DATABASE, Map.of(), Clock.systemUTC())) {
            apiKey = flowlet.provision("Pods");
            wallets = List.of("a", "b", "c", "d").stream()
                    .map(user -> wallet(flowlet.api().as(apiKey), user))
                    .toList();
        }
        var all = Map.of("FLOWLET_CLUSTER_HOT_PER_SECOND", "4", "FLOWLET_AUTH_PRINCIPAL_CACHE_MILLIS", "60000");
        var door = Map.of(
                "FLOWLET_ROLES", "gateway",
                "FLOWLET_SERVICES_TIMEOUT_MILLIS", Integer.toString(TIMEOUT_MILLIS),
                "FLOWLET_LEDGER_COMMAND_DEADLINE_MILLIS", Integer.toString(TIMEOUT_MILLIS - 1000));
        pods = Pods.start(DATABASE, List.of(all, all, door));
    }

    @AfterAll
    static void stop() {
        pods.close();
    }

    @Test
    void everyNodePaysFromTheSameBooksAndTellsHowManyThereAre() {
        for (var node : List.of(FIRST, SECOND, DOOR)) {
            assertEquals(201, pay(node, "any-" + node).status());
            assertEquals("3", api(node).get("/health/ready").text("cluster", "members"));
        }
        var again = pay(SECOND, "any-" + DOOR);
        assertTrue(again.replayed(), again::body);
        booksAreRight();
    }

    @Test
    void theCommandsOfAHotWalletGoToOneWriter() {
        var turn = new AtomicInteger();
        var hot = List.of(wallets.get(0), wallets.get(1));
        try (var load = new Load(8, hot, () -> api(turn.getAndIncrement() % 2))) {
            // Nodes that were apart a moment ago need some seconds to hear of each other's writers again.
            var goneToOne = false;
            for (var round = 1; !goneToOne && round <= ROUNDS; round++) {
                var before = entriesByWriter();
                load.acknowledged(PER_ROUND);
                goneToOne = mostlyOne(before, entriesByWriter());
            }
            load.stop();
            assertTrue(goneToOne, () -> "still shared out: " + entriesByWriter());
        }
        booksAreRight();
    }

    private static boolean mostlyOne(Map<String, Long> before, Map<String, Long> after) {
        var share = new TreeMap<>(after);
        before.forEach((writer, entries) -> share.merge(writer, -entries, Long::sum));
        var all = share.values().stream().mapToLong(Long::longValue).sum();
        return Collections.max(share.values()) * 10 >= all * 8;
    }

    /// Each node remembers for a minute whom it let in; word of a logout is what makes it forget.
    @Test
    void whoLogsOutAtOneNodeIsRefusedByTheOther() {
        var login = "{\"email\":\"ann@pods.test\",\"password\":\"%s\"}".formatted(TestFlowlet.PASSWORD);
        var token = api(FIRST).as(null).post("/auth/login", login).text("accessToken");
        assertEquals(200, api(SECOND).as(token).get("/wallets").status());

        assertEquals(204, api(FIRST).as(token).post("/auth/logout", null).status());

        var deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (api(SECOND).as(token).get("/wallets").status() == 200 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertEquals(401, api(SECOND).as(token).get("/wallets").status());
    }

    @Test
    void nodesThatAreCutOffFromEachOtherGoOnAndFindEachOtherAgain() {
        pods.cut();
        for (var round = 0; round < 20; round++) {
            paidWithin(FIRST, "cut-first-" + round, Duration.ofSeconds(5));
            paidWithin(SECOND, "cut-second-" + round, Duration.ofSeconds(5));
        }
        // The door reaches nobody, and says so instead of keeping its client waiting.
        var began = System.nanoTime();
        var refused = pay(DOOR, "door");
        var took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(refused.status() == 503 || refused.status() == 504, refused::body);
        assertTrue(took.compareTo(Duration.ofMillis(TIMEOUT_MILLIS + 4000)) < 0, () -> "took " + took);
        pods.awaitMembers(1);
        paidWithin(FIRST, "alone-first", Duration.ofSeconds(5));
        paidWithin(SECOND, "alone-second", Duration.ofSeconds(5));
        assertEquals(200, api(FIRST).get("/health/ready").status());

        pods.mend();

        pods.awaitMembers(3);
        // As long as they believe, and no longer, it may take until each knows what the others serve.
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (pay(DOOR, "door").status() != 201 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        for (var round = 0; round < 6; round++) {
            paidWithin(DOOR, "mended-" + round, Duration.ofSeconds(2));
        }
        assertEquals("true", pay(SECOND, "door").header("Idempotency-Replayed"));
        booksAreRight();
        assertEquals(
                40 + 2 + 1 + 6,
                DATABASE.number(
                        "select count(*) from payments.payment where idempotency_key ~ '^(cut|alone|door|mend)'"));
    }

    private static void paidWithin(int node, String key, Duration patience) {
        var began = System.nanoTime();
        var answer = pay(node, key);
        var took = Duration.ofNanos(System.nanoTime() - began);
        assertEquals(201, answer.status(), answer::body);
        assertTrue(took.compareTo(patience) < 0, () -> key + " took " + took);
    }

    @Test
    void whatComesDueComesOnceWhoeverBelievesToBeInCharge() {
        var holds =
                IntStream.range(0, 20).mapToObj(number -> held("due-" + number)).toList();
        assertEquals(20, new HashSet<>(holds).size());

        Callable<Integer> first = () -> expireUntilDone(pods.node(FIRST));
        Callable<Integer> second = () -> expireUntilDone(pods.node(SECOND));
        Api.together(List.of(first, second));

        assertEquals(20, DATABASE.number("""
                select count(*) from ledger.batch b, json_array_elements(b.events) as e (event)
                where e.event ->> 'type' = 'hold.expired'"""));
        assertEquals(1, DATABASE.number("select count(distinct holder) from platform.job_lease"));
        booksAreRight();
    }

    /// Asks again under the same key when the node could not say, as a client does.
    private static String held(String key) {
        var path = "/wallets/" + wallets.get(2) + "/holds";
        var body = "{\"amount\":0.01,\"currency\":\"USD\",\"expiresIn\":1}";
        var reply = api(FIRST).post(path, body, "Idempotency-Key", key);
        for (var tries = 1; reply.status() >= 500 && tries < 5; tries++) {
            reply = api(FIRST).post(path, body, "Idempotency-Key", key);
        }
        assertEquals(201, reply.status(), reply::body);
        return reply.text("id");
    }

    private static int expireUntilDone(Flowlet node) {
        var rounds = 0;
        while (DATABASE.number("select count(*) from wallets.hold where status = 'active'") > 0) {
            TestPlatform.await(node.bus().request(ExpireHolds.ADDRESS, new ExpireHolds()));
            rounds++;
        }
        return rounds;
    }

    private static Map<String, Long> entriesByWriter() {
        var counts = new TreeMap<String, Long>();
        DATABASE.texts("select writer_id || ' ' || sum(entries) from ledger.batch group by writer_id")
                .forEach(line -> counts.put(line.split(" ")[0], Long.parseLong(line.split(" ")[1])));
        return counts;
    }

    private static Api.Response pay(int node, String key) {
        var body = payment(wallets.get(0), wallets.get(1), "0.01", "USD");
        return api(node).post("/payments", body, "Idempotency-Key", key);
    }

    private static Api api(int node) {
        return new Api("http://127.0.0.1:" + pods.node(node).port(), apiKey);
    }

    private static void booksAreRight() {
        Invariants.assertHold(DATABASE);
        assertEquals("ok", api(FIRST).get("/ledger/integrity").text("status"));
    }

    private static String wallet(Api api, String user) {
        var wallet = api.post(
                        "/wallets", "{\"userId\":\"%s\",\"currency\":\"USD\",\"type\":\"personal\"}".formatted(user))
                .text("id");
        api.post("/wallets/" + wallet + "/deposits", "{\"amount\":1000.00,\"currency\":\"USD\"}");
        return wallet;
    }
}
