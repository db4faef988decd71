package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static finance.flowlet.journey.Purse.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.util.Collections;
import java.util.List;
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
    private final TestFlowlet flowlet = TestFlowlet.start();
    private final Api api = flowlet.api();
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
        Invariants.assertHold(flowlet);
        assertEquals("true", done(api.get("/ledger/trial-balance")).text("balanced"));
    }

    @AfterAll
    void close() {
        flowlet.close();
    }

    @Test
    void aPaymentReadsBackAsItWasAnswered() {
        var body = """
                {"fromWalletId":"%s","toWalletId":"%s","amount":10.5,"currency":"USD","description":"two \\"coffees\\"",
                 "externalReference":"order-1","metadata":{"z":"1","a":"日本","note":"é"}}""".formatted(ann, bob);

        var paid = done(api.post("/payments", body, "Idempotency-Key", "first"));

        assertEquals("10.50", paid.text("amount"));
        assertEquals("completed", paid.text("status"));
        assertEquals(paid.body(), api.get("/payments/" + paid.text("id")).body());
        assertEquals(paid.body(), api.get("/v1/payments/" + paid.text("id")).body());
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
        var before = flowlet.database().rowCounts();

        assertEquals(code, purse.pay(ann, bob, amount).outcome());

        assertEquals(before, flowlet.database().rowCounts());
    }

    @Test
    void whatIsWrongWithWalletsMovesNothing() {
        var yen = purse.wallet("ann", "JPY");
        var frozen = purse.funded("ann", "5.00");
        done(api.post("/wallets/" + frozen + "/freeze", null));
        var closed = purse.wallet("ann", "USD");
        done(api.post("/wallets/" + closed + "/close", null));
        var unknown = "wal_00000000000000000000000000";
        var before = flowlet.database().rowCounts();

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
                .map(body -> api.post("/payments", body).outcome())
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
        assertEquals(before, flowlet.database().rowCounts());
    }

    @Test
    void anExternalReferenceIsTakenOnceHoweverManyTry() {
        var body = payment(ann, bob, "0.01").replace("{", "{\"externalReference\":\"invoice-9\",");

        var outcomes = Api.together(
                Collections.nCopies(20, () -> api.post("/payments", body).outcome()));

        assertEquals(1, Collections.frequency(outcomes, "201"));
        assertEquals(19, Collections.frequency(outcomes, "duplicate_reference"));
        assertEquals(
                1, api.get("/payments?externalReference=invoice-9").column("id").size());
    }
}
