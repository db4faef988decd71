package finance.flowlet.wallets;

import finance.flowlet.contract.wallets.HoldStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Holds on one wallet, as simply as they can be said: everything is worked out anew each time it is asked.
/// What the product says differently is a bug in one of the two. Amounts are minor units.
final class NaiveHolds {
    private static final class One {
        final long amount;
        final Instant expiresAt;
        long captured;
        boolean closedByCapture;
        boolean closedByRelease;
        long version = 1;

        One(long amount, Instant expiresAt) {
            this.amount = amount;
            this.expiresAt = expiresAt;
        }

        HoldStatus status(Instant now) {
            if (closedByRelease) {
                return HoldStatus.RELEASED;
            }
            if (closedByCapture) {
                return HoldStatus.CAPTURED;
            }
            if (!now.isBefore(expiresAt)) {
                return HoldStatus.EXPIRED;
            }
            return captured == 0 ? HoldStatus.ACTIVE : HoldStatus.PARTIALLY_CAPTURED;
        }
    }

    private final Map<String, One> holds = new LinkedHashMap<>();
    private final long overdraft;
    private long balance;
    private long received;

    NaiveHolds(long balance, long overdraft) {
        this.balance = balance;
        this.overdraft = overdraft;
    }

    long balance() {
        return balance;
    }

    /// What captures have moved to the other wallet.
    long received() {
        return received;
    }

    long held(Instant now) {
        return holds.values().stream()
                .filter(one -> one.status(now).isOpen())
                .mapToLong(one -> one.amount - one.captured)
                .sum();
    }

    String place(String name, long amount, Instant expiresAt, Instant now) {
        if (balance + overdraft - held(now) < amount) {
            return "insufficient_funds";
        }
        holds.put(name, new One(amount, expiresAt));
        return "201";
    }

    /// An amount of zero captures all that is left.
    String capture(String name, long amount, boolean last, Instant now) {
        var one = holds.get(name);
        if (one == null) {
            return "hold_not_found";
        }
        var over = over(one, now);
        if (!over.isEmpty()) {
            return over;
        }
        var left = one.amount - one.captured;
        var taken = amount == 0 ? left : amount;
        if (taken > left) {
            return "capture_exceeds_hold";
        }
        one.captured += taken;
        one.closedByCapture = last || taken == left;
        one.version++;
        balance -= taken;
        received += taken;
        return "200";
    }

    String release(String name, Instant now) {
        var one = holds.get(name);
        if (one == null) {
            return "hold_not_found";
        }
        var over = over(one, now);
        if (!over.isEmpty()) {
            return over;
        }
        one.closedByRelease = true;
        one.version++;
        return "200";
    }

    private static String over(One one, Instant now) {
        return switch (one.status(now)) {
            case ACTIVE, PARTIALLY_CAPTURED -> "";
            case CAPTURED, RELEASED -> "hold_already_resolved";
            case EXPIRED -> "hold_expired";
        };
    }

    String spend(long amount, Instant now) {
        if (balance + overdraft - held(now) < amount) {
            return "insufficient_funds";
        }
        balance -= amount;
        return "201";
    }

    /// Status, captured, released and version of every hold.
    Map<String, String> show(Instant now) {
        var shown = new LinkedHashMap<String, String>();
        holds.forEach((name, one) -> {
            var status = one.status(now);
            shown.put(
                    name,
                    status + " " + one.captured + " " + (status.isOpen() ? 0 : one.amount - one.captured) + " "
                            + (one.version + (status == HoldStatus.EXPIRED ? 1 : 0)));
        });
        return shown;
    }
}
