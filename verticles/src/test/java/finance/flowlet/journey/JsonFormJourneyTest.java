package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies that are not the JSON object they should be: rows B31 to B41 of the bad-input catalogue.
@ExtendWith(Refusals.EndsWithTheRun.class)
class JsonFormJourneyTest {
    private static final Refusals REFUSALS = Refusals.shared();
    private static final Duration BOUNDED = Duration.ofSeconds(1);

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(REFUSALS.flowlet);
    }

    /// `~` stands for the members of a right payment.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            B31 | {~,"amount":2}                       | 400 duplicate_key
            B31 | {~,"amount":1.00}                    | 400 duplicate_key
            B31 | {~,"\\u0061mount":2}                  | 400 duplicate_key
            B31 | {~,"metadata":{"a":"1","a":"2"}}     | 400 duplicate_key
            B32 | {~}//c                               | 400 malformed_json
            B32 | {~}/* x */                           | 400 malformed_json
            B32 | /*x*/{~}                             | 400 malformed_json
            B32 | {~ /*x*/ }                           | 400 malformed_json
            B32 | # c\\n{~}                            | 400 malformed_json
            B33 | {~}x                                 | 400 malformed_json
            B33 | {~}{~}                               | 400 malformed_json
            B33 | {~},                                 | 400 malformed_json
            B33 | {~}]                                 | 400 malformed_json
            B33 | {~,}                                 | 400 malformed_json
            B33 | {~                                   | 400 malformed_json
            B33 | {,~}                                 | 400 malformed_json
            B33 | {                                    | 400 malformed_json
            B33 | "                                    | 400 malformed_json
            B33 | x                                    | 400 malformed_json
            B33 | {'amount':1}                         | 400 malformed_json
            B33 | {amount:1}                           | 400 malformed_json
            B33 | {"amount":1;"a":2}                   | 400 malformed_json
            B33 | {"amount"}                           | 400 malformed_json
            B33 | {"amount":}                          | 400 malformed_json
            B33 | {"amount":tru}                       | 400 malformed_json
            B33 | {"amount":True}                      | 400 malformed_json
            B33 | {"amount":undefined}                 | 400 malformed_json
            B33 | {"description":"\\x41"}              | 400 malformed_json
            B33 | {"description":"\\u00g0"}            | 400 malformed_json
            B33 | {"description":"\\u12"}              | 400 malformed_json
            B34 | [{~}]                                | 400 expected_object
            B34 | []                                   | 400 expected_object
            B34 | "{}"                                 | 400 expected_object
            B34 | 1                                    | 400 expected_object
            B34 | 1e999999999                          | 400 expected_object
            B34 | true                                 | 400 expected_object
            B35 | null                                 | 400 body_required
            B36 | {~,"x":1}                            | 422 unknown_field
            B36 | {~,"Amount":1}                       | 422 unknown_field
            B36 | {~,"":1}                             | 422 unknown_field
            B36 | {~,"amount ":1}                      | 422 unknown_field
            B36 | {~,"\\ud800":1}                      | 422 unknown_field
            B36 | {~,"__proto__":{"amount":2}}         | 422 unknown_field
            B36 | {~,"constructor":{}}                 | 422 unknown_field
            B36 | {~,"@class":"java.lang.Runtime"}     | 422 unknown_field
            B36 | {}                                   | 422 validation_failed
            """)
    void whatIsNotTheObjectMovesNothing(String row, String body, String expected) {
        refused(row + body, body.replace("~", members()).replace("\\n", "\n"), expected);
    }

    @Test
    void spacesAloneAreNoBody() {
        refused("B35", " \r\n\t ", "400 body_required");
        REFUSALS.refused("400 body_required", () -> REFUSALS.api.send("POST", "/payments", null));
        REFUSALS.refused(
                "400 body_required", () -> REFUSALS.api.post("/payments", "", "Idempotency-Key", "nothing-at-all"));
    }

    /// A raw control character inside a string, and a byte order mark in front, are not JSON either.
    @ParameterizedTest(name = "U+{0}")
    @CsvSource({"0000", "0009", "000a", "001f"})
    void aRawControlCharacterIsRefused(String hex) {
        var control = String.valueOf((char) Integer.parseInt(hex, 16));
        refused(hex, "{" + members() + ",\"description\":\"a" + control + "b\"}", "400 malformed_json");
    }

    @Test
    void aByteOrderMarkIsRefused() {
        refused("mark", "\uFEFF{" + members() + "}", "400 malformed_json");
    }

    @ParameterizedTest(name = "B37: {0} levels")
    @CsvSource(delimiter = '|', textBlock = """
            31     | 422 metadata_limit
            32     | 400 too_deep
            1001   | 400 too_deep
            10000  | 400 too_deep
            100000 | 413 payload_too_large
            """)
    void deepNestingIsRefusedBeforeItCosts(int levels, String expected) {
        var nested = "[".repeat(levels - 1) + "]".repeat(levels - 1);
        refused("arrays" + levels, "{" + members() + ",\"metadata\":{\"a\":" + nested + "}}", expected);
        var unclosed = "{\"a\":".repeat(levels);
        var right = levels <= 32 ? "400 malformed_json" : expected;
        refused("objects" + levels, unclosed, right);
        var list = "[".repeat(levels);
        refused("list" + levels, list, right);
    }

    @Test
    void tenThousandUnknownFieldsAreAnsweredShortly() {
        var members = IntStream.range(0, 5000).mapToObj(i -> "\"f" + i + "\":1").collect(Collectors.joining(","));
        var response =
                REFUSALS.refused("422 validation_failed", () -> REFUSALS.api.post("/payments", "{" + members + "}"));
        assertTrue(
                response.body().length() < 10_000,
                () -> "an answer of " + response.body().length() + " characters");
    }

    @Test
    void namesThatCollideInAHashTableCostNothing() {
        var members = IntStream.range(0, 1 << 11)
                .mapToObj(i -> "\"" + collision(i, 11) + "\":1")
                .collect(Collectors.joining(","));
        refused("collide", "{" + members + "}", "422 validation_failed");
    }

    /// `Aa` and `BB` have the same hash, and so has every row of them.
    private static String collision(int number, int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> (number >> i & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    @ParameterizedTest(name = "B41: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            c0 af             | overlong slash
            c1 81             | overlong letter
            e0 80 af          | overlong, three bytes
            f0 80 80 af       | overlong, four bytes
            ff                | never a byte of UTF-8
            fe ff             | a mark of UTF-16
            ed a0 80          | a surrogate
            ed a0 bd ed b8 80 | a pair of surrogates
            c3                | cut after one of two bytes
            e2 82             | cut after two of three bytes
            80                | a continuation of nothing
            f4 90 80 80       | above U+10FFFF
            f8 88 80 80 80    | five bytes
            """)
    void whatIsNotUtf8IsRefused(String hex, String why) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(("{" + members() + ",\"description\":\"").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(HexFormat.ofDelimiter(" ").parseHex(hex));
        body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
        var head = REFUSALS.head(
                "/payments",
                "Content-Type: application/json",
                "Idempotency-Key: utf8-" + hex.replace(" ", ""),
                "Content-Length: " + body.size());
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body.toByteArray());

        REFUSALS.refusedRaw("400 invalid_utf8", () -> REFUSALS.raw.send(request.toByteArray()));

        REFUSALS.stillUsable("utf8-" + hex.replace(" ", ""));
    }

    @ParameterizedTest(name = "{0}: Content-Type {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            B39 | text/plain                        |
            B39 | application/xml                   |
            B39 | multipart/form-data; boundary=x   |
            B39 | application/x-www-form-urlencoded |
            B39 | application/json; charset=utf-16  |
            B39 | application/json; charset=latin1  |
            B39 | application/json; charset=utf-8; charset=utf-16 |
            B39 | application/problem+json          |
            B39 | application/jsonp                 |
            B39 | application/json, text/plain      |
            B39 | */*                               |
            B40 | application/json                  | gzip
            B40 | application/json                  | br
            B40 | application/json                  | identity
            """)
    void onlyPlainJsonIsRead(String row, String type, String encoding) {
        var body = "{" + members() + "}";
        var fields = encoding == null ? "" : "\r\nContent-Encoding: " + encoding;
        REFUSALS.refusedRaw(
                "415 unsupported_media_type",
                () -> REFUSALS.raw.send(
                        REFUSALS.head("/payments", "Content-Type: " + type + fields, "Content-Length: " + body.length())
                                + body));
    }

    @Test
    void aBodyWithoutATypeIsNotRead() {
        var body = "{" + members() + "}";
        REFUSALS.refusedRaw(
                "415 unsupported_media_type",
                () -> REFUSALS.raw.send(REFUSALS.head("/payments", "Content-Length: " + body.length()) + body));
    }

    /// What looks odd but is right must not be refused.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {~}
            { ~ }
            {~,"description":"\\u00e9\\ud83d\\ude00"}
            {~,"description":null}
            {~,"metadata":{}}
            {~,"metadata":null}
            {~,"\\u0064escription":"an escaped name"}
            """)
    void oddButRightIsPaid(String body) {
        var paid = REFUSALS.api.post("/payments", body.replace("~", members()));
        assertEquals(201, paid.status(), paid::body);
    }

    private static String members() {
        var body = TestFlowlet.payment(REFUSALS.from, REFUSALS.to, "1.00", "USD");
        return body.substring(1, body.length() - 1);
    }

    private static void refused(String row, String body, String expected) {
        var key = "json-" + Integer.toHexString(row.hashCode());
        var started = System.nanoTime();
        REFUSALS.refused(expected, () -> REFUSALS.api.post("/payments", body, "Idempotency-Key", key));
        assertTrue(System.nanoTime() - started < BOUNDED.toNanos(), "it took too long");
        REFUSALS.stillUsable(key);
    }
}
