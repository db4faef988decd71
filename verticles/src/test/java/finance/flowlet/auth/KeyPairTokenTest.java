package finance.flowlet.auth;

import static finance.flowlet.auth.AuthFixture.ANN;
import static finance.flowlet.auth.AuthFixture.BOSS;
import static finance.flowlet.auth.HandMadeToken.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import finance.flowlet.contract.auth.ListTokenKeys;
import finance.flowlet.contract.auth.RefreshTokens;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens signed with ES256: what passes and what does not (RFC 8725). Unless a case is about the
/// signature, it is signed with the right key.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyPairTokenTest {
    private static final String HEADER = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"2026-03\"}";

    @TempDir
    static Path folder;

    private SigningKey key = SigningKey.draw();
    private AuthFixture auth;
    private String token;
    private HandMadeToken ours;

    @BeforeAll
    void start() {
        key.in(folder, "2026-03");
        auth = new AuthFixture(Map.of("FLOWLET_JWT_ALGORITHM", "ES256", "FLOWLET_JWT_KEYS", folder.toString()));
        token = auth.loggedIn(ANN).accessToken();
        ours = HandMadeToken.from(token).withHeader(HEADER);
    }

    @AfterAll
    void close() {
        auth.close();
    }

    @Test
    void ourTokenNamesItsKeyAndPasses() {
        assertEquals(HEADER, decoded(token, 0));
        assertEquals(86, token.substring(token.lastIndexOf('.') + 1).length());
        auth.principal(token);
        auth.principal(key.sign(ours));
        assertNotEquals(token, key.sign(ours), "each signature is another one");
    }

    /// HS256 is not accepted, not even with the secret that would be right for it.
    @Test
    void theOtherAlgorithmIsNotAccepted() {
        auth.assertRefused(ours.withHeader(HandMadeToken.HEADER).signed());
        try (var shared = new AuthFixture()) {
            var tokens = shared.loggedIn(ANN);
            shared.principal(tokens.accessToken());
            var claims = HandMadeToken.from(tokens.accessToken()).claims();
            shared.assertRefused(key.sign(new HandMadeToken(HEADER, claims)));
            assertEquals(
                    List.of(),
                    shared.ask(ListTokenKeys.ADDRESS, new ListTokenKeys()).keys());
        }
    }

    /// What is wrong with the claims is wrong whoever signs.
    @TestFactory
    List<DynamicTest> claimsThatAreRefused() {
        var now = auth.clock.instant().getEpochSecond();
        var cases = new LinkedHashMap<String, HandMadeToken>();
        cases.put("exp now", ours.with("exp", Long.toString(now)));
        cases.put("no exp", ours.with("exp", ""));
        cases.put("nbf beyond the leeway", ours.with("nbf", Long.toString(now + 61)));
        cases.put("iat beyond the leeway", ours.with("iat", Long.toString(now + 61)));
        cases.put("no iat", ours.with("iat", ""));
        cases.put("no nbf", ours.with("nbf", ""));
        cases.put("iss of another", ours.with("iss", "\"evil\""));
        cases.put("aud of another", ours.with("aud", "\"others\""));
        cases.put(
                "sub of somebody else",
                ours.with(
                        "sub",
                        TokenTable.value(HandMadeToken.from(auth.loggedIn(BOSS).accessToken()), "sub")));
        return cases.entrySet().stream()
                .map(each -> dynamicTest(each.getKey(), () -> auth.assertRefused(key.sign(each.getValue()))))
                .toList();
    }

    @TestFactory
    List<DynamicTest> headersThatAreRefused() {
        var cases = new ArrayList<String>();
        for (var kid : List.of(
                "unknown",
                "",
                "2026-03.pem",
                "2026-02",
                "../2026-03",
                "../../dev/null",
                "' or 1=1--",
                "x".repeat(4096))) {
            cases.add("{\"alg\":\"ES256\",\"kid\":\"" + kid + "\",\"typ\":\"at+jwt\"}");
        }
        cases.add("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}");
        cases.add("{\"alg\":\"ES256\",\"kid\":null,\"typ\":\"at+jwt\"}");
        cases.add("{\"alg\":\"ES256\",\"kid\":[\"2026-03\"],\"typ\":\"at+jwt\"}");
        cases.add("{\"kid\":\"2026-03\",\"typ\":\"at+jwt\"}");
        cases.add("{\"alg\":\"ES256\",\"kid\":\"2026-03\"}");
        for (var alg : List.of("none", "None", "", "es256", "HS256", "RS256", "ES384", "ES512", "ES256K", "EdDSA")) {
            cases.add(HEADER.replace("ES256", alg));
        }
        for (var typ : List.of("JWT", "at+JWT", "application/at+jwt", "")) {
            cases.add(HEADER.replace("at+jwt", typ));
        }
        for (var more : List.of(
                "\"jwk\":{\"kty\":\"EC\"}",
                "\"jku\":\"http://127.0.0.1/keys\"",
                "\"x5u\":\"http://127.0.0.1/keys\"",
                "\"x5c\":[\"AAAA\"]",
                "\"crit\":[\"exp\"]",
                "\"b64\":false",
                "\"kid\":\"2026-03\"",
                "\"alg\":\"none\"")) {
            cases.add(HEADER.replace("{", "{" + more + ","));
        }
        cases.add("null");
        cases.add("[]");
        cases.add(HEADER + "{}");
        return cases.stream()
                .map(header -> dynamicTest(
                        header.substring(0, Math.min(80, header.length())),
                        () -> auth.assertRefused(key.sign(ours.withHeader(header)))))
                .toList();
    }

    @TestFactory
    List<DynamicTest> signaturesThatAreRefused() {
        var text = ours.unsigned();
        var right = key.signature(text, "SHA256withECDSAinP1363Format");
        var cases = new LinkedHashMap<String, String>();
        cases.put("none", text + ".");
        cases.put("none, and no dot", text);
        cases.put("DER", key.signDer(ours));
        cases.put("of another key", SigningKey.draw().sign(ours));
        cases.put(
                "of another token", key.sign(ours.with("jti", "\"tok_other\"")).replaceFirst(".*\\.", text + "."));
        cases.put("of another hash", text + "." + segment(key.signature(text, "SHA512withECDSAinP1363Format")));
        cases.put("of another curve", SigningKey.draw("secp384r1").sign(ours));
        cases.put("one byte short", text + "." + segment(Arrays.copyOf(right, 63)));
        cases.put("one byte long", text + "." + segment(Arrays.copyOf(right, 65)));
        cases.put("twice", text + "." + segment(concat(right, right)));
        cases.put("the numbers exchanged", text + "." + segment(concat(half(right, 1), half(right, 0))));
        var order = fixed(SigningKey.ORDER);
        var zero = new byte[32];
        cases.put("r = s = 0", text + "." + segment(concat(zero, zero)));
        cases.put("r = 0", text + "." + segment(concat(zero, half(right, 1))));
        cases.put("s = 0", text + "." + segment(concat(half(right, 0), zero)));
        cases.put("r = s = order", text + "." + segment(concat(order, order)));
        cases.put("s = order", text + "." + segment(concat(half(right, 0), order)));
        cases.put("r = s = 1", text + "." + segment(concat(fixed(BigInteger.ONE), fixed(BigInteger.ONE))));
        var highest = new byte[32];
        Arrays.fill(highest, (byte) 0xff);
        cases.put("r = s = highest", text + "." + segment(concat(highest, highest)));
        cases.put("a bit flipped", text + "." + segment(flipped(right)));
        cases.put("padded", text + "." + segment(right) + "=");
        for (var secret : List.of(key.publicPem(), key.publicPem().strip(), encoded(), point(), key.privatePem())) {
            cases.put(
                    "HS256 with a form of our key as secret " + cases.size(),
                    ours.withHeader(HandMadeToken.HEADER).signed("HmacSHA256", secret));
            cases.put(
                    "HS256 with a form of our key as secret, naming it " + cases.size(),
                    ours.withHeader(HEADER.replace("ES256", "HS256")).signed("HmacSHA256", secret));
            cases.put("an HMAC under our header " + cases.size(), ours.signed("HmacSHA256", secret));
            cases.put("a long HMAC under our header " + cases.size(), ours.signed("HmacSHA512", secret));
        }
        return cases.entrySet().stream()
                .map(each -> dynamicTest(each.getKey(), () -> auth.assertRefused(each.getValue())))
                .toList();
    }

    /// Tokens outlive a rotation as long as their key is listed, and sessions outlive it in any case.
    @Test
    void aRotatedKeyVerifiesUntilItIsTakenAway(@TempDir Path keys) throws IOException {
        var database = TestDatabase.create();
        var first = SigningKey.draw().in(keys, "2026-03");
        var environment = Map.of("FLOWLET_JWT_ALGORITHM", "ES256", "FLOWLET_JWT_KEYS", keys.toString());
        String old;
        String refresh;
        try (var before = new AuthFixture(database, environment)) {
            var tokens = before.loggedIn(ANN);
            old = tokens.accessToken();
            refresh = tokens.refreshToken();
        }

        SigningKey.draw().in(keys, "2026-04");
        try (var running = new TestAuth(database, with(environment, "FLOWLET_JWT_SIGNING_KEY", "2026-03"))) {
            running.accepts(old);
            assertEquals(List.of("2026-03", "2026-04"), running.published());
            assertTrue(decoded(running.loggedIn(), 0).contains("2026-03"), "announced, not used yet");
        }
        String fresh;
        try (var running = new TestAuth(database, environment)) {
            running.accepts(old);
            fresh = running.loggedIn();
            assertTrue(decoded(fresh, 0).contains("2026-04"), "the last by name");
        }
        SigningKey.write(keys, "2026-03", first.publicPem());
        try (var running = new TestAuth(database, environment)) {
            running.accepts(old);
            running.accepts(fresh);
        }
        Files.delete(keys.resolve("2026-03.pem"));
        try (var running = new TestAuth(database, environment)) {
            running.refuses(old);
            running.accepts(fresh);
            assertEquals(List.of("2026-04"), running.published());
            var refreshed = assertInstanceOf(RefreshTokens.Refreshed.class, running.refresh(refresh));
            running.accepts(refreshed.tokens().accessToken());
        }
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }

    /// Others verify our tokens by nothing but what we publish.
    @Test
    void aLibraryVerifiesOurTokensByThePublishedKey() {
        var published =
                auth.ask(ListTokenKeys.ADDRESS, new ListTokenKeys()).keys().getFirst();
        var library = JWTAuth.create(
                auth.platform.platform().vertx(),
                new JWTAuthOptions()
                        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true))
                        .addJwk(new JsonObject()
                                .put("kty", "EC")
                                .put("crv", "P-256")
                                .put("alg", "ES256")
                                .put("kid", published.name())
                                .put("x", published.x())
                                .put("y", published.y())));

        var user = TestPlatform.await(library.authenticate(new TokenCredentials(token)));

        assertEquals(TokenTable.value(ours, "sub"), "\"" + user.principal().getString("sub") + "\"");
    }

    /// The public half is derived from the private one, whichever of the two points of its x it is.
    @Test
    void thePublicHalfIsDerived() {
        for (var i = 0; i < 20; i++) {
            var drawn = SigningKey.draw();
            assertEquals(
                    drawn.pair().getPublic(), PemKey.parse(drawn.privatePem()).publicHalf());
            assertEquals(
                    drawn.pair().getPublic(), PemKey.parse(drawn.publicPem()).publicHalf());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key", "garbage", "two", "curve", "cut", "sec1"})
    void aFileThatIsNoKeyStopsTheStart(String kind) {
        var pem = key.privatePem();
        var text = switch (kind) {
            case "garbage" -> "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
            case "two" -> pem + key.publicPem();
            case "curve" -> SigningKey.draw("secp384r1").privatePem();
            case "cut" -> pem.substring(0, 80) + "\n-----END PRIVATE KEY-----\n";
            case "sec1" -> pem.replace("PRIVATE", "EC PRIVATE");
            default -> kind;
        };

        var failure = assertThrows(IllegalArgumentException.class, () -> PemKey.parse(text));
        assertTrue(String.valueOf(failure.getMessage()).startsWith("must be "), failure::toString);
    }

    @Test
    void keysThatCannotSignStopTheStart(@TempDir Path keys) {
        SigningKey.write(keys, "only-public", key.publicPem());
        var read = KeyFiles.read(List.of(keys.toString()));

        assertThrows(IllegalStateException.class, () -> new KeyPairs(read, null));
        assertThrows(IllegalStateException.class, () -> new KeyPairs(read, "only-public"));
        key.in(keys, "able");
        var both = KeyFiles.read(List.of(keys.toString()));
        assertThrows(IllegalStateException.class, () -> new KeyPairs(both, "missing"));
        assertEquals(2, new KeyPairs(both, null).published().size());
        var twice = List.of(keys.toString(), keys.resolve("able.pem").toString());
        assertThrows(IllegalStateException.class, () -> KeyFiles.read(twice));
    }

    private static String decoded(String token, int segment) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[segment]), StandardCharsets.UTF_8);
    }

    private String encoded() {
        return Base64.getEncoder().encodeToString(key.pair().getPublic().getEncoded());
    }

    private String point() {
        return auth.ask(ListTokenKeys.ADDRESS, new ListTokenKeys())
                .keys()
                .getFirst()
                .x();
    }

    private static byte[] half(byte[] signature, int which) {
        return Arrays.copyOfRange(signature, 32 * which, 32 * which + 32);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] fixed(BigInteger number) {
        var bytes = number.toByteArray();
        var fixed = new byte[32];
        for (var i = 0; i < Math.min(32, bytes.length); i++) {
            fixed[31 - i] = bytes[bytes.length - 1 - i];
        }
        return fixed;
    }

    private static byte[] flipped(byte[] signature) {
        var changed = signature.clone();
        changed[40] ^= 1;
        return changed;
    }
}
