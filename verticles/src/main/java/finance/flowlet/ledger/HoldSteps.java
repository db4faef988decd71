package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step.CaptureHold;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.ReleaseHold;
import finance.flowlet.id.HoldId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a command does to reserved funds. A hold is resolved once, and reserves nothing from the moment it
/// expires.
final class HoldSteps {
    private final Draft draft;
    private final LimitSteps limits;
    private final Instant now;

    HoldSteps(Draft draft, LimitSteps limits, Instant now) {
        this.draft = draft;
        this.limits = limits;
        this.now = now;
    }

    void place(PlaceHold step) {
        var account = draft.account(step.account(), step.owner());
        if (account == null) {
            draft.refuse(Decline.ACCOUNT_NOT_FOUND);
            return;
        }
        if (!account.currency().equals(step.currency())) {
            draft.refuse(Decline.CURRENCY_MISMATCH);
        } else if (!account.status().allowsDebits()) {
            draft.refuse(account.status() == AccountStatus.CLOSED ? Decline.ACCOUNT_CLOSED : Decline.ACCOUNT_FROZEN);
        }
        if (draft.hold(step.hold()) != null) {
            draft.refuse(Decline.ACCOUNT_EXISTS);
        }
        if (!now.isBefore(step.expiresAt())) {
            draft.refuse(Decline.HOLD_EXPIRED);
        }
        draft.put(account.hold(step.minorUnits()));
        draft.put(new Hold(
                step.hold(),
                account.tenant(),
                account.id(),
                step.minorUnits(),
                0,
                Hold.Status.ACTIVE,
                step.expiresAt(),
                now));
        limits.spend(account, step.minorUnits());
    }

    void capture(CaptureHold step) {
        var hold = known(step.hold());
        if (hold == null || !open(hold)) {
            return;
        }
        if (step.minorUnits() > hold.remaining()) {
            draft.refuse(Decline.CAPTURE_EXCEEDS_HOLD);
            return;
        }
        replace(hold, hold.capture(step.minorUnits(), step.last()));
    }

    void release(ReleaseHold step) {
        var hold = known(step.hold());
        if (hold == null) {
            return;
        }
        switch (step.why()) {
            case VOIDED -> {
                if (open(hold)) {
                    replace(hold, hold.end(Hold.Status.VOIDED));
                }
            }
            case EXPIRED -> expire(hold);
        }
    }

    /// Ends what has expired on an account that a command is about to look at. It is the same command that
    /// writes it, so a refused command leaves everything as it was.
    Account lapse(Account account) {
        var after = account;
        for (var candidate : draft.expiredHolds(account.id())) {
            var hold = draft.hold(candidate.id());
            if (hold != null && hold.status() == Hold.Status.ACTIVE) {
                draft.put(hold.end(Hold.Status.EXPIRED));
                limits.giveBack(account, hold, hold.remaining());
                after = after.hold(-hold.remaining());
            }
        }
        return after;
    }

    private void expire(Hold hold) {
        switch (hold.status()) {
            case CAPTURED, VOIDED -> draft.refuse(Decline.HOLD_ALREADY_RESOLVED);
            // Lapsed before: the outcome that is asked for.
            case EXPIRED -> {}
            case ACTIVE -> {
                if (now.isBefore(hold.expiresAt())) {
                    draft.refuse(Decline.VERSION_CONFLICT);
                }
                replace(hold, hold.end(Hold.Status.EXPIRED));
            }
        }
    }

    private boolean open(Hold hold) {
        var refusal = switch (hold.status()) {
            case CAPTURED, VOIDED -> Decline.HOLD_ALREADY_RESOLVED;
            case EXPIRED -> Decline.HOLD_EXPIRED;
            case ACTIVE -> now.isBefore(hold.expiresAt()) ? null : Decline.HOLD_EXPIRED;
        };
        if (refusal != null) {
            draft.refuse(refusal);
        }
        return refusal == null;
    }

    private void replace(Hold before, Hold after) {
        var account = draft.account(before.account(), null);
        var current = draft.hold(before.id());
        if (account == null || current == null || current.status() != Hold.Status.ACTIVE) {
            // It lapsed when the account was looked at.
            return;
        }
        draft.put(account.hold(after.remaining() - before.remaining()));
        draft.put(after);
        if (after.status() != Hold.Status.ACTIVE) {
            limits.giveBack(account, before, after.amount() - after.captured());
        }
    }

    private @Nullable Hold known(HoldId id) {
        var hold = draft.hold(id);
        if (hold == null || !draft.ownTenant(hold.tenant())) {
            draft.refuse(Decline.HOLD_NOT_FOUND);
            return null;
        }
        return hold;
    }
}
