package finance.flowlet.testing;

import finance.flowlet.Flowlet;
import finance.flowlet.contract.auth.Principal.Role;
import finance.flowlet.contract.auth.ProvisionTenant;
import finance.flowlet.contract.auth.ProvisionTenant.Login;
import finance.flowlet.contract.auth.ProvisionTenant.Provisioned;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The whole program in this JVM, on a database of its own, with one business and its people in it.
public final class TestFlowlet implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery staple";
    private final TestDatabase database;
    private final Flowlet flowlet;
    private final Api api;

    private TestFlowlet(TestDatabase database, Flowlet flowlet) {
        this.database = database;
        this.flowlet = flowlet;
        this.api = new Api("http://127.0.0.1:" + flowlet.port(), provision("Acme"));
    }

    private TestFlowlet(TestDatabase database, Flowlet flowlet, String apiKey) {
        this.database = database;
        this.flowlet = flowlet;
        this.api = new Api("http://127.0.0.1:" + flowlet.port(), apiKey);
    }

    public static TestFlowlet start() {
        return start(Map.of());
    }

    /// `overrides` are environment variables.
    public static TestFlowlet start(Map<String, String> overrides) {
        return start(TestDatabase.create(), overrides, Clock.systemUTC());
    }

    public static TestFlowlet start(TestDatabase database, Map<String, String> overrides, Clock clock) {
        return new TestFlowlet(database, Flowlet.start(database.config(overrides), clock, _ -> {}));
    }

    /// A further program on books that are there already, asked with a key of before.
    public static TestFlowlet beside(TestDatabase database, Map<String, String> overrides, String apiKey) {
        return new TestFlowlet(database, Flowlet.start(database.config(overrides), Clock.systemUTC(), _ -> {}), apiKey);
    }

    /// Asks with the API key of the business Acme, or with that of [#beside].
    public Api api() {
        return api;
    }

    public Flowlet flowlet() {
        return flowlet;
    }

    public TestDatabase database() {
        return database;
    }

    /// Creates a business with an admin, an operator, a viewer and two customers, each `{role or
    /// name}@{business}.test` with [#PASSWORD], and answers with its API key.
    public String provision(String business) {
        var at = "@" + business.toLowerCase(Locale.ROOT) + ".test";
        var logins = List.of(
                new Login("admin" + at, PASSWORD, Role.ADMIN, null),
                new Login("operator" + at, PASSWORD, Role.OPERATOR, null),
                new Login("viewer" + at, PASSWORD, Role.VIEWER, null),
                new Login("ann" + at, PASSWORD, Role.CUSTOMER, "ann"),
                new Login("bob" + at, PASSWORD, Role.CUSTOMER, "bob"));
        var outcome = TestPlatform.await(
                flowlet.bus().request(ProvisionTenant.ADDRESS, new ProvisionTenant(business, logins, "test")));
        return Objects.requireNonNull(((Provisioned) outcome).apiKey());
    }

    /// A new business with its API key, and with the people of [#provision].
    public Api business(String name) {
        return api.as(provision(name));
    }

    /// How many rows there are of everything that a refused request must leave as it was.
    public List<String> rows() {
        return Stream.of(
                        "ledger.account",
                        "ledger.entry",
                        "ledger.posting",
                        "ledger.guard",
                        "ledger.idempotency",
                        "wallets.wallet",
                        "wallets.transfer",
                        "payments.payment",
                        "fx.quote_use",
                        "payments.payment_event",
                        "payments.refund",
                        "payments.dispute",
                        "fx.quote_use",
                        "fx.exchange")
                .map(table -> table + " " + database.number("select count(*) from " + table))
                .toList();
    }

    /// Asks as the person of this e-mail address.
    public Api login(String email) {
        var answer =
                api.as(null).post("/auth/login", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD));
        if (answer.status() != 200) {
            throw new IllegalStateException(email + ": " + answer);
        }
        return api.as(answer.text("accessToken"));
    }

    /// Opens a wallet of a customer and puts `amount` into it; answers with its id.
    public String wallet(String userId, String currency, String amount) {
        var wallet = api.post(
                        "/wallets",
                        "{\"userId\":\"%s\",\"currency\":\"%s\",\"type\":\"personal\"}".formatted(userId, currency))
                .text("id");
        if (!amount.matches("[0.]*")) {
            var deposit = api.post(
                    "/wallets/" + wallet + "/deposits",
                    "{\"amount\":%s,\"currency\":\"%s\"}".formatted(amount, currency));
            if (deposit.status() != 201) {
                throw new IllegalStateException("deposit: " + deposit);
            }
        }
        return wallet;
    }

    /// The body of a payment.
    public static String payment(String from, String to, String amount, String currency) {
        return "{\"fromWalletId\":\"%s\",\"toWalletId\":\"%s\",\"amount\":%s,\"currency\":\"%s\"}"
                .formatted(from, to, amount, currency);
    }

    @Override
    public void close() {
        flowlet.close();
    }
}
