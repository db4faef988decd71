package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Invariants;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is no amount of money, and what is: rows B1 to B28 of the bad-input catalogue. Each row is sent as a payment, a
/// deposit and a withdrawal.
@ExtendWith(Refusals.EndsWithTheRun.class)
class AmountsJourneyTest {
    private static final Refusals REFUSALS = Refusals.shared();
    /// Far above what a parse takes, far below what a huge exponent would.
    private static final Duration BOUNDED = Duration.ofMillis(1500);

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(REFUSALS.flowlet);
    }

    @ParameterizedTest(name = "{0}: {2} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            B1  | -1                      | USD | 422 amount_not_positive
            B1  | -100.00                 | USD | 422 amount_not_positive
            B2  | 0                       | USD | 422 amount_not_positive
            B2  | 0.00                    | USD | 422 amount_not_positive
            B3  | -0                      | USD | 422 amount_not_positive
            B3  | -0.00                   | USD | 422 amount_not_positive
            B4  | 0.001                   | USD | 422 amount_precision_invalid
            B4  | 1.005                   | USD | 422 amount_precision_invalid
            B4  | 10.000                  | USD | 422 amount_precision_invalid
            B5  | 1e2                     | USD | 422 amount_invalid
            B5  | 1E+2                    | USD | 422 amount_invalid
            B5  | 1.0e0                   | USD | 422 amount_invalid
            B6  | 1e400                   | USD | 422 amount_invalid
            B6  | 1e999999999             | USD | 422 amount_invalid
            B6  | 1e99999999999999999999  | USD | 422 amount_invalid
            B6  | -1e999999999            | USD | 422 amount_invalid
            B7  | 1e-400                  | USD | 422 amount_invalid
            B7  | 1e-999999999            | USD | 422 amount_invalid
            B8  | NaN                     | USD | 400 malformed_json
            B8  | Infinity                | USD | 400 malformed_json
            B8  | -Infinity               | USD | 400 malformed_json
            B9  | "100.00"                | USD | 422 amount_type
            B10 | 9223372036854775807     | USD | 422 amount_too_large
            B11 | 9223372036854775808     | USD | 422 amount_too_large
            B12 | 18446744073709551617    | USD | 422 amount_too_large
            B12 | 4294967297              | USD | 422 amount_too_large
            B15 | 12345678901234567890.12 | USD | 422 amount_too_large
            B15 | 1000000000.00           | USD | 422 amount_too_large
            B16 | true                    | USD | 422 amount_type
            B16 | null                    | USD | 422 amount_type/required
            B16 | []                      | USD | 422 amount_type
            B16 | {}                      | USD | 422 amount_type
            B16 | ""                      | USD | 422 amount_type
            B16 | " 100"                  | USD | 422 amount_type
            B16 | "1,000"                 | USD | 422 amount_type
            B16 | "１００"                 | USD | 422 amount_type
            B16 | "0x64"                  | USD | 422 amount_type
            B17 | 01                      | USD | 400 malformed_json
            B17 | +1                      | USD | 400 malformed_json
            B17 | .5                      | USD | 400 malformed_json
            B17 | 1.                      | USD | 400 malformed_json
            B17 | 0x10                    | USD | 400 malformed_json
            B17 | 1_000                   | USD | 400 malformed_json
            B17 | 1,5                     | USD | 400 malformed_json
            B17 | １                       | USD | 400 malformed_json
            B19 | 10.5                    | JPY | 422 amount_precision_invalid
            B19 | 10.0                    | JPY | 422 amount_precision_invalid
            B20 | 1.2345                  | KWD | 422 amount_precision_invalid
            """)
    void whatIsNoAmountMovesNothing(String row, String amount, String currency, String expected) {
        refusedEverywhere(row + amount, body(amount, '"' + currency + '"'), expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            B21 | "usd"       | 422 currency_unsupported
            B21 | "Usd"       | 422 currency_unsupported
            B21 | "USDD"      | 422 currency_unsupported
            B21 | "US"        | 422 currency_unsupported
            B21 | ""          | 422 currency_unsupported/invalid_value
            B21 | " USD"      | 422 currency_unsupported
            B21 | "USD "      | 422 currency_unsupported
            B21 | "XXX"       | 422 currency_unsupported
            B21 | "XTS"       | 422 currency_unsupported
            B21 | "XAU"       | 422 currency_unsupported
            B21 | "BTC"       | 422 currency_unsupported
            B21 | "ZWL"       | 422 currency_unsupported
            B21 | "€"         | 422 currency_unsupported
            B21 | "💶"        | 422 currency_unsupported
            B21 | "ＵＳＤ"     | 422 currency_unsupported
            B21 | "US\\u0000" | 422 currency_unsupported/invalid_text
            B21 | 840         | 422 invalid_type
            B21 | ["USD"]     | 422 invalid_type
            B21 | null        | 422 required
            B22 | "EUR"       | 422 currency_mismatch
            """)
    void whatIsNotTheWalletsCurrencyMovesNothing(String row, String currency, String expected) {
        refusedEverywhere(row + currency, body("1", currency.replace("\\\\", "\\")), expected);
    }

    @ParameterizedTest(name = "{0}: {1} digits")
    @CsvSource(delimiter = '|', textBlock = """
            B13 | 900    | 422 amount_too_large
            B14 | 1001   | 400 malformed_json
            B14 | 60000  | 400 malformed_json
            B14 | 100000 | 413 payload_too_large
            """)
    void aLongNumberCostsNothing(String row, int digits, String expected) {
        refusedEverywhere(row + digits, body("9".repeat(digits), "\"USD\""), expected);
    }

    @Test
    void aLongFractionIsTooPrecise() {
        refusedEverywhere("fraction", body("0." + "0".repeat(900) + "1", "\"USD\""), "422 amount_precision_invalid");
        refusedEverywhere("padded", body("1." + "0".repeat(900), "\"USD\""), "422 amount_precision_invalid");
    }

    @ParameterizedTest(name = "{0}: {2} {1} is {3}")
    @CsvSource(delimiter = '|', textBlock = """
            B4  | 10.5          | USD | 10.50
            B4  | 4.35          | USD | 4.35
            B4  | 1.10          | USD | 1.10
            B5  | 100.0         | USD | 100.00
            B5  | 100           | USD | 100.00
            B15 | 999999999.99  | USD | 999999999.99
            B19 | 1050          | JPY | 1050
            B20 | 1.234         | KWD | 1.234
            B20 | 1             | KWD | 1.000
            """)
    void whatIsAnAmountIsKeptToTheLastDigit(String row, String amount, String currency, String written) {
        var flowlet = REFUSALS.flowlet;
        var from = flowlet.wallet("payer", currency, amount);
        var to = flowlet.wallet("payee", currency, "0");
        var body = "{\"fromWalletId\":\"%s\",\"toWalletId\":\"%s\",\"amount\":%s,\"currency\":\"%s\"}"
                .formatted(from, to, amount, currency);

        var paid = REFUSALS.api.post("/payments", body);

        assertEquals(201, paid.status(), paid::body);
        assertTrue(paid.body().contains("\"amount\":" + written + ","), paid::body);
        var balance = REFUSALS.api.get("/wallets/" + to + "/balance").body();
        assertTrue(balance.contains("\"available\":" + written + ","), balance);
    }

    /// B18: a balance near the largest number there is refuses the next credit and does not wrap.
    @Test
    void aBalanceNeverWraps() {
        var database = REFUSALS.flowlet.database();
        var wallet = REFUSALS.flowlet.wallet("rich", "CHF", "0");
        var near = Long.MAX_VALUE - 50;
        var account = "id in (select id from ledger.account where currency = 'CHF' and owner_id is not null)";
        database.execute("update ledger.account set posted_credits = " + near + " where " + account);

        REFUSALS.refused(
                "422 amount_too_large",
                () -> REFUSALS.api.post("/wallets/" + wallet + "/deposits", "{\"amount\":1.00,\"currency\":\"CHF\"}"));

        database.execute("update ledger.account set posted_credits = 0 where " + account);
    }

    private static String body(String amount, String currency) {
        return "{\"amount\":%s,\"currency\":%s%%s}".formatted(amount, currency);
    }

    private static void refusedEverywhere(String row, String body, String expected) {
        var api = REFUSALS.api;
        var wallets = ",\"fromWalletId\":\"" + REFUSALS.from + "\",\"toWalletId\":\"" + REFUSALS.to + "\"";
        var key = "amounts-" + Integer.toHexString(row.hashCode());
        var started = System.nanoTime();
        REFUSALS.refused(expected, () -> api.post("/payments", body.formatted(wallets), "Idempotency-Key", key));
        REFUSALS.refused(
                expected,
                () -> api.post("/wallets/" + REFUSALS.from + "/deposits", body.formatted(""), "Idempotency-Key", key));
        REFUSALS.refused(
                expected,
                () -> api.post(
                        "/wallets/" + REFUSALS.from + "/withdrawals", body.formatted(""), "Idempotency-Key", key));
        assertTrue(System.nanoTime() - started < BOUNDED.toNanos(), "it took too long");
        REFUSALS.stillUsable(key);
    }
}
