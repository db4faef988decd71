package finance.flowlet.journey;

import static finance.flowlet.journey.JournalBodies.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The chart of accounts and the export of the journal over HTTP.
class ChartJourneyTest {
    private static final TestFlowlet FLOWLET = TestFlowlet.start();
    private static final Api SERVER = FLOWLET.api();

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(FLOWLET);
        FLOWLET.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:x",
                "user",
                "fees:USD",
                "fx:EUR",
                "external:sandbox:USD",
                "dispute:suspense:USD",
                "rounding:USD",
                "merchant:a",
                "card:visa",
                "Cash:a",
                "1cash",
                "cash:",
                ":cash",
                "cash::a",
                "cash a",
                "cash/a",
                "cash:a:b:c:d:e:f",
                "=cash",
                "cash:-a"
            })
    void aCodeThatIsTakenOrNoneIsRefused(String code) {
        var answer = SERVER.post("/ledger/accounts", account(code, "asset", "USD"));
        assertEquals("422 invalid_value", answer.status() + " " + answer.code());
    }

    @Test
    void aCodeIsGivenAwayOnceWhateverRaces() {
        var answers = Api.together(Stream.<Callable<Response>>generate(
                        () -> () -> SERVER.post("/ledger/accounts", account("writeoff:race", "expense", "USD")))
                .limit(20)
                .toList());

        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 201).count());
        assertEquals(
                19,
                answers.stream()
                        .filter(answer -> answer.code().equals("account_exists"))
                        .count());
        var keyed = SERVER.postOnce("again", "/ledger/accounts", account("writeoff:race", "asset", "EUR"));
        assertEquals("account_exists", keyed.code());
        var other = FLOWLET.business("Chartless");
        assertEquals(
                "201",
                other.post("/ledger/accounts", account("writeoff:race", "expense", "USD"))
                        .code());
    }

    @Test
    void theChartIsReadLevelByLevel() {
        var business = FLOWLET.business("Levels");
        for (var code : List.of("cash", "cash:chase", "cash:chase:reserve", "equity:capital")) {
            var kind = code.startsWith("cash") ? "asset" : "equity";
            assertEquals(
                    "201",
                    business.post("/ledger/accounts", account(code, kind, "USD"))
                            .code());
        }
        assertEquals(
                "201",
                business.post("/ledger/accounts", account("cash:euro", "asset", "EUR"))
                        .code());
        for (var code : List.of("cash", "cash:chase", "cash:chase:reserve")) {
            assertEquals(
                    "201",
                    business.post("/ledger/transactions", JournalBodies.move(code, "equity:capital", "10.00"))
                            .code());
        }

        var top = business.get("/ledger/chart");
        assertEquals(List.of("cash", "cash", "equity"), top.column("code"));
        assertEquals(List.of("EUR", "USD", "USD"), top.column("currency"));
        assertEquals(List.of("1", "3", "1"), top.column("accounts"));
        assertEquals(List.of("0.00", "30.00", "30.00"), top.column("balance"));
        var below = business.get("/ledger/chart?under=cash&currency=USD");
        assertEquals(List.of("cash", "cash:chase"), below.column("code"));
        assertEquals(List.of("1", "2"), below.column("accounts"));
        assertFalse(below.column("accountId").getFirst().isEmpty());
        var leaf = business.get("/ledger/chart?under=cash:chase");
        assertEquals(List.of("ours", "ours"), leaf.column("description"));
        assertEquals(List.of(), business.get("/ledger/chart?under=cas").column("code"));
        assertEquals(List.of(), business.get("/ledger/chart?under=%25").column("code"));
        var first = business.get("/ledger/chart?limit=1");
        var second = business.get("/ledger/chart?limit=2&after=" + first.text("nextCursor"));
        assertEquals(List.of("cash", "equity"), second.column("code"));
        assertEquals("", second.text("nextCursor"));
    }

    @Test
    void theExportHasEveryLineAndNoFormula() {
        var business = FLOWLET.business("Exporter");
        for (var code : List.of("cash:a", "cash:b")) {
            business.post("/ledger/accounts", account(code, "asset", "USD"));
        }
        var evil = JournalBodies.move("cash:a", "cash:b", "1.50", "\"reference\":\"+1,\\\"2\\\"\"")
                .replace("a correction", "=HYPERLINK(\\\"http://x\\\")");
        var written = business.post("/ledger/transactions", evil);
        assertEquals("201", written.code(), written::body);
        business.post("/ledger/transactions", JournalBodies.move("cash:b", "cash:a", "0.25"));

        var json = business.get("/ledger/export");
        assertEquals(4, json.json().path("data").size());
        assertEquals(List.of("debit", "credit", "debit", "credit"), json.column("direction"));
        assertEquals("=HYPERLINK(\"http://x\")", json.column("description").getFirst());

        var csv = business.get("/ledger/export/csv", "Accept", "text/csv");

        assertEquals(200, csv.status(), csv::body);
        assertEquals("text/csv; charset=utf-8", csv.header("Content-Type"));
        var rows = csv.body().split("\r\n", -1);
        assertEquals(6, rows.length, "names, four lines, and the end");
        assertTrue(rows[0].startsWith("transactionId,line,kind,"));
        assertTrue(rows[1].contains(",debit,1.50,,USD,-1.50,"), rows[1]);
        assertTrue(rows[1].contains("\"'+1,\"\"2\"\"\",\"'=HYPERLINK(\"\"http://x\"\")\""), rows[1]);
        assertTrue(rows[2].contains(",credit,,1.50,USD,1.50,"), rows[2]);
        assertEquals("", csv.header("Next-Cursor"));
        var later = business.get("/ledger/export?basis=effective&from=2999-01-01T00:00:00Z&to=2999-02-01T00:00:00Z");
        assertEquals(0, later.json().path("data").size());
        assertEquals(
                "422 range_too_large",
                told(business.get("/ledger/export?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z")));
        assertEquals(
                0,
                FLOWLET.business("Nobody")
                        .get("/ledger/export")
                        .json()
                        .path("data")
                        .size());
    }

    @Test
    void aLongExportComesInPagesThatFitTogether() {
        var business = FLOWLET.business("Lengthy");
        var codes =
                Stream.iterate(0, i -> i + 1).limit(100).map(i -> "cash:n" + i).toList();
        codes.forEach(code -> business.post("/ledger/accounts", account(code, "asset", "USD")));
        var lines = codes.stream()
                .map(code -> JournalBodies.line(code, codes.indexOf(code) % 2 == 0 ? "debit" : "credit", "1.00", "USD"))
                .toArray(String[]::new);
        for (var i = 0; i < 21; i++) {
            assertEquals(
                    "201",
                    business.post("/ledger/transactions", JournalBodies.lines(lines))
                            .code());
        }

        var first = business.get("/ledger/export/csv");
        var second = business.get("/ledger/export/csv?after=" + first.header("Next-Cursor"));

        assertEquals(2001, first.body().lines().count());
        assertEquals(100, second.body().lines().count());
        assertEquals("", second.header("Next-Cursor"));
        assertEquals(2101, (first.body() + second.body()).lines().distinct().count());
        assertEquals("400 invalid_cursor", told(business.get("/ledger/export/csv?after=x")));
    }

    private static String told(Response answer) {
        return answer.status() + " " + answer.code();
    }
}
