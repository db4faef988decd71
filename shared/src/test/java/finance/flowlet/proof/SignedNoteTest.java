package finance.flowlet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Notes and checkpoints in the form that other implementations read.
class SignedNoteTest {
    private static final String TEXT = "a first line\nand a second\n";
    /// The example of the Go package golang.org/x/mod/sumdb/note, where this form comes from.
    private static final String KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String KNOWN_NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;
    private final Signer signer = Signer.generate("bank.example", new SecureRandom());
    private final Signer other = Signer.generate("bank.example", new SecureRandom());

    @Test
    void aNoteThatGoSignedVerifies() {
        var key = VerifierKey.parse(KNOWN_KEY);
        var note = SignedNote.parse(KNOWN_NOTE);

        assertEquals(Optional.of(key), note.verified(List.of(key)));
        assertEquals(KNOWN_NOTE, note.toString());
        assertTrue(note.text().endsWith("problem is.\n"));
    }

    @Test
    void aNoteComesBackAndVerifies() {
        var note = SignedNote.parse(SignedNote.sign(TEXT, signer).toString());

        assertEquals(TEXT, note.text());
        assertEquals(Optional.of(signer.verifier()), note.verified(List.of(other.verifier(), signer.verifier())));
    }

    @Test
    void aChangedNoteDoesNotVerify() {
        var bytes = SignedNote.sign(TEXT, signer).toString().getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < bytes.length * 8; i++) {
            var changed = bytes.clone();
            changed[i / 8] ^= (byte) (1 << i % 8);
            assertEquals(Optional.empty(), verified(changed), "bit " + i);
        }
    }

    private Optional<VerifierKey> verified(byte[] note) {
        try {
            return SignedNote.parse(new String(note, StandardCharsets.UTF_8)).verified(List.of(signer.verifier()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    @Test
    void aStrangersSignatureSaysNothing() {
        assertEquals(Optional.empty(), SignedNote.sign(TEXT, other).verified(List.of(signer.verifier())));
        assertEquals(Optional.empty(), SignedNote.sign(TEXT, signer).verified(List.of()));
    }

    /// A second signature beside ours changes nothing, and a wrong one that claims to be ours spoils the
    /// note.
    @Test
    void severalSignaturesAreReadAlike() {
        var own = SignedNote.sign(TEXT, signer).signatures().getFirst();
        var strangers = SignedNote.sign(TEXT, other).signatures().getFirst();
        var both = new SignedNote(TEXT, List.of(strangers, own));
        var forged = new SignedNote.SignatureLine(own.name(), own.keyId(), strangers.base64());

        assertEquals(
                Optional.of(signer.verifier()),
                SignedNote.parse(both.toString()).verified(List.of(signer.verifier())));
        assertEquals(Optional.empty(), new SignedNote(TEXT, List.of(own, forged)).verified(List.of(signer.verifier())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\n— name\n",
                "text\n\n— name AAAA\n",
                "text\n\n— na+me AAAAAAAAAAA=\n",
                "text\n\n- name AAAAAAAAAAA=\n",
                "text\n\n— name AAAAAAAAAAA=",
                "text\n\n— name AAAAAAAAAA=\n",
                "te\u0001xt\n\n— name AAAAAAAAAAA=\n",
                "text\n\n— name  AAAAAAAAAAA=\n"
            })
    void whatIsNoNoteIsRefused(String note) {
        assertThrows(IllegalArgumentException.class, () -> SignedNote.parse(note));
    }

    @Test
    void aHugeNoteIsRefusedUnread() {
        var huge = "x".repeat(70_000) + "\n\n— name AAAAAAAAAAA=\n";

        assertThrows(IllegalArgumentException.class, () -> SignedNote.parse(huge));
    }

    @Test
    void aCheckpointComesBack() {
        var root = Hash.of(Merkle.leaf(new byte[0]));
        var checkpoint = new Checkpoint("bank.example", 12, root, Instant.parse("2026-01-31T12:00:00.123Z"));

        assertEquals(checkpoint, Checkpoint.parse(checkpoint.text()));
        assertEquals("bank.example\n12\n" + root + "\ntime 2026-01-31T12:00:00.123Z\n", checkpoint.text());
        assertEquals(checkpoint, Checkpoint.parse(checkpoint.text() + "another extension\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "origin\n1\n",
                "origin\n01\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\ntime 2026-01-31T12:00:00Z\n",
                "origin\n-1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\ntime 2026-01-31T12:00:00Z\n",
                "origin\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB1=\ntime 2026-01-31T12:00:00Z\n",
                "origin\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhev\ntime 2026-01-31T12:00:00Z\n",
                "origin\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\ntime yesterday\n",
                "origin\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n\n\n"
            })
    void whatIsNoCheckpointIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.parse(text));
    }
}
