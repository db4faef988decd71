package finance.flowlet.journey;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.ChangeUser;
import finance.flowlet.contract.auth.Scope;
import finance.flowlet.contract.ledger.SealBatches;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Effects;
import finance.flowlet.testing.OpenApi;
import finance.flowlet.testing.OpenApi.Operation;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Everybody who may ask for ann's things at the business Acme and should not get them, and those things.
///
/// `objects` are ids by their prefix, in every state that they can be in; `filters` are values of query
/// parameters that find them.
record Cast(
        TestFlowlet flowlet,
        Effects effects,
        Api business,
        Api ann,
        Map<String, List<String>> objects,
        Map<String, List<String>> filters,
        List<Caller> others,
        List<Caller> colleagues,
        List<Caller> strangers) {

    /// The last month, for which each wallet of ann has a statement.
    String period() {
        return YearMonth.now(ZoneOffset.UTC).minusMonths(1).toString();
    }

    /// Somebody with a credential; `role` is empty for an API key, whose `scopes` count.
    record Caller(String name, Api api, String role, Set<String> scopes) {
        /// What the contract says about them.
        boolean may(Operation operation) {
            return role.isEmpty()
                    ? operation.scope().equals("any") || scopes.contains(operation.scope())
                    : operation.roles().contains(role);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Cast assemble() {
        var flowlet = Refusals.shared().flowlet;
        var business = flowlet.api();
        var ann = flowlet.login("ann@acme.test");
        var things = new Things(flowlet, ann);
        return new Cast(
                flowlet,
                Refusals.shared().effects,
                business,
                ann,
                things.objects(),
                things.filters(),
                others(flowlet),
                colleagues(flowlet),
                strangers(flowlet));
    }

    /// Another business with all its people, and ann's neighbour.
    private static List<Caller> others(TestFlowlet flowlet) {
        var others = new ArrayList<Caller>();
        others.add(new Caller("another business", flowlet.api().as(flowlet.provision("Globex")), "", Scope.ALL));
        for (var role : List.of("admin", "operator", "viewer")) {
            others.add(new Caller("their " + role, flowlet.login(role + "@globex.test"), role, Set.of()));
        }
        others.add(new Caller("their ann", flowlet.login("ann@globex.test"), "customer", Set.of()));
        others.add(new Caller("bob", flowlet.login("bob@acme.test"), "customer", Set.of()));
        return others;
    }

    /// The staff of the business, and a key for each scope that has all others.
    private static List<Caller> colleagues(TestFlowlet flowlet) {
        var colleagues = new ArrayList<Caller>();
        for (var role : List.of("admin", "operator", "viewer")) {
            colleagues.add(new Caller("our " + role, flowlet.login(role + "@acme.test"), role, Set.of()));
        }
        for (var scope : new TreeSet<>(Scope.ALL)) {
            var scopes = new TreeSet<>(Scope.ALL);
            scopes.remove(scope);
            var key = apiKey(flowlet.api(), scopes);
            colleagues.add(new Caller("a key without " + scope, flowlet.api().as(key.secret()), "", scopes));
        }
        return colleagues;
    }

    /// Credentials that are none, or no longer.
    private static List<Caller> strangers(TestFlowlet flowlet) {
        var api = flowlet.api();
        var revoked = apiKey(api, Scope.ALL);
        var revokedApi = api.as(revoked.secret());
        revokedApi.get("/wallets");
        api.delete("/api-keys/" + revoked.id());
        var loggedOut = flowlet.login("viewer@acme.test");
        loggedOut.get("/auth/me");
        loggedOut.post("/auth/logout", null);
        var expired = api.as(apiKey(api, Scope.ALL).secret());
        flowlet.database()
                .execute("update auth.api_key set expires_at = now() - interval '1 minute' where id = ("
                        + "select id from auth.api_key order by created_at desc, id desc limit 1)");
        var credential = String.valueOf(api.credential());
        return List.of(
                stranger("nobody", api.as(null)),
                stranger("a guess", api.as("sk_test_guess")),
                stranger("our key, cut", api.as(credential.substring(0, credential.length() - 1))),
                stranger("our key in capitals", api.as(credential.toUpperCase(Locale.ROOT))),
                stranger("a revoked key", revokedApi),
                stranger("an expired key", expired),
                stranger("a session that has ended", loggedOut),
                stranger("a frozen customer", frozen(flowlet)),
                stranger("an unsigned token", api.as("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.")));
    }

    private static Caller stranger(String name, Api api) {
        return new Caller(name, api, "none", Set.of());
    }

    /// Somebody who was frozen while logged in (Z9).
    private static Api frozen(TestFlowlet flowlet) {
        flowlet.provision("Initech");
        var customer = flowlet.login("ann@initech.test");
        var me = customer.get("/auth/me");
        var caller = new finance.flowlet.contract.auth.Caller(
                TenantId.parse(me.text("tenantId")), null, "test", "req_frozen");
        Bus bus = flowlet.flowlet().bus();
        TestPlatform.await(bus.request(
                ChangeUser.ADDRESS, new ChangeUser(caller, UserId.parse(me.text("id")), ChangeUser.Action.FREEZE)));
        return customer;
    }

    private record ApiKey(String id, String secret) {}

    private static ApiKey apiKey(Api api, Set<String> scopes) {
        var created = api.post("/api-keys", OpenApi.json(Map.of("name", "a key", "scopes", scopes)));
        if (created.status() != 201) {
            throw new IllegalStateException(created.body());
        }
        return new ApiKey(created.text("id"), created.text("key"));
    }

    /// What ann and her business have.
    private record Things(Map<String, List<String>> objects, Map<String, List<String>> filters) {
        private static final String REFERENCE = "anns-reference";

        Things(TestFlowlet flowlet, Api ann) {
            this(objects(flowlet, ann), new HashMap<>());
            var wallet = flowlet.api()
                    .get("/wallets/"
                            + Objects.requireNonNull(objects.get("wal")).getFirst());
            filters.putAll(objects);
            filters.put("userId", List.of(wallet.text("userId"), "carol"));
            filters.put("externalReference", List.of(REFERENCE));
            filters.put("reference", Objects.requireNonNull(objects.get("pay")));
            filters.put(
                    "code", List.of(URLEncoder.encode("user:" + wallet.text("id") + ":USD", StandardCharsets.UTF_8)));
        }

        private static Map<String, List<String>> objects(TestFlowlet flowlet, Api ann) {
            var api = flowlet.api();
            var wallet = flowlet.wallet("ann", "USD", "100.00");
            // To carol, not to bob: he may see what he received.
            var carols = flowlet.wallet("carol", "USD", "0");
            var payment = TestFlowlet.payment(wallet, carols, "1.00", "USD");
            var paid = api.post(
                    "/payments",
                    payment.substring(0, payment.length() - 1) + ",\"externalReference\":\"" + REFERENCE + "\"}");
            var again = ann.post("/payments", payment, "Idempotency-Key", "anns-key");
            var frozen = flowlet.wallet("ann", "EUR", "5.00");
            var quoted = Exchanges.quote("USD", "EUR", "10.00", "sell");
            var used = ann.post("/fx/quotes", quoted);
            var exchanged = ann.post("/fx/exchanges", Exchanges.exchange(used, wallet, frozen));
            var unused = ann.post("/fx/quotes", quoted);
            api.post("/wallets/" + frozen + "/freeze", null);
            var closed = flowlet.wallet("ann", "GBP", "0");
            api.post("/wallets/" + closed + "/close", null);
            TestPlatform.await(flowlet.flowlet().bus().request(SealBatches.ADDRESS, new SealBatches()));
            var entry = paid.json().at("/ledgerTransactionIds/0").asString("");
            var postings = api.get("/ledger/entries?transactionId=" + entry).column("id");
            // Refunded and disputed by the business; carol may see the refund, which is why she is not
            // among the others.
            var disputed = "/payments/" + paid.text("id");
            var refund = api.post(disputed + "/refunds", "{\"amount\":0.10}");
            var dispute = api.post(disputed + "/disputes", "{\"amount\":0.20,\"reason\":\"a reason\"}");
            var reserved = ann.post(
                    "/payments", payment.substring(0, payment.length() - 1) + ",\"captureMethod\":\"manual\"}");
            var key = apiKey(api, Scope.ALL);
            var revoked = apiKey(api, Scope.ALL);
            api.delete("/api-keys/" + revoked.id());
            var objects = new HashMap<>(Map.of(
                    "wal", List.of(wallet, frozen, closed),
                    "pay", List.of(paid.text("id"), again.text("id"), reserved.text("id")),
                    "rfd", List.of(refund.text("id")),
                    "dsp", List.of(dispute.text("id")),
                    "acc", List.of(account(wallet), account(frozen), account(closed)),
                    "txn", List.of(entry, JournalBodies.proposal(api, account(wallet), account(carols))),
                    "ent", postings,
                    "key", List.of(key.id(), revoked.id())));
            objects.put("quo", List.of(used.text("id"), unused.text("id")));
            objects.put("fxe", List.of(exchanged.text("id")));
            objects.putAll(initiated(flowlet, ann, wallet, carols));
            objects.putAll(held(api, wallet));
            // Their months begin before this one, so that there are statements.
            flowlet.database().execute("update wallets.wallet set created_at = created_at - interval '40 days'");
            objects.put("rec", List.of(reconciled(api, wallet)));
            objects.put(
                    "ses",
                    List.of(ann.get("/auth/sessions?limit=1").column("id").getFirst()));
            objects.put("mon", List.of(monitor(api, wallet)));
            objects.put("usr", List.of(api.get("/wallets/" + wallet).text("userId")));
            objects.put(
                    "ses",
                    List.of(ann.get("/auth/sessions?limit=1").column("id").getFirst()));
            return objects;
        }

        /// What ann has asked to be paid for her; nothing of it changes any more by itself.
        private static Map<String, List<String>> initiated(TestFlowlet flowlet, Api ann, String wallet, String carols) {
            var item = TestFlowlet.payment(wallet, carols, "1.00", "USD");
            var batch = ann.post("/payment-batches", "{\"mode\":\"independent\",\"items\":[" + item + "]}")
                    .text("id");
            Batches.ended(flowlet.api(), batch);
            var order = item.substring(0, item.length() - 1) + ",\"startAt\":\"2050-01-31T12:00:00Z\"}";
            var active = ann.post("/scheduled-payments", order).text("id");
            var canceled = ann.post("/scheduled-payments", order).text("id");
            ann.post("/scheduled-payments/" + canceled + "/cancel", null);
            var asked = ann.post(
                            "/payment-requests",
                            "{\"toWalletId\":\"%s\",\"fromWalletId\":\"%s\",\"amount\":1.00,\"currency\":\"USD\"}"
                                    .formatted(wallet, carols))
                    .text("id");
            return Map.of("bat", List.of(batch), "sch", List.of(active, canceled), "prq", List.of(asked));
        }

        /// A hold in force and one that was released.
        private static Map<String, List<String>> held(Api api, String wallet) {
            var path = "/wallets/" + wallet + "/holds";
            var body = "{\"amount\":1.00,\"currency\":\"USD\"}";
            var active = api.post(path, body).text("id");
            var released = api.post(path, body).text("id");
            api.post("/holds/" + released + "/release", null);
            return Map.of("hold", List.of(active, released));
        }

        /// What a bank says about ann's wallet, with a match and without.
        private static String reconciled(Api api, String wallet) {
            var day = LocalDate.now(ZoneOffset.UTC).toString();
            return api.post(
                            "/reconciliations",
                            OpenApi.json(Map.of(
                                    "source",
                                    "a bank",
                                    "accountId",
                                    account(wallet),
                                    "currency",
                                    "USD",
                                    "format",
                                    "csv",
                                    "content",
                                    "date,amount\n" + day + ",100.00\n" + day + ",7.77\n",
                                    "mapping",
                                    Map.of("date", "date", "amount", "amount"),
                                    "rules",
                                    List.of(Map.of("match", "one_to_one", "on", List.of("amount"))))))
                    .text("id");
        }

        private static String monitor(Api api, String wallet) {
            return api.post(
                            "/wallets/" + wallet + "/balance-monitors",
                            "{\"field\":\"current\",\"condition\":\"below\",\"amount\":0,\"currency\":\"USD\"}")
                    .text("id");
        }

        private static String account(String wallet) {
            return wallet.replace("wal_", "acc_");
        }
    }
}
