package finance.flowlet.statements;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.statements.TellStatements;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
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
import java.util.stream.Stream;
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

    private static String text(byte[] pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}
