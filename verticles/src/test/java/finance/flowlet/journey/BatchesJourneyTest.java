package finance.flowlet.journey;

import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Many payments in one request.
class BatchesJourneyTest {
    private static final TestFlowlet FLOWLET = TestFlowlet.start();
    private static final Api API = FLOWLET.api();

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(FLOWLET);
        FLOWLET.close();
    }

    @Test
    void eachPaymentOfAnIndependentBatchSucceedsOrIsDeclinedForItself() {
        var rich = FLOWLET.wallet("rich", "USD", "300.00");
        var poor = FLOWLET.wallet("poor", "USD", "1.00");
        var to = FLOWLET.wallet("to", "USD", "0");
        var items = IntStream.range(0, 1000)
                .mapToObj(i -> payment(i % 4 == 0 ? poor : rich, to, "0.40", "USD"))
                .toList();

        var taken = API.post("/payment-batches", Batches.body("independent", items));
        assertEquals("202 pending", taken.status() + " " + taken.text("status"));
        var batch = Batches.ended(API, taken.text("id"));

        // 300.00 are 750 payments of 0.40; 1.00 is two.
        assertEquals("partially_completed", batch.text("status"), batch::body);
        assertEquals("752 248 0", counts(batch));
        assertEquals(List.of("0.00", "0.20", "300.80"), balances(rich, poor, to));
        var statuses = Batches.items(API, taken.text("id"), "status");
        var codes = Batches.items(API, taken.text("id"), "code");
        assertEquals(1000, statuses.size());
        for (var i = 0; i < 1000; i++) {
            var declined = statuses.get(i).equals("declined");
            assertEquals(declined ? "insufficient_funds" : "", codes.get(i));
            assertTrue(!declined || i % 4 == 0, "item " + i + " has funds");
        }
    }

    /// One bad payment, and none is made: another ledger left the ones before it applied (blnk#183).
    @Test
    void anAtomicBatchWithOneBadItemMovesNothingAndNamesIt() {
        var from = FLOWLET.wallet("atomic", "USD", "10.00");
        var empty = FLOWLET.wallet("atomic-empty", "USD", "0");
        var to = FLOWLET.wallet("atomic-to", "USD", "0");
        var items = IntStream.range(0, 100)
                .mapToObj(i -> payment(i == 57 ? empty : from, to, "0.10", "USD"))
                .toList();

        var id = API.post("/payment-batches", Batches.body("atomic", items)).text("id");
        var batch = Batches.ended(API, id);

        assertEquals("failed", batch.text("status"), batch::body);
        assertEquals("0 1 0", counts(batch));
        var codes = Batches.items(API, id, "code");
        assertEquals("insufficient_funds", codes.get(57));
        assertEquals(99, codes.stream().filter("batch_not_applied"::equals).count());
        assertEquals(
                List.of("57"),
                API.get("/payment-batches/" + id + "/items?status=declined").column("index"));
        assertEquals(List.of("10.00", "0.00", "0.00"), balances(from, empty, to));
    }

    @Test
    void anAtomicBatchMakesAllItsPayments() {
        var from = FLOWLET.wallet("whole", "USD", "10.00");
        var to = FLOWLET.wallet("whole-to", "USD", "0");
        var items = Collections.nCopies(100, payment(from, to, "0.10", "USD"));

        var id = API.post("/payment-batches", Batches.body("atomic", items)).text("id");
        var batch = Batches.ended(API, id);

        assertEquals("completed 100 0 0", batch.text("status") + " " + counts(batch));
        assertEquals(List.of("0.00", "10.00"), balances(from, to));
        var payments = Batches.items(API, id, "paymentId");
        assertEquals(100, payments.stream().distinct().count());
        assertEquals("completed", API.get("/payments/" + payments.getLast()).text("status"));
    }

    @Test
    void aBatchThatIsSentAgainIsTheSameBatch() {
        var from = FLOWLET.wallet("again", "USD", "10.00");
        var to = FLOWLET.wallet("again-to", "USD", "0");
        var body = Batches.body(
                "independent", List.of(payment(from, to, "1.00", "USD"), payment(from, to, "2.00", "USD")));

        var answers = Api.together(Collections.nCopies(
                8, (Callable<Response>) () -> API.postOnce("batch-once", "/payment-batches", body)));

        assertEquals(1, answers.stream().filter(answer -> !answer.replayed()).count());
        assertEquals(1, answers.stream().map(Response::body).distinct().count());
        Batches.ended(API, answers.getFirst().text("id"));
        var late = API.postOnce("batch-once", "/payment-batches", body);
        assertTrue(late.replayed());
        assertEquals(answers.getFirst().body(), late.body());
        assertEquals(List.of("7.00", "3.00"), balances(from, to));
        var other = API.postOnce("batch-once", "/payment-batches", body.replace("2.00", "2.01"));
        assertEquals("422 idempotency_key_reused", other.status() + " " + other.code());
    }

    @Test
    void twoBatchesOutOfOneWalletNeverOverdrawIt() {
        var from = FLOWLET.wallet("raced", "USD", "50.00");
        var to = FLOWLET.wallet("raced-to", "USD", "0");
        var items = Collections.nCopies(100, payment(from, to, "0.75", "USD"));

        var batches = Api.together(Collections.nCopies(
                2, (Callable<Response>) () -> API.post("/payment-batches", Batches.body("independent", items))));

        var completed = batches.stream()
                .map(taken -> Batches.ended(API, taken.text("id")))
                .mapToInt(batch -> Integer.parseInt(batch.text("counts", "completed")))
                .sum();
        assertEquals(66, completed);
        assertEquals(List.of("0.50", "49.50"), balances(from, to));
    }

    @Test
    void everyMistakeIsNamedByItsItemAndNothingIsStored() {
        var from = FLOWLET.wallet("wrong", "USD", "10.00");
        var to = FLOWLET.wallet("wrong-to", "USD", "0");
        var right = payment(from, to, "1.00", "USD");
        var before = FLOWLET.database().number("select count(*) from initiation.batch_item");
        var refused = API.postOnce(
                "wrong",
                "/payment-batches",
                Batches.body(
                        "atomic", List.of(right, payment(from, from, "1.001", "USD"), right.replace("USD", "usd"))));

        assertEquals("422 validation_failed", refused.status() + " " + refused.code());
        var pointers = refused.json()
                .path("errors")
                .valueStream()
                .map(error -> error.path("pointer").asString() + " "
                        + error.path("code").asString())
                .toList();
        assertEquals(
                List.of(
                        "/items/1/toWalletId same_wallet",
                        "/items/1/amount amount_precision_invalid",
                        "/items/2/currency currency_unsupported"),
                pointers);
        assertEquals(before, FLOWLET.database().number("select count(*) from initiation.batch_item"));
        assertEquals(
                202,
                API.postOnce("wrong", "/payment-batches", Batches.body("independent", List.of(right)))
                        .status());
    }

    @Test
    void tenThousandItemsAreTakenInAndOneMoreIsNot() {
        var from = FLOWLET.wallet("many", "USD", "0");
        var to = FLOWLET.wallet("many-to", "USD", "0");
        var item = payment(from, to, "0.01", "USD");

        var most = API.post("/payment-batches", Batches.body("independent", Collections.nCopies(10_000, item)));
        var more = API.post("/payment-batches", Batches.body("independent", Collections.nCopies(10_001, item)));

        assertEquals(202, most.status());
        assertEquals("422 batch_too_large", more.status() + " " + more.code());
        var batch = Batches.ended(API, most.text("id"));
        assertEquals("failed", batch.text("status"));
        assertEquals("0 10000 0", counts(batch));
    }

    @Test
    void aCustomerPaysOnlyOutOfItsOwnWallets() {
        var anns = FLOWLET.wallet("ann", "USD", "10.00");
        var bobs = FLOWLET.wallet("bob", "USD", "10.00");
        var ann = FLOWLET.login("ann@acme.test");
        var items = List.of(payment(bobs, anns, "1.00", "USD"), payment(anns, bobs, "1.00", "USD"));

        var id =
                ann.post("/payment-batches", Batches.body("independent", items)).text("id");
        Batches.ended(ann, id);

        assertEquals(List.of("declined", "completed"), Batches.items(ann, id, "status"));
        assertEquals(List.of("wallet_not_found", ""), Batches.items(ann, id, "code"));
        assertEquals(List.of("9.00", "11.00"), balances(anns, bobs));
        assertEquals(
                404,
                FLOWLET.login("bob@acme.test").get("/payment-batches/" + id).status());
    }

    private static List<String> balances(String... wallets) {
        return List.of(wallets).stream()
                .map(wallet -> API.get("/wallets/" + wallet + "/balance").text("current"))
                .map(text -> new BigDecimal(text).toPlainString())
                .toList();
    }

    private static String counts(Response batch) {
        return batch.text("counts", "completed") + " " + batch.text("counts", "declined") + " "
                + batch.text("counts", "pending");
    }
}
