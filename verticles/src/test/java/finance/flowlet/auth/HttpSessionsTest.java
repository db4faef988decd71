package finance.flowlet.auth;

import static finance.flowlet.auth.HttpAuth.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Sessions over real HTTP: who sees them and who may end them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpSessionsTest {
    private final HttpAuth auth = new HttpAuth(Map.of());

    @AfterAll
    void close() {
        auth.close();
    }

    @Test
    void everybodySeesTheirOwnNewestFirst() {
        var email = auth.register("own");
        var first = auth.loggedIn(email);
        auth.clock.advance(Duration.ofMinutes(1));
        var second = auth.loggedIn(email);

        var page = second.get("/auth/sessions");

        assertEquals(200, page.status(), page.body());
        assertEquals(List.of(current(second), current(first)), page.column("id"));
        assertEquals(List.of("true", "false"), page.column("current"));
        assertEquals(List.of("false", "false"), page.column("secondFactor"));
        assertEquals(List.of("127.0.0.1", "127.0.0.1"), page.column("source"));
        assertTrue(page.column("createdAt").getFirst().endsWith("Z"));
        assertFalse(page.body().contains("efresh"));
    }

    @Test
    void aSecondFactorShows() {
        var ann = auth.enrolled("factor");
        var api = auth.session(auth.verify(auth.mfaToken(ann.email()), auth.nextCode(ann)));

        assertEquals(List.of("true", "false"), api.get("/auth/sessions").column("secondFactor"));
    }

    @Test
    void aListIsReadPageByPage() {
        var email = auth.register("pages");
        for (var i = 0; i < 4; i++) {
            auth.loggedIn(email);
        }
        var api = auth.loggedIn(email);
        var all = api.get("/auth/sessions").column("id");
        var seen = new ArrayList<String>();
        var page = api.get("/auth/sessions?limit=2");
        seen.addAll(page.column("id"));
        while (page.json().path("hasMore").asBoolean()) {
            page = api.get("/auth/sessions?limit=2&after=" + page.text("nextCursor"));
            seen.addAll(page.column("id"));
        }

        assertEquals(5, all.size());
        assertEquals(all, seen);
        assertEquals(
                all.subList(3, 5), api.get("/auth/sessions?limit=2&offset=3").column("id"));
    }

    @Test
    void whatHasEndedIsNotListed() {
        var email = auth.register("ended");
        auth.loggedIn(email).post("/auth/logout", null);
        auth.loggedIn(email);
        auth.clock.advance(Duration.ofDays(30));

        assertEquals(1, auth.loggedIn(email).get("/auth/sessions").column("id").size());
    }

    /// At once, although the edge had just believed the token.
    @Test
    void anOwnSessionElsewhereIsEnded() {
        var email = auth.register("elsewhere");
        var lost = auth.logIn(email);
        var lostApi = auth.session(lost);
        assertEquals(200, lostApi.get("/auth/me").status());
        var here = auth.loggedIn(email);

        assertEquals("204", verdict(here.delete("/auth/sessions/" + current(lostApi))));

        assertEquals(401, lostApi.get("/auth/me").status());
        assertEquals(
                "401 invalid_refresh_token",
                verdict(auth.post("/auth/refresh", "refreshToken", lost.text("refreshToken"))));
        assertEquals(200, here.get("/auth/me").status());
        assertEquals("204", verdict(here.delete("/auth/sessions/" + current(here))), "one's own is a logout");
        assertEquals(401, here.get("/auth/me").status());
    }

    @Test
    void allOthersAreEndedAtOnce() {
        var email = auth.register("others");
        var bystander = auth.loggedIn(auth.register("bystander"));
        var before = List.of(auth.loggedIn(email), auth.loggedIn(email), auth.loggedIn(email));
        var here = auth.loggedIn(email);

        assertEquals("204", verdict(here.delete("/auth/sessions")));

        before.forEach(api -> assertEquals(401, api.get("/auth/me").status()));
        assertEquals(List.of(current(here)), here.get("/auth/sessions").column("id"));
        assertEquals(200, bystander.get("/auth/me").status());
    }

    /// Z1: whose it is does not show in the refusal.
    @Test
    void aSessionOfSomebodyElseAnswersLikeNone() {
        var victim = auth.loggedIn(auth.register("victim"));
        var id = current(victim);
        var callers = List.of(
                auth.loggedIn(auth.register("neighbour")),
                auth.loggedIn("operator@acme.test"),
                auth.loggedIn("viewer@acme.test"),
                auth.loggedIn("admin@globex.test"),
                auth.loggedIn("ann@globex.test"));

        for (var caller : callers) {
            var none = caller.delete("/auth/sessions/ses_01kav9ft00emq8k9w39qsaekf4");
            assertEquals("404 session_not_found", verdict(none));
            for (var other : List.of(id, id.toUpperCase(Locale.ROOT), "x", id.replace("ses_", "usr_"))) {
                var answer = caller.delete("/auth/sessions/" + other);
                assertEquals(none.status(), answer.status(), other);
                assertEquals(none.withoutRequestId(), answer.withoutRequestId());
            }
        }
        assertEquals("403 forbidden", verdict(auth.flowlet.api().delete("/auth/sessions/" + id)));
        assertEquals(200, victim.get("/auth/me").status());
    }

    @Test
    void anAdminSeesAndEndsThoseOfTheBusiness() {
        var customer = auth.loggedIn("bob@acme.test");
        var user = customer.get("/auth/me").text("id");
        var admin = auth.loggedIn("admin@acme.test");

        var byId = admin.get("/auth/sessions?userId=" + user);
        assertTrue(byId.column("id").contains(current(customer)), byId.body());
        assertEquals(Collections.nCopies(byId.column("id").size(), user), byId.column("userId"));
        assertEquals(byId.column("id"), admin.get("/auth/sessions?userId=bob").column("id"));
        assertFalse(admin.get("/auth/sessions").column("id").contains(current(customer)), "unasked, their own");

        assertEquals("204", verdict(admin.delete("/auth/sessions/" + current(customer))));
        assertEquals(401, customer.get("/auth/me").status());
    }

    @Test
    void nobodyElseFindsThemByTheUser() {
        var user = auth.loggedIn("ann@acme.test").get("/auth/me").text("id");
        for (var email : List.of(
                "operator@acme.test", "viewer@acme.test", "bob@acme.test", "admin@globex.test", "ann@globex.test")) {
            var api = auth.loggedIn(email);
            for (var named : List.of(user, "ann", "usr_x", "' or 1=1--", "nobody")) {
                if (!(email.equals("ann@globex.test") && named.equals("ann"))) {
                    var page = api.get(
                            "/auth/sessions?userId=" + named.replace(" ", "%20").replace("'", "%27"));
                    assertEquals(200, page.status(), page.body());
                    assertEquals(
                            email.equals("admin@globex.test") && named.equals("ann"),
                            page.json().path("data").size() > 0,
                            email + " " + named + page.body());
                }
            }
            var own = api.get("/auth/me").text("id");
            assertTrue(api.get("/auth/sessions?userId=" + own).column("current").contains("true"));
        }
    }

    private static String current(Api api) {
        Response page = api.get("/auth/sessions?limit=200");
        return page.column("id").get(page.column("current").indexOf("true"));
    }
}
