package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;

/// Asks the ledger to prove itself: balances, running balances, holds and guards are recomputed from the
/// journal, every chain from its rows, the tree from its leaves, and every checkpoint is verified. It looks
/// at the books of everybody, because a chain runs through all of them, but counts only those of `tenant`.
public record CheckIntegrity(TenantId tenant) {
    public static final Address<CheckIntegrity, Report> ADDRESS =
            new Address<>("ledger.check-integrity.v1", CheckIntegrity.class, Report.class);

    /// `check` names the rule that is broken, `subject` the row that breaks it.
    public record Finding(String check, String subject) {}

    /// No findings means the books are right. `truncated` says there are more findings than are listed.
    public record Report(
            Instant checkedAt,
            long accounts,
            long entries,
            long postings,
            long batches,
            List<Finding> findings,
            boolean truncated,
            long durationMillis) {
        public Report {
            findings = List.copyOf(findings);
        }
    }
}
