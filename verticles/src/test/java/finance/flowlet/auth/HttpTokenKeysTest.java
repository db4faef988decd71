package finance.flowlet.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The keys that verify tokens, over real HTTP.
class HttpTokenKeysTest {
    @Test
    void anybodyMayFetchAndKeepTheKeys(@TempDir Path folder) {
        var key = SigningKey.draw().in(folder, "2026-03");
        SigningKey.draw().in(folder, "2026-02");
        try (var auth = new HttpAuth(Map.of("FLOWLET_JWT_ALGORITHM", "ES256", "FLOWLET_JWT_KEYS", folder.toString()))) {
            var answer = auth.nobody.get("/.well-known/jwks.json");

            assertEquals(200, answer.status(), answer.body());
            assertEquals("public, max-age=300", answer.header("Cache-Control"));
            assertEquals(2, answer.json().path("keys").size());
            var published = answer.json().at("/keys/1");
            var named = PemKey.parse(key.publicPem());
            var expected = new KeyPairs(Map.of("2026-03", PemKey.parse(key.privatePem())), null)
                    .published()
                    .getFirst();
            assertEquals("EC sig ES256 2026-03 P-256", text(published, "kty", "use", "alg", "kid", "crv"));
            assertEquals(expected.x() + " " + expected.y(), text(published, "x", "y"));
            assertFalse(published.has("d"), "no private half");
            assertEquals(named.publicHalf(), key.pair().getPublic());
            assertEquals(200, auth.loggedIn("ann@acme.test").get("/wallets").status());
        }
    }

    @Test
    void aSharedSecretIsNotPublished() {
        try (var auth = new HttpAuth(Map.of())) {
            assertEquals(
                    "{\"keys\":[]}", auth.nobody.get("/.well-known/jwks.json").body());
        }
    }

    private static String text(JsonNode node, String... names) {
        var text = new StringBuilder();
        for (var name : names) {
            text.append(' ').append(node.path(name).asString());
        }
        return text.substring(1);
    }
}
