package finance.flowlet.initiation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.contract.initiation.CatchUp;
import finance.flowlet.contract.initiation.Recurrence;
import finance.flowlet.contract.initiation.Recurrence.Frequency;
import finance.flowlet.contract.initiation.ScheduleStatus;
import finance.flowlet.contract.initiation.ScheduleView;
import finance.flowlet.id.ScheduleId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which runs of an order are made and which are passed over: a daily order at noon from January 1st, with an hour of
/// grace.
class AgendaTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    /// `next` is the run that comes next, `resumed` since when the order is active again.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SKIP | 1 | 2026-01-01T11:59:59Z |                      | skip 0 run -
            SKIP | 1 | 2026-01-01T12:00:00Z |                      | skip 0 run 1
            SKIP | 1 | 2026-01-01T13:00:00Z |                      | skip 0 run 1
            SKIP | 1 | 2026-01-01T13:00:01Z |                      | skip 1 run -
            SKIP | 1 | 2026-01-04T12:30:00Z |                      | skip 3 run 4
            SKIP | 1 | 2026-01-04T12:30:00Z | 2026-01-04T12:10:00Z | skip 4 run -
            ONCE | 1 | 2026-01-01T20:00:00Z |                      | skip 0 run 1
            ONCE | 1 | 2026-01-04T20:00:00Z |                      | skip 3 run 4
            ONCE | 1 | 2026-01-04T12:30:00Z |                      | skip 2 run 3
            ONCE | 4 | 2026-01-04T12:30:00Z |                      | skip 0 run 4
            ONCE | 1 | 2026-01-04T12:30:00Z | 2026-01-04T12:10:00Z | skip 3 run 4
            ALL  | 1 | 2026-01-04T20:00:00Z |                      | skip 0 run 1
            ALL  | 5 | 2026-01-04T20:00:00Z |                      | skip 0 run -
            """)
    void theRuleForMissedRunsDecides(CatchUp rule, long next, Instant now, @Nullable Instant resumed, String expected) {
        var order = order(rule, new Recurrence(Frequency.DAILY, 1, null, null, "UTC"), next);

        var agenda = Agenda.of(order, now, resumed, Duration.ofHours(1));

        var run = agenda.run();
        assertEquals(expected, "skip " + agenda.skipped().size() + " run " + (run == null ? "-" : "" + run.number()));
    }

    @Test
    void anOrderThatEndsHasNoFurtherRun() {
        var twice = new Recurrence(Frequency.DAILY, 1, null, 2, "UTC");
        var until = new Recurrence(Frequency.DAILY, 1, Instant.parse("2026-01-02T12:00:00Z"), null, "UTC");

        assertEquals("2026-01-02T12:00:00Z null", ends(order(CatchUp.ALL, twice, 1)));
        assertEquals("2026-01-02T12:00:00Z null", ends(order(CatchUp.ALL, until, 1)));
        assertEquals("2026-01-01T12:00:00Z", "" + order(CatchUp.ALL, null, 1).dueAt(1));
        assertEquals("null", "" + order(CatchUp.ALL, null, 1).dueAt(2));
    }

    @Test
    void yearsOfMissedRunsAreDecidedInParts() {
        var order = order(CatchUp.SKIP, new Recurrence(Frequency.DAILY, 1, null, null, "UTC"), 1);

        var agenda = Agenda.of(order, Instant.parse("2036-01-01T00:00:00Z"), null, Duration.ofHours(1));

        assertEquals(Agenda.MAX_SKIPPED, agenda.skipped().size());
    }

    private static String ends(ScheduleView order) {
        return order.dueAt(2) + " " + order.dueAt(3);
    }

    private static ScheduleView order(CatchUp rule, @Nullable Recurrence recurrence, long next) {
        return new ScheduleView(
                new ScheduleId(new UUID(1, 1)),
                new WalletId(new UUID(1, 2)),
                new WalletId(new UUID(1, 3)),
                new Money(100, Currency.of("USD")),
                "",
                START,
                recurrence,
                rule,
                ScheduleStatus.ACTIVE,
                null,
                next,
                START,
                1,
                START);
    }
}
