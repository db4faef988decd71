package finance.flowlet.gateway;

import finance.flowlet.problem.Code;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/// What the head of a request must look like before anybody looks at what it asks. Everything here is about one
/// danger: that a proxy in front of us reads the same bytes as another request than we do (RFC 9112, section
/// 11).
final class Head {
    /// Per header, name and value together.
    private static final int MAX_HEADER = 8192;

    private static final List<CharSequence> ONCE = List.of(
            HttpHeaders.HOST,
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.TRANSFER_ENCODING,
            HttpHeaders.EXPECT);
    private static final int OTHER = 1 << ONCE.size();

    private Head() {}

    /// Why the connection must not be believed any further, if so.
    static Optional<Code> refusal(HttpServerRequest request) {
        var headers = request.headers();
        var encoding = headers.get(HttpHeaders.TRANSFER_ENCODING);
        var ambiguous = repeats(headers)
                || request.version() == HttpVersion.HTTP_1_1 && !headers.contains(HttpHeaders.HOST)
                || encoding != null && !encoding.equalsIgnoreCase("chunked")
                || encoding != null && headers.contains(HttpHeaders.CONTENT_LENGTH)
                || encoding != null && request.version() != HttpVersion.HTTP_1_1
                || !"100-continue"
                        .equalsIgnoreCase(
                                headers.contains(HttpHeaders.EXPECT) ? headers.get(HttpHeaders.EXPECT) : "100-continue")
                || !isTarget(request.uri());
        if (ambiguous) {
            return Optional.of(Code.MALFORMED_REQUEST);
        }
        return isTooLarge(headers) ? Optional.of(Code.HEADERS_TOO_LARGE) : Optional.empty();
    }

    /// Whether a field that decides how the request is read is there twice, or one has no name.
    private static boolean repeats(MultiMap headers) {
        var seen = 0;
        for (var header : headers) {
            var bit = 1 << once(header.getKey());
            if (header.getKey().isEmpty() || (seen & bit) != 0) {
                return true;
            }
            seen |= bit & ~OTHER;
        }
        return false;
    }

    /// The place of a name among those that may be there once; behind them when it is none.
    private static int once(String name) {
        for (var i = 0; i < ONCE.size(); i++) {
            if (AsciiString.contentEqualsIgnoreCase(ONCE.get(i), name)) {
                return i;
            }
        }
        return ONCE.size();
    }

    private static boolean isTarget(String uri) {
        for (var i = 0; i < uri.length(); i++) {
            if (uri.charAt(i) < '!' || uri.charAt(i) > '~') {
                return false;
            }
        }
        return uri.startsWith("/");
    }

    /// An over-long credential is no credential, which is for authentication to say.
    private static boolean isTooLarge(MultiMap headers) {
        for (var header : headers) {
            if (header.getKey().length() + header.getValue().length() > MAX_HEADER
                    && !header.getKey().equalsIgnoreCase("Authorization")) {
                return true;
            }
        }
        return false;
    }
}
