package finance.flowlet.auth;

import static finance.flowlet.auth.AuthFixture.ANN;
import static finance.flowlet.auth.AuthFixture.BOSS;
import static finance.flowlet.auth.AuthFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.Principal.Role;
import finance.flowlet.contract.auth.Register;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logins and what stops guessing.
class LoginTest {
    private static final int MAX_FAILURES = 10;
    private final AuthFixture auth = new AuthFixture();

    @AfterEach
    void close() {
        auth.close();
    }

    @Test
    void theRightPasswordOpensASession() {
        var tokens = auth.loggedIn(ANN);

        assertEquals(86_400, tokens.expiresInSeconds());
        assertEquals(ANN, tokens.user().email());
        assertEquals(List.of(Role.CUSTOMER), tokens.user().roles());
        var principal = auth.principal(tokens.accessToken());
        assertEquals(auth.tenant, principal.tenant());
        assertEquals(Principal.Kind.CUSTOMER, principal.kind());
        assertEquals(tokens.user().id(), principal.user());
        assertEquals(Set.of(Role.CUSTOMER), principal.roles());
    }

    @Test
    void staffAreStaff() {
        var principal = auth.principal(auth.loggedIn(BOSS).accessToken());

        assertEquals(Principal.Kind.STAFF, principal.kind());
        assertEquals(Set.of(Role.ADMIN), principal.roles());
    }

    @Test
    void theSpellingOfTheAddressDoesNotMatter() {
        assertInstanceOf(LogIn.LoggedIn.class, auth.logIn("ANN@Example.COM", PASSWORD));
    }

    /// A4: nothing shorter, longer or differently written passes for the password.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Correct Horse Battery Staple",
                "correct horse battery stapl",
                "correct horse battery staple ",
                "correct horse battery staple\0",
                "correct horse\0",
                "",
                "wrong horse battery staple"
            })
    void anythingElseIsRefused(String password) {
        assertInstanceOf(LogIn.InvalidCredentials.class, auth.logIn(ANN, password));
    }

    /// A4: bcrypt would stop reading after 72 bytes.
    @Test
    void everyCharacterOfALongPasswordCounts() {
        var password = "0 long pass phrases are read to their very end, every one of their one hundred and more chars"
                .repeat(1);
        register("long@example.com", password);

        assertInstanceOf(LogIn.InvalidCredentials.class, auth.logIn("long@example.com", password.substring(0, 72)));
        assertInstanceOf(LogIn.LoggedIn.class, auth.logIn("long@example.com", password));
    }

    /// A5
    @Test
    void composedAndDecomposedCharactersAreOnePassword() {
        var composed = Normalizer.normalize("Übermäßig schöne Köpfe", Normalizer.Form.NFC);
        register("nfc@example.com", composed);

        var decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        assertInstanceOf(LogIn.LoggedIn.class, auth.logIn("nfc@example.com", decomposed));
    }

    /// A7
    @Test
    void tooManyFailuresLockTheAccountForTheRightPasswordToo() {
        for (var i = 0; i < MAX_FAILURES; i++) {
            assertInstanceOf(LogIn.InvalidCredentials.class, auth.logIn(ANN, "wrong password " + i), "failure " + i);
        }

        var locked = assertInstanceOf(LogIn.Locked.class, auth.logIn(ANN, PASSWORD));
        assertEquals(900, locked.retryAfterSeconds());
        assertInstanceOf(LogIn.Locked.class, auth.logIn(ANN, PASSWORD, "198.51.100.9"), "from anywhere");
        assertInstanceOf(LogIn.LoggedIn.class, auth.logIn(BOSS, PASSWORD), "others from there are served");
    }

    /// A7: otherwise whoever knows the address could keep its owner out for ever.
    @Test
    void triesWhileLockedDoNotProlongTheLock() {
        failTimes(ANN, MAX_FAILURES);
        for (var minute = 0; minute < 14; minute++) {
            auth.clock.advance(Duration.ofMinutes(1));
            assertInstanceOf(LogIn.Locked.class, auth.logIn(ANN, "wrong password"));
        }

        auth.clock.advance(Duration.ofMinutes(1));

        assertInstanceOf(LogIn.LoggedIn.class, auth.logIn(ANN, PASSWORD));
    }

    @Test
    void afterALockCountingStartsAgain() {
        failTimes(ANN, MAX_FAILURES);
        auth.clock.advance(Duration.ofMinutes(15));

        failTimes(ANN, MAX_FAILURES);

        assertInstanceOf(LogIn.Locked.class, auth.logIn(ANN, PASSWORD));
    }

    @Test
    void successForgetsTheFailuresBefore() {
        failTimes(ANN, MAX_FAILURES - 1);
        auth.loggedIn(ANN);

        failTimes(ANN, MAX_FAILURES - 1);

        auth.loggedIn(ANN);
    }

    @Test
    void failuresOlderThanTheWindowDoNotCount() {
        failTimes(ANN, MAX_FAILURES - 1);
        auth.clock.advance(Duration.ofMinutes(15));

        failTimes(ANN, MAX_FAILURES - 1);

        auth.loggedIn(ANN);
    }

    /// A6: whether an account exists must not show in its lock either.
    @Test
    void unknownAddressesAreLockedLikeKnownOnes() {
        failTimes("nobody@example.com", MAX_FAILURES);

        assertInstanceOf(LogIn.Locked.class, auth.logIn("NOBODY@example.com", PASSWORD));
    }

    /// A7: the guesses come from everywhere.
    @Test
    void failuresFromManySourcesCountTogetherForTheAccount() {
        for (var i = 0; i < MAX_FAILURES; i++) {
            assertInstanceOf(LogIn.InvalidCredentials.class, auth.logIn(ANN, "wrong password", "198.51.100." + i));
        }

        assertInstanceOf(LogIn.Locked.class, auth.logIn(ANN, PASSWORD, "203.0.113.7"));
    }

    /// A7: one guess for each of very many accounts.
    @Test
    void failuresOfManyAccountsCountTogetherForTheSource() {
        for (var i = 0; i < 100; i++) {
            assertInstanceOf(
                    LogIn.InvalidCredentials.class, auth.logIn("user" + i + "@example.com", PASSWORD, "203.0.113.7"));
        }

        assertInstanceOf(LogIn.Locked.class, auth.logIn(ANN, PASSWORD, "203.0.113.7"));
        assertInstanceOf(LogIn.LoggedIn.class, auth.logIn(ANN, PASSWORD), "from elsewhere");
        auth.clock.advance(Duration.ofMinutes(15));
        assertInstanceOf(LogIn.LoggedIn.class, auth.logIn(ANN, PASSWORD, "203.0.113.7"), "after the window");
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOneSource() {
        for (var i = 0; i < 100; i++) {
            auth.logIn("user" + i + "@example.com", PASSWORD, "2001:db8:0:1::" + Integer.toHexString(i));
        }

        assertInstanceOf(LogIn.Locked.class, auth.logIn(ANN, PASSWORD, "2001:db8:0:1:ffff::1"));
        assertInstanceOf(LogIn.LoggedIn.class, auth.logIn(ANN, PASSWORD, "2001:db8:0:2::1"));
    }

    /// Fifty guesses at once learn no more than ten in a row.
    @Test
    void parallelFailuresAreEachCounted() {
        var attempts = new ArrayList<Future<LogIn.Outcome>>();
        for (var i = 0; i < 50; i++) {
            attempts.add(auth.send(LogIn.ADDRESS, new LogIn(ANN, "wrong password " + i, AuthFixture.HOME, "req_" + i)));
        }

        var outcomes = attempts.stream().map(TestPlatform::await).toList();

        var answered = outcomes.stream()
                .filter(LogIn.InvalidCredentials.class::isInstance)
                .count();
        assertEquals(MAX_FAILURES, answered);
        assertTrue(outcomes.stream().allMatch(outcome -> !(outcome instanceof LogIn.LoggedIn)));
        assertInstanceOf(LogIn.Locked.class, auth.logIn(ANN, PASSWORD));
        assertEquals(1, auth.database.number("select count(*) from auth.audit where action = 'login.locked'"));
    }

    @Test
    void parallelLoginsOfOneUserAllSucceed() {
        var attempts = new ArrayList<Future<LogIn.Outcome>>();
        for (var i = 0; i < 50; i++) {
            attempts.add(auth.send(LogIn.ADDRESS, new LogIn(ANN, PASSWORD, AuthFixture.HOME, "req_" + i)));
        }

        attempts.forEach(attempt -> assertInstanceOf(LogIn.LoggedIn.class, TestPlatform.await(attempt)));
    }

    private void failTimes(String email, int times) {
        for (var i = 0; i < times; i++) {
            assertInstanceOf(LogIn.InvalidCredentials.class, auth.logIn(email, "wrong password"));
        }
    }

    private void register(String email, String password) {
        assertInstanceOf(
                Register.Registered.class,
                auth.ask(Register.ADDRESS, new Register(null, email, password, AuthFixture.HOME, "req_test")));
    }
}
