package finance.flowlet.load;

import java.util.List;
import java.util.SplittableRandom;

/// The requests of a scenario: payments of one cent, and reads of what there is.
final class ScenarioTraffic implements Traffic {
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int REMEMBERED = 4096;

    private final Scenario scenario;
    private final List<byte[]> wallets;
    private final PaymentLog log;
    private final SplittableRandom random;
    private final Pairs pairs;
    private final RequestTemplate payment;
    private final RequestTemplate balance;
    private final RequestTemplate paymentRead;
    private final RequestTemplate transactions;
    private final Ids ids = new Ids();
    private final byte[] recent = new byte[REMEMBERED * Ids.LENGTH];
    private final byte[] one = new byte[Ids.LENGTH];
    private long remembered;

    /// @param run tells the keys of this run from those of others
    ScenarioTraffic(Scenario scenario, Target target, List<byte[]> wallets, PaymentLog log, String run, long seed) {
        this.scenario = scenario;
        this.wallets = wallets;
        this.log = log;
        random = new SplittableRandom(seed);
        pairs = scenario.pairs(wallets.size(), random);
        payment = RequestTemplate.post(
                target,
                "/payments",
                run + RequestTemplate.NUMBER,
                "{\"fromWalletId\":\"%s\",\"toWalletId\":\"%s\",\"amount\":0.01,\"currency\":\"USD\"}"
                        .formatted(RequestTemplate.FIRST_ID, RequestTemplate.SECOND_ID));
        balance = RequestTemplate.get(target, "/wallets/" + RequestTemplate.FIRST_ID + "/balance");
        paymentRead = RequestTemplate.get(target, "/payments/" + RequestTemplate.FIRST_ID);
        transactions = RequestTemplate.get(target, "/wallets/" + RequestTemplate.FIRST_ID + "/transactions?limit=20");
    }

    @Override
    public boolean next(Exchange exchange) {
        var kind = scenario.kind(random);
        exchange.kind = kind == Kind.PAYMENT_READ && remembered == 0 ? Kind.BALANCE : kind;
        switch (exchange.kind) {
            case PAYMENT, SETUP -> pay(exchange);
            case BALANCE -> read(exchange, balance, anyWallet());
            case TRANSACTIONS -> read(exchange, transactions, anyWallet());
            case PAYMENT_READ -> {
                var which = random.nextInt((int) Math.min(remembered, REMEMBERED));
                System.arraycopy(recent, which * Ids.LENGTH, one, 0, Ids.LENGTH);
                read(exchange, paymentRead, one);
            }
        }
        return true;
    }

    @Override
    public Verdict answered(Exchange exchange, Reply reply) {
        if (exchange.kind != Kind.PAYMENT) {
            return reply.status() == OK ? Verdict.GOOD : Verdict.BAD;
        }
        // Written down even when it is thrown away afterwards: the repetition must come to the same payment.
        if (reply.status() != CREATED || !ids.read(reply) || !log.acknowledge(exchange.number, ids.high(), ids.low())) {
            return Verdict.BAD;
        }
        if (exchange.repeats == 0 && scenario.throwsAway(random)) {
            return Verdict.AGAIN;
        }
        if (scenario == Scenario.MIXED) {
            reply.copy(ids.from(), recent, (int) (remembered++ % REMEMBERED) * Ids.LENGTH, Ids.LENGTH);
        }
        return Verdict.GOOD;
    }

    private void pay(Exchange exchange) {
        exchange.number = log.nextKey();
        pairs.draw();
        payment.into(exchange.request);
        payment.number(exchange.request, exchange.number);
        payment.first(exchange.request, wallets.get(pairs.payer()));
        payment.second(exchange.request, wallets.get(pairs.payee()));
    }

    private byte[] anyWallet() {
        return wallets.get(random.nextInt(wallets.size()));
    }

    private static void read(Exchange exchange, RequestTemplate template, byte[] id) {
        template.into(exchange.request);
        template.first(exchange.request, id);
    }
}
