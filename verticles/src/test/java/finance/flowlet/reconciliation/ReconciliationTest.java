package finance.flowlet.reconciliation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.reconciliation.TellReconciliations;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.OpenApi;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Reconciliations over HTTP. Each test has a wallet of its own, so none sees the postings of another; a deposit is
/// what a bank's statement calls a credit.
class ReconciliationTest {
    private static final String DAY = "2026-03-10";
    private static final TestClock CLOCK = new TestClock(Instant.parse(DAY + "T12:00:00Z"));
    private static final TestFlowlet FLOWLET = TestFlowlet.start(TestDatabase.create(), Map.of(), CLOCK);
    private static final Api API = FLOWLET.api();
    private static final Map<String, Object> EXACT = Map.of("match", "one_to_one", "on", List.of("amount", "date"));

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(FLOWLET);
        FLOWLET.close();
    }

    private static String wallet(String... deposits) {
        var wallet = FLOWLET.wallet("ann", "USD", "0");
        for (var amount : deposits) {
            deposit(wallet, amount, "");
        }
        return wallet;
    }

    private static String deposit(String wallet, String amount, String description) {
        var deposit = API.post(
                "/wallets/" + wallet + "/deposits",
                "{\"amount\":%s,\"currency\":\"USD\",\"description\":\"%s\"}".formatted(amount, description));
        assertEquals(201, deposit.status(), deposit::body);
        return deposit.text("id");
    }

    private static Map<String, Object> request(String wallet, String csv, Object... rules) {
        var body = new LinkedHashMap<String, Object>();
        body.put("source", "First Bank");
        body.put("accountId", wallet.replace("wal_", "acc_"));
        body.put("currency", "USD");
        body.put("format", "csv");
        body.put("content", csv);
        body.put("mapping", Map.of("date", "date", "amount", "amount", "reference", "reference"));
        body.put("rules", List.of(rules));
        return body;
    }

    private static String csv(String... rows) {
        return "date,amount,reference\r\n" + String.join("\r\n", rows) + "\r\n";
    }

    private static Response send(Map<String, Object> body, String... headers) {
        return API.post("/reconciliations", OpenApi.json(body), headers);
    }

    private static void assertCounts(String expected, Response answer) {
        assertTrue(answer.status() < 300, answer::body);
        var counts = answer.json().path("counts");
        assertEquals(
                expected,
                "%s lines %s matched, %s postings %s matched, %s matches"
                        .formatted(
                                counts.path("lines").asInt(),
                                counts.path("matchedLines").asInt(),
                                counts.path("postings").asInt(),
                                counts.path("matchedPostings").asInt(),
                                counts.path("matches").asInt()),
                answer.body());
    }

    @Test
    void linesAndPostingsOfOneAmountAndDayBelongTogether() {
        var wallet = wallet("100.00", "10.50", "7.00");

        var done = send(request(wallet, csv(DAY + ",10.50,a", DAY + ",100.00,b", DAY + ",1.00,c"), EXACT));

        assertEquals(201, done.status(), done::body);
        assertCounts("3 lines 2 matched, 3 postings 2 matched, 2 matches", done);
        assertEquals("-6.00", done.text("totals", "difference"));
        var id = done.text("id");
        assertEquals(done.body(), API.get("/reconciliations/" + id).body());
        assertEquals(List.of(id), API.get("/reconciliations?accountId=" + wallet.replace("wal_", "acc_")).column("id"));
        var matches = API.get("/reconciliations/" + id + "/matches");
        assertEquals(List.of("1", "2"), matches.column("number"));
        assertEquals(List.of("10.50", "100.00"), matches.column("internalAmount"));
        var external = API.get("/reconciliations/" + id + "/unmatched?side=external");
        assertEquals(List.of("3"), external.column("line"), external::body);
        var internal = API.get("/reconciliations/" + id + "/unmatched?side=internal");
        assertEquals(List.of("7.00"), internal.column("amount"), internal::body);
    }
}
