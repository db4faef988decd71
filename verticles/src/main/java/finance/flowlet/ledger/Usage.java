package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/// What a subject has spent in one window: minor units, and how often.
record Usage(Key key, long amount, long count) {
    /// Which window of which subject.
    record Key(UUID subject, Currency currency, LimitWindow window, Instant startsAt) {}

    /// The one order in which all writers touch counts.
    static final Comparator<Usage> ORDER = Comparator.comparing(
                    (Usage usage) -> usage.key().subject())
            .thenComparing(usage -> usage.key().currency().code())
            .thenComparing(usage -> usage.key().window().name())
            .thenComparing(usage -> usage.key().startsAt());

    Usage add(long more) {
        return new Usage(key, Math.addExact(amount, more), count + 1);
    }

    /// Gives back what was counted and not spent; `whole` when nothing of it was. It never falls below
    /// zero: what was counted before the limit existed is not known exactly.
    Usage giveBack(long unspent, boolean whole) {
        return new Usage(key, Math.max(0, amount - unspent), Math.max(0, count - (whole ? 1 : 0)));
    }
}
