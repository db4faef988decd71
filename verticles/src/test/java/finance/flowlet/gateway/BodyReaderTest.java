package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import finance.flowlet.money.Amount;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every body that is wrong, and what is wrong with it.
class BodyReaderTest {
    private record Item(String name, @Nullable Integer count) {}

    private record Sample(
            String text,
            Amount amount,
            @Nullable Boolean flag,
            @Nullable Integer count,
            @Nullable List<String> names,
            @Nullable List<Item> items,
            @Nullable Map<String, String> metadata,
            @Nullable String secret) {}

    private static final String CONTRACT = """
            openapi: 3.1.0
            paths:
              /samples:
                post:
                  operationId: createSample
                  security: []
                  requestBody:
                    content:
                      application/json:
                        schema:
                          type: object
                          additionalProperties: false
                          required: [text, amount]
                          properties:
                            text: {type: string, minLength: 1, maxLength: 5}
                            amount: {type: number}
                            flag: {type: boolean}
                            count: {type: integer, minimum: 1, maximum: 9}
                            names: {type: array, minItems: 1, maxItems: 2, items: {type: string, maxLength: 3}}
                            items:
                              type: array
                              maxItems: 3
                              items:
                                type: object
                                properties: {name: {type: string}, count: {type: integer}}
                            metadata: {type: object}
                            secret: {type: string, format: password}
                  responses: {}
            """;
    private static final int MAX_DEPTH = 32;
    private final JsonReader json = new JsonReader(MAX_DEPTH);
    private final BodyReader reader = BodyReader.of(
            Sample.class,
            Objects.requireNonNull(
                    ContractReader.read(CONTRACT).operations().getFirst().body()));

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("bodies")
    void aBodyIsReadOrRefusedForItsReason(String body, String expected) {
        assertEquals(expected, read(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Stream<Arguments> bodies() {
        return Stream.of("""
                {"text":"a","amount":1}                              | ok
                  {"amount" : 1 , "text" : "a"}                      | ok
                {"text":"a","amount":1,"flag":null,"count":null}     | ok
                {"text":"a","amount":1,"flag":true,"count":9,"names":["x","y"],"metadata":{"k":"v"}} | ok
                {"text":"a","amount":1,"items":[{"name":"n"},{"name":"m","count":2}]} | ok
                                                                     | body_required
                null                                                 | body_required
                []                                                   | expected_object
                "a"                                                  | expected_object
                1                                                    | expected_object
                true                                                 | expected_object
                {                                                    | malformed_json
                {"text"                                              | malformed_json
                {"text":                                             | malformed_json
                {"text":"a"                                          | malformed_json
                {"text":"a",}                                        | malformed_json
                {'text':'a'}                                         | malformed_json
                {text:"a"}                                           | malformed_json
                [1                                                   | malformed_json
                [1,                                                  | malformed_json
                {"text":"a","amount":1}//c                           | malformed_json
                {"text":"a","amount":1}/* c */                       | malformed_json
                /*c*/{"text":"a","amount":1}                         | malformed_json
                {"text":"a","amount":1}x                             | malformed_json
                {"text":"a","amount":1}{}                            | malformed_json
                {"text":"a","amount":1}]                             | malformed_json
                {"text":"a","text":"a","amount":1}                   | duplicate_key
                {"text":"a","amount":1,"metadata":{"k":"v","k":"v"}} | duplicate_key
                {"text":"a","\\u0074ext":"a","amount":1}             | duplicate_key
                {"text":"a","amount":NaN}                            | malformed_json
                {"text":"a","amount":Infinity}                       | malformed_json
                {"text":"a","amount":01}                             | malformed_json
                {"text":"a","amount":+1}                             | malformed_json
                {"text":"a","amount":.5}                             | malformed_json
                {"text":"a","amount":1.}                             | malformed_json
                {"text":"a","amount":0x10}                           | malformed_json
                {"text":"a","amount":1_000}                          | malformed_json
                {}                                                   | /text required, /amount required
                {"text":null,"amount":1}                             | /text required
                {"text":"a","amount":null}                           | /amount amount_type
                {"text":"a","amount":"1"}                            | /amount amount_type
                {"text":"a","amount":true}                           | /amount amount_type
                {"text":"a","amount":[]}                             | /amount amount_type
                {"text":"a","amount":{}}                             | /amount amount_type
                {"text":"a","amount":""}                             | /amount amount_type
                {"text":"a","amount":1,"balance":5}                  | /balance unknown_field
                {"text":"a","amount":1,"__proto__":{}}               | /__proto__ unknown_field
                {"text":"a","amount":1,"a b/c":5}                    | /? unknown_field
                {"text":"a","amount":1,"\\u202e":5}                  | /? unknown_field
                {"text":1,"amount":1}                                | /text invalid_type
                {"text":true,"amount":1}                             | /text invalid_type
                {"text":["a"],"amount":1}                            | /text invalid_type
                {"text":"","amount":1}                               | /text invalid_value
                {"text":"abcdef","amount":1}                         | /text too_long
                {"text":"\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00","amount":1} | ok
                {"text":"e\\u0301e\\u0301e\\u0301e\\u0301e\\u0301","amount":1} | ok
                {"text":"\\ud800","amount":1}                        | /text invalid_text
                {"text":"\\udc00a","amount":1}                       | /text invalid_text
                {"text":"\\u0000","amount":1}                        | /text invalid_text
                {"text":"a\\nb","amount":1}                          | /text invalid_text
                {"text":"a\\u001bb","amount":1}                      | /text invalid_text
                {"text":"a\\u0085b","amount":1}                      | /text invalid_text
                {"text":"a\\u202eb","amount":1}                      | /text invalid_text
                {"text":"a\\u2066b","amount":1}                      | /text invalid_text
                {"text":"\\udb40\\udc41","amount":1}                 | /text invalid_text
                {"text":"\\u05d0\\u0661","amount":1}                 | ok
                {"text":"a","amount":1,"secret":"\\u0000\\u202e"}    | ok
                {"text":"a","amount":1,"secret":"\\ud800"}           | /secret invalid_text
                {"text":"a","amount":1,"flag":"true"}                | /flag invalid_type
                {"text":"a","amount":1,"flag":1}                     | /flag invalid_type
                {"text":"a","amount":1,"count":"1"}                  | /count invalid_type
                {"text":"a","amount":1,"count":1.0}                  | /count invalid_value
                {"text":"a","amount":1,"count":1e0}                  | /count invalid_value
                {"text":"a","amount":1,"count":0}                    | /count invalid_value
                {"text":"a","amount":1,"count":10}                   | /count invalid_value
                {"text":"a","amount":1,"count":4294967297}           | /count invalid_value
                {"text":"a","amount":1,"names":"x"}                  | /names invalid_type
                {"text":"a","amount":1,"names":[]}                   | /names invalid_value
                {"text":"a","amount":1,"names":["x","y","z"]}        | /names too_long
                {"text":"a","amount":1,"names":["x",1]}              | /names/1 invalid_type
                {"text":"a","amount":1,"names":[null]}               | /names/0 invalid_type
                {"text":"a","amount":1,"items":[{}]}                 | /items/0/name required
                {"text":"a","amount":1,"items":[{"name":"n","x":1}]} | /items/0/x unknown_field
                {"text":"a","amount":1,"items":[{"name":"n"},{"name":1},{}]} | /items/1/name invalid_type, /items/2/name required
                {"text":"a","amount":1,"items":[{},{},{},{}]}        | /items batch_too_large
                {"text":"a","amount":1,"metadata":[]}                | /metadata invalid_type
                {"text":"a","amount":1,"metadata":{"k":1}}           | /metadata metadata_limit
                {"text":"a","amount":1,"metadata":{"k":{"n":"v"}}}   | /metadata metadata_limit
                {"text":"a","amount":1,"metadata":{"k":null}}        | /metadata metadata_limit
                {"text":"a","amount":1,"metadata":{"k":"\\u0000"}}   | /metadata invalid_text
                {"text":"a","amount":1,"metadata":{"\\u00e9":"a","e\\u0301":"b"}} | /metadata invalid_text
                {"text":1,"amount":"1","x":1} | /x unknown_field, /text invalid_type, /amount amount_type
                """.split("\n")).map(row -> {
            var bar = row.lastIndexOf('|');
            return Arguments.of(
                    row.substring(0, bar).stripTrailing(),
                    row.substring(bar + 1).strip());
        });
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void bytesThatAreNotUtf8AreRefused(String hex) {
        var inside = HexFormat.of().parseHex(hex);
        var body = concat(
                "{\"text\":\"".getBytes(StandardCharsets.UTF_8),
                inside,
                "\",\"amount\":1}".getBytes(StandardCharsets.UTF_8));
        assertEquals("invalid_utf8", read(body));
    }

    private static Stream<String> notUtf8() {
        return Stream.of("c0af", "ff", "eda080", "c3", "f4908080", "f888808080", "80");
    }

    @Test
    void amountsKeepTheirDigits() {
        for (var token : List.of(
                "4.35", "100.0", "1e400", "1e-400", "1e999999999", "-0", "9".repeat(900), "9223372036854775808")) {
            var read = (JsonReader.Read) json.read(bytes("{\"text\":\"a\",\"amount\":" + token + "}"));
            var sample = (Sample) ((BodyReader.Read) reader.read(read.body())).body();
            assertEquals(token, sample.amount().token());
        }
    }

    @Test
    void textIsComposed() {
        var read = (JsonReader.Read) json.read(bytes("{\"text\":\"e\\u0301\",\"amount\":1}"));
        assertEquals("é", ((Sample) ((BodyReader.Read) reader.read(read.body())).body()).text());
    }

    @Test
    void anAbsurdNumberIsNoJson() {
        for (var digits : List.of(1001, 100_000)) {
            assertEquals("malformed_json", read(bytes("{\"text\":\"a\",\"amount\":" + "1".repeat(digits) + "}")));
            assertEquals("malformed_json", read(bytes("{\"text\":\"a\",\"amount\":1." + "1".repeat(digits) + "}")));
        }
    }

    @Test
    void thirtyTwoLevelsAreDeepEnough() {
        assertEquals("/deep unknown_field, /text required, /amount required", read(nested(MAX_DEPTH - 1)));
        for (var depth : List.of(MAX_DEPTH, 1001, 100_000)) {
            assertTimeout(Duration.ofSeconds(1), () -> assertEquals("too_deep", read(nested(depth))));
        }
    }

    private static byte[] nested(int levels) {
        return bytes("{\"deep\":" + "[".repeat(levels) + "]".repeat(levels) + "}");
    }

    @Test
    void metadataHasLimits() {
        assertEquals("ok", read(metadata(50, 40, 500)));
        assertEquals("/metadata metadata_limit", read(metadata(51, 40, 500)));
        assertEquals("/metadata metadata_limit", read(metadata(1, 41, 500)));
        assertEquals("/metadata metadata_limit", read(metadata(1, 40, 501)));
    }

    private static byte[] metadata(int members, int nameLength, int valueLength) {
        return bytes(IntStream.range(0, members)
                .mapToObj(i -> "\"" + "%02d".formatted(i) + "k".repeat(nameLength - 2) + "\":\""
                        + "v".repeat(valueLength) + "\"")
                .collect(Collectors.joining(",", "{\"text\":\"a\",\"amount\":1,\"metadata\":{", "}}")));
    }

    @Test
    void aBodyOfWrongFieldsIsAnsweredBriefly() {
        var many =
                IntStream.range(0, 10_000).mapToObj(i -> "\"x" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
        assertTimeout(
                Duration.ofSeconds(2), () -> assertEquals(20, read(bytes(many)).split(", ").length));
    }

    private String read(byte[] body) {
        return switch (json.read(body)) {
            case JsonReader.Refused(var code) -> code.wire();
            case JsonReader.Read(var members) ->
                switch (reader.read(members)) {
                    case BodyReader.Read _ -> "ok";
                    case BodyReader.Invalid(var errors) ->
                        errors.stream()
                                .map(error -> error.pointer() + " " + error.code())
                                .collect(Collectors.joining(", "));
                };
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
