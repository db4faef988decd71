package finance.flowlet.ledger;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Counts what leaves an account against the limits of the account and of its owner. It happens to every
/// command, so that no recipe can forget it.
final class LimitSteps {
    private final Draft draft;
    private final Instant now;

    LimitSteps(Draft draft, Instant now) {
        this.draft = draft;
        this.now = now;
    }

    /// Counts `amount` and refuses what exceeds a limit.
    void spend(Account account, long amount) {
        for (var rule : rules(account)) {
            switch (rule.window()) {
                case TRANSACTION -> judge(rule, amount, 1, 0, 0);
                case DAY, MONTH -> {
                    var used = draft.usage(rule.usage(now));
                    // A limit that came while we waited for locks holds from the next batch on.
                    if (used != null) {
                        var after = used.add(amount);
                        judge(rule, after.amount(), after.count(), used.amount(), used.count());
                        draft.put(after);
                    }
                }
            }
        }
    }

    /// Gives back `unspent` of what `hold` had counted, in the windows in which it had.
    void giveBack(Account account, Hold hold, long unspent) {
        for (var rule : rules(account)) {
            var used = draft.usage(rule.usage(hold.createdAt()));
            if (used != null && unspent > 0) {
                draft.put(used.giveBack(unspent, unspent == hold.amount()));
            }
        }
    }

    private void judge(LimitRule rule, long amount, long count, long usedAmount, long usedCount) {
        var maxAmount = rule.maxAmount();
        var maxCount = rule.maxCount();
        var resetsAt = rule.window().end(now);
        if (maxAmount != null && amount > maxAmount) {
            draft.refuse(new Exceeded(rule, false, maxAmount, Math.max(0, maxAmount - usedAmount), resetsAt));
        } else if (maxCount != null && count > maxCount) {
            draft.refuse(new Exceeded(rule, true, maxCount, Math.max(0, maxCount - usedCount), resetsAt));
        }
    }

    private List<LimitRule> rules(Account account) {
        var owner = account.owner();
        return Stream.concat(
                        draft.rules(account.id().uuid()).stream(),
                        owner == null ? Stream.of() : draft.rules(owner.uuid()).stream())
                .filter(rule -> rule.tenant().equals(account.tenant())
                        && rule.currency().equals(account.currency()))
                .toList();
    }
}
