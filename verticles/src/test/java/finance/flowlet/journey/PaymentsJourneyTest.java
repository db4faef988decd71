package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static finance.flowlet.journey.Purse.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.TestFlowlet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Paying, over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentsJourneyTest {
    private final TestFlowlet world = TestFlowlet.start();
    private final Api api = world.business("zoo");
    private final Purse purse = new Purse(api);
    private String ann = "";
    private String bob = "";

    @BeforeAll
    void open() {
        ann = purse.funded("ann", "1000.00");
        bob = purse.funded("bob", "1000.00");
    }

    @AfterEach
    void booksAreRight() {
        assertEquals("ok", done(api.get("/ledger/integrity")).text("status"));
        assertEquals("true", done(api.get("/ledger/trial-balance")).text("balanced"));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aPaymentReadsBackAsItWasAnswered() {
        var body = """
                {"fromWalletId":"%s","toWalletId":"%s","amount":10.5,"currency":"USD","description":"two \\"coffees\\"",
                 "externalReference":"order-1","metadata":{"z":"1","a":"日本","note":"é"}}""".formatted(ann, bob);

        var paid = done(api.postOnce("first", "/payments", body));

        assertEquals("10.50", paid.text("amount"));
        assertEquals("completed", paid.text("status"));
        assertEquals(paid.body(), api.get("/payments/" + paid.text("id")).body());
        assertEquals(paid.body(), api.get("/v1/payments/" + paid.text("id")).body());
    }

    /// 200 at once out of funds for 50 (E.6, 1).
    @Test
    void racingPaymentsNeverOverdraw() {
        var from = purse.funded("racer", "100.00");

        var replies = atOnce(200, i -> purse.pay(from, bob, "2.00", "Idempotency-Key", "race-" + i));

        assertEquals(Map.of("201", 50L, "insufficient_funds", 150L), byCode(replies));
        assertEquals("0.00", purse.available(from));
    }

    /// One key a hundred times at once (E.6, 2).
    @Test
    void oneKeyIsOnePayment() {
        var from = purse.funded("once", "100.00");

        var replies = atOnce(100, _ -> purse.pay(from, bob, "1.00", "Idempotency-Key", "the-key"));

        var codes = byCode(replies);
        assertEquals(
                100,
                codes.getOrDefault("201", 0L) + codes.getOrDefault("idempotency_in_progress", 0L),
                codes.toString());
        assertEquals(
                1,
                replies.stream()
                        .filter(reply -> reply.status() == 201 && !reply.replayed())
                        .count());
        assertEquals("99.00", purse.available(from));
        var again = purse.pay(from, bob, "1.00", "Idempotency-Key", "the-key").join();
        assertTrue(again.replayed());
        replies.stream()
                .filter(reply -> reply.status() == 201)
                .forEach(reply -> assertEquals(again.body(), reply.body()));
        var other = purse.pay(from, bob, "2.00", "Idempotency-Key", "the-key").join();
        assertEquals("idempotency_key_reused", other.code());
        assertEquals("99.00", purse.available(from));
    }

    @Test
    void aDeclineIsRepeatedUnderItsKey() {
        var from = purse.funded("poor", "1.00");
        var declined =
                purse.pay(from, bob, "5.00", "Idempotency-Key", "too-much").join();
        done(api.post("/wallets/" + from + "/deposits", Purse.money("10.00", "USD")));

        var again = purse.pay(from, bob, "5.00", "Idempotency-Key", "too-much").join();

        assertEquals("insufficient_funds", declined.code());
        assertEquals(declined.body(), again.body());
        assertTrue(again.replayed());
        assertEquals("11.00", purse.available(from));
    }

    @Test
    void aRefusalOfWhatWasAskedLeavesTheKeyFree() {
        var refused = purse.pay(ann, bob, "0.001", "Idempotency-Key", "free").join();

        assertEquals("amount_precision_invalid", refused.code());
        assertEquals(
                201,
                purse.pay(ann, bob, "0.01", "Idempotency-Key", "free").join().status());
    }

    @Test
    void twoBusinessesMayUseTheSameKey() {
        var other = new Purse(world.business("museum"));
        var from = other.funded("eve", "10.00");
        var to = other.wallet("fay", "USD");

        var theirs = other.pay(from, to, "1.00", "Idempotency-Key", "shared").join();
        var ours = purse.pay(ann, bob, "1.00", "Idempotency-Key", "shared").join();

        assertEquals(List.of(201, 201), List.of(theirs.status(), ours.status()));
        assertEquals(List.of(false, false), List.of(theirs.replayed(), ours.replayed()));
    }

    /// Opposite payments lock the same two accounts (R7), in whatever order they arrive.
    @Test
    void oppositePaymentsNeverDeadlock() {
        var one = purse.funded("left", "50.00");
        var two = purse.funded("right", "50.00");

        var replies = atOnce(200, i -> i % 2 == 0 ? purse.pay(one, two, "0.03") : purse.pay(two, one, "0.03"));

        assertEquals(Map.of("201", 200L), byCode(replies));
        assertEquals(List.of("50.00", "50.00"), List.of(purse.available(one), purse.available(two)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1            | amount_not_positive",
                "-100.00       | amount_not_positive",
                "0             | amount_not_positive",
                "0.00          | amount_not_positive",
                "-0            | amount_not_positive",
                "0.001         | amount_precision_invalid",
                "100.000       | amount_precision_invalid",
                "1e2           | amount_invalid",
                "1e400         | amount_invalid",
                "1e999999999   | amount_invalid",
                "1e-400        | amount_invalid",
                "NaN           | malformed_json",
                "Infinity      | malformed_json",
                "01            | malformed_json",
                "+1            | malformed_json",
                ".5            | malformed_json",
                "1.            | malformed_json",
                "\"100.00\"    | amount_type",
                "true          | amount_type",
                "null          | amount_type",
                "[]            | amount_type",
                "{}            | amount_type",
                "1000000000.00 | amount_too_large",
                "9223372036854775807 | amount_too_large",
                "9223372036854775808 | amount_too_large",
                "18446744073709551617 | amount_too_large",
                "12345678901234567890.12 | amount_too_large"
            })
    void aBadAmountMovesNothing(String amount, String code) {
        var before = world.rows();

        assertEquals(code, purse.pay(ann, bob, amount).join().code());

        assertEquals(before, world.rows());
    }

    @Test
    void whatIsWrongWithWalletsMovesNothing() {
        var yen = purse.wallet("ann", "JPY");
        var frozen = purse.funded("ann", "5.00");
        done(api.post("/wallets/" + frozen + "/freeze", null));
        var closed = purse.wallet("ann", "USD");
        done(api.post("/wallets/" + closed + "/close", null));
        var unknown = "wal_00000000000000000000000000";
        var before = money();

        var codes = Stream.of(
                        payment(ann, ann, "1.00"),
                        payment(ann, unknown, "1.00"),
                        payment(unknown, bob, "1.00"),
                        payment(ann, yen, "1.00"),
                        payment(yen, bob, "1.00"),
                        payment(frozen, bob, "1.00"),
                        payment(ann, frozen, "1.00"),
                        payment(closed, bob, "1.00"),
                        payment(ann, closed, "1.00"),
                        payment("wal_x", bob, "1.00"),
                        payment(ann, bob, "1.00").replace("USD", "usd"),
                        payment(ann, bob, "1.00").replace("USD", "XAU"),
                        payment(ann, bob, "1.00").replace("\"amount\"", "\"status\":\"completed\",\"amount\""))
                .map(body -> api.post("/payments", body).code())
                .toList();

        assertEquals(
                List.of(
                        "same_wallet",
                        "wallet_not_found",
                        "wallet_not_found",
                        "currency_mismatch",
                        "currency_mismatch",
                        "wallet_frozen",
                        "wallet_frozen",
                        "wallet_closed",
                        "wallet_closed",
                        "invalid_id",
                        "currency_unsupported",
                        "currency_unsupported",
                        "unknown_field"),
                codes);
        assertEquals(before, money());
    }

    /// All rows but the remembered answers: a decline for a wallet's state is one, even without a key of the client's.
    private List<String> money() {
        return world.rows().stream()
                .filter(rows -> !rows.startsWith("ledger.idempotency"))
                .toList();
    }

    @Test
    void anExternalReferenceIsTakenOnceHoweverManyTry() {
        var body = payment(ann, bob, "0.01").replace("{", "{\"externalReference\":\"invoice-9\",");

        var replies = atOnce(20, _ -> api.sendAsync("POST", "/payments", body));

        assertEquals(Map.of("201", 1L, "duplicate_reference", 19L), byCode(replies));
        assertEquals(
                1, api.get("/payments?externalReference=invoice-9").column("id").size());
    }

    private static List<Response> atOnce(int times, Function<Integer, CompletableFuture<Response>> request) {
        var sent = IntStream.range(0, times).boxed().map(request).toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private static Map<String, Long> byCode(List<Response> replies) {
        return replies.stream().collect(Collectors.groupingBy(Response::code, Collectors.counting()));
    }
}
