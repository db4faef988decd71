package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a preview says is what the payment does, in any state (E.6, 8).
class PreviewParityJourneyTest {
    private static final int PAYMENTS = 150;
    private final long seed = Long.getLong("flowlet.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void aPreviewEqualsThePaymentThatFollows() {
        System.out.println("preview parity seed " + seed);
        try (var world = TestFlowlet.start()) {
            var api = world.api();
            var purse = new Purse(api);
            var admin = world.login("admin@acme.test");
            var frozen = purse.funded("ann", "50.00");
            done(api.post("/wallets/" + frozen + "/freeze", null));
            var closed = purse.wallet("ann", "USD");
            done(api.post("/wallets/" + closed + "/close", null));
            var wallets = List.of(
                    purse.funded("ann", "60.00"),
                    purse.funded("bob", "40.00"),
                    purse.funded("carl", "20.00"),
                    purse.wallet("dora", "USD"),
                    purse.wallet("dora", "JPY"),
                    frozen,
                    closed,
                    "wal_00000000000000000000000000");
            var codes = new HashMap<String, Integer>();
            for (var i = 0; i < PAYMENTS; i++) {
                if (i % 30 == 0) {
                    rules(admin);
                }
                codes.merge(payment(api, wallets, i), 1, Integer::sum);
            }
            assertTrue(codes.size() >= 6, codes::toString);
            Invariants.assertHold(world);
        }
    }

    /// Asks for a preview and then for the payment; answers with the code of both.
    private String payment(Api api, List<String> wallets, int number) {
        // Most of the time two that work, so that not every answer is a refusal.
        var known = random.nextInt(5) == 0 ? wallets.size() : 4;
        var from = wallets.get(random.nextInt(known));
        var to = wallets.get(random.nextInt(known));
        var body = Purse.payment(
                from, to, BigDecimal.valueOf(1 + random.nextInt(3000), 2).toPlainString());
        var more = (random.nextInt(4) == 0 ? ",\"captureMethod\":\"manual\"" : "")
                + (random.nextInt(4) == 0 ? ",\"externalReference\":\"r" + random.nextInt(10) + "\"" : "");
        var asked = body.substring(0, body.length() - 1) + more + "}";

        var preview = api.post("/payments/preview", asked);
        var paid = api.post("/payments", asked);

        var where = "seed " + seed + " payment " + number + " " + asked + "\n" + preview.body() + "\n" + paid.body();
        if (paid.status() == 201) {
            assertEquals(200, preview.status(), where);
            assertEquals(paid.text("status"), preview.text("status"), where);
            if (paid.text("status").equals("completed")) {
                assertEquals(paid.json().path("fees"), preview.json().path("fees"), where);
            }
        } else {
            assertEquals(paid.status(), preview.status(), where);
            assertEquals(paid.withoutRequestId(), preview.withoutRequestId(), where);
        }
        return paid.status() == 201 ? paid.text("status") : paid.code();
    }

    private void rules(Api admin) {
        var fee = """
                {"currency":"USD","fixed":0.%02d,"basisPoints":%d,"payer":"%s"}""".formatted(
                        1 + random.nextInt(50), random.nextInt(300), random.nextBoolean() ? "sender" : "recipient");
        var rules = """
                {"approvalAbove":[{"currency":"USD","amount":%d}],"fees":[%s]}""".formatted(10 + random.nextInt(30), random.nextInt(3) == 0 ? "" : fee);
        done(admin.send("PUT", "/payment-settings", rules));
    }
}
