package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.TestFlowlet;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;

/// Lists over HTTP equal the plainest model of them, for random filters and pages (E.6, 9). The model knows
/// only what the replies said when the objects came into being.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListsJourneyTest {
    private static final int PAYMENTS = 80;
    private static final int ROUNDS = 40;
    private static final List<String> OWNERS = List.of("ann", "bob", "carl");
    private static final List<String> TYPES = List.of("personal", "business", "savings");
    private static final List<String> STATUSES = List.of("active", "frozen", "closed");
    private static final List<String> PAYMENT_STATUSES =
            List.of("completed", "authorized", "partially_captured", "canceled", "failed");
    private static final List<String> CURRENCIES = List.of("USD", "JPY");
    private final long seed = Long.getLong("seed", 20_261_122L);
    private final Random random = new Random(seed);
    private final TestFlowlet flowlet = TestFlowlet.start();
    private final Api api = flowlet.api();
    private final Map<String, Api> clients = new HashMap<>(Map.of("acme", api));
    private final List<Wallet> wallets = new ArrayList<>();
    private final List<Payment> payments = new ArrayList<>();

    private interface Made {
        String id();

        Instant createdAt();
    }

    private record Wallet(String id, String owner, String currency, String type, String status, Instant createdAt)
            implements Made {}

    private record Payment(
            String id,
            Wallet from,
            Wallet to,
            BigDecimal amount,
            @Nullable String reference,
            String status,
            Instant createdAt)
            implements Made {}

    @BeforeAll
    void live() {
        System.getLogger(ListsJourneyTest.class.getName()).log(System.Logger.Level.INFO, "seed " + seed);
        for (var owner : OWNERS) {
            for (var currency : CURRENCIES) {
                TYPES.forEach(type -> wallets.add(open(owner, currency, type, "active")));
            }
            wallets.add(open(owner, "USD", "personal", "frozen"));
            wallets.add(open(owner, "JPY", "savings", "closed"));
        }
        var open = wallets.stream()
                .filter(wallet -> wallet.status().equals("active"))
                .toList();
        open.forEach(wallet ->
                done(api.post("/wallets/" + wallet.id() + "/deposits", Purse.money("10000", wallet.currency()))));
        for (var i = 0; i < PAYMENTS; i++) {
            payments.add(pay(open, i));
        }
        // Somebody else's, which must never show.
        new Purse(flowlet.business("Museum")).funded("ann", "5.00");
    }

    @AfterAll
    void close() {
        flowlet.close();
    }

    @RepeatedTest(ROUNDS)
    void paymentsEqualTheModel() {
        var caller = caller();
        var filters = new TreeMap<String, String>();
        Predicate<Payment> passes = payment -> true;
        if (sometimes()) {
            var wallet = any(wallets);
            filters.put("walletId", wallet.id());
            passes = passes.and(
                    payment -> payment.from().equals(wallet) || payment.to().equals(wallet));
        }
        if (sometimes()) {
            var wallet = any(wallets);
            filters.put("fromWalletId", wallet.id());
            passes = passes.and(payment -> payment.from().equals(wallet));
        }
        if (sometimes()) {
            var wallet = any(wallets);
            filters.put("toWalletId", wallet.id());
            passes = passes.and(payment -> payment.to().equals(wallet));
        }
        if (sometimes()) {
            var currency = any(CURRENCIES);
            filters.put("currency", currency);
            passes = passes.and(payment -> payment.from().currency().equals(currency));
            if (sometimes()) {
                var least = new BigDecimal(1 + random.nextInt(20));
                filters.put("minAmount", least.toPlainString());
                passes = passes.and(payment -> payment.amount().compareTo(least) >= 0);
            }
            if (sometimes()) {
                var most = new BigDecimal(1 + random.nextInt(20));
                filters.put("maxAmount", most.toPlainString());
                passes = passes.and(payment -> payment.amount().compareTo(most) <= 0);
            }
        }
        passes = passes.and(within(filters));
        if (sometimes()) {
            var reference = any(payments).reference();
            if (reference != null) {
                filters.put("externalReference", reference);
                passes = passes.and(payment -> reference.equals(payment.reference()));
            }
        }
        if (sometimes()) {
            var status = any(PAYMENT_STATUSES);
            filters.put("status", status);
            passes = passes.and(payment -> payment.status().equals(status));
        }
        if (!caller.equals("acme")) {
            passes = passes.and(payment -> payment.from().owner().equals(caller)
                    || payment.to().owner().equals(caller));
        }
        assertList(
                caller, "/payments", filters, payments.stream().filter(passes).toList());
    }

    @RepeatedTest(ROUNDS)
    void walletsEqualTheModel() {
        var caller = caller();
        var filters = new TreeMap<String, String>();
        Predicate<Wallet> passes =
                wallet -> caller.equals("acme") || wallet.owner().equals(caller);
        if (sometimes()) {
            var owner = any(OWNERS);
            filters.put("userId", owner);
            passes = passes.and(wallet -> wallet.owner().equals(owner));
        }
        if (sometimes()) {
            var currency = any(CURRENCIES);
            filters.put("currency", currency);
            passes = passes.and(wallet -> wallet.currency().equals(currency));
        }
        if (sometimes()) {
            var type = any(TYPES);
            filters.put("type", type);
            passes = passes.and(wallet -> wallet.type().equals(type));
        }
        if (sometimes()) {
            var status = any(STATUSES);
            filters.put("status", status);
            passes = passes.and(wallet -> wallet.status().equals(status));
        }
        assertList(caller, "/wallets", filters, wallets.stream().filter(passes).toList());
    }

    private void assertList(String caller, String path, Map<String, String> filters, List<? extends Made> model) {
        var expected = model.stream()
                .sorted(Comparator.<Made, Instant>comparing(Made::createdAt)
                        .thenComparing(Made::id)
                        .reversed())
                .map(Made::id)
                .toList();
        var query = filters.entrySet().stream()
                .map(filter -> "&" + filter.getKey() + "=" + filter.getValue())
                .collect(Collectors.joining());
        var client = clients.computeIfAbsent(caller, name -> flowlet.login(name + "@acme.test"));
        var message = "seed " + seed + ": " + caller + " " + path + query;

        assertEquals(expected, walk(client, path + "?limit=" + (1 + random.nextInt(9)) + query), message);

        var offset = random.nextInt(12);
        var page = done(client.get(path + "?limit=5&offset=" + offset + query));
        assertEquals(slice(expected, offset, 5), page.column("id"), message);
        assertEquals(expected.size() > offset + 5, page.text("hasMore").equals("true"), message);
    }

    private static List<String> walk(Api client, String path) {
        var walked = new ArrayList<String>();
        for (var cursor = ""; ; ) {
            var page = done(client.get(path + cursor));
            walked.addAll(page.column("id"));
            if (!page.text("hasMore").equals("true")) {
                return walked;
            }
            cursor = "&after=" + page.text("nextCursor");
        }
    }

    private static List<String> slice(List<String> list, int offset, int limit) {
        return offset >= list.size()
                ? Collections.emptyList()
                : list.subList(offset, Math.min(list.size(), offset + limit));
    }

    private Predicate<Payment> within(Map<String, String> filters) {
        Predicate<Payment> passes = payment -> true;
        var one = any(payments).createdAt();
        var other = any(payments).createdAt();
        if (sometimes() && one.isBefore(other)) {
            filters.put("from", one.toString());
            filters.put("to", other.toString());
            passes = payment ->
                    !payment.createdAt().isBefore(one) && payment.createdAt().isBefore(other);
        } else if (sometimes()) {
            filters.put("from", one.toString());
            passes = payment -> !payment.createdAt().isBefore(one);
        } else if (sometimes()) {
            filters.put("to", other.toString());
            passes = payment -> payment.createdAt().isBefore(other);
        }
        return passes;
    }

    private Wallet open(String owner, String currency, String type, String status) {
        var body = """
                {"userId":"%s","currency":"%s","type":"%s"}""".formatted(owner, currency, type);
        var opened = done(api.post("/wallets", body));
        switch (status) {
            case "frozen" -> done(api.post("/wallets/" + opened.text("id") + "/freeze", null));
            case "closed" -> done(api.post("/wallets/" + opened.text("id") + "/close", null));
            default -> {}
        }
        return new Wallet(opened.text("id"), owner, currency, type, status, createdAt(opened));
    }

    private Payment pay(List<Wallet> open, int number) {
        var from = any(open);
        var to = any(open.stream()
                .filter(wallet -> !wallet.equals(from) && wallet.currency().equals(from.currency()))
                .toList());
        var amount = new BigDecimal(1 + random.nextInt(20));
        var reference = random.nextInt(3) == 0 ? "reference-" + number : null;
        var body = """
                {"fromWalletId":"%s","toWalletId":"%s","amount":%s,"currency":"%s"%s%s}""".formatted(
                        from.id(),
                        to.id(),
                        amount.toPlainString(),
                        from.currency(),
                        reference == null ? "" : ",\"externalReference\":\"" + reference + "\"",
                        random.nextInt(3) == 0 ? ",\"captureMethod\":\"manual\"" : "");
        var paid = done(api.post("/payments", body));
        var status = body.contains("manual") ? changed("/payments/" + paid.text("id")) : paid.text("status");
        return new Payment(paid.text("id"), from, to, amount, reference, status, createdAt(paid));
    }

    /// Captures some of an authorized payment, all of it, or none.
    private String changed(String path) {
        var reply = switch (random.nextInt(4)) {
            case 0 -> api.post(path + "/capture", "{}");
            case 1 -> api.post(path + "/capture", "{\"amount\":1}");
            case 2 -> api.post(path + "/cancel", null);
            default -> api.get(path);
        };
        assertEquals(200, reply.status(), reply.body());
        return reply.text("status");
    }

    private static Instant createdAt(Response reply) {
        return Instant.parse(reply.text("createdAt"));
    }

    /// The business itself, or one of its customers.
    private String caller() {
        return any(List.of("acme", "acme", "ann", "bob"));
    }

    private boolean sometimes() {
        return random.nextInt(4) == 0;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
