package finance.flowlet.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys as others write and read them.
class SignerTest {
    private static final byte[] MESSAGE = "a message".getBytes(UTF_8);
    private final Signer signer = Signer.generate("bank.example/ledger", new SecureRandom());

    /// Written by `openssl genpkey -algorithm ed25519`, with what `openssl pkey -pubout` says.
    @Test
    void aKeyOfOpenSslIsRead() {
        var read = Signer.read("openssl", """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIPBAUdGHcX6ei8OHQQ9ZJaLMEnzgajR9TGpnnpYtxyh+
                -----END PRIVATE KEY-----
                """);

        assertEquals("""
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEA2z8H+rRRK5u9Bn144yqUsSlef+xNFFQtaWzD95Hha8o=
                -----END PUBLIC KEY-----
                """, read.verifier().pem());
    }

    /// RFC 8032, section 7.1, test 2.
    @Test
    void aSignatureIsThatOfRfc8032() {
        var seed =
                "302e020100300506032b657004220420" + "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        var known = Signer.read("rfc", Pem.encode("PRIVATE KEY", HexFormat.of().parseHex(seed)));

        assertEquals(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
                HexFormat.of().formatHex(known.sign(new byte[] {0x72})));
    }

    /// The verifier key of the Go checksum database, which everybody who writes Go relies on.
    @Test
    void aVerifierKeyHasTheIdThatOthersComputeToo() {
        var known = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

        assertEquals(known, VerifierKey.parse(known).toString());
    }

    @Test
    void aKeyComesBackFromItsFile() {
        var read = Signer.read(signer.keyName(), signer.pem());

        assertEquals(signer.verifier(), read.verifier());
        assertTrue(signer.verifier().verify(MESSAGE, read.sign(MESSAGE)));
    }

    @Test
    void aPublicKeyComesBackFromBothItsForms() {
        assertEquals(signer.verifier(), VerifierKey.parse(signer.verifier().toString()));
        assertEquals(
                signer.verifier(),
                VerifierKey.ofPem(signer.keyName(), signer.verifier().pem()));
    }

    @Test
    void anythingElseThanTheSignatureIsRefused() {
        var signature = signer.sign(MESSAGE);
        for (var i = 0; i < signature.length * 8; i++) {
            var flipped = signature.clone();
            flipped[i / 8] ^= (byte) (1 << i % 8);
            assertFalse(signer.verifier().verify(MESSAGE, flipped), "bit " + i);
        }
        assertFalse(signer.verifier().verify(MESSAGE, new byte[0]));
        assertFalse(signer.verifier().verify("another".getBytes(UTF_8), signature));
        assertFalse(Signer.generate("other", new SecureRandom()).verifier().verify(MESSAGE, signature));
    }

    @Test
    void thePrivateKeyIsNotPrinted() {
        assertFalse(signer.pem().contains(signer.toString()));
        assertEquals(signer.verifier().toString(), signer.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "nonsense"})
    void whatIsNoKeyIsRefused(String pem) {
        assertThrows(IllegalArgumentException.class, () -> Signer.read("a", pem));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a+b",
                "sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.org+033de0ae+As4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.org+033de0ae+Ac4zctda0e5eza"
            })
    void whatIsNoVerifierKeyIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> VerifierKey.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a+b", "a\nb", "\u00a0 "})
    void aNameThatWouldBreakALineIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> Signer.generate(name, new SecureRandom()));
    }
}
