package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.ledger.Step.Before;
import finance.flowlet.contract.ledger.Step.CaptureHold;
import finance.flowlet.contract.ledger.Step.ClosePeriod;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.ReleaseHold;
import finance.flowlet.contract.ledger.Step.SetFloor;
import finance.flowlet.contract.ledger.Step.SetStatus;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.ledger.Decision.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one command would change. It applies every step even after one was refused, so that the reason
/// reported is the first in precedence and not the first met. If there is any, the draft is thrown away.
final class Draft {
    private final Books books;
    private final TenantId tenant;
    private final Instant now;
    private final AccountSteps ofAccounts;
    private final HoldSteps ofHolds;
    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<HoldId, Hold> holds = new HashMap<>();
    private final Map<GuardId, Guard> guards = new HashMap<>();
    private final Map<Usage.Key, Usage> usages = new HashMap<>();
    private final Map<TenantId, Instant> closedBefore = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<AccountId> lapsed = new HashSet<>();
    private @Nullable Refusal refusal;
    private int step = -1;

    /// A draft of a command that is recorded at `at`.
    Draft(Books books, TenantId tenant, Instant at) {
        this.books = books;
        this.tenant = tenant;
        this.now = books.now();
        var limits = new LimitSteps(this, now);
        this.ofAccounts = new AccountSteps(this, limits, tenant, at);
        this.ofHolds = new HoldSteps(this, limits, now);
    }

    void apply(Step next) {
        step++;
        try {
            switch (next) {
                case OpenAccount open -> ofAccounts.open(open);
                case PostEntry entry -> ofAccounts.post(entry);
                case SetStatus set -> ofAccounts.set(set);
                case SetFloor set -> ofAccounts.set(set);
                case PlaceHold place -> ofHolds.place(place);
                case CaptureHold capture -> ofHolds.capture(capture);
                case ReleaseHold release -> ofHolds.release(release);
                case UseGuard use -> use(use);
                case Advance advance -> advance(advance);
                case Before before -> before(before);
                case ClosePeriod close -> close(close);
            }
        } catch (ArithmeticException overflow) {
            refuse(Decline.AMOUNT_TOO_LARGE);
        }
    }

    /// Why the command is refused, if it is. Floors are looked at here, after the last step: what counts is
    /// where the command leaves an account, not where it passes through.
    Optional<Refusal> refusal() {
        step = -1;
        if (accounts.values().stream().anyMatch(Account::belowFloor)) {
            refuse(Decline.INSUFFICIENT_FUNDS);
        }
        return Optional.ofNullable(refusal);
    }

    private void use(UseGuard use) {
        var known = guards.getOrDefault(use.guard(), books.guard(use.guard()));
        var used = Math.addExact(known == null ? 0 : known.used(), use.amount());
        if (used > use.ceiling() || used < 0) {
            refuse(use.decline());
        }
        guards.put(use.guard(), new Guard(use.guard(), tenant, used, use.ceiling()));
    }

    private void advance(Advance advance) {
        var known = guards.getOrDefault(advance.object(), books.guard(advance.object()));
        var changes = known == null ? 0 : known.used();
        if (changes != advance.expected()) {
            refuse(Decline.VERSION_CONFLICT);
        }
        guards.put(advance.object(), new Guard(advance.object(), tenant, Math.addExact(changes, 1), Long.MAX_VALUE));
    }

    private void before(Before before) {
        if (!now.isBefore(before.end())) {
            refuse(before.decline());
        }
    }

    private void close(ClosePeriod close) {
        if (now.minus(Periods.GRACE).isBefore(close.end())) {
            refuse(Decline.PERIOD_NOT_OVER);
        }
        if (!closedBefore().isBefore(close.end())) {
            refuse(Decline.PERIOD_CLOSED);
        }
        closedBefore.put(tenant, close.end());
    }

    /// An account of this tenant, and of `owner` when one is named, without the holds that have expired.
    @Nullable
    Account account(AccountId id, @Nullable UserId owner) {
        var account = anyAccount(id);
        if (account == null || !account.tenant().equals(tenant) || (owner != null && !owner.equals(account.owner()))) {
            return null;
        }
        if (lapsed.add(id)) {
            var after = ofHolds.lapse(account);
            if (!after.equals(account)) {
                put(after);
            }
            return after;
        }
        return account;
    }

    /// An account whoever it belongs to.
    @Nullable
    Account anyAccount(AccountId id) {
        var drafted = accounts.get(id);
        return drafted != null ? drafted : books.account(id);
    }

    @Nullable
    Hold hold(HoldId id) {
        var drafted = holds.get(id);
        return drafted != null ? drafted : books.hold(id);
    }

    List<Hold> expiredHolds(AccountId id) {
        return books.expiredHolds(id);
    }

    @Nullable
    Usage usage(Usage.Key key) {
        var drafted = usages.get(key);
        return drafted != null ? drafted : books.usage(key);
    }

    List<LimitRule> rules(UUID subject) {
        return books.rules(subject);
    }

    /// Up to when the tenant's books are closed.
    Instant closedBefore() {
        return closedBefore.getOrDefault(tenant, books.closedBefore(tenant));
    }

    Instant now() {
        return now;
    }

    boolean ownTenant(TenantId other) {
        return tenant.equals(other);
    }

    void put(Account account) {
        accounts.put(account.id(), account);
    }

    void put(Hold hold) {
        holds.put(hold.id(), hold);
    }

    void put(Usage usage) {
        usages.put(usage.key(), usage);
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    void refuse(Decline reason) {
        refuse(new Refusal(reason, step, null));
    }

    void refuse(Exceeded exceeded) {
        refuse(new Refusal(Decline.LIMIT_EXCEEDED, step, exceeded));
    }

    private void refuse(Refusal other) {
        if (refusal == null || other.reason().compareTo(refusal.reason()) < 0) {
            refusal = other;
        }
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

    Map<Usage.Key, Usage> usages() {
        return usages;
    }

    Map<TenantId, Instant> closings() {
        return closedBefore;
    }

    List<Entry> entries() {
        return entries;
    }
}
