package finance.flowlet.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.load.Alternation.Contest;
import finance.flowlet.load.Alternation.Ratio;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The arithmetic of comparisons.
class ComparisonTest {

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertEquals(new Spread(1, 2.5, 9), Spread.of(List.of(9.0, 2.0, 1.0, 3.0)));
        assertEquals(new Spread(1, 2, 3), Spread.of(List.of(3.0, 1.0, 2.0)));
        assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
    }

    @Test
    void ratiosAreTakenWithinARoundAndNotBetweenRounds() {
        // The machine was twice as fast in the second round; Flowlet was as good in both.
        var ratios = Alternation.ratios(List.of(round(1), round(2), round(1)));
        assertEquals(new Spread(2, 2, 2), ratios.get(Ratio.UNIFORM));
        assertEquals(new Spread(8, 8, 8), ratios.get(Ratio.HOT));
        assertEquals(new Spread(0.5, 0.5, 0.5), ratios.get(Ratio.BATCH));
        assertEquals(new Spread(0.75, 0.75, 0.75), ratios.get(Ratio.BALANCE));
    }

    @Test
    void theJsonHasEveryRatioWithItsSpread() {
        var result = new Comparison.Result(
                List.of(round(1), round(3)),
                Map.of(),
                Map.of(Contest.FLOWLET_UNIFORM, Map.of(Processes.Party.PLATFORM, 0.0001)),
                new Audit.Result("SQL", 1, 1, 1, 0, List.of()));
        var json = new JsonMapper().readTree(new ComparisonReport(result, Map.of("quick", true)).json());
        for (var name : List.of("uniform", "hot", "batch", "balance")) {
            for (var figure : List.of("min", "median", "max")) {
                assertTrue(json.path("ratios").path(name).path(figure).isNumber(), name + "." + figure);
            }
        }
        assertEquals(2, json.path("runs").size());
        assertEquals(6000, json.path("runs").get(1).path("flowlet-uniform").asDouble());
        assertEquals(
                100,
                json.path("cpu").path("flowlet-uniform").path("platformMicros").asDouble(),
                1e-9);
        assertTrue(json.path("settings").path("quick").asBoolean());
    }

    @Test
    void pgbenchIsBelievedOnlyWhenNoClientGaveUp() {
        var output = "latency average = 3.032 ms\ntps = 329.823333 (without initial connection time)\n";
        assertEquals(329.823333, PgBench.rate(output));
        assertThrows(LoadException.class, () -> PgBench.rate(output + "client 3 script 0 aborted in command 3\n"));
        assertThrows(LoadException.class, () -> PgBench.rate("connection refused"));
    }

    @Test
    void anOldLedgerIsComparedByTimeAndByProcessorTime() {
        var young = List.of(new Flatness.Stretch(1000, 100), new Flatness.Stretch(2000, 100));
        var old = List.of(new Flatness.Stretch(800, 110), new Flatness.Stretch(2000, 130));
        var result = Flatness.Result.of(young, old, true);
        assertEquals(new Spread(1.0, 1.125, 1.25), result.time());
        assertEquals(1.2, result.cpu().median(), 1e-9);
    }

    @Test
    void theSearchFindsWhereTheBoundBreaks() throws Exception {
        var capacity = 1000.0;
        var search = new MaxSearch((pace, seconds) -> stretch(pace, seconds, capacity), 25, System.out);
        var found = search.run(1, false);
        assertEquals(0.9 * capacity, found.rate(), 0.06 * capacity);
        assertTrue(found.steps().size() < 10);
        assertTrue(found.half() != null && found.half().pace().equals(new Pace.Open(found.rate() / 2, false)));
        assertFalse(found.steps().getFirst().rate() > capacity);
    }

    /// Quick below nine tenths of what it takes, slow above.
    private static Slice stretch(Pace pace, double seconds, double capacity) {
        var rate = pace instanceof Pace.Open open ? open.perSecond() : capacity;
        var meter = new Meter(0, (long) (seconds * 1e9));
        var exchange = new Exchange();
        var latency = rate > 0.9 * capacity ? 400_000_000L : 2_000_000L;
        for (var i = 0; i < rate * seconds; i++) {
            exchange.intendedNanos = (long) (i / rate * 0.5 * 1e9);
            meter.answered(exchange, exchange.intendedNanos + latency);
        }
        return meter.slice(pace, Work.none());
    }

    private static Alternation round(double speed) {
        var figures = new EnumMap<Contest, Double>(Contest.class);
        figures.put(Contest.PGBENCH_UNIFORM, 1000 * speed);
        figures.put(Contest.PGBENCH_HOT, 250 * speed);
        figures.put(Contest.SQL_BATCH, 4000 * speed);
        figures.put(Contest.FLOWLET_UNIFORM, 2000 * speed);
        figures.put(Contest.FLOWLET_HOT, 2000 * speed);
        figures.put(Contest.FLOWLET_BALANCE, 7500 * speed);
        figures.put(Contest.BARE_BALANCE, 10_000 * speed);
        return new Alternation(figures);
    }
}
