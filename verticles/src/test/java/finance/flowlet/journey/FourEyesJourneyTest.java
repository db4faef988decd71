package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// One person is not two, whatever they use.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FourEyesJourneyTest {
    private static final String ABOVE_50 = "\"approvalAbove\":[{\"currency\":\"USD\",\"amount\":50.00}]";
    private static final String NO_LIMIT = "\"approvalAbove\":[]";
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestFlowlet world =
            TestFlowlet.start(TestDatabase.create(), Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000"), clock);
    private final Api api = world.api();
    private final Purse purse = new Purse(api);
    private Api admin = api;
    private Api operator = api;
    private String ann = "";
    private String bob = "";

    @BeforeEach
    void open() {
        // What was changed in another test is more than a day ago.
        clock.advance(Duration.ofHours(25));
        admin = world.login("admin@acme.test");
        operator = world.login("operator@acme.test");
        rules(ABOVE_50);
        ann = purse.funded("ann", "1000.00");
        bob = purse.wallet("bob", "USD");
    }

    @AfterAll
    void close() {
        Invariants.assertHold(world);
        world.close();
    }

    @Test
    void whoCreatedAKeyDoesNotApproveWhatItAskedFor() {
        var key = key(admin);
        for (var maker : List.of(key, key(key))) {
            var path = "/payments/" + done(pay(maker, "60.00")).text("id") + "/confirm";

            assertEquals("409 same_person", told(admin.postOnce(path, path, null)));
            var confirmed = operator.postOnce(path, path, null);

            assertEquals("200 completed", confirmed.status() + " " + confirmed.text("status"), "with the same key");
        }
        // Nobody is behind the key that came with the business.
        var path = "/payments/" + done(pay(api, "60.00")).text("id") + "/confirm";
        assertEquals("completed", done(admin.post(path, null)).text("status"));
    }

    @Test
    void whoCreatedAKeyDoesNotApproveTheEntryItProposed() {
        for (var code : List.of("cash:a", "cash:b")) {
            done(api.post("/ledger/accounts", JournalBodies.account(code, "asset", "USD")));
        }
        var path = "/ledger/transactions/" + JournalBodies.proposal(key(admin), "cash:a", "cash:b") + "/approve";

        assertEquals("409 same_person", told(admin.post(path, null)));

        assertEquals("posted", done(operator.post(path, null)).text("status"));
    }

    @Test
    void whoTookALimitAwayGoesOnUnderItForADay() {
        var key = key(admin);
        rules(NO_LIMIT);

        assertEquals("requires_action", pay(admin, "60.00").text("status"));
        assertEquals("requires_action", pay(key, "60.00").text("status"));
        assertEquals("completed", pay(admin, "50.00").text("status"));
        assertEquals("completed", pay(operator, "60.00").text("status"));
        assertEquals(
                "[]", api.get("/payment-settings").json().path("approvalAbove").toString());

        clock.advance(Duration.ofHours(24).plusSeconds(3));
        admin = world.login("admin@acme.test");
        assertEquals("completed", pay(admin, "60.00").text("status"));
    }

    @Test
    void whoTookALimitOfTheJournalAwayGoesOnUnderItForADay() {
        for (var code : List.of("cash:c", "cash:d")) {
            done(api.post("/ledger/accounts", JournalBodies.account(code, "asset", "USD")));
        }
        var body = JournalBodies.move("cash:c", "cash:d", "60.00");
        done(admin.send("PUT", "/ledger/settings", "{" + ABOVE_50 + "}"));
        done(admin.send("PUT", "/ledger/settings", "{" + NO_LIMIT + "}"));

        assertEquals(202, admin.post("/ledger/transactions", body).status());
        assertEquals(202, key(admin).post("/ledger/transactions", body).status());
        assertEquals(201, operator.post("/ledger/transactions", body).status());

        clock.advance(Duration.ofHours(24));
        admin = world.login("admin@acme.test");
        assertEquals(201, admin.post("/ledger/transactions", body).status());
    }

    @Test
    void aHoldIsNoWayAroundTheLimit() {
        var named = ",\"toWalletId\":\"" + bob + "\"}";
        assertEquals("409 approval_required", told(hold("60.00", named)));
        assertEquals(201, hold("50.00", named).status());
        var path = "/holds/" + done(hold("60.00", "}")).text("id");
        var to = "{\"toWalletId\":\"" + bob + "\"";

        assertEquals("409 approval_required", told(operator.post(path + "/capture", to + "}")));
        done(operator.post(path + "/capture", to + ",\"amount\":50.00}"));
        assertEquals("409 approval_required", told(operator.post(path + "/capture", to + ",\"amount\":0.01}")));

        assertEquals("50.00", purse.available(bob));
        done(operator.post(path + "/release", null));
    }

    private Response hold(String amount, String more) {
        return operator.post(
                "/wallets/" + ann + "/holds", "{\"amount\":%s,\"currency\":\"USD\"".formatted(amount) + more);
    }

    private Api key(Api creator) {
        var scopes = "[\"payments:write\",\"ledger:write\",\"keys:write\"]";
        return api.as(done(creator.post("/api-keys", "{\"name\":\"a key\",\"scopes\":" + scopes + "}"))
                .text("key"));
    }

    private void rules(String limits) {
        done(admin.send("PUT", "/payment-settings", "{\"fees\":[]," + limits + "}"));
    }

    private Response pay(Api as, String amount) {
        return as.post("/payments", Purse.payment(ann, bob, amount));
    }

    private static String told(Response response) {
        return response.status() + " " + response.code();
    }
}
