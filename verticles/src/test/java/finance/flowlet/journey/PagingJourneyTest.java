package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.RawHttp.Reply;
import finance.flowlet.testing.TestFlowlet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pages, filters and dates that are none: rows B55 to B58 and B62 of the bad-input catalogue.
@ExtendWith(Refusals.EndsWithTheRun.class)
class PagingJourneyTest {
    private static final Refusals REFUSALS = Refusals.shared();

    @ParameterizedTest(name = "{0}: ?{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            B55 | limit=-1                              | 422 invalid_limit
            B55 | limit=0                               | 422 invalid_limit
            B55 | limit=201                             | 422 invalid_limit
            B55 | limit=1000000000                      | 422 invalid_limit
            B55 | limit=1e9                             | 422 invalid_limit
            B55 | limit=abc                             | 422 invalid_limit
            B55 | limit=1.5                             | 422 invalid_limit
            B55 | limit=                                | 422 invalid_limit
            B55 | limit                                 | 422 invalid_limit
            B55 | limit=+5                              | 422 invalid_limit
            B55 | limit=%205                            | 422 invalid_limit
            B55 | limit=0x10                            | 422 invalid_limit
            B55 | limit=%D9%A5                          | 422 invalid_limit
            B55 | limit=99999999999999999999            | 422 invalid_limit
            B55 | limit=4294967297                      | 422 invalid_limit
            B55 | offset=-1                             | 422 invalid_offset
            B55 | offset=abc                            | 422 invalid_offset
            B55 | offset=1.0                            | 422 invalid_offset
            B55 | offset=                               | 422 invalid_offset
            B55 | offset=9223372036854775807            | 422 invalid_offset/offset_too_large
            B55 | offset=9223372036854775808            | 422 invalid_offset/offset_too_large
            B55 | offset=10001                          | 422 offset_too_large
            B55 | offset=1000000000                     | 422 offset_too_large
            B56 | after=x                               | 400 invalid_cursor
            B56 | after=                                | 400 invalid_cursor
            B56 | after=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | 400 invalid_cursor
            B56 | after=wal_01kav9ft00emq8k9w39qsaekf4  | 400 invalid_cursor
            B56 | after=%00                             | 422 invalid_text
            B57 | sort=password                         | 422 unknown_parameter
            B57 | sort=amount;drop%20table              | 422 unknown_parameter
            B57 | filter[owner]=other                   | 422 unknown_parameter
            B57 | filter%5Bowner%5D=other               | 422 unknown_parameter
            B57 | tenantId=other                        | 422 unknown_parameter
            B57 | LIMIT=1                               | 422 unknown_parameter
            B57 | limit%00=1                            | 422 unknown_parameter
            B57 | =1                                    | 422 unknown_parameter
            B57 | &                                     | 400 duplicate_parameter
            B57 | status=settled                        | 422 invalid_value
            B57 | status=COMPLETED                      | 422 invalid_value
            B57 | status=                               | 422 invalid_value
            B57 | currency=usd                          | 422 currency_unsupported
            B57 | currency=XXX                          | 422 currency_unsupported
            B57 | walletId=abc                          | 422 invalid_id
            B57 | walletId=%27%20or%201=1               | 422 invalid_id
            B57 | minAmount=1.00                        | 422 required
            B57 | currency=USD&minAmount=1e2            | 422 amount_invalid
            B57 | currency=USD&minAmount=1.001          | 422 amount_precision_invalid
            B57 | currency=USD&minAmount=-1             | 422 amount_not_positive
            B57 | currency=USD&maxAmount=NaN            | 422 amount_invalid
            B57 | currency=USD&maxAmount=1e999999999    | 422 amount_invalid
            B57 | externalReference=a%00b               | 422 invalid_text
            B57 | externalReference=%FF                 | 400 malformed_request
            B57 | externalReference=%ED%A0%80           | 400 malformed_request
            B57 | externalReference=%                   | 400 malformed_request
            B57 | externalReference=%zz                 | 400 malformed_request
            B57 | externalReference=%E2%80%AEabc        | 422 invalid_text
            B58 | from=2026-02-30T00:00:00Z             | 422 invalid_date
            B58 | from=2025-02-29T00:00:00Z             | 422 invalid_date
            B58 | from=2026-13-01T00:00:00Z             | 422 invalid_date
            B58 | from=0000-01-01T00:00:00Z             | 422 invalid_date
            B58 | from=99999-01-01T00:00:00Z            | 422 invalid_date
            B58 | from=-2026-01-01T00:00:00Z            | 422 invalid_date
            B58 | from=2026-01-01T00:00:00%2B24:00      | 422 invalid_date
            B58 | from=2026-01-01T00:00:00              | 422 invalid_date
            B58 | from=2026-01-01                       | 422 invalid_date
            B58 | from=2026-01-01T24:00:00Z             | 422 invalid_date
            B58 | from=2026-01-01T00:00:60Z             | 422 invalid_date
            B58 | from=1767225600                       | 422 invalid_date
            B58 | from=now                              | 422 invalid_date
            B58 | from=                                 | 422 invalid_date
            B58 | from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z | 422 range_too_large
            B58 | from=2026-02-01T00:00:00Z&to=2026-02-01T00:00:00Z | 422 range_too_large
            B58 | from=1926-01-01T00:00:00Z&to=2026-01-01T00:00:00Z | 422 range_too_large
            B62 | limit=1&limit=2                       | 400 duplicate_parameter
            B62 | limit=1&limit=1                       | 400 duplicate_parameter
            B62 | limit=1&%6cimit=2                     | 400 duplicate_parameter
            B62 | x=1&x=2                               | 400 duplicate_parameter
            """)
    void whatIsNoQuestionIsNotAnswered(String row, String query, String expected) {
        REFUSALS.refusedRaw(expected, () -> get("/payments?" + query));
    }

    /// The extremes that PostgreSQL can or cannot store are questions with an empty answer, not errors of ours.
    @ParameterizedTest(name = "?{0}")
    @CsvSource(delimiter = '|', textBlock = """
            limit=1&offset=10000
            limit=200
            from=0001-01-01T00:00:00Z&to=0002-01-01T00:00:00Z
            from=9999-12-31T23:59:59Z
            to=9999-12-31T23:59:59.999999999Z
            to=0001-01-01T00:00:00Z
            from=9999-12-31T23:59:59-18:00
            from=2026-06-30t00:00:00.123456789z
            externalReference=nobody%27s%20%25%5F%5C
            currency=USD&minAmount=999999999.99
            """)
    void theExtremesAreAnswered(String query) {
        for (var path : List.of("/payments", "/ledger/transactions", "/ledger/entries")) {
            var ofPayments = query.contains("externalReference") || query.contains("currency");
            if (path.equals("/payments") || !ofPayments) {
                var reply = get(path + "?" + query);
                assertEquals(200, reply.status(), () -> path + " " + reply.body());
            }
        }
    }

    @Test
    void aLongQueryIsRefusedBeforeItIsRead() {
        var many = IntStream.range(0, 10_000).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));
        REFUSALS.refusedRaw("414 uri_too_long", () -> get("/payments?" + many));
        var within = IntStream.range(0, 500).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));
        REFUSALS.refusedRaw("422 validation_failed", () -> get("/payments?" + within));
    }

    /// B56: a cursor is good for the one list it came from, as it is.
    @Test
    void aCursorIsGoodForItsListOnly() {
        for (var i = 0; i < 3; i++) {
            REFUSALS.api.post("/payments", TestFlowlet.payment(REFUSALS.from, REFUSALS.to, "0.01", "USD"));
        }
        var first = REFUSALS.api.get("/payments?limit=1&currency=USD");
        var cursor = first.text("nextCursor");
        var next = REFUSALS.api.get("/payments?limit=1&currency=USD&after=" + cursor);
        assertEquals(200, next.status(), next::body);
        assertNotEquals(
                first.json().at("/data/0/id").asString(""),
                next.json().at("/data/0/id").asString(""));

        var bad = new ArrayList<String>();
        bad.add("/payments?limit=1&after=" + cursor);
        bad.add("/payments?limit=1&currency=EUR&after=" + cursor);
        bad.add("/payments?limit=1&currency=USD&status=completed&after=" + cursor);
        bad.add("/wallets?limit=1&currency=USD&after=" + cursor);
        bad.add("/ledger/transactions?limit=1&after=" + cursor);
        bad.add("/wallets/" + REFUSALS.from + "/transactions?after=" + cursor);
        bad.add("/payments?limit=1&currency=USD&after=" + cursor + "=");
        bad.add("/payments?limit=1&currency=USD&after=" + cursor.substring(1));
        bad.add("/payments?limit=1&currency=USD&after=" + cursor.substring(0, cursor.length() - 2));
        bad.add("/payments?limit=1&currency=USD&after=" + cursor + "AAAA");
        bad.add("/payments?limit=1&currency=USD&after=" + flipped(cursor));
        for (var path : bad) {
            REFUSALS.refused("400 invalid_cursor", () -> REFUSALS.api.get(path));
        }
        REFUSALS.refused(
                "422 invalid_offset", () -> REFUSALS.api.get("/payments?currency=USD&offset=0&after=" + cursor));
    }

    /// A wallet's own list has its own cursor, which no other wallet takes.
    @Test
    void aCursorOfOneWalletIsNotAnothers() {
        for (var i = 0; i < 2; i++) {
            REFUSALS.api.post("/payments", TestFlowlet.payment(REFUSALS.from, REFUSALS.to, "0.01", "USD"));
        }
        var cursor = REFUSALS.api
                .get("/wallets/" + REFUSALS.from + "/transactions?limit=1")
                .text("nextCursor");
        assertTrue(!cursor.isEmpty());
        REFUSALS.refused(
                "400 invalid_cursor",
                () -> REFUSALS.api.get("/wallets/" + REFUSALS.to + "/transactions?limit=1&after=" + cursor));
    }

    private static String flipped(String cursor) {
        var bytes = Base64.getUrlDecoder().decode(cursor);
        bytes[bytes.length - 1] ^= 1;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Reply get(String target) {
        return REFUSALS.raw.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + REFUSALS.api.credential() + "\r\n\r\n");
    }
}
