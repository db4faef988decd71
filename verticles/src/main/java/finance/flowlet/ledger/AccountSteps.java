package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.SetFloor;
import finance.flowlet.contract.ledger.Step.SetStatus;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.TenantId;
import finance.flowlet.ledger.Decision.Entry;
import finance.flowlet.ledger.Decision.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a command does to accounts: opens them, posts to them, changes what they allow.
final class AccountSteps {
    private final Draft draft;
    private final LimitSteps limits;
    private final TenantId tenant;
    private final Instant at;

    AccountSteps(Draft draft, LimitSteps limits, TenantId tenant, Instant at) {
        this.draft = draft;
        this.limits = limits;
        this.tenant = tenant;
        this.at = at;
    }

    void open(OpenAccount step) {
        var existing = draft.anyAccount(step.account());
        if (existing == null) {
            draft.put(Account.open(tenant, step));
        } else if (!step.ifAbsent() || !existing.tenant().equals(tenant)) {
            draft.refuse(Decline.ACCOUNT_EXISTS);
        }
    }

    void post(PostEntry step) {
        if (Periods.isBackDated(step.effectiveAt(), draft.now())
                && step.effectiveAt().isBefore(draft.closedBefore())) {
            draft.refuse(Decline.PERIOD_CLOSED);
        }
        var lines = new ArrayList<Line>(step.postings().size());
        for (var posting : step.postings()) {
            post(posting, step.kind()).ifPresent(lines::add);
        }
        draft.add(new Entry(tenant, step, List.copyOf(lines)));
    }

    private Optional<Line> post(Posting posting, EntryKind kind) {
        var account = draft.account(posting.account(), posting.owner());
        if (account == null) {
            draft.refuse(Decline.ACCOUNT_NOT_FOUND);
            return Optional.empty();
        }
        var debit = posting.side() == Side.DEBIT;
        var allowed = debit ? account.status().allowsDebits() : account.status().allowsCredits();
        if (!account.currency().equals(posting.currency())) {
            draft.refuse(Decline.CURRENCY_MISMATCH);
        } else if (!allowed) {
            draft.refuse(account.status() == AccountStatus.CLOSED ? Decline.ACCOUNT_CLOSED : Decline.ACCOUNT_FROZEN);
        }
        try {
            var after = debit ? account.debit(posting.minorUnits(), at) : account.credit(posting.minorUnits(), at);
            draft.put(after);
            if (debit && kind.isSpending()) {
                limits.spend(account, posting.minorUnits());
            }
            return Optional.of(new Line(
                    after.id(),
                    posting.side(),
                    posting.minorUnits(),
                    after.currency(),
                    after.version(),
                    after.balance()));
        } catch (ArithmeticException overflow) {
            // Caught here and not with the step: the postings behind this one may have a reason that comes first.
            draft.refuse(Decline.AMOUNT_TOO_LARGE);
            return Optional.empty();
        }
    }

    void set(SetFloor step) {
        var account = draft.account(step.account(), null);
        if (account == null) {
            draft.refuse(Decline.ACCOUNT_NOT_FOUND);
            return;
        }
        var after = account.floor(step.floor());
        if (after.belowFloor()) {
            draft.refuse(Decline.OVERDRAFT_IN_USE);
        }
        draft.put(after);
    }

    void set(SetStatus step) {
        var account = draft.account(step.account(), step.owner());
        if (account == null) {
            draft.refuse(Decline.ACCOUNT_NOT_FOUND);
            return;
        }
        if (!step.from().contains(account.status())) {
            draft.refuse(account.status() == AccountStatus.CLOSED ? Decline.ACCOUNT_CLOSED : Decline.STATUS_CONFLICT);
        }
        if (step.status() == AccountStatus.CLOSED && (account.balance() != 0 || account.held() != 0)) {
            draft.refuse(Decline.BALANCE_NOT_ZERO);
        }
        draft.put(account.become(step.status()));
    }
}
