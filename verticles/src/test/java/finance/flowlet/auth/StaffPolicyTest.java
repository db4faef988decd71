package finance.flowlet.auth;

import static finance.flowlet.auth.HttpAuth.PASSWORD;
import static finance.flowlet.auth.HttpAuth.json;
import static finance.flowlet.auth.HttpAuth.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.OpenApi;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Where staff need a second factor: without one they do nothing but get one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaffPolicyTest {
    private static final String REFUSED = "403 mfa_enrollment_required";
    private static final Set<String> ALLOWED = Set.of("enrollMfa", "activateMfa", "getMfa", "getMe", "logout");

    private final HttpAuth auth = new HttpAuth(Map.of("FLOWLET_AUTH_MFA_REQUIRED_FOR_STAFF", "true"));

    @AfterAll
    void close() {
        auth.close();
    }

    @Test
    void beforeEnrollingEveryOperationIsRefused() {
        var admin = auth.loggedIn("admin@globex.test");
        for (var operation : OpenApi.operations()) {
            if (!operation.isOpen() && !ALLOWED.contains(operation.id())) {
                var body = operation.body() == null ? null : OpenApi.json(operation.example());
                var path = operation.path().replaceAll("\\{[^}]*}", "x");
                for (var prefix : new String[] {"", "/v1"}) {
                    var answer = admin.send(operation.method(), prefix + path, body);
                    assertEquals(REFUSED, verdict(answer), operation::toString);
                }
            }
        }
        assertEquals("admin@globex.test", admin.get("/auth/me").text("email"));
        assertTrue(admin.get("/auth/mfa").json().path("required").asBoolean());
        assertEquals("204", verdict(admin.post("/auth/logout", null)));
    }

    @Test
    void enrollingLiftsItAtOnceForThisSession() {
        var email = "admin@acme.test";
        var thief = auth.loggedIn(email);
        var login = auth.logIn(email);
        var admin = auth.session(login);
        assertEquals(REFUSED, verdict(admin.get("/wallets")));

        auth.enroll(email, admin);

        assertEquals("200", verdict(admin.get("/wallets")));
        assertEquals("401 unauthenticated", verdict(thief.get("/wallets")));
        var refreshed = auth.post("/auth/refresh", "refreshToken", login.text("refreshToken"));
        assertEquals("200", verdict(auth.session(refreshed).get("/wallets")));
    }

    @Test
    void refreshingDoesNotGetRoundIt() {
        var login = auth.logIn("operator@globex.test");
        var refreshed = auth.post("/auth/refresh", "refreshToken", login.text("refreshToken"));

        assertEquals(REFUSED, verdict(auth.session(refreshed).get("/wallets")));
    }

    @Test
    void givingItUpClosesTheDoorAgain() {
        var email = "viewer@acme.test";
        var viewer = auth.enroll(email, auth.loggedIn(email));
        assertEquals("200", verdict(viewer.api().get("/wallets")));

        var proof = json("password", PASSWORD, "code", auth.nextCode(viewer));
        assertEquals("204", verdict(viewer.api().post("/auth/mfa/disable", proof)));

        assertEquals(REFUSED, verdict(viewer.api().get("/wallets")));
        auth.enroll(email, viewer.api());
        assertEquals("200", verdict(viewer.api().get("/wallets")));
    }

    @Test
    void customersAndApiKeysAreNotStaff() {
        Api customer = auth.loggedIn("ann@acme.test");

        assertEquals("200", verdict(customer.get("/wallets")));
        assertEquals("200", verdict(auth.flowlet.api().get("/wallets")));
        assertTrue(!customer.get("/auth/mfa").json().path("required").asBoolean());
    }
}
