package finance.flowlet.auth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import finance.flowlet.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Codes, secrets and recovery codes by themselves.
class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final UserId ANN = new UserId(new UUID(1, 1));
    private static final UserId BOB = new UserId(new UUID(1, 2));
    private final Totp totp = new Totp();

    /// RFC 6238, appendix B: the last six of its eight digits.
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void theCodesAreThoseOfTheStandard(long seconds, String code) {
        assertEquals(OptionalLong.of(seconds / 30), totp.step(SECRET, code, Instant.ofEpochSecond(seconds), 0), code);
        assertEquals(code, new Authenticator(Totp.base32(SECRET)).code(Instant.ofEpochSecond(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"-3, false", "-2, false", "-1, true", "0, true", "1, true", "2, false", "3, false"})
    void theStepsBesideTheCurrentOneCount(int steps, boolean accepted) {
        var now = Instant.ofEpochSecond(1_234_567_890);
        var code = new Authenticator(Totp.base32(SECRET)).code(now, steps);

        assertEquals(accepted, totp.step(SECRET, code, now, 0).isPresent());
    }

    @Test
    void aStepThatWasUsedOrPassedDoesNotCount() {
        var now = Instant.ofEpochSecond(1_234_567_890);
        var current = now.getEpochSecond() / 30;
        var app = new Authenticator(Totp.base32(SECRET));

        assertEquals(OptionalLong.of(current), totp.step(SECRET, app.code(now), now, current - 1));
        assertEquals(OptionalLong.empty(), totp.step(SECRET, app.code(now), now, current));
        assertEquals(OptionalLong.empty(), totp.step(SECRET, app.code(now, -1), now, current));
        assertEquals(OptionalLong.of(current + 1), totp.step(SECRET, app.code(now, 1), now, current));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "000000", "0059240", "05924", " 005924", "005924 ", "００５９２４", "5924"})
    void whatIsNotTheCodeIsRefused(String typed) {
        assertEquals(OptionalLong.empty(), totp.step(SECRET, typed, Instant.ofEpochSecond(1_234_567_890), 0));
    }

    /// RFC 4648, section 10, for whole groups; a secret of 20 bytes needs no padding.
    @Test
    void secretsAreWrittenInBase32() {
        assertEquals("MZXW6YTB", Totp.base32("fooba".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.base32(SECRET));
        assertEquals(
                "otpauth://totp/Acme%20%26%20Co:ann%2Bx%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=Acme%20%26%20Co&algorithm=SHA1&digits=6&period=30",
                Totp.uri(SECRET, "Acme & Co", "ann+x@example.com"));
    }

    @Test
    void aSealedSecretOpensForItsOwnerAndUnderItsPepperOnly() {
        var box = new SecretBox(new Pepper("a pepper of thirty-two bytes, or more"), new SecureRandom());
        var other = new SecretBox(new Pepper("another pepper of thirty-two bytes, or more"), new SecureRandom());
        var sealed = box.seal(ANN, SECRET);

        assertArrayEquals(SECRET, box.open(ANN, sealed));
        assertNotEquals(sealed, box.seal(ANN, SECRET), "twice the same would be seen");
        assertFalse(sealed.toString(StandardCharsets.ISO_8859_1).contains("1234"));
        assertThrows(IllegalStateException.class, () -> box.open(BOB, sealed));
        assertThrows(IllegalStateException.class, () -> other.open(ANN, sealed));
        var changed = sealed.copy();
        changed.setByte(20, (byte) (changed.getByte(20) ^ 1));
        assertThrows(IllegalStateException.class, () -> box.open(ANN, changed));
    }

    @Test
    void recoveryCodesAreTenAndDifferent() {
        var seen = new HashSet<RecoveryCode>();
        for (var seed = 0; seed < 100; seed++) {
            var codes = RecoveryCode.draw(new Random(seed));
            assertEquals(10, codes.size());
            seen.addAll(codes);
            codes.forEach(code -> assertEquals(code, RecoveryCode.typed(code.shown())));
        }
        assertEquals(1000, seen.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0l1ab-cdefg", "0L1AB-CDEFG", "olIabcdefg", " OI1 ab-cd-ef-g "})
    void aRecoveryCodeIsReadAsPeopleCopyIt(String typed) {
        assertEquals("011abcdefg", RecoveryCode.typed(typed).text());
    }
}
