package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A cursor is good for the list it was written for, and for nothing else.
class CursorTest {
    private static final String LIST = "listWallets\nten_a\n[[\"currency\",\"USD\"]]";
    private final Cursor cursor = new Cursor("a secret");

    @ParameterizedTest
    @ValueSource(strings = {"wal_01kav9ft00emq8k9w39qsaekf4", "a:b:3", "é"})
    void aCursorLeadsBackToItsPosition(String position) {
        assertEquals(Optional.of(position), cursor.read(LIST, cursor.write(LIST, position)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listWallets\nten_b\n[[\"currency\",\"USD\"]]",
                "listWallets\nten_a\n[[\"currency\",\"EUR\"]]",
                "listWallets\nten_a\n[]",
                "listPayments\nten_a\n[[\"currency\",\"USD\"]]"
            })
    void aCursorOfAnotherListIsNone(String other) {
        assertEquals(Optional.empty(), cursor.read(other, cursor.write(LIST, "p")));
    }

    @Test
    void aCursorOfAnotherSecretIsNone() {
        assertEquals(Optional.empty(), cursor.read(LIST, new Cursor("another").write(LIST, "p")));
    }

    @Test
    void noBitOfACursorMayChange() {
        var genuine = Base64.getUrlDecoder().decode(cursor.write(LIST, "position"));
        for (var bit = 0; bit < genuine.length * 8; bit++) {
            var forged = genuine.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            var text = Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
            assertEquals(Optional.empty(), cursor.read(LIST, text), "bit " + bit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "!!!!", "AAAAAAAAAAAAAAAAAAAAAA", "wal_01kav9ft00emq8k9w39qsaekf4", "é"})
    void whatWeDidNotWriteIsNoCursor(String text) {
        assertEquals(Optional.empty(), cursor.read(LIST, text));
    }

    @Test
    void aCursorHasOneSpelling() {
        var text = cursor.write(LIST, "p");
        assertEquals(Optional.empty(), cursor.read(LIST, text + "="));
    }
}
