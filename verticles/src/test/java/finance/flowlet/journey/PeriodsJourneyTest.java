package finance.flowlet.journey;

import static finance.flowlet.journey.JournalBodies.move;
import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.ledger.CountPeriods;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Closing the books, and what they said before, over HTTP.
class PeriodsJourneyTest {
    private static final String JOURNAL = "/ledger/transactions";
    private static final String END = "2026-02-01T00:00:00Z";
    private final TestClock clock = new TestClock(Instant.parse("2026-01-10T00:00:00Z"));
    private final TestDatabase database = TestDatabase.create();
    private final TestFlowlet flowlet = TestFlowlet.start(database, Map.of("FLOWLET_LEDGER_WRITERS", "2"), clock);
    private final Api server = flowlet.api();

    @AfterEach
    void booksAreRight() {
        Invariants.assertHold(flowlet);
        flowlet.close();
    }

    private void open(String... codes) {
        for (var code : codes) {
            var opened = server.post("/ledger/accounts", JournalBodies.account(code, "asset", "USD"));
            assertEquals(201, opened.status(), opened::body);
        }
    }

    private Response back(String at, String amount) {
        return server.post(JOURNAL, move("cash:a", "cash:b", amount, "\"effectiveAt\":\"" + at + "\""));
    }

    @Test
    void aMonthIsClosedOnceAndForAll() {
        open("cash:a", "cash:b");
        assertEquals("201", back("2026-01-09T12:00:00Z", "1.00").code());
        assertEquals("409 period_not_over", close("2026-01"));
        clock.advance(Duration.between(clock.instant(), Instant.parse("2026-02-01T00:04:59Z")));
        assertEquals("409 period_not_over", close("2026-01"));
        clock.advance(Duration.ofMinutes(5));
        for (var none : List.of("2026-13", "2026-1", "202601", "january", "0001-01", "2026-00")) {
            assertEquals("404 period_not_found", close(none), none);
        }
        assertEquals(
                403,
                flowlet.login("viewer@acme.test")
                        .post("/ledger/periods/2026-01/close", null)
                        .status());

        var closed = server.postOnce("close", "/ledger/periods/2026-01/close", null);

        assertEquals("200 closed " + END, closed.status() + " " + closed.text("status") + " " + closed.text("endsAt"));
        assertTrue(server.postOnce("close", "/ledger/periods/2026-01/close", null)
                .body()
                .equals(closed.body()));
        assertEquals(
                closed.body(),
                server.post("/ledger/periods/2026-01/close", null).body());
        assertEquals(
                closed.body(),
                server.post("/ledger/periods/2025-11/close", null).body(),
                "all before it too");
        assertEquals("period_closed", back("2026-01-31T23:59:59.999Z", "1.00").code());
        assertEquals("201", back(END, "1.00").code());
        assertEquals(List.of("2026-01"), server.get("/ledger/periods").column("period"));
        var stranger = flowlet.business("Elsewhere");
        assertEquals(List.of(), stranger.get("/ledger/periods").column("period"));
    }

    /// An entry that waits for approval while its period closes is declined like any other.
    @Test
    void aProposalDoesNotOutliveItsPeriod() {
        open("cash:a", "cash:b");
        var dated = "\"effectiveAt\":\"2026-01-09T00:00:00Z\"";
        var id = server.post(JOURNAL, move("cash:a", "cash:b", "1.00", dated, "\"requireApproval\":true"))
                .text("id");
        var undated = JournalBodies.proposal(server, "cash:a", "cash:b");
        clock.advance(Duration.ofDays(30));
        var admin = flowlet.login("admin@acme.test");
        assertEquals("200", admin.post("/ledger/periods/2026-01/close", null).code());

        assertEquals(
                "period_closed",
                admin.post(JOURNAL + "/" + id + "/approve", null).code());
        assertEquals(
                "200", admin.post(JOURNAL + "/" + undated + "/approve", null).code());
    }

    /// Whatever races: once a close was answered, nothing takes effect in its period any more.
    @Test
    void nothingTakesEffectInAPeriodThatWasClosed() {
        open("cash:a", "cash:b", "cash:c", "cash:d");
        clock.advance(Duration.ofDays(30));
        var dated = "\"effectiveAt\":\"2026-01-20T00:00:00Z\"";
        var answered = new ArrayList<String>();
        var race = new ArrayList<Callable<Response>>();
        for (var i = 0; i < 60; i++) {
            var pair = i % 2 == 0 ? List.of("cash:a", "cash:b") : List.of("cash:c", "cash:d");
            race.add(() -> server.post(JOURNAL, move(pair.getFirst(), pair.getLast(), "1.00", dated)));
        }
        for (var i = 0; i < 3; i++) {
            race.add(30 + i, () -> {
                var closed = server.post("/ledger/periods/2026-01/close", null);
                synchronized (answered) {
                    answered.add(inPeriod());
                }
                return closed;
            });
        }

        var answers = Api.together(race);

        var posted = answers.stream().filter(answer -> answer.status() == 201).count();
        var refused = answers.stream()
                .filter(answer -> answer.code().equals("period_closed"))
                .count();
        assertEquals(
                3, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(60, posted + refused);
        System.out.println("PeriodsJourneyTest: " + posted + " before the close, " + refused + " after it");
        assertEquals(List.of(inPeriod()), answered.stream().distinct().toList());
        assertEquals(Long.toString(posted), inPeriod());
        assertEquals(1, server.get("/ledger/periods").column("period").size());
        count();
        assertEquals(
                posted,
                total("cash:b", "effective", "2026-01-31T00:00:00Z")
                        + total("cash:d", "effective", "2026-01-31T00:00:00Z"));
    }

    /// Two months of entries, back-dated at random, with closes between them: at any moment, on either
    /// basis, the trial balance is what a replay of the journal says.
    @Test
    void theTrialBalanceEqualsAReplayAtAnyMoment() {
        var seed = new Random().nextLong();
        System.out.println("PeriodsJourneyTest seed " + seed);
        var random = new Random(seed);
        var codes = List.of("cash:a", "cash:b", "cash:c");
        open(codes.toArray(String[]::new));
        var start = clock.instant();
        var floor = start.minus(Duration.ofDays(5));
        for (var i = 0; i < 80; i++) {
            clock.advance(Duration.ofMinutes(random.nextInt(2000)));
            var span = Duration.between(floor, clock.instant()).toMillis();
            var effective =
                    random.nextInt(2) == 0 ? clock.instant() : floor.plusMillis((long) (random.nextDouble() * span));
            var from = random.nextInt(3);
            var amount = "%d.%02d".formatted(random.nextInt(100), 1 + random.nextInt(99));
            var written = server.post(
                    JOURNAL,
                    move(
                            codes.get(from),
                            codes.get((from + 1 + random.nextInt(2)) % 3),
                            amount,
                            "\"effectiveAt\":\"" + effective + "\""));
            assertEquals("201", written.code(), written::body);
            if (clock.instant().isAfter(Instant.parse("2026-02-10T00:00:00Z")) && floor.isBefore(Instant.parse(END))) {
                assertEquals("200 200", close("2026-01"));
                floor = Instant.parse(END);
                if (random.nextBoolean()) {
                    count();
                }
            }
        }
        count();
        var lines = export();
        for (var i = 0; i < 25; i++) {
            var span = Duration.between(start, clock.instant()).toMillis();
            var at = i == 0 ? Instant.parse(END) : start.plusMillis((long) (random.nextDouble() * span));
            for (var basis : List.of("recorded", "effective")) {
                var what = "seed " + seed + " " + at + " " + basis;
                var expected = replay(lines, basis, at);
                assertEquals(expected, byAccount(basis, at), what);
                var trial = server.get("/ledger/trial-balance?at=" + at + "&basis=" + basis);
                assertTrue(trial.json().path("balanced").asBoolean(false), what);
                var debits = expected.values().stream()
                        .map(sides -> new BigDecimal(sides.getFirst()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertEquals(
                        debits.stripTrailingZeros(),
                        trial.json().at("/rows/0/debits").decimalValue().stripTrailingZeros(),
                        what);
            }
        }
    }

    /// A closing balance that somebody edits in the database is found.
    @Test
    void aClosingBalanceThatWasEditedIsFound() {
        open("cash:a", "cash:b");
        back("2026-01-09T00:00:00Z", "1.00");
        clock.advance(Duration.ofDays(30));
        assertEquals("200 200", close("2026-01"));
        count();

        edit(1);

        assertEquals(
                "closed_periods_keep_their_balances",
                server.get("/ledger/integrity").json().at("/findings/0/check").asString(""));
        edit(-1);
    }

    private void edit(int by) {
        database.execute("alter table ledger.period_balance disable trigger user; "
                + "update ledger.period_balance set debits = debits + " + by + " where debits > 0; "
                + "alter table ledger.period_balance enable trigger user");
    }

    private List<Response> export() {
        var pages = new ArrayList<Response>();
        var next = "";
        do {
            var page = server.get("/ledger/export" + (next.isEmpty() ? "" : "?after=" + next));
            assertEquals(200, page.status(), page::body);
            pages.add(page);
            next = page.text("nextCursor");
        } while (!next.isEmpty());
        return pages;
    }

    /// Debits and credits of each account from the lines of the journal.
    private static Map<String, List<String>> replay(List<Response> pages, String basis, Instant at) {
        var sums = new TreeMap<String, List<String>>();
        for (var code : List.of("cash:a", "cash:b", "cash:c")) {
            sums.put(code, List.of("0.00", "0.00"));
        }
        for (var page : pages) {
            for (var line : page.json().path("data")) {
                var time = Instant.parse(line.path(basis + "At").asString(""));
                if (!time.isAfter(at)) {
                    var side = line.path("direction").asString("").equals("debit") ? 0 : 1;
                    var code = line.path("accountCode").asString("");
                    var before = Objects.requireNonNull(sums.get(code));
                    var after = new ArrayList<>(before);
                    after.set(
                            side,
                            new BigDecimal(before.get(side))
                                    .add(line.path("amount").decimalValue())
                                    .toPlainString());
                    sums.put(code, after);
                }
            }
        }
        return sums;
    }

    private Map<String, List<String>> byAccount(String basis, Instant at) {
        var sums = new TreeMap<String, List<String>>();
        var next = "";
        do {
            var page = server.get("/ledger/trial-balance/accounts?limit=2&at=" + at + "&basis=" + basis
                    + (next.isEmpty() ? "" : "&after=" + next));
            assertEquals(200, page.status(), page::body);
            for (var row : page.json().path("data")) {
                sums.put(
                        row.path("code").asString(""),
                        List.of(
                                row.path("debits").decimalValue().toPlainString(),
                                row.path("credits").decimalValue().toPlainString()));
            }
            next = page.text("nextCursor");
        } while (!next.isEmpty());
        return sums;
    }

    /// How many dollars were credited to an account.
    private long total(String code, String basis, String at) {
        var id = server.get("/ledger/accounts?code=" + code)
                .json()
                .at("/data/0/id")
                .asString("");
        var balance = server.get("/ledger/accounts/" + id + "/balance?basis=" + basis + "&at=" + at);
        assertEquals(200, balance.status(), balance::body);
        return new BigDecimal(balance.text("balance")).negate().longValueExact();
    }

    private String inPeriod() {
        return database.texts("select count(*) from ledger.entry where effective_at < '" + END + "'")
                .getFirst();
    }

    private void count() {
        clock.advance(Duration.ofMinutes(2));
        await(flowlet.flowlet().bus().request(CountPeriods.ADDRESS, new CountPeriods()));
        assertEquals(0, database.number("select count(*) from ledger.period where counted_at is null"));
    }

    private String close(String month) {
        var answer = server.post("/ledger/periods/" + month + "/close", null);
        return answer.status() + " " + answer.code();
    }
}
