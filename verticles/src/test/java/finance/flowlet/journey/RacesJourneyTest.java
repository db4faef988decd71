package finance.flowlet.journey;

import static finance.flowlet.testing.TestFlowlet.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What must hold however many ask at once and however many writers commit: acceptance tests 1 and 2, races R1 to R8.
class RacesJourneyTest {
    private static final TestFlowlet FLOWLET = TestFlowlet.start(Map.of("FLOWLET_LEDGER_WRITERS", "3"));
    private final Api api = FLOWLET.api();

    @AfterAll
    static void stop() {
        FLOWLET.close();
    }

    @AfterEach
    void booksAreRight() {
        Invariants.assertHold(FLOWLET);
    }

    @Test
    void twoHundredPaymentsFromFundsForFifty() {
        var from = FLOWLET.wallet("ann", "USD", "50.00");
        var to = FLOWLET.wallet("bob", "USD", "0");

        var answers = repeat(200, i -> api.post("/payments", payment(from, to, "1.00", "USD")));

        assertEquals(50, count(answers, 201));
        assertEquals(
                150,
                answers.stream()
                        .filter(a -> a.code().equals("insufficient_funds"))
                        .count());
        assertEquals("0.00", available(from));
        assertEquals("50.00", available(to));
    }

    @Test
    void oneKeyAHundredTimesIsOnePayment() {
        var from = FLOWLET.wallet("ann", "USD", "100.00");
        var to = FLOWLET.wallet("bob", "USD", "0");
        var body = payment(from, to, "1.00", "USD");

        var answers = repeat(100, _ -> api.post("/payments", body, "Idempotency-Key", "hundred"));

        assertEquals(100, count(answers, 201));
        assertEquals(1, answers.stream().map(Response::body).distinct().count());
        assertEquals(
                99,
                answers.stream()
                        .filter(a -> a.header("Idempotency-Replayed").equals("true"))
                        .count());
        assertEquals("99.00", available(from));
        var other = api.post("/payments", payment(from, to, "2.00", "USD"), "Idempotency-Key", "hundred");
        assertEquals("422 idempotency_key_reused", other.status() + " " + other.code());
        assertEquals("99.00", available(from));
    }

    @Test
    void aDeclineIsReplayedAndARefusalIsNot() {
        var from = FLOWLET.wallet("ann", "USD", "1.00");
        var to = FLOWLET.wallet("bob", "USD", "0");
        var tooMuch = payment(from, to, "5.00", "USD");
        var refused = payment(from, to, "0.001", "USD");

        assertEquals(
                422, api.post("/payments", refused, "Idempotency-Key", "again").status());
        var declined = api.post("/payments", tooMuch, "Idempotency-Key", "again");
        FLOWLET.api().post("/wallets/" + from + "/deposits", "{\"amount\":9.00,\"currency\":\"USD\"}");
        var replayed = api.post("/payments", tooMuch, "Idempotency-Key", "again");

        assertEquals(402, declined.status());
        assertEquals(declined.body(), replayed.body());
        assertEquals("true", replayed.header("Idempotency-Replayed"));
        assertEquals("10.00", available(from));
    }

    @Test
    void oneKeyOfTwoTenantsIsTwoKeys() {
        var other = api.as(FLOWLET.provision("Globex" + System.nanoTime()));
        var from = FLOWLET.wallet("ann", "USD", "10.00");
        var to = FLOWLET.wallet("bob", "USD", "0");
        var theirs = other.post("/wallets", "{\"userId\":\"x\",\"currency\":\"USD\",\"type\":\"personal\"}")
                .text("id");
        other.post("/wallets/" + theirs + "/deposits", "{\"amount\":10.00,\"currency\":\"USD\"}");
        var theirsTo = other.post("/wallets", "{\"userId\":\"y\",\"currency\":\"USD\",\"type\":\"personal\"}")
                .text("id");

        var mine = api.post("/payments", payment(from, to, "1.00", "USD"), "Idempotency-Key", "shared");
        var yours = other.post("/payments", payment(theirs, theirsTo, "2.00", "USD"), "Idempotency-Key", "shared");

        assertEquals(201, mine.status());
        assertEquals(201, yours.status());
        assertEquals("", yours.header("Idempotency-Replayed"));
    }

    /// R5: three replies in ten never reach the client, which repeats the request under its key until one does.
    @Test
    void aStormOfRetriesPaysEachKeyOnce() {
        var seed = System.nanoTime();
        System.out.println("retry storm seed " + seed);
        var from = FLOWLET.wallet("ann", "USD", "100.00");
        var to = FLOWLET.wallet("bob", "USD", "0");
        var body = payment(from, to, "0.10", "USD");

        var answers = repeat(300, i -> {
            var luck = new Random(seed + i);
            var answer = api.postOnce("storm-" + i, "/payments", body);
            for (var attempt = 0; attempt < 10 && luck.nextInt(10) < 3; attempt++) {
                answer = api.postOnce("storm-" + i, "/payments", body);
            }
            return answer;
        });

        assertEquals(300, count(answers, 201), () -> statuses(answers));
        assertEquals(300, answers.stream().map(a -> a.text("id")).distinct().count());
        assertEquals("30.00", available(to));
    }

    @Test
    void oppositePaymentsNeverDeadlock() {
        var ann = FLOWLET.wallet("ann", "USD", "100.00");
        var bob = FLOWLET.wallet("bob", "USD", "100.00");

        var answers = repeat(
                400,
                i -> api.post(
                        "/payments", i % 2 == 0 ? payment(ann, bob, "1.00", "USD") : payment(bob, ann, "1.00", "USD")));

        assertTrue(answers.stream().allMatch(a -> a.status() == 201 || a.status() == 402), () -> statuses(answers));
    }

    @Test
    void aHotWalletLosesNoCredit() {
        var merchant = FLOWLET.wallet("merchant", "USD", "0");
        var payers = new ArrayList<String>();
        for (var i = 0; i < 16; i++) {
            payers.add(FLOWLET.wallet("payer-" + i, "USD", "100.00"));
        }

        var answers = repeat(640, i -> api.post("/payments", payment(payers.get(i % 16), merchant, "0.01", "USD")));

        assertEquals(640, count(answers, 201));
        assertEquals("6.40", available(merchant));
    }

    @Test
    void moneyIsNeitherMadeNorLostInTheBankTest() {
        var seed = System.nanoTime();
        System.out.println("bank test seed " + seed);
        var random = new Random(seed);
        var wallets = new ArrayList<String>();
        for (var i = 0; i < 8; i++) {
            wallets.add(FLOWLET.wallet("bank-" + i, "EUR", "12.50"));
        }
        var bodies = new ArrayList<String>();
        for (var i = 0; i < 600; i++) {
            var from = random.nextInt(8);
            var to = (from + 1 + random.nextInt(7)) % 8;
            bodies.add(payment(wallets.get(from), wallets.get(to), "0.0" + (1 + random.nextInt(5)), "EUR"));
        }

        var answers = repeat(600, i -> {
            if (i % 10 == 0) {
                var balance = api.get("/ledger/trial-balance");
                assertEquals("true", balance.text("balanced"), balance::body);
            }
            return api.post("/payments", bodies.get(i));
        });

        assertTrue(answers.stream().allMatch(a -> a.status() == 201 || a.status() == 402), () -> statuses(answers));
        var total = wallets.stream()
                .map(wallet -> api.get("/wallets/" + wallet + "/balance")
                        .json()
                        .path("current")
                        .decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertEquals("100.00", total.toPlainString());
    }

    private interface Call {
        Response at(int index);
    }

    /// Calls `times` times, 32 at a time.
    private static List<Response> repeat(int times, Call call) {
        var answers = new ArrayList<Response>();
        for (var from = 0; from < times; from += 32) {
            var calls = new ArrayList<Callable<Response>>();
            for (var i = from; i < Math.min(times, from + 32); i++) {
                var index = i;
                calls.add(() -> call.at(index));
            }
            answers.addAll(Api.together(calls));
        }
        return answers;
    }

    private static long count(List<Response> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    private static String statuses(List<Response> answers) {
        return answers.stream()
                .collect(Collectors.groupingBy(a -> a.status() + " " + a.code(), Collectors.counting()))
                .toString();
    }

    private String available(String wallet) {
        return api.get("/wallets/" + wallet + "/balance")
                .json()
                .path("available")
                .decimalValue()
                .toPlainString();
    }
}
