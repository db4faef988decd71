package finance.flowlet.statements;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.statements.TellStatements;
import finance.flowlet.proof.SignedNote;
import finance.flowlet.proof.VerifierKey;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.ManyPostings;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Monthly statements over HTTP, in a program whose clock the tests move from month to month.
class StatementsTest {
    private static final TestClock CLOCK = new TestClock(Instant.parse("2026-01-10T12:00:00Z"));
    private static final TestFlowlet FLOWLET = TestFlowlet.start(TestDatabase.create(), Map.of(), CLOCK);
    private static final Api API = FLOWLET.api();

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(FLOWLET);
        FLOWLET.close();
    }

    /// The month that the clock is in, and on to the next one.
    private static synchronized String endOfMonth() {
        var month = CLOCK.instant().toString().substring(0, 7);
        while (CLOCK.instant().toString().startsWith(month)) {
            CLOCK.advance(Duration.ofDays(1));
        }
        return month;
    }

    private static String path(String wallet, String month) {
        return "/wallets/" + wallet + "/statements/" + month;
    }

    private static BigDecimal decimal(Response response, String name) {
        return new BigDecimal(response.text(name));
    }

    private static void pay(String from, String to, String amount, String description) {
        var body = TestFlowlet.payment(from, to, amount, "USD");
        var paid = API.post(
                "/payments", body.substring(0, body.length() - 1) + ",\"description\":\"" + description + "\"}");
        assertEquals(201, paid.status(), paid::body);
    }

    @Test
    void openingPlusMovementsIsClosingWhateverHappened() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        System.out.println("seed " + seed);
        var wallet = FLOWLET.wallet("random", "USD", "0");
        var other = FLOWLET.wallet("other", "USD", "1000.00");
        FLOWLET.database()
                .execute("update ledger.account set floor = -100000000 where code like 'user:" + wallet + "%'");
        var balance = BigDecimal.ZERO.setScale(2);
        for (var month = 0; month < 4; month++) {
            var movements = month == 2 ? 0 : random.nextInt(1, 40);
            var opening = balance;
            for (var i = 0; i < movements; i++) {
                var amount = BigDecimal.valueOf(random.nextInt(1, 100_000), 2);
                var out = random.nextBoolean() || month == 1;
                if (out) {
                    pay(wallet, other, amount.toPlainString(), "out");
                    balance = balance.subtract(amount);
                } else {
                    var body = "{\"amount\":%s,\"currency\":\"USD\"}".formatted(amount);
                    assertEquals(201, API.post("/wallets/" + wallet + "/deposits", body).status());
                    balance = balance.add(amount);
                }
            }
            var period = endOfMonth();
            CLOCK.advance(Duration.ofHours(1));

            var statement = API.get(path(wallet, period));

            assertEquals(200, statement.status(), () -> "seed " + seed + statement.body());
            assertEquals(opening, decimal(statement, "openingBalance"), "seed " + seed);
            assertEquals(balance, decimal(statement, "closingBalance"), "seed " + seed);
            var sum = opening;
            for (var movement : statement.json().path("movements")) {
                var amount = movement.path("amount").decimalValue();
                sum = movement.path("direction").asString("").equals("credit") ? sum.add(amount) : sum.subtract(amount);
                assertEquals(sum, movement.path("balanceAfter").decimalValue(), "seed " + seed);
            }
            assertEquals(balance, sum, "seed " + seed);
            assertEquals(movements, statement.json().path("movements").size(), "seed " + seed);
            assertEquals(movements, statement.json().path("movementCount").asInt());
        }
        assertTrue(balance.signum() != 0);
    }

    @Test
    void aStatementThatWasReadNeverChanges() throws IOException {
        var wallet = FLOWLET.wallet("ann", "USD", "100.00");
        var other = FLOWLET.wallet("bob", "USD", "0");
        pay(wallet, other, "10.50", "two coffees");
        var period = endOfMonth();
        CLOCK.advance(Duration.ofHours(1));
        var forms = List.of("", "/csv", "/pdf", "/signature");
        var before = forms.stream()
                .map(form -> API.bytes(path(wallet, period) + form))
                .toList();
        pay(wallet, other, "1.00", "later");
        CLOCK.advance(Duration.ofDays(40));

        for (var i = 0; i < forms.size(); i++) {
            assertArrayEquals(before.get(i), API.bytes(path(wallet, period) + forms.get(i)), forms.get(i));
        }

        var csv = new String(before.get(1), StandardCharsets.UTF_8);
        assertTrue(csv.contains("payment,-10.50,USD,89.50,"), csv);
        assertTrue(csv.contains(",opening_balance,,USD,0.00,"), csv);
        assertTrue(csv.contains(",closing_balance,,USD,89.50,"), csv);
        var pdf = text(before.get(2));
        assertTrue(pdf.contains("Opening balance 0.00"), pdf);
        assertTrue(pdf.contains("two coffees -10.50 89.50"), pdf);
        assertTrue(pdf.contains("Closing balance 89.50"), pdf);
        assertTrue(pdf.contains("Page 1 of 1"), pdf);
    }

    @Test
    void onlyMonthsThatAreOverHaveStatements() {
        var wallet = FLOWLET.wallet("ann", "USD", "1.00");
        var opened = CLOCK.instant().toString().substring(0, 7);
        assertEquals(404, API.get(path(wallet, opened)).status());
        assertEquals(List.of(), API.get("/wallets/" + wallet + "/statements").column("period"));
        endOfMonth();
        CLOCK.advance(Duration.ofDays(70));
        var now = CLOCK.instant().toString().substring(0, 7);

        var months = API.get("/wallets/" + wallet + "/statements").column("period");

        assertEquals(opened, months.getLast());
        assertFalse(months.contains(now));
        var paged = API.get("/wallets/" + wallet + "/statements?limit=1");
        assertEquals(months.subList(0, 1), paged.column("period"));
        var next = API.get("/wallets/" + wallet + "/statements?limit=1&after=" + paged.text("nextCursor"));
        assertEquals(months.subList(1, 2), next.column("period"));
        assertEquals(months.subList(1, 2), API.get("/wallets/" + wallet + "/statements?limit=1&offset=1").column("period"));
        for (var none : List.of(now, "2020-01", "2026-13", "2026-1", "26-01", "2026-01-01", "9999-12", "x")) {
            for (var form : List.of("", "/csv", "/pdf", "/signature")) {
                var answer = API.get(path(wallet, none) + form);
                assertEquals("404 statement_not_found", answer.status() + " " + answer.code(), none);
            }
        }
        for (var month : months) {
            assertEquals(200, API.get(path(wallet, month)).status());
        }
        assertEquals(months.size(), API.get("/wallets/" + wallet + "/statements").column("id").stream().distinct().count());
    }

    /// The first moment after the month belongs to the next one, and for a while nobody is told about either.
    @Test
    void aMonthIsOverALittleAfterItsEnd() {
        var wallet = FLOWLET.wallet("ann", "USD", "1.00");
        var month = CLOCK.instant().toString().substring(0, 7);
        endOfMonth();
        var midnight = Instant.parse(CLOCK.instant().toString().substring(0, 10) + "T00:00:00Z");
        CLOCK.advance(Duration.between(CLOCK.instant(), midnight));
        API.post("/wallets/" + wallet + "/deposits", "{\"amount\":2.00,\"currency\":\"USD\"}");
        CLOCK.advance(Duration.ofSeconds(59));
        assertEquals("statement_not_found", API.get(path(wallet, month)).code());
        CLOCK.advance(Duration.ofSeconds(1));

        assertEquals("1.00", API.get(path(wallet, month)).text("closingBalance"));
    }

    @Test
    void manyWhoAskFirstGetOneStatement() {
        var wallet = FLOWLET.wallet("ann", "USD", "3.00");
        var period = endOfMonth();
        CLOCK.advance(Duration.ofHours(1));
        var calls = IntStream.range(0, 12)
                .mapToObj(i -> (Callable<String>) () -> HexFormat.of()
                        .formatHex(sha256(API.bytes(path(wallet, period) + List.of("", "/csv", "/pdf").get(i % 3)))))
                .toList();

        var hashes = Api.together(calls);

        assertEquals(3, hashes.stream().distinct().count());
        assertEquals(
                1,
                FLOWLET.database()
                        .number("select count(*) from statements.statement where period = '" + period
                                + "' and wallet_id in (select id from wallets.wallet where 'user:' || '" + wallet
                                + "' || ':USD' = (select code from ledger.account a where a.id = wallet.id))"));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Test
    void theSignatureIsOverWhatWasSent() {
        var wallet = FLOWLET.wallet("ann", "USD", "3.00");
        var period = endOfMonth();
        CLOCK.advance(Duration.ofHours(1));
        var note = SignedNote.parse(API.get(path(wallet, period) + "/signature").text("note"));
        var key = VerifierKey.parse(API.get("/ledger/signing-keys").column("verifierKey").getFirst());

        assertEquals(key, note.verified(List.of(key)).orElseThrow());
        assertTrue(note.text().contains("\nwallet " + wallet + "\nperiod " + period + "\n"), note::text);
        for (var form : List.of("json", "csv", "pdf")) {
            var bytes = API.bytes(path(wallet, period) + (form.equals("json") ? "" : "/" + form));
            assertTrue(note.text().contains(line(form, bytes)), note::text);
            bytes[bytes.length / 2] ^= 1;
            assertFalse(note.text().contains(line(form, bytes)));
        }
        var forged = new SignedNote(note.text().replace("closing 3.00", "closing 4.00"), note.signatures());
        assertTrue(forged.verified(List.of(key)).isEmpty());
    }

    private static String line(String form, byte[] bytes) {
        return "\n" + form + " sha256 " + HexFormat.of().formatHex(sha256(bytes)) + " bytes " + bytes.length + "\n";
    }

    @Test
    void nobodyReadsAnothersStatements() {
        var wallet = FLOWLET.wallet("ann", "USD", "3.00");
        var period = endOfMonth();
        CLOCK.advance(Duration.ofHours(1));
        var bob = FLOWLET.login("bob@acme.test");
        var globex = FLOWLET.business("Globex" + period);
        for (var form : List.of("", "/csv", "/pdf", "/signature")) {
            for (var other : List.of(bob, globex)) {
                var answer = other.get(path(wallet, period) + form);
                assertEquals("404 wallet_not_found", answer.status() + " " + answer.code());
            }
            assertEquals(200, FLOWLET.login("ann@acme.test").get(path(wallet, period) + form).status());
            assertEquals(200, FLOWLET.login("viewer@acme.test").get(path(wallet, period) + form).status());
        }
    }

    /// Whatever people write, no cell begins as a formula and no page fails.
    @Test
    void whatPeopleWriteDoesNoHarm() throws IOException {
        var wallet = FLOWLET.wallet("ann", "USD", "100.00");
        var other = FLOWLET.wallet("bob", "USD", "0");
        var texts = List.of("=1+1", "+1", "-1", "@SUM(A1)", "a,\\\"b\\\"", "\u6f22\u5b57 \ud83e\udd93 \u0645\u0631\u062d\u0628\u0627 \u0928\u092e", "office fi \ufb01", "x".repeat(500));
        texts.forEach(text -> pay(wallet, other, "0.01", text));
        var period = endOfMonth();
        CLOCK.advance(Duration.ofHours(1));

        var csv = new String(API.bytes(path(wallet, period) + "/csv"), StandardCharsets.UTF_8);
        var pdf = text(API.bytes(path(wallet, period) + "/pdf"));

        for (var row : csv.split("\r\n", -1)) {
            assertFalse(row.matches(".*,[\"']?[=+@\t].*") && !row.contains(",'"), row);
        }
        assertTrue(csv.contains(",'=1+1\r\n"), csv);
        assertTrue(csv.contains("\"a,\"\"b\"\"\""), csv);
        assertTrue(pdf.contains("=1+1"), pdf);
        assertTrue(pdf.contains("office"), pdf);
        assertTrue(pdf.contains("\uFFFD"), pdf);
        assertTrue(pdf.contains("\u2026"), pdf);
    }

    @Test
    void theDatabaseRefusesToChangeWhatWasIssued() {
        var wallet = FLOWLET.wallet("ann", "USD", "3.00");
        var period = endOfMonth();
        CLOCK.advance(Duration.ofHours(1));
        API.get(path(wallet, period));
        for (var change : List.of(
                "update statements.statement set closing = 0",
                "delete from statements.piece",
                "update statements.document set bytes = 1",
                "truncate statements.statement cascade")) {
            assertThrows(IllegalStateException.class, () -> FLOWLET.database().execute(change), change);
        }
    }

    @Test
    void eachStatementIsToldOfOnce() {
        var wallet = FLOWLET.wallet("ann", "USD", "3.00");
        var period = endOfMonth();
        CLOCK.advance(Duration.ofHours(1));
        var id = API.get(path(wallet, period)).text("id");
        FLOWLET.database()
                .execute("insert into statements.untold select id from statements.statement"
                        + " where id not in (select statement_id from statements.untold)");
        TestPlatform.await(FLOWLET.flowlet().bus().request(TellStatements.ADDRESS, new TellStatements()));

        assertEquals(
                1,
                FLOWLET.database()
                        .number("select count(*) from ledger.batch b, json_array_elements(b.events) e"
                                + " where e::text like '%statement.ready%' and e::text like '%" + id + "%'"));
    }

    @Test
    void tenThousandMovementsAreOneStatement() throws IOException {
        var wallet = FLOWLET.wallet("ann", "USD", "0");
        ManyPostings.credit(FLOWLET, wallet, 10_000);
        var period = endOfMonth();
        CLOCK.advance(Duration.ofHours(1));
        var started = System.nanoTime();

        // On a machine that is busy it is still being written when the first request gives up.
        for (var i = 0; i < 5 && API.get(path(wallet, period) + "/signature").status() == 503; i++) {
            System.out.println("still being written");
        }
        var json = API.bytes(path(wallet, period));

        var written = System.nanoTime();
        var csv = API.bytes(path(wallet, period) + "/csv");
        var pdf = API.bytes(path(wallet, period) + "/pdf");
        System.out.printf(
                "10,000 movements: all forms written and JSON read in %d ms, CSV and PDF read in %d ms;"
                        + " JSON %d, CSV %d, PDF %d bytes%n",
                (written - started) / 1_000_000,
                (System.nanoTime() - written) / 1_000_000,
                json.length,
                csv.length,
                pdf.length);
        assertEquals(10_003, new String(csv, StandardCharsets.UTF_8).lines().count());
        var pages = text(pdf);
        assertTrue(pages.contains("Closing balance 500050.00"));
        assertTrue(pages.contains("Page 209 of 209"), pages.substring(0, 400));
    }

    private static String text(byte[] pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}
