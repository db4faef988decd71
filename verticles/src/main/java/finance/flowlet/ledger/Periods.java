package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.ClosePeriod;
import finance.flowlet.contract.ledger.Step.PostEntry;
import java.time.Duration;
import java.time.Instant;

/// What takes effect now never meets a closed period, because a period can only be closed some time after
/// its end. So only entries that are dated back look at the closing, and only they wait for one that is
/// under way.
final class Periods {
    /// Longer than any command waits and than clocks of two pods differ.
    static final Duration GRACE = Duration.ofMinutes(5);

    private Periods() {}

    /// Whether `effectiveAt` may lie in a closed period, for a command that takes effect at `at`.
    static boolean isBackDated(Instant effectiveAt, Instant at) {
        return effectiveAt.isBefore(at.minus(GRACE));
    }

    /// Whether the command must lock its tenant's closing.
    static boolean concerns(Post command, Instant at) {
        return command.steps().stream()
                .anyMatch(step -> step instanceof ClosePeriod
                        || (step instanceof PostEntry entry && isBackDated(entry.effectiveAt(), at)));
    }
}
