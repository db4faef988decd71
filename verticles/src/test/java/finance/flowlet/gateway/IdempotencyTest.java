package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import finance.flowlet.money.Amount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which header lines are a key, and which requests are the same request.
class IdempotencyTest {
    private record Sample(
            Amount amount, @Nullable String text, @Nullable Map<String, String> metadata) {}

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "abc, abc",
                "\"abc\", abc",
                "` abc `, abc",
                "\"a\\\"b\", a\"b",
                "\"a\\\\b\", a\\b",
                "5f0c3a9e-2f6b, 5f0c3a9e-2f6b",
                "``,",
                "` `,",
                "\"\",",
                "\"abc,",
                "\"a\\x\",",
                "\"abc\";p=1,",
                "a b,",
                "\"a b\",",
                "é,",
                "a\u0001b,"
            })
    void aKeyIsBareOrQuoted(String line, @Nullable String key) {
        assertEquals(Optional.ofNullable(key), IdempotencyHeader.read(List.of(line)));
    }

    @Test
    void aKeyHasAtMost255Characters() {
        assertEquals(Optional.of("k".repeat(255)), IdempotencyHeader.read(List.of("k".repeat(255))));
        assertEquals(Optional.empty(), IdempotencyHeader.read(List.of("k".repeat(256))));
        assertEquals(Optional.of("k".repeat(255)), IdempotencyHeader.read(List.of("\"" + "k".repeat(255) + "\"")));
    }

    @Test
    void twoLinesAreNoKey() {
        assertEquals(Optional.empty(), IdempotencyHeader.read(List.of("a", "a")));
    }

    @Test
    void trailingZerosAndMemberOrderDoNotMatter() {
        var first = fingerprint("10.5", "t", Map.of("a", "1", "b", "2"));
        assertEquals(first, fingerprint("10.50", "t", new TreeMap<>(Map.of("b", "2", "a", "1"))));
    }

    @Test
    void everythingElseMatters() {
        var first = fingerprint("10.5", "t", null);
        assertNotEquals(first, fingerprint("10.51", "t", null));
        assertNotEquals(first, fingerprint("10.5", "u", null));
        assertNotEquals(first, fingerprint("10.5", null, null));
        assertNotEquals(first, fingerprint("10.5", "t", Map.of("a", "1")));
        var body = new Sample(new Amount("10.5"), "t", null);
        assertNotEquals(first, Fingerprint.of("createPayment", Map.of("id", "wal_b"), body));
        assertNotEquals(first, Fingerprint.of("createDeposit", Map.of("id", "wal_a"), body));
    }

    @Test
    void anAbsurdExponentCostsNothing() {
        assertTimeout(Duration.ofSeconds(1), () -> fingerprint("1e999999999", null, null));
    }

    private static String fingerprint(String amount, @Nullable String text, @Nullable Map<String, String> metadata) {
        return Fingerprint.of("createPayment", Map.of("id", "wal_a"), new Sample(new Amount(amount), text, metadata));
    }
}
