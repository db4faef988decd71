package finance.flowlet.gateway;

import finance.flowlet.problem.Code;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the head of a request must look like before anybody looks at what it asks. Everything here is about one
/// danger: that a proxy in front of us reads the same bytes as another request than we do (RFC 9112, section
/// 11).
final class Head {
    /// Per header, name and value together.
    private static final int MAX_HEADER = 8192;

    private static final Set<CharSequence> ONCE = Set.of(
            HttpHeaders.HOST,
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.TRANSFER_ENCODING,
            HttpHeaders.EXPECT);
    private static final Pattern TARGET = Pattern.compile("/[\\x21-\\x7e]*");

    private Head() {}

    /// Why the connection must not be believed any further, if so.
    static Optional<Code> refusal(HttpServerRequest request) {
        var headers = request.headers();
        var encoding = headers.get(HttpHeaders.TRANSFER_ENCODING);
        var ambiguous = ONCE.stream().anyMatch(name -> headers.getAll(name).size() > 1)
                || request.version() == HttpVersion.HTTP_1_1 && !headers.contains(HttpHeaders.HOST)
                || encoding != null && !encoding.equalsIgnoreCase("chunked")
                || encoding != null && headers.contains(HttpHeaders.CONTENT_LENGTH)
                || encoding != null && request.version() != HttpVersion.HTTP_1_1
                || !"100-continue"
                        .equalsIgnoreCase(
                                headers.contains(HttpHeaders.EXPECT) ? headers.get(HttpHeaders.EXPECT) : "100-continue")
                || headers.names().contains("")
                || !TARGET.matcher(request.uri()).matches();
        if (ambiguous) {
            return Optional.of(Code.MALFORMED_REQUEST);
        }
        return isTooLarge(headers) ? Optional.of(Code.HEADERS_TOO_LARGE) : Optional.empty();
    }

    /// An over-long credential is no credential, which is for authentication to say.
    private static boolean isTooLarge(MultiMap headers) {
        return headers.entries().stream()
                .anyMatch(header -> header.getKey().length() + header.getValue().length() > MAX_HEADER
                        && !header.getKey().equalsIgnoreCase("Authorization"));
    }
}
