package finance.flowlet.auth;

import static finance.flowlet.auth.AuthFixture.ANN;
import static finance.flowlet.auth.AuthFixture.BOSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import finance.flowlet.contract.auth.Authenticate;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// What passes for an access token and what does not (RFC 8725). Unless a case is about the signature, it is
/// signed with the right key: each refusal is for the reason that the case names, not for a bad signature.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTokenTest {
    private final AuthFixture auth = new AuthFixture();
    private final String token = auth.loggedIn(ANN).accessToken();
    private final HandMadeToken ours = HandMadeToken.from(token);
    private final long now = auth.clock.instant().getEpochSecond();
    private final ServerSocket listener = listen();
    private final TokenTable table = new TokenTable(
            token, auth.loggedIn(BOSS).accessToken(), auth.loggedIn(ANN).refreshToken(), listener.getLocalPort(), now);

    @AfterAll
    void close() throws IOException {
        listener.close();
        auth.close();
    }

    @BeforeAll
    void theUnchangedTokenIsAccepted() {
        assertEquals(token, ours.signed());
        auth.principal(ours.signed());
    }

    @TestFactory
    List<DynamicTest> whatIsAccepted() {
        var cases = new LinkedHashMap<String, String>();
        cases.put(
                "header members in another order",
                ours.withHeader("{\"typ\":\"at+jwt\",\"alg\":\"HS256\"}").signed());
        cases.put(
                "aud as an array with us in it",
                ours.with("aud", "[\"others\",\"flowlet-api\"]").signed());
        cases.put(
                "nbf in the future, within the leeway",
                ours.with("nbf", Long.toString(now + 60)).signed());
        cases.put(
                "iat in the future, within the leeway",
                ours.with("iat", Long.toString(now + 60)).signed());
        cases.put(
                "a claim that a later version may add",
                ours.plus("later", "true").signed());
        return cases.entrySet().stream()
                .map(each -> dynamicTest(each.getKey(), () -> auth.principal(each.getValue())))
                .toList();
    }

    @TestFactory
    List<DynamicTest> whatIsRefused() {
        return table.refused().entrySet().stream()
                .map(each -> dynamicTest(each.getKey(), () -> auth.assertRefused(each.getValue())))
                .toList();
    }

    @Test
    void noHeaderMakesUsAskForKeys() throws IOException {
        var url = "\"http://127.0.0.1:" + listener.getLocalPort() + "/keys\"";
        for (var name : List.of("jku", "x5u")) {
            auth.assertRefused(table.header(TokenTable.with(name, url)));
            auth.assertRefused(ours.withHeader("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"" + name + "\":" + url + "}")
                    .signed());
        }

        listener.setSoTimeout(100);
        try (var _ = listener.accept()) {
            throw new AssertionError("somebody asked for keys");
        } catch (SocketTimeoutException nobodyCame) {
            // As it should be.
        }
    }

    @Test
    void aTokenEndsWithItsTime() {
        try (var other = new AuthFixture()) {
            var shortLived = other.loggedIn(ANN).accessToken();
            other.clock.advance(Duration.ofSeconds(86_399));
            other.principal(shortLived);

            other.clock.advance(Duration.ofSeconds(1));

            other.assertRefused(shortLived);
        }
    }

    @Test
    void aTokenOfADeletedUserIsRefused() {
        try (var other = new AuthFixture()) {
            var tokens = other.loggedIn(ANN);
            other.database.execute("delete from auth.session; delete from auth.person where email = '" + ANN + "'");

            other.assertRefused(tokens.accessToken());
        }
    }

    /// What others make of our tokens: a JWT library finds the signature right.
    @Test
    void aLibraryVerifiesOurTokens() {
        var vertx = auth.platform.platform().vertx();
        var user = TestPlatform.await(library(vertx).authenticate(new TokenCredentials(token)));

        assertEquals(TokenTable.value(ours, "sub"), "\"" + user.principal().getString("sub") + "\"");
    }

    /// A library's token is typed JWT, which could as well be an ID token of the same key.
    @Test
    void aLibrarysTokenIsRefused() {
        var vertx = auth.platform.platform().vertx();
        var claims = new JsonObject(ours.claims());

        auth.assertRefused(library(vertx).generateToken(claims, new JWTOptions().setNoTimestamp(true)));
    }

    @Test
    void theCredentialIsNotInTheTextOfTheQuestion() {
        assertTrue(!new Authenticate(token).toString().contains(token));
    }

    private static JWTAuth library(Vertx vertx) {
        return JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true))
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(HandMadeToken.SECRET)));
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
