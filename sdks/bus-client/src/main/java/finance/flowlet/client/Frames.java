package finance.flowlet.client;

import finance.flowlet.problem.Code;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The frames of the TCP bridge: four bytes of length, then so many of JSON.
final class Frames {
    static final Buffer PING = Buffer.buffer("{\"type\":\"ping\"}");

    private Frames() {}

    /// What came back.
    sealed interface Frame {}

    record Answer(String id, Buffer body) implements Frame {}

    /// The bridge itself refused the question.
    record Refusal(String id, Code code) implements Frame {}

    /// A pong, or the word before the connection ends.
    record Other() implements Frame {}

    private record Sent(String type, String address, String replyAddress, JsonNode body) {}

    /// The JSON of a question.
    static Buffer question(String address, String id, Buffer envelope) {
        return Buffer.buffer(Json.bytes(new Sent("send", address, id, Json.tree(envelope.getBytes()))));
    }

    /// `json` behind its length.
    static Buffer frame(Buffer json) {
        return Buffer.buffer(Integer.BYTES + json.length())
                .appendInt(json.length())
                .appendBuffer(json);
    }

    static Frame read(Buffer json) {
        var frame = Json.tree(json.getBytes());
        var id = text(frame, "address");
        var type = text(frame, "type");
        if (id == null || type == null) {
            return new Other();
        }
        return switch (type) {
            case "message" -> new Answer(id, Buffer.buffer(Json.bytes(frame.get("body"))));
            case "err" -> new Refusal(id, code(text(frame, "message")));
            default -> new Other();
        };
    }

    private static Code code(@Nullable String message) {
        for (var code : Code.values()) {
            if (code.name().toLowerCase(Locale.ROOT).equals(message)) {
                return code;
            }
        }
        return Code.FORBIDDEN;
    }

    private static @Nullable String text(JsonNode frame, String name) {
        var node = frame.get(name);
        return node == null ? null : node.asString();
    }

    /// Cuts bytes into frames; `broken` hears of a length that no reply has.
    static Handler<Buffer> reader(int maxBytes, Consumer<Buffer> frames, Runnable broken) {
        var parser = RecordParser.newFixed(Integer.BYTES);
        parser.handler(new Handler<>() {
            private boolean inFrame;

            @Override
            public void handle(Buffer part) {
                if (inFrame) {
                    inFrame = false;
                    parser.fixedSizeMode(Integer.BYTES);
                    frames.accept(part);
                } else if (part.getInt(0) <= 0 || part.getInt(0) > maxBytes) {
                    broken.run();
                } else {
                    inFrame = true;
                    parser.fixedSizeMode(part.getInt(0));
                }
            }
        });
        return parser;
    }
}
