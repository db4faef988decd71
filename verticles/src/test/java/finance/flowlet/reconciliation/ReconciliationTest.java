package finance.flowlet.reconciliation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.reconciliation.TellReconciliations;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.ManyPostings;
import finance.flowlet.testing.OpenApi;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Reconciliations over HTTP. Each test has a wallet of its own, so none sees the postings of another; a
/// deposit is what a bank's statement calls a credit.
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
        assertEquals(
                List.of(id),
                API.get("/reconciliations?accountId=" + wallet.replace("wal_", "acc_"))
                        .column("id"));
        var matches = API.get("/reconciliations/" + id + "/matches");
        assertEquals(List.of("1", "2"), matches.column("number"));
        assertEquals(List.of("10.50", "100.00"), matches.column("internalAmount"));
        var external = API.get("/reconciliations/" + id + "/unmatched?side=external");
        assertEquals(List.of("3"), external.column("line"), external::body);
        var internal = API.get("/reconciliations/" + id + "/unmatched?side=internal");
        assertEquals(List.of("7.00"), internal.column("amount"), internal::body);
    }

    private static String rows() {
        return List.of("account", "reconciliation", "match", "external_line", "internal_line", "used_posting", "untold")
                .stream()
                .map(table -> table + " " + FLOWLET.database().number("select count(*) from reconciliation." + table))
                .toList()
                .toString();
    }

    @Test
    void aDryRunAnswersTheSameAndKeepsNothing() {
        var wallet = wallet("100.00", "7.00");
        var body = request(wallet, csv(DAY + ",100.00,b", DAY + ",1.00,c"), EXACT);
        body.put("dryRun", true);
        var before = rows();

        var dry = send(body, "Idempotency-Key", "dry");

        assertEquals(200, dry.status(), dry::body);
        assertCounts("2 lines 1 matched, 2 postings 1 matched, 1 matches", dry);
        assertEquals(
                "7.00",
                dry.json()
                        .at("/findings/unmatchedInternal/0/amount")
                        .decimalValue()
                        .toPlainString());
        assertEquals(2, dry.json().at("/findings/unmatchedExternal/0/line").asInt());
        assertEquals(1, dry.json().at("/findings/matches/0/lines/0").asInt());
        assertFalse(dry.json().has("id"));
        assertEquals(before, rows());
        var again = send(body, "Idempotency-Key", "dry");
        assertTrue(again.replayed());
        assertEquals(dry.body(), again.body());
        body.put("dryRun", false);
        assertEquals(
                "idempotency_key_reused", send(body, "Idempotency-Key", "dry").code());
        assertCounts("2 lines 1 matched, 2 postings 1 matched, 1 matches", send(body));
    }

    @Test
    void whatOneReconciliationMatchedAnotherDoesNot() {
        var wallet = wallet("5.00", "6.00");
        var first = send(request(wallet, csv(DAY + ",5.00,a"), EXACT));
        assertCounts("1 lines 1 matched, 2 postings 1 matched, 1 matches", first);

        var second = send(request(wallet, csv(DAY + ",5.00,a", DAY + ",6.00,b"), EXACT));

        assertCounts("2 lines 1 matched, 1 postings 1 matched, 1 matches", second);
        var open = API.get("/reconciliations/" + first.text("id") + "/unmatched?side=internal");
        assertEquals(List.of(), open.column("amount"), "the second one matched it");
        assertCounts(
                "1 lines 0 matched, 0 postings 0 matched, 0 matches",
                send(request(wallet, csv(DAY + ",6.00,b"), EXACT)));
    }

    @Test
    void twoAtOnceShareThePostings() {
        var wallet = wallet("1.00", "1.00", "1.00");
        var body = OpenApi.json(request(wallet, csv(DAY + ",1.00,a", DAY + ",1.00,b"), EXACT));
        var calls = new ArrayList<Callable<Response>>();
        for (var i = 0; i < 4; i++) {
            calls.add(() -> API.post("/reconciliations", body));
        }

        var matched = Api.together(calls).stream()
                .mapToInt(done -> done.json().at("/counts/matchedPostings").asInt())
                .sum();

        assertEquals(3, matched);
    }

    @Test
    void aRequestThatIsRepeatedAtOnceIsDoneOnce() {
        var wallet = wallet("1.00");
        var body = OpenApi.json(request(wallet, csv(DAY + ",1.00,a"), EXACT));
        var calls = new ArrayList<Callable<Response>>();
        for (var i = 0; i < 5; i++) {
            calls.add(() -> API.post("/reconciliations", body, "Idempotency-Key", "at-once"));
        }

        var answers = Api.together(calls);

        assertEquals(1, answers.stream().map(Response::body).distinct().count());
        assertEquals(4, answers.stream().filter(Response::replayed).count());
    }

    @Test
    void severalPostingsOfOneLineAndSeveralLinesOfOnePosting() {
        var wallet = wallet("10.00", "20.00", "30.00", "7.00");
        var split = Map.of("match", "one_to_many", "on", List.of("amount", "date"));
        var joined = Map.of(
                "match",
                "many_to_one",
                "on",
                List.of("amount", "date"),
                "amountTolerance",
                0.05,
                "dateToleranceDays",
                2);

        var done = send(request(
                wallet, csv(DAY + ",60.00,batch", "2026-03-09,3.00,a", "2026-03-11,4.01,b"), EXACT, split, joined));

        assertCounts("3 lines 3 matched, 4 postings 4 matched, 2 matches", done);
        var matches = API.get("/reconciliations/" + done.text("id") + "/matches");
        assertEquals(List.of("0.00", "0.01"), matches.column("difference"));
        assertEquals(List.of("1", "2"), matches.column("rule"));
    }

    @Test
    void aBanksOwnFormatIsRead() throws IOException {
        var wallet = wallet("20.00");
        deposit(wallet, "10.50", "INV-1");
        String sample;
        try (var file = ReconciliationTest.class.getResourceAsStream("/reconciliation/camt.053.001.08.xml")) {
            sample = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
        var named = Map.of("match", "one_to_one", "on", List.of("amount", "reference"));
        var body = request(
                wallet, Base64.getEncoder().encodeToString(sample.getBytes(StandardCharsets.UTF_8)), named, EXACT);
        body.put("format", "camt053");
        body.put("encoding", "base64");
        body.remove("mapping");

        var done = send(body);

        assertCounts("4 lines 2 matched, 2 postings 2 matched, 2 matches", done);
        assertEquals("30.50", done.text("totals", "external"));
        assertEquals("0.00", done.text("totals", "difference"));
        body.put("encoding", "text");
        body.put(
                "content",
                sample.replace("<Document", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Document"));
        var refused = send(body);
        assertEquals("422 file_invalid", refused.status() + " " + refused.code(), refused::body);
        body.put("content", sample.replace("1030.50", "1030.51"));
        assertEquals("file_invalid", send(body).code());
        body.put("content", sample.replace("Ccy=\"USD\">5.00", "Ccy=\"EUR\">5.00"));
        assertEquals("currency_mismatch", send(body).code());
    }

    @Test
    void whatTheRulesLeftPeopleDecide() {
        var wallet = wallet("9.50", "8.00");
        var id = send(request(wallet, csv(DAY + ",10.00,a", DAY + ",8.00,b"), EXACT))
                .text("id");
        var entries = API.get("/ledger/entries?accountId=" + wallet.replace("wal_", "acc_"))
                .column("id");
        var body = OpenApi.json(
                Map.of("lines", List.of(1), "entryIds", List.of(entries.get(1)), "reason", "the bank's fee"));
        var path = "/reconciliations/" + id;

        var match = API.postOnce("by-hand", path + "/matches", body);

        assertEquals(201, match.status(), match::body);
        assertEquals("0.50", match.text("difference"));
        assertEquals("hand", match.text("by"));
        assertEquals(List.of(), API.get(path + "/unmatched?side=external").column("line"));
        assertCounts("2 lines 2 matched, 2 postings 2 matched, 2 matches", API.get(path));
        assertTrue(API.postOnce("by-hand", path + "/matches", body).replayed());
        var twice = API.postOnce("twice", path + "/matches", body);
        assertEquals("409 state_conflict", twice.status() + " " + twice.code());
        assertTrue(API.postOnce("twice", path + "/matches", body).replayed());
        var others = wallet("1.00");
        var foreign = API.get("/ledger/entries?accountId=" + others.replace("wal_", "acc_"))
                .column("id");
        var wrong = OpenApi.json(Map.of("lines", List.of(2), "entryIds", foreign, "reason", "x"));
        assertEquals("invalid_value", API.post(path + "/matches", wrong).code());

        var undone = API.post(path + "/unmatch", "{\"match\":" + match.text("number") + "}");

        assertEquals(200, undone.status(), undone::body);
        assertEquals("3", undone.text("version"));
        assertEquals(List.of("1"), API.get(path + "/unmatched?side=external").column("line"));
        assertEquals(List.of("9.50"), API.get(path + "/unmatched?side=internal").column("amount"));
        assertEquals(
                "state_conflict",
                API.post(path + "/unmatch", "{\"match\":" + match.text("number") + "}")
                        .code());
        assertEquals(
                "invalid_value", API.post(path + "/unmatch", "{\"match\":99}").code());
        assertEquals(201, API.post(path + "/matches", body).status());
    }

    /// A posting of a day that the file says nothing of counts only while it is matched.
    @Test
    void aPostingOfAnotherDayGoesWithItsMatch() {
        var wallet = wallet("5.00");
        var none = "1 lines 0 matched, 0 postings 0 matched, 0 matches";
        assertCounts(none, send(request(wallet, csv("2026-03-20,5.00,a"), EXACT)));
        var open = send(request(wallet, csv("2026-03-01,5.00,a"), EXACT));
        assertCounts(none, open);
        var entries = API.get("/ledger/entries?accountId=" + wallet.replace("wal_", "acc_"))
                .column("id");
        var path = "/reconciliations/" + open.text("id");
        var body = OpenApi.json(Map.of("lines", List.of(1), "entryIds", entries, "reason", "booked late"));

        assertEquals(201, API.post(path + "/matches", body).status());
        assertCounts("1 lines 1 matched, 1 postings 1 matched, 1 matches", API.get(path));
        assertCounts(none, API.post(path + "/unmatch", "{\"match\":1}"));

        assertEquals(List.of(), API.get(path + "/unmatched?side=internal").column("amount"));
        assertEquals("0.00", API.get(path).text("totals", "internal"));
        assertEquals(201, API.post(path + "/matches", body).status());
    }

    @Test
    void aWorklistIsPagedByCursor() {
        var wallet = wallet();
        var rows = new ArrayList<String>();
        for (var i = 1; i <= 7; i++) {
            rows.add(DAY + "," + i + ".00,x" + i);
        }
        var id = send(request(wallet, csv(rows.toArray(String[]::new)), EXACT)).text("id");
        var path = "/reconciliations/" + id + "/unmatched?side=external&limit=3";
        var seen = new ArrayList<String>();
        var page = API.get(path);
        seen.addAll(page.column("line"));
        while (!page.text("nextCursor").isEmpty()) {
            page = API.get(path + "&after=" + page.text("nextCursor"));
            seen.addAll(page.column("line"));
        }

        assertEquals(List.of("1", "2", "3", "4", "5", "6", "7"), seen);
    }

    @Test
    void whatCannotBeReconciledIsRefused() {
        var wallet = wallet("1.00");
        var good = request(wallet, csv(DAY + ",1.00,a"), EXACT);
        assertRefused("422 currency_mismatch", good, "currency", "EUR");
        assertRefused("404 account_not_found", good, "accountId", "acc_01kav9ft00emq8k9w39qsaekf4");
        assertRefused(
                "422 invalid_value", good, "rules", List.of(Map.of("match", "one_to_one", "on", List.of("date"))));
        assertRefused("422 invalid_value", good, "format", "camt053");
        assertRefused("422 invalid_value", good, "accountCode", "x");
        assertRefused("422 file_invalid", good, "content", "date;amount\n");
        assertRefused("422 range_too_large", good, "content", csv("2024-01-01,1.00,a", DAY + ",1.00,a"));
        var stranger = FLOWLET.business("Globex").post("/reconciliations", OpenApi.json(good));
        assertEquals("404 account_not_found", stranger.status() + " " + stranger.code());
        var viewer = FLOWLET.login("viewer@acme.test").post("/reconciliations", OpenApi.json(good));
        assertEquals(403, viewer.status());
        assertEquals(
                201,
                FLOWLET.login("operator@acme.test")
                        .post("/reconciliations", OpenApi.json(good))
                        .status());
    }

    private static void assertRefused(String expected, Map<String, Object> good, String field, Object value) {
        var body = new LinkedHashMap<>(good);
        body.put(field, value);
        var answer = send(body);
        assertEquals(expected, answer.status() + " " + answer.code(), answer::body);
    }

    @Test
    void eachIsToldOfOnce() {
        var wallet = wallet("1.00");
        var id = send(request(wallet, csv(DAY + ",1.00,a"), EXACT)).text("id");
        var told = FLOWLET.flowlet().bus().request(TellReconciliations.ADDRESS, new TellReconciliations());
        TestPlatform.await(told);
        FLOWLET.database()
                .execute("insert into reconciliation.untold select id from reconciliation.reconciliation"
                        + " where id not in (select reconciliation_id from reconciliation.untold)");
        TestPlatform.await(FLOWLET.flowlet().bus().request(TellReconciliations.ADDRESS, new TellReconciliations()));

        assertEquals(
                1,
                FLOWLET.database()
                        .number("select count(*) from ledger.batch b, json_array_elements(b.events) e"
                                + " where e -> 'event' ->> 'type' = 'reconciliation.completed'"
                                + " and e -> 'event' ->> 'objectId' = '" + id + "'"
                                + " or e ->> 'type' = 'reconciliation.completed' and e ->> 'objectId' = '" + id + "'"));
    }

    @Test
    void tenThousandLinesAreReconciled() {
        var wallet = wallet();
        ManyPostings.credit(FLOWLET, wallet, 10_000);
        var rows = new ArrayList<String>();
        for (var i = 1; i <= 10_000; i++) {
            rows.add(DAY + "," + BigDecimal.valueOf(i, 2) + ",line " + i);
        }
        Collections.shuffle(rows, new Random(1));
        var csv = csv(rows.toArray(String[]::new));
        var started = System.nanoTime();

        var done = send(request(wallet, csv, EXACT), "Idempotency-Key", "many");

        // On a machine that is busy it is still under way when the first request gives up.
        for (var i = 0; i < 5 && done.status() == 503; i++) {
            done = send(request(wallet, csv, EXACT), "Idempotency-Key", "many");
        }
        System.out.println("10,000 lines of CSV with 10,000 postings: " + (System.nanoTime() - started) / 1_000_000
                + " ms over HTTP, " + csv.length() + " bytes");
        assertCounts("10000 lines 10000 matched, 10000 postings 10000 matched, 10000 matches", done);
        var over = send(request(wallet, csv + DAY + ",1.00,one too many\r\n", EXACT));
        assertEquals("422 batch_too_large", over.status() + " " + over.code());
    }
}
