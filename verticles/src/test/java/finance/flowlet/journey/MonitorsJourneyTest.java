package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static finance.flowlet.journey.Purse.money;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Balance monitors, over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitorsJourneyTest {
    private final TestFlowlet world = TestFlowlet.start();
    private final Api api = world.api();
    private final Purse purse = new Purse(api);

    @AfterAll
    void close() {
        Invariants.assertHold(world);
        world.close();
    }

    @Test
    void everyCrossingIsToldOnceAndNothingElse() {
        var wallet = purse.funded("ann", "100.00");
        var shop = purse.funded("shop", "100.00");
        var below = watch(wallet, "available", "below", "50.00");
        var above = watch(wallet, "current", "above", "100.00");

        done(purse.pay(wallet, shop, "50.00").join());
        assertEquals(List.of("0", "0"), crossings(below, above));
        done(purse.pay(wallet, shop, "0.01").join());
        done(purse.pay(wallet, shop, "1.00").join());
        assertEquals(List.of("1", "0"), crossings(below, above));
        done(api.post("/wallets/" + wallet + "/deposits", money("60.00", "USD")));
        done(api.post("/wallets/" + wallet + "/holds", money("100.00", "USD")));

        assertEquals(List.of("2", "1"), crossings(below, above));
        assertEquals(List.of("49.99", "8.99"), world.database().texts("""
                        select e.event #>> '{data,balance}'
                        from ledger.batch b, json_array_elements(b.events) as e (event)
                        where e.event ->> 'type' = 'wallet.balance_threshold' and e.event ->> 'objectId' = '%s'
                        order by (e.event ->> 'sequence')::int
                        """.formatted(below)));
    }

    @Test
    void aMonitorThatEndedTellsNothingAndIsNoMore() {
        var wallet = purse.funded("ann", "100.00");
        var kept = watch(wallet, "current", "below", "50.00");
        var ended = watch(wallet, "current", "below", "50.00");
        assertEquals(
                List.of(ended, kept),
                api.get("/wallets/" + wallet + "/balance-monitors").column("id"));

        var answers = Api.together(Stream.<Callable<Integer>>generate(
                        () -> () -> api.delete("/balance-monitors/" + ended).status())
                .limit(5)
                .toList());

        assertEquals(List.of(204, 404, 404, 404, 404), answers.stream().sorted().toList());
        done(purse.pay(wallet, purse.wallet("shop", "USD"), "60.00").join());
        assertEquals("monitor_not_found", api.get("/balance-monitors/" + ended).code());
        assertEquals("1", api.get("/balance-monitors/" + kept).text("crossings"));
        assertEquals(
                List.of(kept),
                api.get("/wallets/" + wallet + "/balance-monitors").column("id"));
    }

    @Test
    void aWalletHasSoManyMonitorsAndNoMore() {
        var wallet = purse.wallet("ann", "USD");

        var made = Api.together(IntStream.range(0, 24)
                .<Callable<Response>>mapToObj(i -> () -> tryWatch(wallet, "current", "below", i + ".00"))
                .toList());

        assertEquals(20, made.stream().filter(each -> each.status() == 201).count());
        assertEquals(
                4,
                made.stream()
                        .filter(each -> each.code().equals("limit_exceeded"))
                        .count());
        var all = api.get("/wallets/" + wallet + "/balance-monitors").column("id");
        var page = api.get("/wallets/" + wallet + "/balance-monitors?limit=15");
        var rest = api.get("/wallets/" + wallet + "/balance-monitors?after=" + page.text("nextCursor"));
        assertEquals(
                all,
                Stream.concat(page.column("id").stream(), rest.column("id").stream())
                        .toList());
        done(api.delete("/balance-monitors/" + all.getFirst()));
        done(tryWatch(wallet, "current", "below", "1.00"));
    }

    @Test
    void customersWatchTheirOwnWallets() {
        var wallet = world.wallet("ann", "USD", "10.00");
        var ann = world.login("ann@acme.test");
        var bob = world.login("bob@acme.test");
        var body = """
                {"field":"available","condition":"below","amount":5.00,"currency":"USD"}""";
        var path = "/wallets/" + wallet + "/balance-monitors";

        var monitor =
                "/balance-monitors/" + done(ann.postOnce("watch", path, body)).text("id");

        assertEquals("wallet_not_found", bob.post(path, body).code());
        assertEquals("wallet_not_found", bob.get(path).code());
        assertEquals("monitor_not_found", bob.get(monitor).code());
        assertEquals("monitor_not_found", bob.delete(monitor).code());
        assertEquals(
                "currency_mismatch", ann.post(path, body.replace("USD", "EUR")).code());
        assertEquals("true", ann.postOnce("watch", path, body).header("Idempotency-Replayed"));
        assertEquals(1, ann.get(path).column("id").size());
        assertEquals(204, ann.delete(monitor).status());
    }

    private String watch(String wallet, String field, String condition, String amount) {
        return done(tryWatch(wallet, field, condition, amount)).text("id");
    }

    private Response tryWatch(String wallet, String field, String condition, String amount) {
        return api.post("/wallets/" + wallet + "/balance-monitors", """
                {"field":"%s","condition":"%s","amount":%s,"currency":"USD"}""".formatted(field, condition, amount));
    }

    private List<String> crossings(String... monitors) {
        return Stream.of(monitors)
                .map(id -> api.get("/balance-monitors/" + id).text("crossings"))
                .toList();
    }
}
