package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Texts of clients: rows B42 to B46 of the bad-input catalogue. A text comes back as it was sent, in composed form, or
/// is refused; it is never an error of ours and never something else than a text.
@ExtendWith(Refusals.EndsWithTheRun.class)
class TextsJourneyTest {
    private static final Refusals REFUSALS = Refusals.shared();
    private static int number;

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(REFUSALS.flowlet);
    }

    static Stream<String> nastyStrings() {
        return NastyStrings.all().stream();
    }

    @ParameterizedTest
    @MethodSource("nastyStrings")
    void aNastyTextComesBackOrIsRefused(String text) {
        number++;
        var paid = pay(text, "nasty-" + number + "-" + limited(text), Map.of("k", text, "key " + number, "x"));
        if (paid.status() == 422) {
            assertEquals(before, REFUSALS.effects.now());
            assertTrue(NastyStrings.mayBeRefused(text), () -> "refused: " + paid.body());
            return;
        }
        assertEquals(201, paid.status(), paid::body);
        var id = paid.text("id");
        for (var answer : new Response[] {paid, REFUSALS.api.get("/payments/" + id)}) {
            assertEquals(Normalizer.normalize(text, Normalizer.Form.NFC), answer.text("description"));
            assertEquals(
                    Normalizer.normalize(text, Normalizer.Form.NFC),
                    answer.json().path("metadata").path("k").asString(""));
        }
        var reference = paid.text("externalReference");
        var found =
                REFUSALS.api.get("/payments?externalReference=" + URLEncoder.encode(reference, StandardCharsets.UTF_8));
        if (!reference.contains("\uFFFD")) {
            assertEquals(id, found.json().at("/data/0/id").asString(""), found::body);
        }
    }

    /// The same texts as what an integrator calls a customer, which is stored elsewhere.
    @ParameterizedTest
    @MethodSource("nastyStrings")
    void aNastyNameOfACustomerIsOneCustomerOrNone(String text) {
        var body = "{\"userId\":%s,\"currency\":\"EUR\",\"type\":\"personal\",\"metadata\":{%s:\"v\"}}"
                .formatted(json(limited("u" + text)), json(limitedKey(text)));
        var first = REFUSALS.api.post("/wallets", body);
        assertTrue(first.status() == 201 || first.status() == 422, first::body);
        if (first.status() == 201) {
            var second = REFUSALS.api.post("/wallets", body);
            assertEquals(first.text("userId"), second.text("userId"));
            assertEquals(
                    "v", first.json().path("metadata").path(limitedKey(text)).asString(""));
        }
    }

    /// `{n}` stands for the character with this number in hexadecimal.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            B42 | \\ud800            | 422 invalid_text
            B42 | \\udc00            | 422 invalid_text
            B42 | a\\udfffb          | 422 invalid_text
            B42 | \\ud800\\ud800      | 422 invalid_text
            B42 | \\ude00\\ud83d      | 422 invalid_text
            B43 | \\u0000            | 422 invalid_text
            B43 | a\\u0000b          | 422 invalid_text
            B44 | \\u0007            | 422 invalid_text
            B44 | \\u001b[31m        | 422 invalid_text
            B44 | a\\r\\nSet-Cookie: x| 422 invalid_text
            B44 | \\t                | 422 invalid_text
            B44 | \\u007f            | 422 invalid_text
            B44 | \\u0085            | 422 invalid_text
            B44 | \\u2028            | 422 invalid_text
            B44 | \\u2029            | 422 invalid_text
            B44 | \\u202a            | 422 invalid_text
            B44 | \\u202egpj.exe     | 422 invalid_text
            B44 | \\u2066            | 422 invalid_text
            B44 | \\u2069            | 422 invalid_text
            B44 | \\udb40\\udc41      | 422 invalid_text
            B44 | \\udb40\\udc7f      | 422 invalid_text
            """)
    void aTextThatDeceivesIsRefusedEverywhere(String row, String escaped, String expected) {
        var text = "\"" + escaped + "\"";
        var payment = TestFlowlet.payment(REFUSALS.from, REFUSALS.to, "1.00", "USD");
        var start = payment.substring(0, payment.length() - 1);
        var key = "texts-" + Integer.toHexString(escaped.hashCode());
        for (var member : new String[] {
            "\"description\":" + text,
            "\"externalReference\":" + text,
            "\"metadata\":{\"k\":" + text + "}",
            "\"metadata\":{" + text + ":\"v\"}"
        }) {
            REFUSALS.refused(
                    expected, () -> REFUSALS.api.post("/payments", start + "," + member + "}", "Idempotency-Key", key));
        }
        REFUSALS.refused(
                expected,
                () -> REFUSALS.api.post(
                        "/wallets", "{\"userId\":" + text + ",\"currency\":\"USD\",\"type\":\"personal\"}"));
        REFUSALS.refused(
                expected + "/invalid_value",
                () -> REFUSALS.api.post(
                        "/wallets/" + REFUSALS.from + "/deposits",
                        "{\"amount\":1,\"currency\":\"USD\",\"rail\":" + text + "}"));
        REFUSALS.stillUsable(key);
    }

    /// Lengths are counted in code points after composition: what people see, more or less.
    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            description       | 500   | a           | 201
            description       | 501   | a           | 422 too_long
            description       | 500   | 😀          | 201
            description       | 501   | 😀          | 422 too_long
            description       | 500   | e\u0301     | 201
            description       | 10000 | \u0301      | 422 too_long
            description       | 500   | \uD834\uDD5E | 422 too_long
            externalReference | 64    | b           | 201
            externalReference | 65    | b           | 422 too_long
            externalReference | 64    | é           | 201
            metadata          | 500   | m           | 201
            metadata          | 501   | m           | 422 metadata_limit
            """)
    void lengthsAreCountedInCharacters(String field, int times, String character, String expected) {
        var text = json(character.repeat(times));
        var value = field.equals("metadata") ? "{\"k\":" + text + "}" : text;
        answered(expected, "\"" + field + "\":" + value);
    }

    @ParameterizedTest(name = "B46: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"k":1}               | 422 metadata_limit/invalid_type
            {"k":true}            | 422 metadata_limit/invalid_type
            {"k":null}            | 422 metadata_limit/invalid_type
            {"k":{}}              | 422 metadata_limit/invalid_type
            {"k":[]}              | 422 metadata_limit/invalid_type
            []                    | 422 invalid_type
            "k"                   | 422 invalid_type
            1                     | 422 invalid_type
            {"é":"1","e\\u0301":"2"} | 422 invalid_text
            {"":"empty"}          | 201
            {"__proto__":"x"}     | 201
            {"k":""}              | 201
            """)
    void metadataAreTextsByName(String metadata, String expected) {
        answered(expected, "\"metadata\":" + metadata);
    }

    @Test
    void metadataHaveBounds() {
        answered("201", "\"metadata\":" + members(50));
        answered("422 metadata_limit", "\"metadata\":" + members(51));
        answered("201", "\"metadata\":{\"" + "k".repeat(40) + "\":\"v\"}");
        answered("422 metadata_limit", "\"metadata\":{\"" + "k".repeat(41) + "\":\"v\"}");
    }

    /// One text has one form, however it was composed: a reference is taken in every spelling of it.
    @Test
    void aReferenceIsOneInEveryComposition() {
        assertEquals(201, pay("", "caf\u00e9", Map.of()).status());
        var again = pay("", "cafe\u0301", Map.of());
        assertEquals("409 duplicate_reference", again.status() + " " + again.code());
    }

    private static String before = "";

    private static Response pay(String description, String reference, Map<String, String> metadata) {
        var entries = metadata.entrySet().stream()
                .map(entry -> json(entry.getKey()) + ":" + json(entry.getValue()))
                .collect(Collectors.joining(","));
        var payment = TestFlowlet.payment(REFUSALS.from, REFUSALS.to, "0.01", "USD");
        before = REFUSALS.effects.now();
        return REFUSALS.api.post(
                "/payments",
                payment.substring(0, payment.length() - 1)
                        + ",\"description\":%s,\"externalReference\":%s,\"metadata\":{%s}}"
                                .formatted(json(description), json(reference), entries));
    }

    private static void answered(String expected, String member) {
        var payment = TestFlowlet.payment(REFUSALS.from, REFUSALS.to, "0.01", "USD");
        var body = payment.substring(0, payment.length() - 1) + "," + member + "}";
        if (expected.equals("201")) {
            var paid = REFUSALS.api.post("/payments", body);
            assertEquals(201, paid.status(), paid::body);
        } else {
            REFUSALS.refused(expected, () -> REFUSALS.api.post("/payments", body));
        }
    }

    private static String members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String limited(String text) {
        return shortened(text, 48);
    }

    private static String limitedKey(String text) {
        return shortened(Normalizer.normalize(text, Normalizer.Form.NFC), 40);
    }

    private static String shortened(String text, int most) {
        var points =
                Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().limit(most);
        return points.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// A JSON string in which everything but letters and digits is escaped, so that nothing gets lost on the way.
    private static String json(String text) {
        return text.chars()
                .mapToObj(c ->
                        c < 128 && Character.isLetterOrDigit(c) ? String.valueOf((char) c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
