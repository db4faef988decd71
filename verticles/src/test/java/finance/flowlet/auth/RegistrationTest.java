package finance.flowlet.auth;

import static finance.flowlet.auth.AuthFixture.ANN;
import static finance.flowlet.auth.AuthFixture.HOME;
import static finance.flowlet.auth.AuthFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.Register;
import finance.flowlet.contract.auth.Register.Flaw;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Customers who register themselves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistrationTest {
    private final AuthFixture auth = new AuthFixture();

    @AfterAll
    void close() {
        auth.close();
    }

    @Test
    void aRegisteredCustomerLogsIn() {
        assertEquals(new Register.Registered("new@example.com"), register("New@Example.com", PASSWORD));

        var principal = auth.principal(auth.loggedIn("new@example.com").accessToken());

        assertEquals(Principal.Kind.CUSTOMER, principal.kind());
        assertEquals(auth.tenant, principal.tenant());
    }

    /// A6: nobody learns who is a customer, and nobody takes over an account.
    @Test
    void aTakenAddressAnswersTheSameAndChangesNothing() {
        var another = "quite another long password";

        assertEquals(new Register.Registered(ANN), register(ANN, another));

        assertInstanceOf(LogIn.InvalidCredentials.class, auth.logIn(ANN, another));
        auth.loggedIn(ANN);
    }

    @Test
    void ofManyRegistrationsOfOneAddressOneCounts() {
        var attempts = new ArrayList<Future<Register.Outcome>>();
        for (var i = 0; i < 20; i++) {
            attempts.add(auth.send(
                    Register.ADDRESS,
                    new Register(null, "race@example.com", "password number of " + i, HOME, "req_test")));
        }

        attempts.forEach(
                attempt -> assertEquals(new Register.Registered("race@example.com"), TestPlatform.await(attempt)));

        assertEquals(1, auth.database.number("select count(*) from auth.person where email = 'race@example.com'"));
    }

    @Test
    void everythingWrongIsReportedAtOnce() {
        assertEquals(
                new Register.Unacceptable(List.of(Flaw.INVALID_EMAIL, Flaw.PASSWORD_TOO_SHORT)),
                register("no address", "short"));
    }

    /// A3
    @Test
    void theOwnAddressIsNoPassword() {
        assertEquals(
                new Register.Unacceptable(List.of(Flaw.PASSWORD_BLOCKED)),
                register("somebody@example.com", "Somebody@example.com"));
    }

    @Test
    void withoutATenantForItNobodyRegisters() {
        try (var closed = new AuthFixture(Map.of("FLOWLET_AUTH_REGISTRATION_TENANT", ""))) {
            var outcome =
                    closed.ask(Register.ADDRESS, new Register(null, "new@example.com", PASSWORD, HOME, "req_test"));

            assertInstanceOf(Register.Closed.class, outcome);
            assertInstanceOf(
                    Register.Registered.class,
                    closed.ask(
                            Register.ADDRESS,
                            new Register(closed.tenant, "new@example.com", PASSWORD, HOME, "req_test")));
        }
    }

    @Test
    void aPasswordIsStoredAsArgon2idOnly() {
        register("hash@example.com", PASSWORD);

        var stored = auth.database
                .texts("select password_hash from auth.person where email = 'hash@example.com'")
                .getFirst();

        assertTrue(stored.startsWith("$argon2id$v=19$m=64,t=1,p=1$"), "the parameters are the configured ones");
        assertEquals(2, auth.database.number("""
                        select count(distinct password_hash) from auth.person
                        where email in ('hash@example.com', '%s')""".formatted(ANN)), "one password, two salts");
    }

    private Register.Outcome register(String email, String password) {
        return auth.ask(Register.ADDRESS, new Register(null, email, password, HOME, "req_test"));
    }
}
