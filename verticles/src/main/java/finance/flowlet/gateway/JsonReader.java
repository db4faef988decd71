package finance.flowlet.gateway;

import finance.flowlet.problem.Code;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads one JSON document (RFC 8259) from the bytes of a body, and refuses everything a lenient parser
/// would let pass: bytes that are not UTF-8, comments, trailing text, members named twice.
final class JsonReader {
    private static final int MAX_NUMBER_LENGTH = 1000;
    /// Names, values and brackets. The largest batch of payments has some twenty for each of its 10,000
    /// items; every one is an object in memory before anybody looks at what it means.
    static final long MAX_TOKENS = 500_000;
    private final JsonFactory json;
    private final int maxDepth;

    JsonReader(int maxDepth) {
        this.maxDepth = maxDepth;
        // The parser's own depth limit lies above ours, so that ours is the one that is reported.
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth + 1)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxTokenCount(MAX_TOKENS)
                .build();
        this.json = JsonFactory.builder().streamReadConstraints(constraints).build();
    }

    /// What the bytes are.
    sealed interface Reading {}

    record Read(Json.Members body) implements Reading {}

    record Refused(Code code) implements Reading {}

    Reading read(byte[] bytes) {
        CharBuffer text;
        try {
            // The JDK's decoder reports what it cannot map; turning bytes into a String would replace it silently.
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException _) {
            return new Refused(Code.INVALID_UTF8);
        }
        try (var parser =
                json.createParser(ObjectReadContext.empty(), text.array(), text.arrayOffset(), text.limit())) {
            return readWithinBounds(parser);
        } catch (UnreadableJson unreadable) {
            return new Refused(unreadable.code);
        } catch (JacksonException _) {
            return new Refused(Code.MALFORMED_JSON);
        }
    }

    private Reading readWithinBounds(JsonParser parser) {
        try {
            return read(parser);
        } catch (StreamConstraintsException exceeded) {
            return new Refused(parser.currentTokenCount() > MAX_TOKENS ? Code.PAYLOAD_TOO_LARGE : Code.MALFORMED_JSON);
        }
    }

    private Reading read(JsonParser parser) {
        var first = parser.nextToken();
        if (first == null) {
            return new Refused(Code.BODY_REQUIRED);
        }
        var value = value(parser, first, 1);
        if (parser.nextToken() != null) {
            return new Refused(Code.MALFORMED_JSON);
        }
        return switch (value) {
            case Json.Members body -> new Read(body);
            case Json.Nothing() -> new Refused(Code.BODY_REQUIRED);
            case Json.Items _, Json.Text _, Json.Digits _, Json.Flag _ -> new Refused(Code.EXPECTED_OBJECT);
        };
    }

    private Json value(JsonParser parser, @Nullable JsonToken token, int depth) {
        if (token == null) {
            throw new UnreadableJson(Code.MALFORMED_JSON);
        }
        if (depth > maxDepth && token.isStructStart()) {
            throw new UnreadableJson(Code.TOO_DEEP);
        }
        return switch (token) {
            case START_OBJECT -> members(parser, depth);
            case START_ARRAY -> items(parser, depth);
            case VALUE_STRING -> new Json.Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Digits(parser.getString());
            case VALUE_TRUE -> new Json.Flag(true);
            case VALUE_FALSE -> new Json.Flag(false);
            case VALUE_NULL -> new Json.Nothing();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new UnreadableJson(Code.MALFORMED_JSON);
        };
    }

    private Json members(JsonParser parser, int depth) {
        var members = new LinkedHashMap<String, Json>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            if (members.put(name, value(parser, parser.nextToken(), depth + 1)) != null) {
                throw new UnreadableJson(Code.DUPLICATE_KEY);
            }
        }
        return new Json.Members(members);
    }

    private Json items(JsonParser parser, int depth) {
        var items = new ArrayList<Json>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token, depth + 1));
        }
        return new Json.Items(items);
    }

    /// Leaves the recursion; never leaves this class.
    private static final class UnreadableJson extends RuntimeException {
        private final Code code;

        private UnreadableJson(Code code) {
            super(code.wire(), null, false, false);
            this.code = code;
        }
    }
}
