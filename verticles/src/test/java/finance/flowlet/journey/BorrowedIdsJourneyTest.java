package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Effects;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Ids of others inside bodies, keys of others in headers, and credentials that end while they are used
/// (Z1, Z2, Z9).
@ExtendWith(Refusals.EndsWithTheRun.class)
class BorrowedIdsJourneyTest {
    private static final TestFlowlet FLOWLET = Refusals.shared().flowlet;
    private static final Effects EFFECTS = Refusals.shared().effects;
    private static final String NOBODYS = "wal_01kav9ft00emq8k9w39qsaekf4";
    private static final Api BUSINESS = FLOWLET.api();
    private static final Api ANN = FLOWLET.login("ann@acme.test");
    private static final Api BOB = FLOWLET.login("bob@acme.test");
    private static final Api OTHER = BUSINESS.as(FLOWLET.provision("Hooli"));
    private static final Api OTHER_ANN = FLOWLET.login("ann@hooli.test");
    private static final String ANNS = FLOWLET.wallet("ann", "USD", "100.00");
    private static final String BOBS = FLOWLET.wallet("bob", "USD", "100.00");
    private static final String OTHERS = walletOf(OTHER, "ann");

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(FLOWLET);
    }

    @Test
    void nobodyPaysFromTheWalletOfAnother() {
        refusedLikeNobodys(BOB, from -> payment(from, BOBS), ANNS);
        refusedLikeNobodys(OTHER, from -> payment(from, OTHERS), ANNS);
        refusedLikeNobodys(OTHER_ANN, from -> payment(from, OTHERS), ANNS);
        refusedLikeNobodys(BUSINESS, from -> payment(from, ANNS), OTHERS);
        refusedLikeNobodys(ANN, from -> payment(from, ANNS), OTHERS);
        // Between two wallets of others, and from a system account under the name of a wallet.
        refusedLikeNobodys(BOB, from -> payment(from, OTHERS), ANNS);
        var rails = FLOWLET.database()
                .texts("select code from ledger.account where owner_id is null")
                .size();
        assertTrue(rails > 0);
        for (var account : BUSINESS.get("/ledger/accounts?kind=asset").json().path("data")) {
            var disguised = account.path("id").asString("").replace("acc_", "wal_");
            refusedLikeNobodys(BUSINESS, from -> payment(from, ANNS), disguised);
            refusedLikeNobodys(BUSINESS, to -> payment(ANNS, to), disguised);
        }
    }

    @Test
    void nobodyPaysIntoAnotherBusiness() {
        refusedLikeNobodys(BUSINESS, to -> payment(ANNS, to), OTHERS);
        refusedLikeNobodys(ANN, to -> payment(ANNS, to), OTHERS);
        refusedLikeNobodys(OTHER, to -> payment(OTHERS, to), ANNS);
        // The wrong currency, an amount nobody has and a frozen wallet tell nothing about the wallet of another.
        for (var body : List.of(
                payment(ANNS, BOBS).replace("1.00", "90000.00"),
                payment(ANNS, BOBS).replace("USD", "EUR"))) {
            var answer = OTHER.post("/payments", body);
            assertEquals("404 wallet_not_found", answer.status() + " " + answer.code());
            answer = OTHER_ANN.post("/payments", body);
            assertEquals("404 wallet_not_found", answer.status() + " " + answer.code());
        }
    }

    @Test
    void aCustomerLearnsNothingFromAWalletThatCannotPay() {
        for (var amount : List.of("1.00", "90000.00")) {
            for (var currency : List.of("USD", "EUR")) {
                var body = TestFlowlet.payment(ANNS, BOBS, amount, currency);
                var answer = BOB.post("/payments", body);
                assertEquals("404 wallet_not_found", answer.status() + " " + answer.code(), body);
            }
        }
        var frozen = FLOWLET.wallet("ann", "USD", "1.00");
        BUSINESS.post("/wallets/" + frozen + "/freeze", null);
        var answer = BOB.post("/payments", payment(frozen, BOBS));
        assertEquals("404 wallet_not_found", answer.status() + " " + answer.code());
    }

    @Test
    void aCustomerOpensWalletsForThemselfOnly() {
        var annsId = ANN.get("/auth/me").text("id");
        var before = EFFECTS.now();
        for (var user : List.of(annsId, "ann", "nobody", "usr_01kav9ft00e4ma4jz41b93y214", "admin@acme.test")) {
            var answer = BOB.post("/wallets", opening(user));
            assertEquals("404 user_not_found", answer.status() + " " + answer.code(), user);
        }
        assertEquals(before, EFFECTS.now());
        var answer = OTHER.post("/wallets", opening(annsId));
        assertEquals("404 user_not_found", answer.status() + " " + answer.code());
        assertEquals(before, EFFECTS.now());
        // The same outside id in two businesses is two customers.
        var theirs = OTHER.post("/wallets", opening("ann"));
        assertEquals(201, theirs.status());
        assertNotEquals(annsId, theirs.text("userId"));
        assertEquals(201, BOB.post("/wallets", opening("bob")).status());
    }

    /// Only customers own wallets: staff is no user to them, under any of its names.
    @Test
    void staffIsNoCustomer() {
        var admin = FLOWLET.login("admin@acme.test").get("/auth/me").text("id");
        var before = EFFECTS.now();
        var answer = BUSINESS.post("/wallets", opening(admin));
        assertEquals("404 user_not_found", answer.status() + " " + answer.code(), answer::body);
        assertEquals(before, EFFECTS.now());
    }

    /// A key belongs to a customer, or to the business: the same one of somebody else is another key.
    @Test
    void aKeyIsNotReplayedToAnother() {
        var body = payment(ANNS, BOBS);
        var anns = ANN.post("/payments", body, "Idempotency-Key", "borrowed");
        assertEquals(201, anns.status());
        for (var other : List.of(BOB, OTHER, OTHER_ANN)) {
            var before = EFFECTS.now();
            var answer = other.post("/payments", body, "Idempotency-Key", "borrowed");
            assertEquals("404 wallet_not_found", answer.status() + " " + answer.code());
            assertEquals("", answer.header("Idempotency-Replayed"));
            assertEquals(before, EFFECTS.now());
        }
        var bobs = BOB.post("/payments", payment(BOBS, ANNS), "Idempotency-Key", "borrowed");
        assertEquals(201, bobs.status());
        assertEquals("", bobs.header("Idempotency-Replayed"));
        var businesses = BUSINESS.post("/payments", body, "Idempotency-Key", "borrowed");
        assertEquals("", businesses.header("Idempotency-Replayed"));
        assertEquals(
                anns.body(),
                ANN.post("/payments", body, "Idempotency-Key", "borrowed").body());
    }

    /// An id of one's own choice that belongs to another business is free, or refused; it never shows or
    /// moves what that business has.
    @Test
    void anIdOfAnotherIsNotTaken() {
        var paid = ANN.post("/payments", payment(ANNS, BOBS));
        var chosen = payment(OTHERS, walletOf(OTHER, "zoe"))
                .replace("{\"from", "{\"id\":\"" + paid.text("id") + "\",\"from");
        var theirs = OTHER.post("/payments", chosen);
        assertEquals(201, theirs.status(), theirs::body);
        var ours = BUSINESS.get("/payments/" + paid.text("id"));
        assertEquals(paid.text("fromWalletId"), ours.text("fromWalletId"));
        assertEquals(OTHERS, OTHER.get("/payments/" + paid.text("id")).text("fromWalletId"));

        var before = EFFECTS.now();
        var taken = BUSINESS.post(
                "/payments", payment(ANNS, BOBS).replace("{\"from", "{\"id\":\"" + paid.text("id") + "\",\"from"));
        assertEquals(409, taken.status(), taken::body);
        assertTrue(!taken.body().contains(ANNS) && !taken.body().contains(BOBS), taken::body);
        var wallet = OTHER.post("/wallets", opening("zoe").replace("{\"user", "{\"id\":\"" + ANNS + "\",\"user"));
        assertEquals(409, wallet.status(), wallet::body);
        assertEquals(
                before.lines().filter(line -> !volatileTable(line)).toList(),
                EFFECTS.now().lines().filter(line -> !volatileTable(line)).toList());
        assertEquals("ann", owner());
    }

    /// A declined request is remembered, and so is that somebody asked for the guard of an id, which stays
    /// unused.
    private static boolean volatileTable(String line) {
        return line.startsWith("ledger.idempotency")
                || line.startsWith("ledger.batch")
                || line.startsWith("ledger.guard");
    }

    /// Who asks for a reference in vain does not take it away from others.
    @Test
    void aRefusedPaymentTakesNoReference() {
        var referred = payment(ANNS, BOBS).replace("{\"from", "{\"externalReference\":\"wanted\",\"from");
        assertEquals(
                404, BUSINESS.post("/payments", referred.replace(ANNS, OTHERS)).status());
        assertEquals(
                402,
                BUSINESS.post("/payments", referred.replace("1.00", "90000.00")).status());
        assertEquals(201, BUSINESS.post("/payments", referred).status());
        assertEquals("duplicate_reference", BUSINESS.post("/payments", referred).code());
    }

    /// A reference is used once in the whole business: a customer could burn the business's own.
    @Test
    void aCustomerGivesNoReference() {
        var referred = payment(ANNS, BOBS).replace("{\"from", "{\"externalReference\":\"burned\",\"from");
        var batch = "{\"mode\":\"atomic\",\"items\":[" + referred + "]}";
        var before = EFFECTS.now();
        for (var asked : List.of("/payments " + referred, "/payments/preview " + referred)) {
            var parts = asked.split(" ", 2);
            var answer = ANN.post(parts[0], parts[1]);
            assertEquals(
                    "422 reference_not_allowed",
                    answer.status() + " " + answer.json().at("/errors/0/code").asString(""),
                    answer::body);
        }
        var together = ANN.post("/payment-batches", batch);
        assertEquals(
                "/items/0/externalReference reference_not_allowed",
                together.json().at("/errors/0/pointer").asString("") + " "
                        + together.json().at("/errors/0/code").asString(""),
                together::body);
        assertEquals(before, EFFECTS.now());
        assertEquals(201, BUSINESS.post("/payments", referred).status());
    }

    private static String owner() {
        return BUSINESS.get("/wallets?userId=ann").body().contains(ANNS) ? "ann" : "somebody else";
    }

    /// Z2: which business it is, the credential says, and nothing else.
    @Test
    void noHeaderChoosesTheBusiness() {
        var tenant = OTHER.get("/auth/me").text("tenantId");
        for (var header : List.of(
                "X-Tenant-Id",
                "X-Tenant",
                "Tenant-Id",
                "X-User-Id",
                "X-Forwarded-User",
                "X-Act-As",
                "Flowlet-Account")) {
            var answer = BUSINESS.get("/wallets/" + OTHERS, header, tenant);
            assertEquals(404, answer.status(), header);
            assertEquals(200, BUSINESS.get("/wallets/" + ANNS, header, tenant).status());
        }
        for (var header : List.of("X-Role", "X-User-Role", "X-Admin")) {
            assertEquals(403, BOB.get("/ledger/accounts", header, "admin").status());
        }
        assertEquals(
                401,
                BUSINESS.as(null)
                        .get("/wallets", "Cookie", "token=" + BUSINESS.credential())
                        .status());
        assertEquals(
                401,
                BUSINESS.as(null)
                        .get("/wallets", "X-Api-Key", String.valueOf(BUSINESS.credential()))
                        .status());
    }

    /// Z9: what was revoked works no more with the next request, however often it was used a moment before.
    @Test
    void aCredentialThatEndsEndsAtOnce() {
        var created = BUSINESS.post("/api-keys", "{\"name\":\"short\",\"scopes\":[\"wallets:read\"]}");
        var key = BUSINESS.as(created.text("key"));
        for (var i = 0; i < 5; i++) {
            assertEquals(200, key.get("/wallets").status());
        }
        assertEquals(204, BUSINESS.delete("/api-keys/" + created.text("id")).status());
        assertEquals(401, key.get("/wallets").status());

        var session = FLOWLET.login("bob@acme.test");
        assertEquals(200, session.get("/wallets").status());
        assertEquals(204, session.post("/auth/logout", null).status());
        assertEquals(401, session.get("/wallets").status());
        assertEquals(200, BOB.get("/wallets").status(), "another session of the same person lives on");
    }

    /// A key never hands out more than it has.
    @Test
    void aKeyMakesNoStrongerKey() {
        var weak = BUSINESS.as(BUSINESS.post("/api-keys", "{\"name\":\"weak\",\"scopes\":[\"keys:write\"]}")
                .text("key"));
        for (var scope : List.of("payments:write", "ledger:read", "keys:read")) {
            var answer = weak.post("/api-keys", "{\"name\":\"x\",\"scopes\":[\"keys:write\",\"" + scope + "\"]}");
            assertEquals("403 forbidden", answer.status() + " " + answer.code());
        }
        for (var scope : List.of("any", "*", "admin", "payments:*", "Payments:write", "")) {
            var answer = weak.post("/api-keys", "{\"name\":\"x\",\"scopes\":[\"" + scope + "\"]}");
            assertEquals(422, answer.status(), scope);
        }
    }

    private interface Body {
        String with(String wallet);
    }

    /// The wallet of another answers as one that never was, and nothing moves.
    private static void refusedLikeNobodys(Api who, Body body, String wallet) {
        var before = EFFECTS.now();
        var real = who.post("/payments", body.with(wallet));
        var none = who.post("/payments", body.with(NOBODYS));
        assertEquals("404 wallet_not_found", real.status() + " " + real.code(), real::body);
        assertEquals(withoutRequest(none), withoutRequest(real));
        assertEquals(before, EFFECTS.now());
    }

    private static String withoutRequest(Response answer) {
        return answer.status() + answer.body().replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    private static String payment(String from, String to) {
        return TestFlowlet.payment(from, to, "1.00", "USD");
    }

    private static String opening(String userId) {
        return "{\"userId\":\"" + userId + "\",\"currency\":\"USD\",\"type\":\"personal\"}";
    }

    private static String walletOf(Api business, String userId) {
        var wallet = business.post("/wallets", opening(userId)).text("id");
        business.post("/wallets/" + wallet + "/deposits", "{\"amount\":100.00,\"currency\":\"USD\"}");
        return wallet;
    }
}
