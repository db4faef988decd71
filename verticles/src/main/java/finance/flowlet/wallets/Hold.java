package finance.flowlet.wallets;

import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.wallets.CaptureFunds;
import finance.flowlet.contract.wallets.HoldStatus;
import finance.flowlet.contract.wallets.HoldView;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A hold and what may happen to it: it is captured, in one or several parts, released, or it expires.
/// Every change makes a new one with the next version. Amounts are minor units.
record Hold(Terms terms, HoldStatus status, long captured, long released, List<EntryId> entries, long version) {
    private static final int FIRST_VERSION = 1;

    /// What was agreed when the hold was placed, and never changes.
    record Terms(
            HoldId id,
            TenantId tenant,
            WalletId wallet,
            @Nullable WalletId to,
            Money money,
            String description,
            Map<String, String> metadata,
            Instant createdAt,
            Instant expiresAt) {}

    /// What is decided about a hold.
    sealed interface Decision {}

    /// It becomes `next`; `minorUnits` of it are captured by that, and with `last` nothing stays reserved.
    record Changed(Hold next, long minorUnits, boolean last) implements Decision {}

    record Refused(Decline reason) implements Decision {}

    Hold {
        entries = List.copyOf(entries);
    }

    static Hold placed(Terms terms) {
        return new Hold(terms, HoldStatus.ACTIVE, 0, 0, List.of(), FIRST_VERSION);
    }

    /// What is left to capture or release.
    long remaining() {
        return status.isOpen() ? terms.money.minorUnits() - captured : 0;
    }

    /// Captures `minorUnits`, or all that is left when null, with the journal entry `entry`.
    Decision capture(@Nullable Long minorUnits, boolean last, EntryId entry, Instant now) {
        var over = over(now);
        if (over != null) {
            return new Refused(over);
        }
        var units = minorUnits == null ? remaining() : minorUnits;
        if (units > remaining()) {
            return new Refused(Decline.CAPTURE_EXCEEDS_HOLD);
        }
        var sum = captured + units;
        var ends = last || units == remaining() || entries.size() + 1 >= CaptureFunds.MAX;
        var written = new ArrayList<>(entries);
        written.add(entry);
        var next = new Hold(
                terms,
                ends ? HoldStatus.CAPTURED : HoldStatus.PARTIALLY_CAPTURED,
                sum,
                ends ? terms.money.minorUnits() - sum : 0,
                written,
                version + 1);
        return new Changed(next, units, ends);
    }

    Decision release(Instant now) {
        var over = over(now);
        return over != null ? new Refused(over) : new Changed(end(HoldStatus.RELEASED), 0, true);
    }

    /// The hold at `now`. From the moment it expires nothing else can happen to it, so what it is then is
    /// known, whether somebody has written it down or not.
    Hold at(Instant now) {
        return status.isOpen() && !now.isBefore(terms.expiresAt) ? end(HoldStatus.EXPIRED) : this;
    }

    HoldView view() {
        return new HoldView(
                terms.id,
                terms.wallet,
                terms.to,
                terms.money,
                captured,
                released,
                status,
                terms.description,
                terms.metadata,
                entries,
                version,
                terms.createdAt,
                terms.expiresAt);
    }

    /// Why nothing can happen to it any more, if so. The three last statuses are final, so this never
    /// changes back.
    private @Nullable Decline over(Instant now) {
        return switch (at(now).status) {
            case ACTIVE, PARTIALLY_CAPTURED -> null;
            case CAPTURED, RELEASED -> Decline.HOLD_ALREADY_RESOLVED;
            case EXPIRED -> Decline.HOLD_EXPIRED;
        };
    }

    private Hold end(HoldStatus how) {
        return new Hold(terms, how, captured, remaining(), entries, version + 1);
    }
}
