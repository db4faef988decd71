package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import finance.flowlet.contract.wallets.WalletType;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a field may say, and what is answered when it says something else.
class FieldsTest {
    private static final long MAX = 99_999_999_999L;
    private final Fields fields = new Fields(MAX);

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @MethodSource("amounts")
    void anAmountIsReadFromItsDigits(String token, String currency, String expected) {
        var money = fields.money("/amount", new Amount(token), fields.currency("/currency", currency));
        var outcome = errors();
        assertEquals(expected, outcome.isEmpty() ? money.value().toString() : outcome);
    }

    private static Stream<Arguments> amounts() {
        return table("""
                10.50                  | USD | 10.50 USD
                10.5                   | USD | 10.50 USD
                4.35                   | USD | 4.35 USD
                100                    | USD | 100.00 USD
                100.0                  | USD | 100.00 USD
                0.01                   | USD | 0.01 USD
                999999999.99           | USD | 999999999.99 USD
                1050                   | JPY | 1050 JPY
                1.234                  | KWD | 1.234 KWD
                -1                     | USD | /amount amount_not_positive
                -100.00                | USD | /amount amount_not_positive
                0                      | USD | /amount amount_not_positive
                0.00                   | USD | /amount amount_not_positive
                -0                     | USD | /amount amount_not_positive
                0.001                  | USD | /amount amount_precision_invalid
                10.505                 | USD | /amount amount_precision_invalid
                100.000                | USD | /amount amount_precision_invalid
                10.5                   | JPY | /amount amount_precision_invalid
                1.2345                 | KWD | /amount amount_precision_invalid
                1e2                    | USD | /amount amount_invalid
                1E2                    | USD | /amount amount_invalid
                1e400                  | USD | /amount amount_invalid
                1e999999999            | USD | /amount amount_invalid
                1e-400                 | USD | /amount amount_invalid
                1000000000             | USD | /amount amount_too_large
                9223372036854775807    | USD | /amount amount_too_large
                9223372036854775808    | USD | /amount amount_too_large
                18446744073709551617   | USD | /amount amount_too_large
                12345678901234567890.12| USD | /amount amount_too_large
                10.50                  | usd | /currency currency_unsupported
                10.50                  | US  | /currency currency_unsupported
                10.50                  | USDD| /currency currency_unsupported
                10.50                  | XXX | /currency currency_unsupported
                10.50                  | XTS | /currency currency_unsupported
                10.50                  | XAU | /currency currency_unsupported
                10.50                  | BTC | /currency currency_unsupported
                10.50                  | ZWL | /currency currency_unsupported
                """);
    }

    @Test
    void nineHundredDigitsAreTooLargeAtOnce() {
        assertTimeout(
                Duration.ofMillis(500),
                () -> fields.money("/amount", new Amount("9".repeat(900)), fields.currency("/currency", "USD")));
        assertEquals("/amount amount_too_large", errors());
    }

    @Test
    void anAmountWithoutItsCurrencyAsksForIt() {
        fields.money("minAmount", new Amount("1"), fields.currency("currency", null));
        assertEquals("currency required", errors());
    }

    @Test
    void whatWasNotSentIsNotWrong() {
        var currency = fields.currency("currency", null);
        fields.money("minAmount", null, currency);
        fields.id("walletId", null, WalletId::parse);
        fields.time("from", null);
        assertEquals("", errors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' or 1=1",
                "../",
                "%00",
                "0",
                "-1",
                "",
                "wal_",
                "pay_01kav9ft00emq8k9w39qsaekf4",
                "WAL_01kav9ft00emq8k9w39qsaekf4",
                "wal_01KAV9FT00EMQ8K9W39QSAEKF4",
                "wal_81kav9ft00emq8k9w39qsaekf4",
                "wal_01kav9ft00emq8k9w39qsaekfl",
                "wal_01kav9ft00emq8k9w39qsaekf４",
                "01890a5d-ac96-774b-bcce-b302099a8057"
            })
    void anIdHasOneForm(String text) {
        fields.id("/walletId", text, WalletId::parse);
        assertEquals("/walletId invalid_id", errors());
    }

    @ParameterizedTest
    @CsvSource({"personal,ok", "PERSONAL,no", "Personal,no", "fee,no", "'',no"})
    void aChoiceIsOneOfItsWords(String text, String expected) {
        fields.choice("/type", text, WalletType.class, Code.WALLET_TYPE_INVALID);
        assertEquals(expected.equals("ok") ? "" : "/type wallet_type_invalid", errors());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("times")
    void aTimeIsOfRfc3339(String text, String expected) {
        var time = fields.time("from", text);
        var outcome = errors();
        assertEquals(expected, outcome.isEmpty() ? time.value().toString() : outcome);
    }

    private static Stream<Arguments> times() {
        return table("""
                2026-01-31T12:00:00Z          | 2026-01-31T12:00:00Z
                2026-01-31t12:00:00z          | 2026-01-31T12:00:00Z
                2026-01-31T12:00:00.123456Z   | 2026-01-31T12:00:00.123456Z
                2026-01-31T12:00:00+02:00     | 2026-01-31T10:00:00Z
                2026-02-30T12:00:00Z          | from invalid_date
                2026-13-01T12:00:00Z          | from invalid_date
                0000-01-01T12:00:00Z          | from invalid_date
                99999-01-01T12:00:00Z         | from invalid_date
                2026-01-31T12:00:00+24:00     | from invalid_date
                2016-12-31T23:59:60Z          | from invalid_date
                2026-01-31T24:00:01Z          | from invalid_date
                2026-01-31T12:00Z             | from invalid_date
                2026-01-31                    | from invalid_date
                2026-01-31T12:00:00           | from invalid_date
                1769860800                    | from invalid_date
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 2026-01-02T00:00:00Z, ok",
        "2026-01-02T00:00:00Z, 2026-01-01T00:00:00Z, no",
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, no",
        "2016-01-01T00:00:00Z, 2026-01-01T00:00:00Z, ok",
        "1926-01-01T00:00:00Z, 2026-01-01T00:00:00Z, no"
    })
    void aRangeIsNeitherEmptyNorEndless(String from, String to, String expected) {
        fields.range(fields.time("from", from), fields.time("to", to));
        assertEquals(expected.equals("ok") ? "" : "to range_too_large", errors());
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        fields.id("/fromWalletId", "x", WalletId::parse);
        fields.currency("/currency", "usd");
        fields.refuse("/toWalletId", Code.SAME_WALLET);
        assertEquals("/fromWalletId invalid_id, /currency currency_unsupported, /toWalletId same_wallet", errors());
    }

    private String errors() {
        var answer =
                fields.then(() -> Future.succeededFuture(new Answer.Empty())).result();
        return switch (Objects.requireNonNull(answer)) {
            case Answer.Invalid(var errors) ->
                errors.stream()
                        .map(error -> error.pointer() + " " + error.code())
                        .collect(Collectors.joining(", "));
            case Answer _ -> "";
        };
    }

    private static Stream<Arguments> table(String rows) {
        return rows.lines()
                .map(row -> Arguments.of(
                        List.of(row.split("\\|")).stream().map(String::strip).toArray()));
    }
}
