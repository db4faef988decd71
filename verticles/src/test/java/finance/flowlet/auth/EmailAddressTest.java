package finance.flowlet.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an e-mail address is, and how it is spelled.
class EmailAddressTest {
    static Stream<Arguments> addresses() {
        return Stream.of(
                Arguments.of("ann@example.com", "ann@example.com"),
                Arguments.of("Ann.O'Neil+tag@Example.COM", "ann.o'neil+tag@example.com"),
                Arguments.of("u\u0308ber@example.com", "\u00fcber@example.com"),
                Arguments.of("\u00dcBER@example.com", "\u00fcber@example.com"),
                Arguments.of("用户@例子.广告", "用户@例子.广告"),
                Arguments.of("a@b.co", "a@b.co"),
                Arguments.of("x".repeat(64) + "@example.com", "x".repeat(64) + "@example.com"));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void anAddressHasOneSpelling(String text, String spelling) {
        assertEquals(Optional.of(new EmailAddress(spelling)), EmailAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "ann@",
                "@example.com",
                "ann@localhost",
                "ann@example.",
                "ann@.com",
                "ann@example..com",
                "ann@@example.com",
                "ann@bob@example.com",
                " ann@example.com",
                "ann@example.com ",
                "ann @example.com",
                "ann\0@example.com",
                "ann@example.com\r\nbcc: all@example.com",
                "ann@example.com\n",
                "ann\u202e@example.com",
                "ann\u200b@example.com",
                "\"ann\"@example.com",
                "Ann <ann@example.com>",
                "ann@[127.0.0.1]",
                "ann,bob@example.com",
                "ann;bob@example.com"
            })
    void anythingElseIsNone(String text) {
        assertEquals(Optional.empty(), EmailAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 255, 100_000})
    void tooLongIsNone(int length) {
        assertEquals(Optional.empty(), EmailAddress.parse("x".repeat(length) + "@example.com"));
        assertEquals(Optional.empty(), EmailAddress.parse("ann@" + "x.".repeat(length) + "com".repeat(60)));
    }
}
