package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.OpenApi;
import finance.flowlet.testing.TestFlowlet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no e-mail address, no login and no credential: row B59 of the bad-input catalogue, and its neighbours.
@ExtendWith(Refusals.EndsWithTheRun.class)
class CredentialsJourneyTest {
    private static final Refusals REFUSALS = Refusals.shared();

    @ParameterizedTest(name = "B59: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ann                                   | 422 invalid_email
            @acme.test                            | 422 invalid_email
            ann@                                  | 422 invalid_email
            ann@@acme.test                        | 422 invalid_email
            ann@acme@evil.test                    | 422 invalid_email
            ann@acme                              | 422 invalid_email
            ann@acme..test                        | 422 invalid_email
            ann@.acme.test                        | 422 invalid_email
            ann@acme.test.                        | 422 invalid_email
            ann acme@acme.test                    | 422 invalid_email
            " ann@acme.test"                      | 422 invalid_email
            <script>alert(1)</script>@acme.test   | 422 invalid_email
            "ann"@acme.test                       | 422 invalid_email
            Ann <ann@acme.test>                   | 422 invalid_email
            ann@acme.test,bob@acme.test           | 422 invalid_email
            ann@acme.test;bob@acme.test           | 422 invalid_email
            ann@[127.0.0.1]                       | 422 invalid_email
            ann@acme.test%0d%0aBcc:x              | 422 invalid_email
            ann@acme.test\\r\\nBcc: x@evil.test     | 422 invalid_text
            ann@acme.test\\u0000                   | 422 invalid_text
            \\u202eann@acme.test                   | 422 invalid_text
            a{65}@acme.test                       | 422 invalid_email
            a{260}@acme.test                      | 422 too_long
            ''                                    | 422 invalid_email
            """)
    void whatIsNoAddressRegistersNobody(String written, String expected) {
        var email = written.equals("''") ? "" : repeated(written);
        REFUSALS.refused(
                expected,
                () -> REFUSALS.api.post(
                        "/auth/register",
                        "{\"email\":\"" + email.replace("\"", "\\\"") + "\",\"password\":\"" + TestFlowlet.PASSWORD
                                + "\"}"));
    }

    static Stream<String> nastyStrings() {
        return NastyStrings.all().stream();
    }

    /// A login is right or wrong; no text makes it an error of ours, and no text makes it right.
    @ParameterizedTest
    @MethodSource("nastyStrings")
    void aNastyLoginIsAWrongLogin(String text) {
        var before = REFUSALS.effects.now();

        var answer = REFUSALS.api.as(null).post("/auth/login", OpenApi.json(Map.of("email", text, "password", text)));

        assertTrue(answer.status() == 401 || answer.status() == 422, answer::body);
        assertEquals(before, REFUSALS.effects.now());
    }

    /// What is added to a right password makes it wrong, seen or not.
    @ParameterizedTest
    @ValueSource(strings = {" ", "\u0000", "\u0000x", "\n", "\u200b", "x", "\ufeff"})
    void aPasswordIsAllOfItsCharacters(String added) {
        for (var password : new String[] {TestFlowlet.PASSWORD + added, added + TestFlowlet.PASSWORD}) {
            var answer = REFUSALS.api
                    .as(null)
                    .post("/auth/login", OpenApi.json(Map.of("email", "operator@acme.test", "password", password)));
            assertEquals("401 invalid_credentials", answer.status() + " " + answer.code());
            REFUSALS.flowlet.login("operator@acme.test");
        }
    }

    @ParameterizedTest(name = "Authorization: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Bearer            | 401
            Bearer KEY x      | 401
            Bearer KEY,KEY    | 401
            Bearer KEY=       | 401
            BearerKEY         | 401
            Basic KEY         | 401
            Token KEY         | 401
            KEY               | 401
            Bearer "KEY"      | 401
            Bearer\\tKEY       | 401
            Bearer null       | 401
            Bearer undefined  | 401
            Bearer ' or '1'='1| 401
            Bearer k{9000}    | 401
            Bearer KEY\\r\\nAuthorization: Bearer KEY | 400
            bearer KEY        | 200
            Bearer  KEY       | 200
            """)
    void aCredentialIsReadInOneWay(String written, int status) {
        var field = repeated(written)
                .replace("KEY", String.valueOf(REFUSALS.api.credential()))
                .replace("\\t", "\t")
                .replace("\\r\\n", "\r\n");
        var reply = REFUSALS.raw.send(
                "GET /wallets?limit=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + field + "\r\n\r\n");
        assertEquals(status, reply.status(), reply::toString);
        assertFalse(reply.body().contains(String.valueOf(REFUSALS.api.credential())));
    }

    @Test
    void aCredentialInAParameterIsNone() {
        var key = String.valueOf(REFUSALS.api.credential());
        for (var name : new String[] {"access_token", "token", "api_key", "key"}) {
            assertEquals(
                    401,
                    REFUSALS.api.as(null).get("/wallets?" + name + "=" + key).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rt_", "rt_guess", "x", "' or 1=1", "null"})
    void aGuessedRefreshTokenIsNone(String token) {
        REFUSALS.refused(
                "401 invalid_refresh_token",
                () -> REFUSALS.api.as(null).post("/auth/refresh", OpenApi.json(Map.of("refreshToken", token))));
    }

    /// An access token refreshes nothing, and a refresh token opens nothing.
    @Test
    void theTwoKindsOfTokenAreNotMixedUp() {
        var session = REFUSALS.api
                .as(null)
                .post(
                        "/auth/login",
                        OpenApi.json(Map.of("email", "viewer@acme.test", "password", TestFlowlet.PASSWORD)));
        REFUSALS.refused(
                "401 invalid_refresh_token",
                () -> REFUSALS.api
                        .as(null)
                        .post("/auth/refresh", OpenApi.json(Map.of("refreshToken", session.text("accessToken")))));
        REFUSALS.refused(
                "401 unauthenticated",
                () -> REFUSALS.api.as(session.text("refreshToken")).get("/auth/me"));
    }

    /// `a{3}` is `aaa`.
    private static String repeated(String written) {
        var open = written.indexOf('{');
        var close = written.indexOf('}');
        return open < 1 || close < open
                ? written
                : written.substring(0, open - 1)
                        + written.substring(open - 1, open).repeat(Integer.parseInt(written.substring(open + 1, close)))
                        + written.substring(close + 1);
    }
}
