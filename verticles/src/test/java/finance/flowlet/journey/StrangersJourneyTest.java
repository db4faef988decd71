package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static finance.flowlet.journey.Purse.money;
import static finance.flowlet.journey.Purse.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.TestFlowlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What belongs to somebody else answers as if it did not exist, byte for byte, and stays as it was. The operations
/// come
/// from the contract, so that a new one cannot be forgotten.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersJourneyTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String NO_ONES = "01kav9ft00emq8k9w39qsaekf4";
    private final TestFlowlet flowlet = TestFlowlet.start();
    private final Api zoo = flowlet.api();
    private final Api museum = flowlet.business("Museum");
    private final Api bob = flowlet.login("bob@acme.test");
    private final Purse purse = new Purse(zoo);
    private String anns = "";
    private String bobs = "";
    private String paid = "";
    private Map<String, String> idsOfAnn = Map.of();

    /// An operation of the contract on an object that its path names.
    record Operation(
            String method,
            String path,
            String prefix,
            @Nullable String body) {
        Api.Response call(Api api, String id) {
            return api.send(method, path.replace("{id}", id), body);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    void live() {
        anns = purse.funded("ann", "100.00");
        bobs = purse.funded("bob", "100.00");
        var others = purse.wallet("carl", "USD");
        var payment = done(purse.pay(anns, others, "1.00").join());
        paid = payment.text("id");
        var transaction = done(zoo.get("/ledger/transactions?reference=" + paid))
                .column("id")
                .getFirst();
        idsOfAnn = Map.of(
                "wal", anns,
                "pay", paid,
                "acc", "acc" + anns.substring(3),
                "txn", transaction);
    }

    @AfterAll
    void close() {
        flowlet.close();
    }

    @ParameterizedTest
    @MethodSource("operationsOnObjects")
    void theObjectOfAnotherDoesNotExist(Operation operation) {
        var id = Objects.requireNonNull(idsOfAnn.get(operation.prefix()), () -> "no object to try " + operation);
        var nobodys = operation.prefix() + "_" + NO_ONES;
        var before = flowlet.rows();
        var wallet = zoo.get("/wallets/" + anns).body();

        for (var stranger : List.of(bob, museum)) {
            var refused = operation.call(stranger, id);

            assertTrue(refused.status() == 404 || refused.status() == 403, refused.toString());
            assertEquals(
                    operation.call(stranger, nobodys).withoutRequestId(), refused.withoutRequestId(), "told apart");
        }
        assertEquals(before, flowlet.rows());
        assertEquals(wallet, zoo.get("/wallets/" + anns).body());
    }

    @Test
    void everyOperationOnAWalletOrPaymentIsTried() {
        var tried = operationsOnObjects().map(Operation::prefix).toList();

        assertEquals(
                8, tried.stream().filter("wal"::equals).count(), "a new operation is tried by itself; count it here");
        assertEquals(1, tried.stream().filter("pay"::equals).count());
    }

    /// Ids inside bodies.
    @Test
    void nobodyPaysOutOfTheWalletOfAnother() {
        var before = flowlet.rows();

        for (var stranger : List.of(bob, museum)) {
            var refused = stranger.post("/payments", payment(anns, bobs, "1.00"));
            var nobodys = stranger.post("/payments", payment("wal_" + NO_ONES, bobs, "1.00"));

            assertEquals("wallet_not_found", refused.code());
            assertEquals(nobodys.withoutRequestId(), refused.withoutRequestId());
        }
        assertEquals(
                "wallet_not_found",
                museum.post("/payments", payment(bobs, anns, "1.00")).code());
        assertEquals(before, flowlet.rows());
    }

    /// Another customer's wallet is where money may go; that is what payments are for.
    @Test
    void aCustomerPaysIntoTheWalletOfAnother() {
        assertEquals("201", bob.post("/payments", payment(bobs, anns, "0.01")).code());
    }

    /// Ids inside filters.
    @ParameterizedTest
    @MethodSource("filters")
    void aFilterShowsNothingOfAnother(String path) {
        var asked = path.replace("ANNS", anns).replace("PAID", paid).replace("ACC", "acc" + anns.substring(3));

        for (var stranger : List.of(bob, museum)) {
            var reply = stranger.get(asked);
            assertTrue(
                    reply.status() == 403 || reply.column("id").stream().noneMatch(idsOfAnn::containsValue),
                    reply.body());
        }
    }

    static Stream<String> filters() {
        return Stream.of(
                "/wallets",
                "/wallets?userId=ann",
                "/payments",
                "/payments?walletId=ANNS",
                "/payments?fromWalletId=ANNS",
                "/payments?toWalletId=ANNS",
                "/ledger/accounts",
                "/ledger/entries?accountId=ACC",
                "/ledger/transactions?reference=PAID");
    }

    @Test
    void aCustomerOpensNoWalletForAnother() {
        var body = """
                {"userId":"ann","currency":"USD","type":"personal"}""";
        var nobodys = body.replace("ann", "nobody yet");
        var before = flowlet.rows();

        assertEquals("user_not_found", bob.post("/wallets", body).code());
        assertEquals(
                bob.post("/wallets", nobodys).withoutRequestId(),
                bob.post("/wallets", body).withoutRequestId());
        assertEquals(before, flowlet.rows());
    }

    /// The same userId at another business is another customer.
    @Test
    void anotherBusinessHasCustomersOfItsOwn() {
        var theirs = new Purse(museum).wallet("ann", "USD");

        assertEquals(List.of(theirs), museum.get("/wallets?userId=ann").column("id"));
        assertEquals("wallet_not_found", zoo.get("/wallets/" + theirs).code());
    }

    @Test
    void aKeyOfAnotherIsAnotherKey() {
        var mine = bob.post("/wallets/" + bobs + "/withdrawals", money("0.01", "USD"), "Idempotency-Key", "same-key");
        var theirs = flowlet.login("ann@acme.test")
                .post("/wallets/" + anns + "/withdrawals", money("0.01", "USD"), "Idempotency-Key", "same-key");

        assertEquals(List.of(201, 201), List.of(mine.status(), theirs.status()));
        assertEquals(List.of(false, false), List.of(mine.replayed(), theirs.replayed()));
    }

    /// The contra account of a rail has no floor. As a wallet it would pay out money that nobody brought.
    @Test
    void theContraAccountIsNoWallet() {
        var contra = done(zoo.get("/ledger/accounts?code=external:sandbox:USD"))
                .column("id")
                .getFirst();
        var wallet = "wal" + contra.substring(3);
        var before = flowlet.rows();

        assertEquals(
                "wallet_not_found",
                zoo.post("/payments", payment(wallet, bobs, "1000.00")).code());
        assertEquals(
                "wallet_not_found",
                zoo.post("/payments", payment(bobs, wallet, "1.00")).code());
        assertEquals("wallet_not_found", zoo.get("/wallets/" + wallet).code());
        assertEquals(
                "wallet_not_found",
                zoo.post("/wallets/" + wallet + "/freeze", null).code());
        assertEquals(
                "wallet_not_found",
                zoo.post("/wallets/" + wallet + "/withdrawals", money("1.00", "USD"))
                        .code());

        assertEquals(before, flowlet.rows());
    }

    /// Every operation whose path names an object of this test's domains, with the body of its example.
    static Stream<Operation> operationsOnObjects() {
        var operations = new ArrayList<Operation>();
        for (var path : members(contract(), "paths").entrySet()) {
            var methods = asMembers(path.getValue());
            for (var method : METHODS) {
                var prefix = prefix(path.getKey());
                if (methods.containsKey(method) && prefix != null) {
                    operations.add(new Operation(
                            method.toUpperCase(Locale.ROOT), path.getKey(), prefix, body(members(methods, method))));
                }
            }
        }
        return operations.stream();
    }

    private static @Nullable String prefix(String path) {
        var kinds = Map.of(
                "/wallets/{id}", "wal",
                "/payments/{id}", "pay",
                "/ledger/accounts/{id}", "acc",
                "/ledger/transactions/{id}", "txn");
        return kinds.entrySet().stream()
                .filter(kind -> path.startsWith(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String body(Map<String, Object> operation) {
        return operation.containsKey("requestBody") ? money("1.00", "USD") : null;
    }

    private static Map<String, Object> contract() {
        try (var text =
                Objects.requireNonNull(StrangersJourneyTest.class.getResourceAsStream("/openapi/flowlet.yaml"))) {
            var options = new LoaderOptions();
            options.setMaxAliasesForCollections(1_000);
            return asMembers(new Yaml(new SafeConstructor(options)).load(text));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<String, Object> members(Map<String, Object> object, String name) {
        return asMembers(Objects.requireNonNull(object.get(name)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMembers(Object value) {
        return (Map<String, Object>) value;
    }
}
