package finance.flowlet.load;

import java.util.Locale;
import java.util.SplittableRandom;

/// Who pays whom, and what is asked besides.
enum Scenario {
    UNIFORM("everybody pays everybody alike"),
    HOT_CREDIT("everybody pays one merchant"),
    HOT_DEBIT("one wallet pays everybody"),
    ZIPF("a few wallets are very popular, most hardly"),
    BALANCES("nobody pays, everybody looks at a balance"),
    MIXED("30 % payments, 35 % balances, 20 % payments by id, 15 % pages of transactions"),
    IDEMPOTENT_RETRIES("30 % of the answers are thrown away and the request repeated under its key"),
    SOAK("uniform, for 15 minutes unless told otherwise; memory is watched");

    private static final int MIXED_PAYMENTS = 30;
    private static final int MIXED_BALANCES = 35;
    private static final int MIXED_READS = 20;
    private static final int THROWN_AWAY = 30;

    final String description;

    Scenario(String description) {
        this.description = description;
    }

    /// Two different wallets of `count`.
    Pairs pairs(int count, SplittableRandom random) {
        return switch (this) {
            case UNIFORM, BALANCES, MIXED, IDEMPOTENT_RETRIES, SOAK ->
                Pairs.of(count, () -> random.nextInt(count), () -> random.nextInt(count));
            case HOT_CREDIT -> Pairs.of(count, () -> 1 + random.nextInt(count - 1), () -> 0);
            case HOT_DEBIT -> Pairs.of(count, () -> 0, () -> 1 + random.nextInt(count - 1));
            case ZIPF -> {
                var zipf = new Zipf(count);
                // The most popular payer is the least popular payee.
                yield Pairs.of(count, () -> count - 1 - zipf.next(random), () -> zipf.next(random));
            }
        };
    }

    Kind kind(SplittableRandom random) {
        if (this != MIXED) {
            return this == BALANCES ? Kind.BALANCE : Kind.PAYMENT;
        }
        var dice = random.nextInt(100);
        if (dice < MIXED_PAYMENTS) {
            return Kind.PAYMENT;
        }
        if (dice < MIXED_PAYMENTS + MIXED_BALANCES) {
            return Kind.BALANCE;
        }
        return dice < MIXED_PAYMENTS + MIXED_BALANCES + MIXED_READS ? Kind.PAYMENT_READ : Kind.TRANSACTIONS;
    }

    /// Whether the answer to a payment is thrown away.
    boolean throwsAway(SplittableRandom random) {
        return this == IDEMPOTENT_RETRIES && random.nextInt(100) < THROWN_AWAY;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
