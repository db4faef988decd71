package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.ledger.Step.Before;
import finance.flowlet.contract.ledger.Step.CaptureHold;
import finance.flowlet.contract.ledger.Step.ClosePeriod;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.ReleaseHold;
import finance.flowlet.contract.ledger.Step.SetFloor;
import finance.flowlet.contract.ledger.Step.SetStatus;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.ledger.Decision.Entry;
import finance.flowlet.ledger.Decision.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one command would change. It applies every step even after one was refused, so that the reason reported is the
/// first in precedence and not the first met. If there is any, the draft is thrown away.
final class Draft {
    private final Books books;
    private final TenantId tenant;
    private final Instant at;
    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<HoldId, Hold> holds = new HashMap<>();
    private final Map<GuardId, Guard> guards = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable Decline decline;

    Draft(Books books, TenantId tenant, Instant at) {
        this.books = books;
        this.tenant = tenant;
        this.at = at;
    }

    void apply(Step step) {
        try {
            switch (step) {
                case OpenAccount open -> open(open);
                case PostEntry entry -> post(entry);
                case PlaceHold place -> place(place);
                case CaptureHold capture -> capture(capture);
                case ReleaseHold release -> release(release);
                case UseGuard use -> use(use);
                case SetStatus set -> set(set);
                case SetFloor set -> set(set);
                case Advance advance -> advance(advance);
                case Before before -> {
                    if (!at.isBefore(before.end())) {
                        refuse(before.decline());
                    }
                }
                case ClosePeriod _ -> throw new UnsupportedOperationException("not yet");
            }
        } catch (ArithmeticException overflow) {
            refuse(Decline.AMOUNT_TOO_LARGE);
        }
    }

    /// Why the command is refused, if it is. Floors are looked at here, after the last step: what counts is where the
    /// command leaves an account, not where it passes through.
    Optional<Decline> decline() {
        if (accounts.values().stream().anyMatch(Account::belowFloor)) {
            refuse(Decline.INSUFFICIENT_FUNDS);
        }
        return Optional.ofNullable(decline);
    }

    Map<AccountId, Account> accounts() {
        return accounts;
    }

    Map<HoldId, Hold> holds() {
        return holds;
    }

    Map<GuardId, Guard> guards() {
        return guards;
    }

    List<Entry> entries() {
        return entries;
    }

    private void open(OpenAccount step) {
        var existing = anyAccount(step.account());
        if (existing == null) {
            accounts.put(step.account(), Account.open(tenant, step));
        } else if (!step.ifAbsent() || !existing.tenant().equals(tenant)) {
            refuse(Decline.ACCOUNT_EXISTS);
        }
    }

    private void post(PostEntry step) {
        var lines = new ArrayList<Line>(step.postings().size());
        for (var posting : step.postings()) {
            post(posting).ifPresent(lines::add);
        }
        entries.add(new Entry(tenant, step, List.copyOf(lines)));
    }

    private Optional<Line> post(Posting posting) {
        var account = account(posting.account(), posting.owner());
        if (account == null) {
            refuse(Decline.ACCOUNT_NOT_FOUND);
            return Optional.empty();
        }
        var debit = posting.side() == Side.DEBIT;
        var allowed = debit ? account.status().allowsDebits() : account.status().allowsCredits();
        if (!account.currency().equals(posting.currency())) {
            refuse(Decline.CURRENCY_MISMATCH);
        } else if (!allowed) {
            refuse(account.status() == AccountStatus.CLOSED ? Decline.ACCOUNT_CLOSED : Decline.ACCOUNT_FROZEN);
        }
        try {
            var after = debit ? account.debit(posting.minorUnits()) : account.credit(posting.minorUnits());
            accounts.put(after.id(), after);
            return Optional.of(new Line(
                    after.id(),
                    posting.side(),
                    posting.minorUnits(),
                    after.currency(),
                    after.version(),
                    after.balance()));
        } catch (ArithmeticException overflow) {
            // Caught here and not with the step: the postings behind this one may have a reason that comes first.
            refuse(Decline.AMOUNT_TOO_LARGE);
            return Optional.empty();
        }
    }

    private void place(PlaceHold step) {
        var account = account(step.account(), step.owner());
        if (account == null) {
            refuse(Decline.ACCOUNT_NOT_FOUND);
            return;
        }
        if (!account.currency().equals(step.currency())) {
            refuse(Decline.CURRENCY_MISMATCH);
        } else if (!account.status().allowsDebits()) {
            refuse(account.status() == AccountStatus.CLOSED ? Decline.ACCOUNT_CLOSED : Decline.ACCOUNT_FROZEN);
        }
        if (hold(step.hold()) != null) {
            refuse(Decline.ACCOUNT_EXISTS);
        }
        accounts.put(account.id(), account.hold(step.minorUnits()));
        holds.put(
                step.hold(),
                new Hold(
                        step.hold(), tenant, account.id(), step.minorUnits(), 0, Hold.Status.ACTIVE, step.expiresAt()));
    }

    private void capture(CaptureHold step) {
        var hold = activeHold(step.hold());
        if (hold == null) {
            return;
        }
        if (!at.isBefore(hold.expiresAt())) {
            refuse(Decline.HOLD_EXPIRED);
        }
        if (step.minorUnits() > hold.remaining()) {
            refuse(Decline.CAPTURE_EXCEEDS_HOLD);
            return;
        }
        replace(hold, hold.capture(step.minorUnits(), step.last()));
    }

    private void release(ReleaseHold step) {
        var hold = activeHold(step.hold());
        if (hold != null) {
            replace(
                    hold,
                    hold.end(
                            switch (step.why()) {
                                case VOIDED -> Hold.Status.VOIDED;
                                case EXPIRED -> Hold.Status.EXPIRED;
                            }));
        }
    }

    private void use(UseGuard step) {
        var known = guards.getOrDefault(step.guard(), books.guard(step.guard()));
        var guard = known != null ? known : new Guard(step.guard(), tenant, 0, step.ceiling());
        var used = Math.addExact(guard.used(), step.amount());
        if (used > step.ceiling() || used < 0) {
            refuse(step.decline());
        }
        guards.put(step.guard(), new Guard(guard.id(), guard.tenant(), used, step.ceiling()));
    }

    private void advance(Advance step) {
        var known = guards.getOrDefault(step.object(), books.guard(step.object()));
        var changes = known == null ? 0 : known.used();
        if (changes != step.expected()) {
            refuse(Decline.VERSION_CONFLICT);
        }
        guards.put(step.object(), new Guard(step.object(), tenant, Math.addExact(changes, 1), Long.MAX_VALUE));
    }

    private void set(SetFloor step) {
        var account = account(step.account(), null);
        if (account == null) {
            refuse(Decline.ACCOUNT_NOT_FOUND);
            return;
        }
        var after = account.floor(step.floor());
        if (after.belowFloor()) {
            refuse(Decline.OVERDRAFT_IN_USE);
        }
        accounts.put(after.id(), after);
    }

    private void set(SetStatus step) {
        var account = account(step.account(), step.owner());
        if (account == null) {
            refuse(Decline.ACCOUNT_NOT_FOUND);
            return;
        }
        if (!step.from().contains(account.status())) {
            refuse(account.status() == AccountStatus.CLOSED ? Decline.ACCOUNT_CLOSED : Decline.STATUS_CONFLICT);
        }
        if (step.status() == AccountStatus.CLOSED && (account.balance() != 0 || account.held() != 0)) {
            refuse(Decline.BALANCE_NOT_ZERO);
        }
        accounts.put(account.id(), account.become(step.status()));
    }

    private void replace(Hold before, Hold after) {
        var account = account(before.account(), null);
        if (account == null) {
            refuse(Decline.ACCOUNT_NOT_FOUND);
            return;
        }
        accounts.put(account.id(), account.hold(after.remaining() - before.remaining()));
        holds.put(after.id(), after);
    }

    private @Nullable Hold activeHold(HoldId id) {
        var hold = hold(id);
        if (hold == null || !hold.tenant().equals(tenant)) {
            refuse(Decline.HOLD_NOT_FOUND);
            return null;
        }
        if (hold.status() != Hold.Status.ACTIVE) {
            refuse(Decline.HOLD_ALREADY_RESOLVED);
            return null;
        }
        return hold;
    }

    private @Nullable Hold hold(HoldId id) {
        var drafted = holds.get(id);
        return drafted != null ? drafted : books.hold(id);
    }

    /// An account that the command may touch: one of another tenant, or of an owner other than the one named,
    /// is as absent as one that does not exist.
    private @Nullable Account account(AccountId id, @Nullable UserId owner) {
        var account = anyAccount(id);
        var visible =
                account != null && account.tenant().equals(tenant) && (owner == null || owner.equals(account.owner()));
        return visible ? account : null;
    }

    private @Nullable Account anyAccount(AccountId id) {
        var drafted = accounts.get(id);
        return drafted != null ? drafted : books.account(id);
    }

    private void refuse(Decline reason) {
        if (decline == null || reason.compareTo(decline) < 0) {
            decline = reason;
        }
    }
}
