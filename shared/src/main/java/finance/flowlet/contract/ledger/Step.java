package finance.flowlet.contract.ledger;

import finance.flowlet.bus.OneOf;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thing a command does to the books. Amounts are minor units of the account's currency.
@OneOf
public sealed interface Step {
    /// Opens an account. `code` is unique within the tenant. A null `floor` means no lower bound; otherwise
    /// credits - debits - held never falls below it. With `ifAbsent` an account that exists already is left
    /// as it is, which is how system accounts come into being at their first use.
    record OpenAccount(
            AccountId account,
            String code,
            AccountClass accountClass,
            Currency currency,
            @Nullable UserId owner,
            @Nullable Long floor,
            boolean ifAbsent)
            implements Step {}

    /// Writes a journal entry. For each currency its debits equal its credits. `reference` names the
    /// business object (`pay_...`), `actor` who caused it.
    record PostEntry(
            EntryId entry,
            EntryKind kind,
            String reference,
            String description,
            String actor,
            Instant effectiveAt,
            List<Posting> postings)
            implements Step {
        public PostEntry {
            postings = List.copyOf(postings);
        }
    }

    /// One debit or credit. `currency` is what the caller believes the account's to be. With `owner` set,
    /// an account of anybody else counts as not found.
    record Posting(
            AccountId account,
            Side side,
            long minorUnits,
            Currency currency,
            @Nullable UserId owner) {}

    /// Reserves funds of an account until `expiresAt`. `currency` and `owner` are checked as a posting's
    /// are.
    record PlaceHold(
            HoldId hold,
            AccountId account,
            long minorUnits,
            Currency currency,
            @Nullable UserId owner,
            Instant expiresAt)
            implements Step {}

    /// Takes `minorUnits` out of a hold, because postings of the same command spend them; `last` releases
    /// the rest.
    record CaptureHold(HoldId hold, long minorUnits, boolean last) implements Step {}

    /// Ends a hold without spending it. `EXPIRED` is refused before the hold's time, and is right for one
    /// that the ledger has let lapse already.
    record ReleaseHold(HoldId hold, Release why) implements Step {}

    /// Adds `amount` to a counter that must stay within 0 and `ceiling`; a negative amount gives back. An
    /// unknown guard starts at zero. `decline` is the answer when there is no room: `LIMIT_EXCEEDED` as a
    /// rule, but a guard of ceiling 1 is also how a name is given away only once.
    record UseGuard(GuardId guard, long amount, long ceiling, Decline decline) implements Step {}

    /// Counts the changes of a business object: it has had `expected` of them, and this is the next.
    /// Whoever decided on an older state is declined with `VERSION_CONFLICT`. An object that nobody changed
    /// has had none.
    record Advance(GuardId object, long expected) implements Step {}

    /// Refuses the command when it takes effect at `end` or later.
    record Before(Instant end, Decline decline) implements Step {}

    /// Changes how far an account may fall. It must not be below the new floor already.
    record SetFloor(AccountId account, @Nullable Long floor) implements Step {}

    /// Closes the tenant's books up to `end`: no entry may take effect before it any more. It never moves
    /// back.
    record ClosePeriod(Instant end) implements Step {}

    /// Changes what an account allows. It must be in one of `from`, and belong to `owner` when one is
    /// named. `CLOSED` requires a balance of zero and no holds.
    record SetStatus(
            AccountId account,
            AccountStatus status,
            Set<AccountStatus> from,
            @Nullable UserId owner) implements Step {
        public SetStatus {
            from = Set.copyOf(from);
        }
    }

    /// The two sides of a posting.
    enum Side {
        DEBIT,
        CREDIT
    }

    /// How a hold ends without being captured.
    enum Release {
        VOIDED,
        EXPIRED
    }
}
