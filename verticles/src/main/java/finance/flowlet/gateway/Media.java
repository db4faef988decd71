package finance.flowlet.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which media types are spoken: JSON in UTF-8, plain, in both directions.
final class Media {
    static final String JSON = "application/json; charset=utf-8";
    static final String PROBLEM = "application/problem+json; charset=utf-8";
    private static final Set<String> JSON_RANGES =
            Set.of("*/*", "application/*", "application/json", "application/problem+json");
    private static final Pattern SENT = Pattern.compile(
            "application/json(\\s*;\\s*charset\\s*=\\s*(utf-8|\"utf-8\"))?\\s*;?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ZERO_QUALITY = Pattern.compile("q\\s*=\\s*0(\\.0{0,3})?", Pattern.CASE_INSENSITIVE);

    private Media() {}

    /// Whether a body may be read. A compressed one is refused too: what it says only shows after unpacking it.
    static boolean isReadable(MultiMap headers) {
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        return type != null && SENT.matcher(type.strip()).matches() && !headers.contains(HttpHeaders.CONTENT_ENCODING);
    }

    /// Whether the client takes JSON for an answer.
    static boolean acceptsJson(MultiMap headers) {
        var ranges = headers.getAll(HttpHeaders.ACCEPT);
        return ranges.isEmpty()
                || ranges.stream().flatMap(line -> Stream.of(line.split(","))).anyMatch(Media::isJsonRange);
    }

    private static boolean isJsonRange(String range) {
        // With a limit below zero, so that a range of nothing but semicolons still has a first part.
        var parts = range.split(";", -1);
        return JSON_RANGES.contains(parts[0].strip().toLowerCase(Locale.ROOT))
                && Stream.of(parts)
                        .skip(1)
                        .map(String::strip)
                        .noneMatch(part -> ZERO_QUALITY.matcher(part).matches());
    }
}
