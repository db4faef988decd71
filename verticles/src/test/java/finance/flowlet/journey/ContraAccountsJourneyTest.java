package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static finance.flowlet.journey.Purse.money;
import static finance.flowlet.journey.Purse.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The account on the other side of a rail. It has no floor: as a wallet it would pay out money that nobody brought.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContraAccountsJourneyTest {
    private final TestFlowlet flowlet = TestFlowlet.start();
    private final Api api = flowlet.api();
    private final Purse purse = new Purse(api);

    @AfterAll
    void close() {
        Invariants.assertHold(flowlet);
        flowlet.close();
    }

    @Test
    void itsBalanceIsWhatLiesOutside() {
        var wallet = purse.wallet("ann", "EUR");
        done(api.post("/wallets/" + wallet + "/deposits", money("120.00", "EUR")));
        var full = contra("EUR");
        done(api.post("/wallets/" + wallet + "/withdrawals", money("70.00", "EUR")));

        assertEquals("120.00", full.text("balance"));
        assertEquals("50.00", contra("EUR").text("balance"));
        assertEquals("asset", full.text("kind"));
        assertEquals("", full.text("minBalance"));
    }

    @Test
    void itIsNoWallet() {
        var ann = purse.funded("ann", "1.00");
        var id = "wal" + contra("USD").text("id").substring(3);
        var before = flowlet.rows();

        var refused = List.of(
                api.post("/payments", payment(id, ann, "1000.00")),
                api.post("/payments", payment(ann, id, "1.00")),
                api.get("/wallets/" + id),
                api.get("/wallets/" + id + "/balance"),
                api.get("/wallets/" + id + "/transactions"),
                api.post("/wallets/" + id + "/freeze", null),
                api.post("/wallets/" + id + "/close", null),
                api.post("/wallets/" + id + "/deposits", money("1.00", "USD")),
                api.post("/wallets/" + id + "/withdrawals", money("1.00", "USD")));

        refused.forEach(reply -> assertEquals("wallet_not_found", reply.code(), reply.body()));
        assertEquals(before, flowlet.rows());
    }

    @Test
    void itsIdIsNotOneToChoose() {
        purse.funded("bob", "1.00");
        var body = """
                {"id":"wal%s","userId":"ann","currency":"USD","type":"personal"}""".formatted(contra("USD").text("id").substring(3));

        assertEquals("invalid_id", api.post("/wallets", body).code());
    }

    private Api.Response contra(String currency) {
        var id = done(api.get("/ledger/accounts?code=external:sandbox:" + currency))
                .column("id")
                .getFirst();
        return done(api.get("/ledger/accounts/" + id));
    }
}
