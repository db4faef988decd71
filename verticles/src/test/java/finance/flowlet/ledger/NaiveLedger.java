package finance.flowlet.ledger;

import static java.math.BigInteger.ZERO;

import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.CaptureHold;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.ReleaseHold;
import finance.flowlet.contract.ledger.Step.SetStatus;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rules once more, as simply as they can be said: one command at a time, numbers without bounds,
/// everything copied and thrown away on a refusal. What the kernel does differently is a bug in one of the
/// two.
final class NaiveLedger {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    static final class Balance {
        final OpenAccount opened;
        final TenantId tenant;
        BigInteger debits = ZERO;
        BigInteger credits = ZERO;
        BigInteger held = ZERO;
        AccountStatus status = AccountStatus.OPEN;
        long postings;

        @Nullable
        BigInteger floor;

        Balance(TenantId tenant, OpenAccount opened) {
            this.tenant = tenant;
            this.opened = opened;
            this.floor = opened.floor() == null ? null : BigInteger.valueOf(opened.floor());
        }

        Balance copy() {
            var copy = new Balance(tenant, opened);
            copy.debits = debits;
            copy.credits = credits;
            copy.held = held;
            copy.status = status;
            copy.postings = postings;
            copy.floor = floor;
            return copy;
        }

        BigInteger current() {
            return credits.subtract(debits);
        }

        boolean belowFloor() {
            return floor != null && current().subtract(held).compareTo(floor) < 0;
        }
    }

    enum Fate {
        ACTIVE,
        RESOLVED,
        LAPSED
    }

    record Reserved(
            TenantId tenant,
            AccountId account,
            BigInteger amount,
            BigInteger left,
            Fate fate,
            Instant placedAt,
            Instant expiresAt) {
        boolean expired(Instant at) {
            return fate == Fate.LAPSED || (fate == Fate.ACTIVE && !at.isBefore(expiresAt));
        }
    }

    private record Spent(BigInteger amount, BigInteger count) {}

    private record Used(String fingerprint, Post.Outcome first) {}

    Map<AccountId, Balance> accounts = new HashMap<>();
    Map<HoldId, Reserved> holds = new HashMap<>();
    Map<GuardId, BigInteger> guards = new HashMap<>();
    Map<TenantId, Instant> closedBefore = new HashMap<>();
    private final Map<UUID, List<LimitRule>> rules;
    private Map<Usage.Key, Spent> spent = new HashMap<>();
    private final Map<Locked.KeyName, Used> keys = new HashMap<>();

    NaiveLedger(Map<UUID, List<LimitRule>> rules) {
        this.rules = rules;
    }

    /// What the command must be answered, as a word: `Posted`, `Replayed`, `KeyReused`, or the reason it is
    /// declined.
    String run(Post command, Instant at) {
        var key = Locked.KeyName.of(command.key());
        var used = keys.get(key);
        if (used != null) {
            return used.fingerprint.equals(command.key().fingerprint()) ? "Replayed" : "KeyReused";
        }
        var accountsBefore = new HashMap<AccountId, Balance>();
        accounts.forEach((id, balance) -> accountsBefore.put(id, balance.copy()));
        var holdsBefore = new HashMap<>(holds);
        var guardsBefore = new HashMap<>(guards);
        var spentBefore = new HashMap<>(spent);
        var closedBeforeBefore = new HashMap<>(closedBefore);
        Set<Decline> reasons = EnumSet.noneOf(Decline.class);
        var touched = new HashMap<AccountId, Balance>();
        for (var step : command.steps()) {
            run(command.tenant(), step, at, reasons, touched);
        }
        for (var balance : touched.values()) {
            if (balance.belowFloor()) {
                reasons.add(Decline.INSUFFICIENT_FUNDS);
            }
        }
        if (reasons.isEmpty()) {
            keys.put(key, new Used(command.key().fingerprint(), new Post.Posted(command.reply())));
            return "Posted";
        }
        accounts = accountsBefore;
        holds = holdsBefore;
        guards = guardsBefore;
        spent = spentBefore;
        closedBefore = closedBeforeBefore;
        var reason = reasons.iterator().next();
        if (reason.stored()) {
            keys.put(key, new Used(command.key().fingerprint(), new Post.Declined(reason, command.reply())));
        }
        return reason.name();
    }

    private void run(TenantId tenant, Step step, Instant at, Set<Decline> reasons, Map<AccountId, Balance> touched) {
        switch (step) {
            case OpenAccount open -> {
                var existing = accounts.get(open.account());
                if (existing == null) {
                    accounts.put(open.account(), new Balance(tenant, open));
                    touched.put(open.account(), accounts.get(open.account()));
                } else if (!open.ifAbsent() || !existing.tenant.equals(tenant)) {
                    reasons.add(Decline.ACCOUNT_EXISTS);
                }
            }
            case PostEntry entry -> {
                var old = entry.effectiveAt().isBefore(at.minus(Periods.GRACE));
                if (old && entry.effectiveAt().isBefore(closedBefore.getOrDefault(tenant, Instant.MIN))) {
                    reasons.add(Decline.PERIOD_CLOSED);
                }
                entry.postings().forEach(posting -> run(tenant, entry, posting, at, reasons, touched));
            }
            case PlaceHold place -> {
                var account = visible(tenant, place.account(), place.owner(), at, reasons, touched);
                if (account != null) {
                    if (account.opened.currency().equals(place.currency())) {
                        spendable(account, reasons);
                    } else {
                        reasons.add(Decline.CURRENCY_MISMATCH);
                    }
                    if (holds.containsKey(place.hold())) {
                        reasons.add(Decline.ACCOUNT_EXISTS);
                    }
                    if (!at.isBefore(place.expiresAt())) {
                        reasons.add(Decline.HOLD_EXPIRED);
                    }
                    var amount = BigInteger.valueOf(place.minorUnits());
                    reserve(account, amount, reasons);
                    touched.put(place.account(), account);
                    holds.put(
                            place.hold(),
                            new Reserved(tenant, place.account(), amount, amount, Fate.ACTIVE, at, place.expiresAt()));
                    if (reasons.isEmpty() || !reasons.contains(Decline.AMOUNT_TOO_LARGE)) {
                        spend(account, amount, at, reasons);
                    }
                }
            }
            case CaptureHold capture -> {
                var hold = active(tenant, capture.hold(), at, reasons);
                if (hold != null) {
                    var amount = BigInteger.valueOf(capture.minorUnits());
                    if (amount.compareTo(hold.left) > 0) {
                        reasons.add(Decline.CAPTURE_EXCEEDS_HOLD);
                    } else {
                        var left = capture.last() ? ZERO : hold.left.subtract(amount);
                        lapse(hold.account, at, touched);
                        end(
                                capture.hold(),
                                hold,
                                left,
                                hold.left.subtract(amount),
                                left.signum() > 0 ? Fate.ACTIVE : Fate.RESOLVED,
                                reasons,
                                touched);
                    }
                }
            }
            case ReleaseHold release -> {
                var known = holds.get(release.hold());
                var expired = known != null && !at.isBefore(known.expiresAt);
                if (release.why() == Step.Release.VOIDED || known == null || !known.tenant.equals(tenant)) {
                    var hold = active(tenant, release.hold(), at, reasons);
                    if (hold != null) {
                        lapse(hold.account, at, touched);
                        end(release.hold(), hold, ZERO, hold.left, Fate.RESOLVED, reasons, touched);
                    }
                } else if (known.fate == Fate.RESOLVED) {
                    reasons.add(Decline.HOLD_ALREADY_RESOLVED);
                } else if (!expired) {
                    reasons.add(Decline.VERSION_CONFLICT);
                } else {
                    lapse(known.account, at, touched);
                }
            }
            case UseGuard use -> {
                var sum = guards.getOrDefault(use.guard(), ZERO).add(BigInteger.valueOf(use.amount()));
                if (sum.compareTo(MAX) > 0) {
                    reasons.add(Decline.AMOUNT_TOO_LARGE);
                } else if (sum.signum() < 0 || sum.compareTo(BigInteger.valueOf(use.ceiling())) > 0) {
                    reasons.add(use.decline());
                }
                guards.put(use.guard(), sum);
            }
            case Step.Advance advance -> {
                var changes = guards.getOrDefault(advance.object(), ZERO);
                if (!changes.equals(BigInteger.valueOf(advance.expected()))) {
                    reasons.add(Decline.VERSION_CONFLICT);
                }
                guards.put(advance.object(), changes.add(BigInteger.ONE));
            }
            case Step.Before before -> {
                if (!at.isBefore(before.end())) {
                    reasons.add(before.decline());
                }
            }
            case Step.SetFloor set -> {
                var account = visible(tenant, set.account(), null, at, reasons, touched);
                if (account != null) {
                    account.floor = set.floor() == null ? null : BigInteger.valueOf(set.floor());
                    if (account.belowFloor()) {
                        reasons.add(Decline.OVERDRAFT_IN_USE);
                    }
                    touched.put(set.account(), account);
                }
            }
            case Step.ClosePeriod close -> {
                if (close.end().isAfter(at.minus(Periods.GRACE))) {
                    reasons.add(Decline.PERIOD_NOT_OVER);
                }
                if (!close.end().isAfter(closedBefore.getOrDefault(tenant, Instant.MIN))) {
                    reasons.add(Decline.PERIOD_CLOSED);
                }
                closedBefore.put(tenant, close.end());
            }
            case SetStatus set -> {
                var account = visible(tenant, set.account(), set.owner(), at, reasons, touched);
                if (account != null) {
                    if (!set.from().contains(account.status)) {
                        reasons.add(
                                account.status == AccountStatus.CLOSED
                                        ? Decline.ACCOUNT_CLOSED
                                        : Decline.STATUS_CONFLICT);
                    }
                    var empty = account.current().signum() == 0 && account.held.signum() == 0;
                    if (set.status() == AccountStatus.CLOSED && !empty) {
                        reasons.add(Decline.BALANCE_NOT_ZERO);
                    }
                    account.status = set.status();
                    touched.put(set.account(), account);
                }
            }
        }
    }

    private void run(
            TenantId tenant,
            PostEntry entry,
            Posting posting,
            Instant at,
            Set<Decline> reasons,
            Map<AccountId, Balance> touched) {
        var account = visible(tenant, posting.account(), posting.owner(), at, reasons, touched);
        if (account == null) {
            return;
        }
        var debit = posting.side() == Side.DEBIT;
        if (!account.opened.currency().equals(posting.currency())) {
            reasons.add(Decline.CURRENCY_MISMATCH);
        } else if (debit) {
            spendable(account, reasons);
        } else if (account.status == AccountStatus.CLOSED) {
            reasons.add(Decline.ACCOUNT_CLOSED);
        } else if (account.status == AccountStatus.FROZEN || account.status == AccountStatus.FROZEN_IN) {
            reasons.add(Decline.ACCOUNT_FROZEN);
        }
        var amount = BigInteger.valueOf(posting.minorUnits());
        account.debits = debit ? account.debits.add(amount) : account.debits;
        account.credits = debit ? account.credits : account.credits.add(amount);
        account.postings++;
        touched.put(posting.account(), account);
        if (account.debits.max(account.credits).compareTo(MAX) > 0) {
            reasons.add(Decline.AMOUNT_TOO_LARGE);
        } else if (debit && entry.kind().isSpending()) {
            spend(account, amount, at, reasons);
        }
    }

    private void end(
            HoldId id,
            Reserved hold,
            BigInteger left,
            BigInteger unspent,
            Fate fate,
            Set<Decline> reasons,
            Map<AccountId, Balance> touched) {
        var account = accounts.get(hold.account);
        if (account != null) {
            reserve(account, left.subtract(hold.left), reasons);
            touched.put(hold.account, account);
            if (fate != Fate.ACTIVE) {
                giveBack(account, hold, unspent);
            }
        }
        holds.put(id, new Reserved(hold.tenant, hold.account, hold.amount, left, fate, hold.placedAt, hold.expiresAt));
    }

    /// Whatever looks at an account ends what has expired on it first.
    private void lapse(AccountId id, Instant at, Map<AccountId, Balance> touched) {
        var over = holds.entrySet().stream()
                .filter(hold -> hold.getValue().fate == Fate.ACTIVE
                        && hold.getValue().account.equals(id)
                        && hold.getValue().expired(at))
                .toList();
        for (var hold : over) {
            var left = hold.getValue().left;
            end(hold.getKey(), hold.getValue(), ZERO, left, Fate.LAPSED, EnumSet.noneOf(Decline.class), touched);
        }
    }

    private void spend(Balance account, BigInteger amount, Instant at, Set<Decline> reasons) {
        for (var rule : rulesOf(account)) {
            var key = rule.usage(at);
            var before = rule.window() == LimitWindow.TRANSACTION
                    ? new Spent(ZERO, ZERO)
                    : spent.getOrDefault(key, new Spent(ZERO, ZERO));
            var after = new Spent(before.amount.add(amount), before.count.add(BigInteger.ONE));
            if (after.amount.compareTo(MAX) > 0 && rule.window() != LimitWindow.TRANSACTION) {
                reasons.add(Decline.AMOUNT_TOO_LARGE);
                return;
            }
            if ((rule.maxAmount() != null && after.amount.compareTo(BigInteger.valueOf(rule.maxAmount())) > 0)
                    || (rule.maxCount() != null && after.count.compareTo(BigInteger.valueOf(rule.maxCount())) > 0)) {
                reasons.add(Decline.LIMIT_EXCEEDED);
            }
            if (rule.window() != LimitWindow.TRANSACTION) {
                spent.put(key, after);
            }
        }
    }

    private void giveBack(Balance account, Reserved hold, BigInteger unspent) {
        for (var rule : rulesOf(account)) {
            var key = rule.usage(hold.placedAt);
            var before = spent.get(key);
            if (before != null && unspent.signum() > 0 && rule.window() != LimitWindow.TRANSACTION) {
                var whole = unspent.equals(hold.amount) ? BigInteger.ONE : ZERO;
                spent.put(
                        key,
                        new Spent(
                                before.amount.subtract(unspent).max(ZERO),
                                before.count.subtract(whole).max(ZERO)));
            }
        }
    }

    private List<LimitRule> rulesOf(Balance account) {
        var owner = account.opened.owner();
        var all = new ArrayList<>(rules.getOrDefault(account.opened.account().uuid(), List.of()));
        if (owner != null) {
            all.addAll(rules.getOrDefault(owner.uuid(), List.of()));
        }
        all.removeIf(rule ->
                !rule.tenant().equals(account.tenant) || !rule.currency().equals(account.opened.currency()));
        return all;
    }

    private static void reserve(Balance account, BigInteger amount, Set<Decline> reasons) {
        account.held = account.held.add(amount);
        if (account.held.compareTo(MAX) > 0) {
            reasons.add(Decline.AMOUNT_TOO_LARGE);
        }
    }

    private static void spendable(Balance account, Set<Decline> reasons) {
        if (account.status == AccountStatus.CLOSED) {
            reasons.add(Decline.ACCOUNT_CLOSED);
        } else if (account.status == AccountStatus.FROZEN || account.status == AccountStatus.FROZEN_OUT) {
            reasons.add(Decline.ACCOUNT_FROZEN);
        }
    }

    private @Nullable Reserved active(TenantId tenant, HoldId id, Instant at, Set<Decline> reasons) {
        var hold = holds.get(id);
        if (hold == null || !hold.tenant.equals(tenant)) {
            reasons.add(Decline.HOLD_NOT_FOUND);
            return null;
        }
        if (hold.fate == Fate.RESOLVED) {
            reasons.add(Decline.HOLD_ALREADY_RESOLVED);
            return null;
        }
        if (hold.expired(at)) {
            reasons.add(Decline.HOLD_EXPIRED);
            return null;
        }
        return hold;
    }

    private @Nullable Balance visible(
            TenantId tenant,
            AccountId id,
            @Nullable Object owner,
            Instant at,
            Set<Decline> reasons,
            Map<AccountId, Balance> touched) {
        var account = accounts.get(id);
        if (account == null
                || !account.tenant.equals(tenant)
                || (owner != null && !owner.equals(account.opened.owner()))) {
            reasons.add(Decline.ACCOUNT_NOT_FOUND);
            return null;
        }
        lapse(id, at, touched);
        return account;
    }
}
