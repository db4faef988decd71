package finance.flowlet.auth;

import static finance.flowlet.auth.HttpAuth.PASSWORD;
import static finance.flowlet.auth.HttpAuth.json;
import static finance.flowlet.auth.HttpAuth.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.ChangeUser;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.TestPlatform;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// New passwords over real HTTP: by the old one, and by a token from the outbox.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpPasswordTest {
    private static final String NEW = "a stable that no horse has left";
    private static final String NEWER = "two stables that no horse has left";
    private static final String INVALID_TOKEN = "401 invalid_reset_token";

    private final HttpAuth auth = new HttpAuth(Map.of());
    private final Api admin = auth.loggedIn("admin@acme.test");

    @AfterAll
    void close() {
        auth.close();
    }

    /// A9
    @Test
    void aNewPasswordEndsEverySessionButThisOne() {
        var email = auth.register("change");
        var other = auth.logIn(email);
        var here = auth.loggedIn(email);
        assertEquals(200, auth.session(other).get("/auth/me").status());

        assertEquals("204", verdict(change(here, PASSWORD, NEW)));

        assertEquals(200, here.get("/auth/me").status());
        assertEquals(401, auth.session(other).get("/auth/me").status());
        assertEquals(
                "401 invalid_refresh_token",
                verdict(auth.post("/auth/refresh", "refreshToken", other.text("refreshToken"))));
        assertEquals("401 invalid_credentials", verdict(auth.logIn(email)));
        assertEquals("200", verdict(auth.logIn(email, NEW)));
    }

    @Test
    void whatTheOldPasswordHasBegunIsNotCompleted() {
        var ann = auth.enrolled("begun");
        var token = auth.mfaToken(ann.email());

        assertEquals("204", verdict(change(ann.api(), PASSWORD, NEW)));

        assertEquals("401 invalid_mfa_token", verdict(auth.verify(token, auth.nextCode(ann))));
    }

    @Test
    void guessingTheCurrentPasswordLocksTheAccount() {
        var email = auth.register("guess");
        var api = auth.loggedIn(email);
        for (var i = 0; i < 10; i++) {
            assertEquals("401 invalid_credentials", verdict(change(api, "a wrong password", NEW)));
        }

        assertEquals("429 too_many_attempts", verdict(change(api, PASSWORD, NEW)));
        assertEquals("429 too_many_attempts", verdict(auth.logIn(email)));
    }

    @ParameterizedTest
    @CsvSource({
        "too short, password_too_short",
        "passwordpassword, password_blocked",
        "flaws@acme.test1, password_blocked"
    })
    void aNewPasswordIsJudgedLikeAFirstOne(String password, String code) {
        var email = auth.register("flaws" + code.length() + password.length());
        var refused =
                change(auth.loggedIn(email), PASSWORD, password.replace("flaws", email.replace("@acme.test", "")));

        assertEquals("422 " + code, verdict(refused));
        assertEquals("/newPassword", refused.json().at("/errors/0/pointer").asString());
        assertEquals("200", verdict(auth.logIn(email)));
    }

    /// Repeated because the answer was lost, it is no guess at a password that is none any more.
    @Test
    void aRepeatedChangeIsAnsweredAsBefore() {
        var email = auth.register("again");
        var api = auth.loggedIn(email);
        var body = json("currentPassword", PASSWORD, "newPassword", NEW);
        assertEquals("204", verdict(api.post("/auth/password", body, "Idempotency-Key", "once")));

        for (var i = 0; i < 12; i++) {
            var repeated = api.post("/auth/password", body, "Idempotency-Key", "once");
            assertEquals("204", verdict(repeated));
            assertEquals("true", repeated.header("Idempotency-Replayed"));
        }
        var other = json("currentPassword", NEW, "newPassword", NEWER);
        assertEquals(
                "422 idempotency_key_reused", verdict(api.post("/auth/password", other, "Idempotency-Key", "once")));
        assertEquals("200", verdict(auth.logIn(email, NEW)));
        // A key is its owner's: somebody else who sends the same changes their own password.
        var neighbour = auth.loggedIn(auth.register("again2"));
        var theirs = neighbour.post("/auth/password", body, "Idempotency-Key", "once");
        assertEquals("204 ", verdict(theirs) + " " + theirs.header("Idempotency-Replayed"));
    }

    @Test
    void ofManyTwinsOneChangesAndTheOthersHearOfIt() {
        var email = auth.register("twins");
        var api = auth.loggedIn(email);
        var body = json("currentPassword", PASSWORD, "newPassword", NEW);
        var twin = (Callable<Response>) () -> api.post("/auth/password", body, "Idempotency-Key", "twin");

        var answers = Api.together(Collections.nCopies(8, twin));

        assertTrue(answers.stream().allMatch(answer -> answer.status() == 204), answers::toString);
        assertEquals(7, answers.stream().filter(Response::replayed).count());
    }

    @Test
    void aRefusedChangeLeavesItsKeyFree() {
        var api = auth.loggedIn(auth.register("free"));
        var wrong = json("currentPassword", "a wrong password", "newPassword", NEW);
        assertEquals("401 invalid_credentials", verdict(api.post("/auth/password", wrong, "Idempotency-Key", "k")));

        var right = json("currentPassword", PASSWORD, "newPassword", NEW);
        assertEquals("204", verdict(api.post("/auth/password", right, "Idempotency-Key", "k")));
    }

    @Test
    void ofTwoChangesAtOnceOneWins() {
        var api = auth.loggedIn(auth.register("twice"));
        var verdicts = Api.together(List.<Callable<Response>>of(
                        () -> change(api, PASSWORD, NEW), () -> change(api, PASSWORD, NEWER)))
                .stream()
                .map(HttpAuth::verdict)
                .toList();

        assertEquals(1, Collections.frequency(verdicts, "204"), verdicts::toString);
    }

    @Test
    void aForgottenPasswordIsResetByATokenThatWorksOnce() {
        var email = auth.register("forgot");
        var session = auth.logIn(email);
        var token = requested(email);

        assertEquals("204", verdict(reset(token, NEW)));

        assertEquals(401, auth.session(session).get("/auth/me").status());
        assertEquals("401 invalid_credentials", verdict(auth.logIn(email)));
        assertEquals("200", verdict(auth.logIn(email, NEW)));
        assertEquals(INVALID_TOKEN, verdict(reset(token, NEWER)));
        assertEquals("200", verdict(auth.logIn(email, NEW)));
    }

    /// A6: the whole answer; what it costs is compared by what it writes.
    @Test
    void whetherAnybodyHasTheAddressDoesNotShow() {
        var email = auth.register("asked");
        var before = rows();
        var known = request(email);
        var between = rows();
        var unknown = request("nobody@acme.test");
        var after = rows();

        assertEquals(202, known.status());
        assertEquals(known.status(), unknown.status());
        assertEquals(known.body(), unknown.body());
        assertEquals(known.headers().map().keySet(), unknown.headers().map().keySet());
        assertEquals(between - before, after - between, "the same number of rows");
        assertTrue(between - before >= 3);
        assertTrue(messages().stream()
                .noneMatch(message -> message.text("recipient").startsWith("nobody")));
        assertEquals(202, request("no address at all").status());
    }

    private long rows() {
        return auth.flowlet
                .database()
                .number("select (select count(*) from auth.password_reset)"
                        + " + (select count(*) from auth.outbox) + (select count(*) from auth.audit)");
    }

    @Test
    void aTokenLivesHalfAnHour() {
        var email = auth.register("late");
        var token = requested(email);
        auth.clock.advance(Duration.ofSeconds(1799));
        assertEquals("422 password_too_short", verdict(reset(token, "short")), "a flaw leaves the token as it was");

        auth.clock.advance(Duration.ofSeconds(1));

        assertEquals(INVALID_TOKEN, verdict(reset(token, NEW)));
        assertEquals("200", verdict(auth.logIn(email)));
    }

    @Test
    void aTokenIsForItsOwnerAndAllOfThemEndTogether() {
        var ann = auth.register("owner");
        var bob = auth.register("neighbour");
        var first = requested(ann);
        var second = requested(ann);

        assertEquals("204", verdict(reset(first, NEW)));

        assertEquals(INVALID_TOKEN, verdict(reset(second, NEWER)));
        assertEquals("200", verdict(auth.logIn(bob)), "somebody else's password is what it was");
        assertEquals("200", verdict(auth.logIn(ann, NEW)));
    }

    @Test
    void ofManyUsesOfOneTokenAtOnceOneWins() {
        var email = auth.register("storm");
        var token = requested(email);
        var use = (Callable<Response>) () -> reset(token, NEW);

        var verdicts = Api.together(Collections.nCopies(8, use)).stream()
                .map(HttpAuth::verdict)
                .toList();

        assertEquals(1, Collections.frequency(verdicts, "204"), verdicts::toString);
        assertEquals(7, Collections.frequency(verdicts, INVALID_TOKEN), verdicts::toString);
    }

    @Test
    void nothingElsePassesForAToken() {
        var session = auth.logIn(auth.register("none"));

        for (var token :
                List.of("", "pr_", "pr_guess", session.text("accessToken"), session.text("refreshToken"), "' or 1=1")) {
            assertEquals(INVALID_TOKEN, verdict(reset(token, NEW)), token);
        }
    }

    /// Otherwise a stranger could fill somebody's mailbox.
    @Test
    void noMoreThanThreeTokensAreSentAtOnce() {
        var email = auth.register("flooded");
        for (var i = 0; i < 5; i++) {
            assertEquals(202, request(email).status());
        }
        assertEquals(3, messagesTo(email).size());

        auth.clock.advance(Duration.ofMinutes(30));
        requested(email);
        assertEquals(4, messagesTo(email).size());
    }

    @Test
    void whoIsFrozenIsSentNothingAndResetsNothing() {
        var email = auth.register("frozen");
        var token = requested(email);
        var me = auth.loggedIn(email).get("/auth/me");
        var caller = new Caller(TenantId.parse(me.text("tenantId")), null, "test", "req_test");
        TestPlatform.await(auth.flowlet
                .flowlet()
                .bus()
                .request(
                        ChangeUser.ADDRESS,
                        new ChangeUser(caller, UserId.parse(me.text("id")), ChangeUser.Action.FREEZE)));

        assertEquals(202, request(email).status());
        assertEquals(1, messagesTo(email).size());
        assertEquals(INVALID_TOKEN, verdict(reset(token, NEW)));
    }

    @Test
    void theSecondFactorOutlivesAReset() {
        var ann = auth.enrolled("both");

        assertEquals("204", verdict(reset(requested(ann.email()), NEW)));

        var half = auth.logIn(ann.email(), NEW);
        assertEquals("401 mfa_required", verdict(half));
        assertEquals("200", verdict(auth.verify(half.text("mfaToken"), auth.nextCode(ann))));
    }

    /// Whoever is kept out by somebody else's guesses gets in again by their mailbox.
    @Test
    void aResetEndsALock() {
        var email = auth.register("locked");
        for (var i = 0; i < 10; i++) {
            auth.logIn(email, "a wrong password");
        }
        assertEquals("429 too_many_attempts", verdict(auth.logIn(email)));

        assertEquals("204", verdict(reset(requested(email), NEW)));

        assertEquals("200", verdict(auth.logIn(email, NEW)));
    }

    /// Whoever reads somebody's mail must not buy new tries at their codes with it.
    @Test
    void aResetEndsNoLockThatProtectsASecondFactor() {
        var ann = auth.enrolled("guarded");
        for (var i = 0; i < 10; i++) {
            auth.logIn(ann.email(), "a wrong password");
        }

        assertEquals("204", verdict(reset(requested(ann.email()), NEW)));

        assertEquals("429 too_many_attempts", verdict(auth.logIn(ann.email(), NEW)));
        auth.clock.advance(Duration.ofMinutes(15));
        assertEquals("401 mfa_required", verdict(auth.logIn(ann.email(), NEW)));
    }

    @Test
    void theOutboxIsForTheAdminOfTheBusiness() {
        requested(auth.register("private"));
        var others = auth.loggedIn("admin@globex.test").get("/sandbox/outbox");

        assertEquals(0, others.json().path("data").size(), others.body());
        for (var caller : List.of("operator@acme.test", "viewer@acme.test", "ann@acme.test")) {
            assertEquals("403 forbidden", verdict(auth.loggedIn(caller).get("/sandbox/outbox")), caller);
        }
        assertEquals("403 forbidden", verdict(auth.flowlet.api().get("/sandbox/outbox")));
        assertEquals("401 unauthenticated", verdict(auth.nobody.get("/sandbox/outbox")));
    }

    @Test
    void theOutboxIsReadPageByPage() {
        var email = auth.register("pages");
        var tokens = List.of(requested(email), requested(email));
        var first = admin.get("/sandbox/outbox?limit=1");
        var second = admin.get("/sandbox/outbox?limit=1&after=" + first.text("nextCursor"));

        assertEquals(List.of(tokens.get(1)), first.column("token"));
        assertEquals(List.of(tokens.get(0)), second.column("token"));
    }

    /// Nothing sends messages yet: better to say so than to leave somebody waiting.
    @Test
    void productionHasNoOutboxAndSaysSo(@TempDir Path folder) throws GeneralSecurityException {
        var checkpoints = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SigningKey.write(folder, "checkpoints", SigningKey.pem("PRIVATE KEY", checkpoints.getPrivate()));
        try (var production = new HttpAuth(Map.of(
                "FLOWLET_PROFILE", "production",
                "FLOWLET_AUTH_MFA_REQUIRED_FOR_STAFF", "false",
                "FLOWLET_SIGNING_KEY_FILE", folder.resolve("checkpoints.pem").toString(),
                "DB_PASSWORD", "Kq3-hunter-2-zebra"))) {
            for (var email : List.of("ann@acme.test", "nobody@acme.test")) {
                var answer = production.post("/auth/password-reset", "email", email);
                assertEquals("503 unavailable", verdict(answer));
                assertEquals("1", answer.header("Retry-After"));
            }
            assertEquals(
                    "404 route_not_found",
                    verdict(production.loggedIn("admin@acme.test").get("/sandbox/outbox")));
            assertEquals(0, production.flowlet.database().number("select count(*) from auth.password_reset"));
        }
    }

    @Test
    void noTokenIsStoredOutsideTheOutbox() {
        var token = requested(auth.register("hashed"));
        var rows = auth.flowlet
                .database()
                .texts("select password_reset::text from auth.password_reset"
                        + " union all select audit::text from auth.audit");

        assertFalse(rows.stream().anyMatch(row -> row.contains(token)));
    }

    private static Response change(Api api, String current, String next) {
        return api.post("/auth/password", json("currentPassword", current, "newPassword", next));
    }

    private Response request(String email) {
        return auth.post("/auth/password-reset", "email", email);
    }

    private Response reset(String token, String password) {
        return auth.post("/auth/password-reset/confirm", "token", token, "newPassword", password);
    }

    /// The token that the owner of an address was sent.
    private String requested(String email) {
        // The order of two messages of one moment is nobody's promise.
        auth.clock.advance(Duration.ofSeconds(1));
        assertEquals(202, request(email).status());
        return messagesTo(email).getFirst().text("token");
    }

    private List<Response> messagesTo(String email) {
        return messages().stream()
                .filter(message -> message.text("recipient").equals(email))
                .toList();
    }

    /// Newest first.
    private List<Response> messages() {
        var page = admin.get("/sandbox/outbox?limit=200");
        assertEquals(200, page.status(), page.body());
        return page.json()
                .path("data")
                .valueStream()
                .map(row -> new Response(200, page.headers(), row.toString()))
                .toList();
    }
}
