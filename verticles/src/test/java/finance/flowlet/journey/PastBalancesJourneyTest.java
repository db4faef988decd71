package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static finance.flowlet.journey.Purse.money;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What a wallet held at a time in the past, and who is told when it crosses an amount.
class PastBalancesJourneyTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    /// A replay of the wallet's own transactions says what every moment must show.
    @Test
    void theBalanceOfAMomentIsTheReplayOfWhatWasRecordedUntilThen() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var clock = new TestClock(START);
        try (var world = TestFlowlet.start(TestDatabase.create(), Map.of(), clock)) {
            var api = world.api();
            var purse = new Purse(api);
            var wallet = purse.funded("ann", "500.00");
            var other = purse.funded("bob", "500.00");
            for (var i = 0; i < 60; i++) {
                clock.advance(Duration.ofMillis(random.nextInt(3) * 500L));
                var amount = "0." + (10 + random.nextInt(89));
                switch (random.nextInt(4)) {
                    case 0 -> done(purse.pay(other, wallet, amount).join());
                    case 1 -> done(api.post("/wallets/" + wallet + "/deposits", money(amount, "USD")));
                    default -> done(purse.pay(wallet, other, amount).join());
                }
            }
            var replay = replay(api, wallet);
            for (var i = 0; i < 60; i++) {
                var at = START.plusMillis(random.nextInt(40) * 1000L - 2000);
                var until = replay.floorEntry(at);
                var shown = done(api.get("/wallets/" + wallet + "/balance?at=" + at));
                var expected = until == null ? "0.00" : until.getValue().toPlainString();
                assertEquals(expected, shown.text("current"), () -> "seed " + seed + " at " + at);
                assertEquals("", shown.text("available"), "what was held is not kept");
            }
            var now = api.get("/wallets/" + wallet + "/balance");
            var later = api.get("/wallets/" + wallet + "/balance?at=2999-01-01T00:00:00Z");
            assertEquals(now.text("current") + now.text("version"), later.text("current") + later.text("version"));
            assertEquals(
                    "invalid_date",
                    api.get("/wallets/" + wallet + "/balance?at=yesterday").code());
            Invariants.assertHold(world);
        }
    }

    /// The balance after the last transaction of each moment.
    private static NavigableMap<Instant, BigDecimal> replay(Api api, String wallet) {
        var replay = new TreeMap<Instant, BigDecimal>();
        var rows =
                api.get("/wallets/" + wallet + "/transactions?limit=200").json().path("data");
        for (var i = rows.size() - 1; i >= 0; i--) {
            replay.put(
                    Instant.parse(rows.get(i).path("createdAt").asString("")),
                    rows.get(i).path("balanceAfter").decimalValue());
        }
        return replay;
    }
}
