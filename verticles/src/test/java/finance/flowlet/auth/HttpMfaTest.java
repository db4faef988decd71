package finance.flowlet.auth;

import static finance.flowlet.auth.HttpAuth.PASSWORD;
import static finance.flowlet.auth.HttpAuth.json;
import static finance.flowlet.auth.HttpAuth.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.ChangeUser;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.TestPlatform;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Second factors over real HTTP: what they open, once, and how little a guess is worth.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpMfaTest {
    private static final String INVALID_CODE = "401 invalid_mfa_code";
    private static final String INVALID_TOKEN = "401 invalid_mfa_token";
    private static final String LOCKED = "429 too_many_attempts";

    private final HttpAuth auth = new HttpAuth(Map.of());

    @AfterAll
    void close() {
        auth.close();
    }

    @Test
    void aLoginWithASecondFactorNeedsBoth() {
        var ann = auth.enrolled("both");

        var half = auth.logIn(ann.email());
        assertEquals("401 mfa_required", verdict(half));
        assertFalse(half.json().has("accessToken"));
        assertEquals("Bearer realm=\"flowlet\"", half.header("WWW-Authenticate"));
        assertEquals("no-store", half.header("Cache-Control"));
        assertEquals("/problems/mfa_required", half.text("type"));

        var whole = auth.verify(half.text("mfaToken"), auth.nextCode(ann));
        assertEquals("Bearer", whole.text("tokenType"));
        assertEquals(ann.email(), auth.session(whole).get("/auth/me").text("email"));
        assertEquals("401 invalid_credentials", verdict(auth.logIn(ann.email(), "a wrong password")));
    }

    @Test
    void anAppThatIsNotActivatedChangesNothing() {
        var email = auth.register("begun");
        var api = auth.loggedIn(email);
        var first = api.post("/auth/mfa/enroll", null);
        var second = api.post("/auth/mfa/enroll", null);

        assertEquals(200, auth.logIn(email).status());
        assertFalse(api.get("/auth/mfa").json().path("active").asBoolean());
        assertNotEquals(first.text("secret"), second.text("secret"));
        assertTrue(second.text("secretUri").contains("secret=" + second.text("secret")), second.body());
        var old = new Authenticator(first.text("secret")).code(auth.clock.instant());
        assertEquals(INVALID_CODE, verdict(api.post("/auth/mfa/activate", json("code", old))));
        var fresh = new Authenticator(second.text("secret")).code(auth.clock.instant());
        assertEquals("200", verdict(api.post("/auth/mfa/activate", json("code", fresh))));
        assertEquals("409 mfa_already_active", verdict(api.post("/auth/mfa/activate", json("code", fresh))));
        assertEquals("409 mfa_already_active", verdict(api.post("/auth/mfa/enroll", null)));
    }

    /// Otherwise whoever finds a session could keep its owner out with an app of their own.
    @Test
    void anAppIsEnrolledRightAfterALogin() {
        var email = auth.register("found");
        var login = auth.logIn(email);
        auth.clock.advance(Duration.ofMinutes(15));
        var api = auth.session(login);
        assertEquals("200", verdict(api.post("/auth/mfa/enroll", null)));

        auth.clock.advance(Duration.ofSeconds(1));

        assertEquals("403 recent_login_required", verdict(api.post("/auth/mfa/enroll", null)));
        var refreshed = auth.session(auth.post("/auth/refresh", "refreshToken", login.text("refreshToken")));
        assertEquals("403 recent_login_required", verdict(refreshed.post("/auth/mfa/enroll", null)));
        assertEquals("200", verdict(auth.loggedIn(email).post("/auth/mfa/enroll", null)));
    }

    @Test
    void withoutAnAppThereIsNothingToActivateRenewOrDisable() {
        var api = auth.loggedIn(auth.register("without"));

        assertEquals("409 mfa_not_enrolled", verdict(api.post("/auth/mfa/activate", json("code", "123456"))));
        assertEquals("409 mfa_not_active", verdict(api.post("/auth/mfa/recovery-codes", json("code", "123456"))));
        assertEquals(
                "409 mfa_not_active",
                verdict(api.post("/auth/mfa/disable", json("password", PASSWORD, "code", "123456"))));
    }

    /// A session that somebody with only the password has opened must not become one with both.
    @Test
    void activatingEndsEverySessionButThisOne() {
        var email = auth.register("before");
        var thief = auth.logIn(email);
        var ann = auth.enroll(email, auth.loggedIn(email));

        assertEquals(401, auth.session(thief).get("/auth/me").status());
        assertEquals(
                "401 invalid_refresh_token",
                verdict(auth.post("/auth/refresh", "refreshToken", thief.text("refreshToken"))));
        assertEquals(200, ann.api().get("/auth/me").status());
        var mfa = ann.api().get("/auth/mfa").json();
        assertTrue(mfa.path("active").asBoolean());
        assertFalse(mfa.path("required").asBoolean());
        assertEquals(10, mfa.path("recoveryCodesLeft").asInt());
    }

    /// A8
    @Test
    void aCodeWorksOnce() {
        var ann = auth.enrolled("once");
        var activation = ann.app().code(auth.clock.instant());
        assertEquals(INVALID_CODE, verdict(auth.verify(auth.mfaToken(ann.email()), activation)), "it activated");

        var code = auth.nextCode(ann);
        assertEquals("200", verdict(auth.verify(auth.mfaToken(ann.email()), code)));

        assertEquals(INVALID_CODE, verdict(auth.verify(auth.mfaToken(ann.email()), code)));
        assertEquals("200", verdict(auth.verify(auth.mfaToken(ann.email()), auth.nextCode(ann))));
    }

    @Test
    void ofManyUsesOfOneCodeAtOnceOneWins() {
        var ann = auth.enrolled("race");
        var calls = new ArrayList<Callable<Response>>();
        auth.clock.advance(Duration.ofSeconds(30));
        var code = ann.app().code(auth.clock.instant());
        for (var i = 0; i < 8; i++) {
            var token = auth.mfaToken(ann.email());
            calls.add(() -> auth.verify(token, code));
        }

        var verdicts = Api.together(calls).stream().map(HttpAuth::verdict).toList();

        assertEquals(1, Collections.frequency(verdicts, "200"), verdicts::toString);
        assertEquals(7, Collections.frequency(verdicts, INVALID_CODE), verdicts::toString);
    }

    /// Clocks differ by half a minute, not by a whole one. A step that has passed does not come back.
    @Test
    void theCodesBesideTheCurrentOnePass() {
        var ann = auth.enrolled("skew");
        auth.clock.advance(Duration.ofMinutes(5));
        var now = auth.clock.instant();
        for (var step : List.of(-2, 2)) {
            assertEquals(
                    INVALID_CODE,
                    verdict(auth.verify(auth.mfaToken(ann.email()), ann.app().code(now, step))));
        }
        for (var step : List.of(-1, 0, 1)) {
            assertEquals(
                    "200",
                    verdict(auth.verify(auth.mfaToken(ann.email()), ann.app().code(now, step))));
        }
        for (var step : List.of(-1, 0, 1)) {
            assertEquals(
                    INVALID_CODE,
                    verdict(auth.verify(auth.mfaToken(ann.email()), ann.app().code(now, step))));
        }
    }

    /// A8: fifty guesses at once are five.
    @Test
    void aTokenTakesFiveTries() {
        var ann = auth.enrolled("tries");
        var token = auth.mfaToken(ann.email());
        var wrong = auth.wrongCode(ann);
        var guess = (Callable<Response>) () -> auth.verify(token, wrong);

        var verdicts = Api.together(Collections.nCopies(50, guess)).stream()
                .map(HttpAuth::verdict)
                .toList();

        assertEquals(5, Collections.frequency(verdicts, INVALID_CODE), verdicts::toString);
        assertEquals(45, Collections.frequency(verdicts, INVALID_TOKEN), verdicts::toString);
        assertEquals(INVALID_TOKEN, verdict(auth.verify(token, auth.nextCode(ann))), "the right one comes too late");
    }

    /// A7, A8: a right password buys new tokens, but no new tries.
    @Test
    void tooManyWrongCodesLockTheAccount() {
        var ann = auth.enrolled("brute");
        var token = auth.mfaToken(ann.email());
        for (var i = 0; i < 5; i++) {
            assertEquals(INVALID_CODE, verdict(auth.verify(token, auth.wrongCode(ann))));
        }
        var other = auth.mfaToken(ann.email());
        var spare = auth.mfaToken(ann.email());
        for (var i = 0; i < 5; i++) {
            assertEquals(INVALID_CODE, verdict(auth.recover(other, "aaaaa-aaaa" + i)));
        }

        var locked = auth.verify(spare, auth.nextCode(ann));
        assertEquals(LOCKED, verdict(locked));
        assertEquals("870", locked.header("Retry-After"));
        assertEquals(LOCKED, verdict(auth.recover(spare, ann.recoveryCodes().getFirst())));
        assertEquals(LOCKED, verdict(auth.logIn(ann.email())));

        auth.clock.advance(Duration.ofMinutes(15));
        assertEquals("200", verdict(auth.verify(auth.mfaToken(ann.email()), auth.nextCode(ann))));
    }

    /// Guesses sent at once are judged one by one: none is before those that came first are counted.
    @Test
    void aGuessWaitsForTheOneBefore() throws SQLException {
        var ann = auth.enrolled("queue");
        var token = auth.mfaToken(ann.email());
        var code = auth.nextCode(ann);
        var database = auth.flowlet.database();
        try (var before = database.connect();
                var statement = before.createStatement()) {
            before.setAutoCommit(false);
            // A login that is being judged lets others look, and nobody judge.
            statement.execute("select id from auth.person where email = '" + ann.email() + "' for share");
            var guess = CompletableFuture.supplyAsync(() -> auth.verify(token, code));
            var waits = "select count(*) from pg_locks where not granted";
            while (!guess.isDone() && database.number(waits) == 0) {
                Thread.onSpinWait();
            }
            assertFalse(guess.isDone());
            before.rollback();
            assertEquals("200", verdict(guess.join()));
        }
    }

    @Test
    void aRecoveryCodeWorksOnceHoweverItIsTyped() {
        var ann = auth.enrolled("paper");
        var code = ann.recoveryCodes().get(3);
        assertEquals(10, new HashSet<>(ann.recoveryCodes()).size());

        var opened = auth.recover(
                auth.mfaToken(ann.email()), code.toUpperCase(Locale.ROOT).replace("-", " "));

        assertEquals("200", verdict(opened));
        assertEquals(INVALID_CODE, verdict(auth.recover(auth.mfaToken(ann.email()), code)));
        assertEquals(
                9,
                auth.session(opened)
                        .get("/auth/mfa")
                        .json()
                        .path("recoveryCodesLeft")
                        .asInt());
    }

    @Test
    void aRecoveryCodeIsWorthNothingToSomebodyElse() {
        var ann = auth.enrolled("mine");
        var bob = auth.enrolled("yours");

        assertEquals(
                INVALID_CODE,
                verdict(auth.recover(
                        auth.mfaToken(bob.email()), ann.recoveryCodes().getFirst())));
        var theirs = ann.app().code(auth.clock.instant(), 1);
        assertEquals(INVALID_CODE, verdict(auth.verify(auth.mfaToken(bob.email()), theirs)));
    }

    @Test
    void newRecoveryCodesReplaceTheOld() {
        var ann = auth.enrolled("renew");
        var refused = ann.api().post("/auth/mfa/recovery-codes", json("code", auth.wrongCode(ann)));
        assertEquals(INVALID_CODE, verdict(refused));

        var renewed = ann.api().post("/auth/mfa/recovery-codes", json("code", auth.nextCode(ann)));

        assertEquals("200", verdict(renewed));
        var codes = HttpAuth.codes(renewed);
        assertEquals(10, codes.size());
        assertTrue(Collections.disjoint(codes, ann.recoveryCodes()));
        assertEquals(
                INVALID_CODE,
                verdict(auth.recover(
                        auth.mfaToken(ann.email()), ann.recoveryCodes().getFirst())));
        assertEquals("200", verdict(auth.recover(auth.mfaToken(ann.email()), codes.getFirst())));
    }

    @Test
    void aSecondFactorIsGivenUpByBoth() {
        var ann = auth.enrolled("enough");
        var wrongPassword = json("password", "a wrong password", "code", auth.nextCode(ann));
        assertEquals("401 invalid_credentials", verdict(ann.api().post("/auth/mfa/disable", wrongPassword)));
        var wrongCode = json("password", PASSWORD, "code", auth.wrongCode(ann));
        assertEquals(INVALID_CODE, verdict(ann.api().post("/auth/mfa/disable", wrongCode)));
        assertEquals("401 mfa_required", verdict(auth.logIn(ann.email())));

        // The phone is lost: paper will do.
        var both =
                json("password", PASSWORD, "recoveryCode", ann.recoveryCodes().get(9));
        assertEquals("204", verdict(ann.api().post("/auth/mfa/disable", both, "Idempotency-Key", "k")));
        var repeated = ann.api().post("/auth/mfa/disable", both, "Idempotency-Key", "k");
        assertEquals("204 true", verdict(repeated) + " " + repeated.header("Idempotency-Replayed"));

        assertEquals("200", verdict(auth.logIn(ann.email())));
        auth.enroll(ann.email(), ann.api());
        assertEquals(
                INVALID_CODE,
                verdict(auth.recover(
                        auth.mfaToken(ann.email()), ann.recoveryCodes().get(1))),
                "codes end with the app they belong to");
    }

    @Test
    void ofManyTwinsOneGivesItUpAndTheOthersHearOfIt() {
        var ann = auth.enrolled("twins");
        var both = json("password", PASSWORD, "code", auth.nextCode(ann));
        var twin = (Callable<Response>) () -> ann.api().post("/auth/mfa/disable", both, "Idempotency-Key", "twin");

        var answers = Api.together(Collections.nCopies(8, twin));

        assertTrue(answers.stream().allMatch(answer -> answer.status() == 204), answers::toString);
        assertEquals(7, answers.stream().filter(Response::replayed).count());
    }

    @Test
    void theTokenOfAHalfLoginOpensNothingElse() {
        var ann = auth.enrolled("half");
        var token = auth.mfaToken(ann.email());

        assertEquals("401 unauthenticated", verdict(auth.nobody.as(token).get("/auth/me")));
        assertEquals("401 unauthenticated", verdict(auth.nobody.as(token).post("/auth/mfa/enroll", null)));
        assertEquals("401 invalid_refresh_token", verdict(auth.post("/auth/refresh", "refreshToken", token)));
        assertEquals(
                "401 invalid_reset_token",
                verdict(auth.post("/auth/password-reset/confirm", "token", token, "newPassword", PASSWORD)));
        assertEquals("200", verdict(auth.verify(token, auth.nextCode(ann))));
        assertEquals(INVALID_TOKEN, verdict(auth.verify(token, auth.nextCode(ann))), "once");
    }

    @Test
    void nothingElsePassesForTheTokenOfAHalfLogin() {
        var ann = auth.enrolled("other");
        var session = auth.verify(auth.mfaToken(ann.email()), auth.nextCode(ann));

        for (var token : List.of(
                "", "mfa_", "mfa_guess", session.text("accessToken"), session.text("refreshToken"), "' or 1=1--")) {
            assertEquals(INVALID_TOKEN, verdict(auth.verify(token, auth.nextCode(ann))), token);
        }
    }

    /// A8
    @Test
    void theTokenOfAHalfLoginLivesFiveMinutes() {
        var ann = auth.enrolled("slow");
        var token = auth.mfaToken(ann.email());
        auth.clock.advance(Duration.ofSeconds(270));
        assertEquals(INVALID_CODE, verdict(auth.verify(token, auth.wrongCode(ann))));

        assertEquals(INVALID_TOKEN, verdict(auth.verify(token, auth.nextCode(ann))));
    }

    @Test
    void whoIsFrozenMeanwhileIsNotLetIn() {
        var ann = auth.enrolled("frozen");
        var token = auth.mfaToken(ann.email());
        var me = ann.api().get("/auth/me");
        var caller = new Caller(TenantId.parse(me.text("tenantId")), null, "test", "req_test");
        var user = UserId.parse(me.text("id"));
        TestPlatform.await(auth.flowlet
                .flowlet()
                .bus()
                .request(ChangeUser.ADDRESS, new ChangeUser(caller, user, ChangeUser.Action.FREEZE)));

        assertEquals(INVALID_TOKEN, verdict(auth.verify(token, auth.nextCode(ann))));
    }

    @Test
    void aCodeOrARecoveryCodeNotBoth() {
        var ann = auth.enrolled("either");
        var neither = auth.post("/auth/mfa/verify", "mfaToken", "mfa_x");
        var both = auth.post("/auth/mfa/verify", "mfaToken", "mfa_x", "code", "123456", "recoveryCode", "aaaaa-aaaaa");

        assertEquals("422 required", verdict(neither));
        assertEquals("/code", neither.json().at("/errors/0/pointer").asString());
        assertEquals("422 invalid_value", verdict(both));
        assertEquals("/recoveryCode", both.json().at("/errors/0/pointer").asString());
        assertEquals("422 required", verdict(ann.api().post("/auth/mfa/recovery-codes", "{}")));
        assertEquals("422 required", verdict(ann.api().post("/auth/mfa/disable", json("password", PASSWORD))));
    }

    /// Whoever reads the database has no second factor by it.
    @Test
    void whatIsStoredOpensNothing() {
        var ann = auth.enrolled("stored");
        var rows = auth.flowlet
                .database()
                .texts(
                        "select totp::text from auth.totp union all "
                                + "select recovery_code::text from auth.recovery_code union all "
                                + "select mfa_challenge::text from auth.mfa_challenge union all select audit::text from auth.audit");

        var token = auth.mfaToken(ann.email());
        for (var secret : List.of(ann.app().secret(), ann.recoveryCodes().getFirst(), token)) {
            assertTrue(rows.stream().noneMatch(row -> row.contains(secret)));
        }
    }
}
