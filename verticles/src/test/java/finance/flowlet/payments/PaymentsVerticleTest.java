package finance.flowlet.payments;

import static finance.flowlet.testing.Business.USD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PaymentJson;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.testing.Business;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Payments on a real ledger, asked over the bus.
class PaymentsVerticleTest {
    private final Business business = new Business();
    private final WalletId ann = business.wallet("ann", USD, 100_00);
    private final WalletId bob = business.wallet("bob", USD, 0);

    @AfterEach
    void close() {
        assertEquals(List.of(), business.findings());
        business.close();
    }

    @ParameterizedTest
    @CsvSource({"USD, 1050, 10.50", "JPY, 1050, 1050", "KWD, 1234, 1.234", "USD, 1, 0.01"})
    void whatIsStoredIsWhatALaterReadShows(String code, long minorUnits, String shown) {
        var currency = Currency.of(code);
        var from = business.wallet("carl", currency, 5_000);
        var to = business.wallet("dora", currency, 0);
        var metadata = Map.of("z", "1", "long key", "2", "a", "\"quoted\"", "é", "日本");
        var pay = new Pay(
                business.staff(),
                business.key("k-1"),
                null,
                from,
                to,
                new Money(minorUnits, currency),
                "two \"coffees\"",
                "order-1",
                metadata);

        var stored = accepted(business.pay(pay));

        var read = Wire.text(PaymentJson.of(only(business.staff(), stored)));
        assertEquals(stored, read);
        assertTrue(stored.contains("\"amount\":" + shown + ","), stored);
        assertTrue(stored.contains("\"idempotencyKey\":\"k-1\""), stored);
    }

    @Test
    void aRepeatedKeyIsAnsweredWithTheFirstPayment() {
        var pay = keyed("again", null, null);
        var first = accepted(business.pay(pay));

        var second = business.pay(pay);

        assertEquals(
                first, assertInstanceOf(Post.Replayed.class, second).reply().body());
        assertEquals(90_00, business.balance(ann));
    }

    @Test
    void anExternalReferenceIsTakenOnce() {
        accepted(business.pay(keyed("one", null, "order-7")));

        var second = business.pay(keyed("two", null, "order-7"));

        assertDeclined(Decline.DUPLICATE_REFERENCE, 409, second);
        assertDeclined(Decline.DUPLICATE_REFERENCE, 409, business.pay(keyed("three", null, "order-7")));
        accepted(business.pay(keyed("four", null, "order-8")));
        assertEquals(80_00, business.balance(ann));
    }

    @Test
    void aDeclinedPaymentLeavesItsReferenceFree() {
        var tooMuch = new Pay(business.staff(), null, null, ann, bob, new Money(500_00, USD), "", "order-9", Map.of());
        assertDeclined(Decline.INSUFFICIENT_FUNDS, 402, business.pay(tooMuch));

        accepted(business.pay(keyed("less", null, "order-9")));
    }

    @Test
    void anIdIsTakenOnceWhoeverChoseIt() {
        var chosen = new PaymentId(business.platform().platform().ids().next());
        var first = keyed("first", chosen, null);
        var stored = accepted(business.pay(first));
        var ours = only(business.staff(), accepted(business.pay(keyed("ours", null, null))))
                .id();

        assertDeclined(Decline.ACCOUNT_EXISTS, 409, business.pay(keyed("second", chosen, null)));
        assertDeclined(Decline.ACCOUNT_EXISTS, 409, business.pay(keyed("third", ours, null)));
        var repeated = assertInstanceOf(Post.Replayed.class, business.pay(first));

        assertEquals(stored, repeated.reply().body());
        assertEquals(80_00, business.balance(ann));
    }

    @Test
    void twoBusinessesMayChooseTheSameIdAndReference() {
        var chosen = new PaymentId(business.platform().platform().ids().next());
        accepted(business.pay(keyed("k", chosen, "order-1")));
        var other = business.stranger();
        var pay = new Pay(other, null, chosen, ann, bob, new Money(1, USD), "", "order-1", Map.of());

        // Its own books have no such wallets; that, and not the id or the reference, is what it is told.
        assertDeclined(Decline.ACCOUNT_NOT_FOUND, 404, business.pay(pay));
    }

    @Test
    void theContraAccountOfARailIsNoWallet() {
        var contra = new WalletId(NameBasedId.of(business.tenant().uuid(), "external:sandbox:USD"));

        assertDeclined(Decline.ACCOUNT_NOT_FOUND, 404, business.pay(business.payment(contra, bob, 1_000_00)));
        assertDeclined(Decline.ACCOUNT_NOT_FOUND, 404, business.pay(business.payment(ann, contra, 10_00)));

        assertEquals(0, business.balance(bob));
        assertEquals(100_00, business.balance(ann));
    }

    @Test
    void aCustomerPaysOnlyOutOfTheirOwnWallet() {
        var bobs = new Pay(business.customer("bob"), null, null, ann, bob, new Money(5_00, USD), "", null, Map.of());
        var anns = new Pay(business.customer("ann"), null, null, ann, bob, new Money(5_00, USD), "", null, Map.of());

        assertDeclined(Decline.ACCOUNT_NOT_FOUND, 404, business.pay(bobs));
        accepted(business.pay(anns));

        assertEquals(95_00, business.balance(ann));
    }

    @Test
    void aCustomerSeesWhatTheirWalletsSentAndReceived() {
        var carl = business.wallet("carl", USD, 50_00);
        var annToBob = id(accepted(business.pay(business.payment(ann, bob, 1_00))));
        var carlToAnn = id(accepted(business.pay(business.payment(carl, ann, 2_00))));
        var carlToBob = id(accepted(business.pay(business.payment(carl, bob, 3_00))));

        assertEquals(List.of(carlToAnn, annToBob), list(business.customer("ann"), null));
        assertEquals(List.of(carlToBob, annToBob), list(business.customer("bob"), null));
        assertEquals(List.of(carlToBob, carlToAnn, annToBob), list(business.staff(), null));
        assertEquals(List.of(carlToAnn), list(business.customer("ann"), carl), "not carl's payment to bob");
        assertEquals(List.of(), list(business.customer("nobody"), null));
        assertEquals(List.of(), list(business.stranger(), null));
        assertEquals(List.of(), find(one(business.customer("ann"), carlToBob)));
        assertEquals(List.of(), find(one(business.stranger(), annToBob)));
    }

    @Test
    void thePayersNotesAreNotTheRecipientsToRead() {
        var pay = new Pay(
                business.customer("ann"),
                business.key("anns-key"),
                null,
                ann,
                bob,
                new Money(5_00, USD),
                "rent",
                "anns-reference",
                Map.of("note", "anns"));
        var id = id(accepted(business.pay(pay)));

        var received = find(one(business.customer("bob"), id)).getFirst();
        var sent = find(one(business.customer("ann"), id)).getFirst();

        assertEquals("rent", received.description());
        assertEquals(List.of("null", "null", "{}"), notes(received));
        assertEquals(List.of("anns-key", "anns-reference", "{note=anns}"), notes(sent));
    }

    @Test
    void theEventCommitsWithThePayment() {
        var id = id(accepted(business.pay(business.payment(ann, bob, 10_50))));

        var events = business.database.texts("""
                select event::text
                from ledger.batch, json_array_elements(events) as event
                where event::text like '%payment.completed%'
                """);

        assertEquals(1, events.size());
        assertTrue(events.getFirst().contains(id.toString()), events.getFirst());
        assertTrue(events.getFirst().contains("10.50"), events.getFirst());
    }

    private Pay keyed(String key, @Nullable PaymentId id, @Nullable String reference) {
        return new Pay(
                business.staff(), business.key(key), id, ann, bob, new Money(10_00, USD), "", reference, Map.of());
    }

    private static String accepted(Post.Outcome outcome) {
        var reply = assertInstanceOf(Post.Posted.class, outcome).reply();
        assertEquals(201, reply.status());
        return reply.body();
    }

    private static void assertDeclined(Decline reason, int status, Post.Outcome outcome) {
        var declined = assertInstanceOf(Post.Declined.class, outcome);
        assertEquals(reason, declined.reason());
        assertEquals(status, declined.reply().status());
        var code = "\"code\":\"" + reason.code().wire() + "\"";
        assertTrue(declined.reply().body().contains(code), declined.reply().body());
    }

    private static PaymentId id(String body) {
        return PaymentId.parse(body.substring(7, 37));
    }

    private PaymentView only(Caller caller, String body) {
        return find(one(caller, id(body))).getFirst();
    }

    private List<PaymentView> find(FindPayments query) {
        return business.ask(FindPayments.ADDRESS, query).payments();
    }

    private static FindPayments one(Caller caller, PaymentId id) {
        return FindPayments.one(caller, id);
    }

    private List<PaymentId> list(Caller caller, @Nullable WalletId wallet) {
        var query = new FindPayments(
                caller, null, wallet, null, null, null, null, null, null, null, null, null, 50, 0, null);
        return find(query).stream().map(PaymentView::id).toList();
    }

    private static List<String> notes(PaymentView payment) {
        return List.of(
                String.valueOf(payment.idempotencyKey()),
                String.valueOf(payment.externalReference()),
                payment.metadata().toString());
    }
}
