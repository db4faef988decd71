package finance.flowlet.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A request as bytes, with places to fill in. Placeholders have the width of what replaces them, so that the length of
/// the body never changes.
final class RequestTemplate {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int HEX_DIGITS = 12;

    /// Stand-ins, as wide as an id of three letters and as a number.
    static final String FIRST_ID = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    static final String SECOND_ID = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    static final String NUMBER = "cccccccccccc";

    private final byte[] bytes;
    private final int first;
    private final int second;
    private final int number;

    private RequestTemplate(String text) {
        bytes = text.getBytes(StandardCharsets.US_ASCII);
        first = text.indexOf(FIRST_ID);
        second = text.indexOf(SECOND_ID);
        number = text.indexOf(NUMBER);
    }

    static RequestTemplate get(Target target, String path) {
        return new RequestTemplate(head(target, "GET", path) + "\r\n");
    }

    static RequestTemplate post(Target target, String path, String key, String body) {
        return new RequestTemplate(head(target, "POST", path)
                + "Content-Type: application/json\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(key, body.length(), body));
    }

    private static String head(Target target, String method, String path) {
        return "%s %s HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: Bearer %s\r\n"
                .formatted(
                        method,
                        path,
                        target.address().getHostString(),
                        target.address().getPort(),
                        target.apiKey());
    }

    /// Starts the request; the places are filled in afterwards.
    void into(ByteBuffer request) {
        request.clear();
        request.put(bytes);
    }

    void first(ByteBuffer request, byte[] id) {
        request.put(first, id);
    }

    void second(ByteBuffer request, byte[] id) {
        request.put(second, id);
    }

    /// Twelve hexadecimal digits.
    void number(ByteBuffer request, long value) {
        for (var i = 0; i < HEX_DIGITS; i++) {
            request.put(number + i, HEX[(int) (value >>> (4 * (HEX_DIGITS - 1 - i))) & 15]);
        }
    }
}
