package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.SetFloor;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PayTogether;
import finance.flowlet.contract.payments.PayTogether.AllPaid;
import finance.flowlet.contract.payments.PayTogether.NonePaid;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.problem.Code;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import finance.flowlet.testing.TestPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mistakes that others have made with payments, each as a test that would find it here.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentD3JourneyTest {
    private static final Currency USD = Currency.of("USD");
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestFlowlet world =
            TestFlowlet.start(TestDatabase.create(), Map.of("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000"), clock);
    private final Api api = world.api();
    private final Purse purse = new Purse(api);
    private final TenantId tenant = TenantId.parse(api.get("/auth/me").text("tenantId"));
    private final Caller business = new Caller(tenant, null, "api_key:test", "req_d3");
    private String ann = "";
    private String bob = "";

    @BeforeEach
    void open() {
        ann = purse.funded("ann", "100.00");
        bob = purse.wallet("bob", "USD");
    }

    @AfterEach
    void booksAreRight() {
        Invariants.assertHold(world);
    }

    @AfterAll
    void close() {
        world.close();
    }

    /// blnk#238: of two credits at once, one overwrote the other.
    @Test
    void d3NoCreditIsLostOnTheDestination() {
        var payers = IntStream.range(0, 20)
                .mapToObj(i -> purse.funded("payer-" + i, "10.00"))
                .toList();

        var replies =
                atOnce(100, i -> purse.pay(payers.get(i % 20), bob, "0.50").join());

        assertEquals(Map.of("201", 100L), byCode(replies));
        assertEquals("50.00", purse.available(bob));
    }

    /// blnk#374: a repeated refund answered 409 and moved the money back.
    @Test
    void d3ARepeatedRefundMovesNothing() {
        var path = "/payments/" + done(purse.pay(ann, bob, "60.00").join()).text("id") + "/refunds";
        var first = done(api.postOnce("refund-374", path, "{}"));

        var sameKey = api.postOnce("refund-374", path, "{}");
        var newKey = api.postOnce("refund-374-again", path, "{}");
        var withAmount = api.post(path, "{\"amount\":60.00}");

        assertEquals(first.body(), sameKey.body());
        assertEquals("422 refund_exceeds_captured", status(newKey));
        assertEquals("422 refund_exceeds_captured", status(withAmount));
        assertEquals("100.00 0.00", purse.available(ann) + " " + purse.available(bob));
        assertEquals(1, api.get(path).column("id").size());
    }

    /// blnk#182: what had been rejected could still be applied.
    @Test
    void d3WhatWasCanceledIsNotCaptured() {
        var path = "/payments/" + authorized("60.00", "");
        done(api.post(path + "/cancel", null));

        assertEquals("409 payment_state_conflict", status(api.post(path + "/capture", "{}")));
        assertEquals("409 payment_state_conflict", status(api.post(path + "/cancel", null)));
        assertEquals("100.00 0.00", purse.available(ann) + " " + purse.available(bob));
    }

    /// blnk#183: of many together, those before the one that failed stayed applied.
    @Test
    void d3ManyTogetherAreAllOrNone() {
        var good = pay(ann, bob, 1_00);
        var tooMuch = pay(ann, bob, 99_50);
        var key = new Post.Key(tenant.uuid(), "together-183", "f".repeat(64));
        var question = new PayTogether(business, key, List.of(good, good, tooMuch, good));

        var refused = ask(question);

        assertEquals(new NonePaid(2, Code.INSUFFICIENT_FUNDS), refused);
        assertEquals(refused, ask(question), "the key answers the same");
        assertEquals("100.00 0.00", purse.available(ann) + " " + purse.available(bob));
        var other = new Post.Key(tenant.uuid(), "together-183-b", "f".repeat(64));
        var paid = ask(new PayTogether(business, other, List.of(good, good, good)));
        assertEquals(3, ((AllPaid) paid).payments().size());
        assertEquals(paid, ask(new PayTogether(business, other, List.of(good, good, good))));
        assertEquals("97.00 3.00", purse.available(ann) + " " + purse.available(bob));
    }

    /// The step that was refused names the item, wherever it stands.
    @Test
    void d3TheItemThatStopsAllIsNamed() {
        var unknown = pay(ann, "wal_01kav9ft00emq8k9w39qsaekf4", 1_00);
        var key = new Post.Key(tenant.uuid(), "together-unknown", "f".repeat(64));

        var refused = ask(new PayTogether(business, key, List.of(pay(ann, bob, 1), pay(ann, bob, 2), unknown)));

        assertEquals(new NonePaid(2, Code.WALLET_NOT_FOUND), refused);
    }

    /// blnk PR#360: paying oneself made or lost money.
    @Test
    void d3NobodyPaysThemselves() {
        assertEquals("422 same_wallet", status(purse.pay(ann, ann, "1.00").join()));
        var refused = api.post("/payments/preview", Purse.payment(ann, ann, "1.00"));
        assertEquals("422 same_wallet", status(refused));
    }

    /// hyperswitch#11491, blnk 9bf69d2: negative and too precise amounts passed.
    @ParameterizedTest
    @ValueSource(strings = {"-60.00", "-0.01", "0.00", "0.001", "59.999", "6e1", "\"60.00\""})
    void d3AStrangeAmountIsNeitherCapturedNorRefundedNorDisputed(String amount) {
        var path = "/payments/" + authorized("60.00", "");
        done(api.post(path + "/capture", "{\"amount\":30.00}"));
        var before = world.rows();

        assertEquals(
                422, api.post(path + "/capture", "{\"amount\":" + amount + "}").status());
        assertEquals(
                422, api.post(path + "/refunds", "{\"amount\":" + amount + "}").status());
        assertEquals(
                422,
                api.post(path + "/disputes", "{\"reason\":\"x\",\"amount\":" + amount + "}")
                        .status());

        assertEquals(before, world.rows());
    }

    /// hyperswitch#13182: two refunds of 60 on a payment of 100 both went through.
    @Test
    void d3TwoRefundsOf60On100AreOne() {
        done(api.post("/wallets/" + bob + "/deposits", Purse.money("100.00", "USD")));
        var path = "/payments/" + done(purse.pay(ann, bob, "100.00").join()).text("id") + "/refunds";

        var replies = atOnce(2, _ -> api.post(path, "{\"amount\":60.00}"));

        assertEquals(Map.of("201", 1L, "refund_exceeds_captured", 1L), byCode(replies));
        assertEquals("60.00 140.00", purse.available(ann) + " " + purse.available(bob));
    }

    /// midaz#1519: two commits of one pending transaction both succeeded.
    @Test
    void d3AHoldIsCommittedOnce() {
        var path = "/payments/" + authorized("60.00", "");

        var replies = atOnce(10, _ -> api.post(path + "/capture", "{}"));

        assertEquals(Map.of("200", 1L, "payment_state_conflict", 9L), byCode(replies));
        assertEquals("40.00 60.00", purse.available(ann) + " " + purse.available(bob));
    }

    /// midaz PR#2317: after the cancel of a hold that reached into the overdraft, both were above zero.
    @Test
    void d3CancelOfAHoldInTheOverdraftGivesBackExactlyThat() {
        var account = new AccountId(WalletId.parse(ann).uuid());
        bus(
                Post.ADDRESS,
                new Post(
                        tenant,
                        new Post.Key(tenant.uuid(), "floor-2317", "f".repeat(64)),
                        "req_d3",
                        List.of(new SetFloor(account, -50_00L)),
                        List.of(),
                        List.of(),
                        new Post.Reply(200, "{}"),
                        clock.instant().plusSeconds(10)));
        assertEquals("150.00 100.00 0.00", balance(ann));
        var path = "/payments/" + authorized("130.00", "");
        assertEquals("20.00 100.00 130.00", balance(ann));

        done(api.post(path + "/cancel", null));

        assertEquals("150.00 100.00 0.00", balance(ann));
        var partly = "/payments/" + authorized("130.00", "");
        done(api.post(partly + "/capture", "{\"amount\":110.00}"));
        done(api.post(partly + "/cancel", null));
        assertEquals("40.00 -10.00 0.00", balance(ann));
    }

    /// midaz#2485, killbill#639: whoever did not hear the answer tried again, and it was done twice.
    @Test
    void d3ACaptureOfUnknownOutcomeIsRepeatedUnderItsKey() {
        var path = "/payments/" + authorized("60.00", "");

        var replies = atOnce(20, _ -> api.postOnce("capture-639", path + "/capture", "{\"amount\":10.00}"));
        var later = api.postOnce("capture-639", path + "/capture", "{\"amount\":10.00}");

        assertEquals(Map.of("200", 20L), byCode(replies));
        assertEquals(1, replies.stream().map(Response::body).distinct().count());
        assertEquals(replies.getFirst().body(), later.body());
        assertEquals("10.00", api.get(path).text("amountCaptured"));
    }

    /// midaz#814, killbill#1896: sums left the range of their type.
    @Test
    void d3AmountsAtTheEdgeDoNotWrap() {
        assertEquals(
                "422 amount_too_large",
                status(purse.pay(ann, bob, "1000000000.00").join()));
        assertEquals(
                "402 insufficient_funds",
                status(purse.pay(ann, bob, "999999999.99").join()));
        assertEquals(
                "422 amount_too_large",
                status(purse.pay(ann, bob, "92233720368547758.08").join()));
        var path = "/payments/" + authorized("60.00", "");
        assertEquals(
                "422 capture_exceeds_authorized", status(api.post(path + "/capture", "{\"amount\":999999999.99}")));
    }

    /// tigerbeetle#2118: a hold whose time was over still counted when the balance was read.
    @Test
    void d3AReservationWhoseTimeIsOverCountsNoMore() {
        var path = "/payments/" + authorized("60.00", ",\"expiresIn\":30");
        assertEquals("40.00 100.00 60.00", balance(ann));

        clock.advance(Duration.ofSeconds(30));

        assertEquals("100.00 100.00 0.00", balance(ann));
        assertEquals("expired", api.get(path).text("status"));
        done(purse.pay(ann, bob, "100.00").join());
    }

    /// formance#921, #1601: another body under a used key was answered 500.
    @Test
    void d3AnotherBodyUnderAUsedKeyIsSaidSo() {
        var path = "/payments/" + done(purse.pay(ann, bob, "60.00").join()).text("id") + "/refunds";
        done(api.postOnce("reused-921", path, "{\"amount\":10.00}"));

        assertEquals("422 idempotency_key_reused", status(api.postOnce("reused-921", path, "{\"amount\":11.00}")));
        assertEquals("422 idempotency_key_reused", status(api.postOnce("reused-921", path, "{}")));
        assertEquals(
                "422 idempotency_key_reused",
                status(api.postOnce("reused-921", path.replace("refunds", "capture"), "{}")));
    }

    /// formance/stack#1633: one key twice in a batch took the server down.
    @Test
    void d3OneKeyTwiceInABatchIsOnePayment() {
        var body = Purse.payment(ann, bob, "1.00");

        var replies = atOnce(40, i -> api.postOnce("twice-" + i % 4, "/payments", body));

        assertEquals(Map.of("201", 40L), byCode(replies));
        assertEquals("96.00", purse.available(ann));
    }

    private PayTogether.Result ask(PayTogether question) {
        return bus(PayTogether.ADDRESS, question);
    }

    private <Q, R> R bus(Address<Q, R> address, Q question) {
        Bus bus = world.flowlet().bus();
        return TestPlatform.await(bus.request(address, question));
    }

    private Pay pay(String from, String to, long cents) {
        return new Pay(
                business,
                null,
                null,
                WalletId.parse(from),
                WalletId.parse(to),
                new Money(cents, USD),
                "",
                null,
                Map.of());
    }

    private String authorized(String amount, String more) {
        var body = Purse.payment(ann, bob, amount);
        var manual = body.substring(0, body.length() - 1) + ",\"captureMethod\":\"manual\"" + more + "}";
        return done(api.post("/payments", manual)).text("id");
    }

    private String balance(String wallet) {
        var json = done(api.get("/wallets/" + wallet + "/balance"));
        return json.text("available") + " " + json.text("current") + " " + json.text("held");
    }

    private static List<Response> atOnce(int times, IntFunction<Response> request) {
        return Api.together(IntStream.range(0, times)
                .<Callable<Response>>mapToObj(i -> () -> request.apply(i))
                .toList());
    }

    private static Map<String, Long> byCode(List<Response> replies) {
        return replies.stream().collect(Collectors.groupingBy(Response::code, Collectors.counting()));
    }

    private static String status(Response response) {
        return response.status() + " " + response.code();
    }
}
