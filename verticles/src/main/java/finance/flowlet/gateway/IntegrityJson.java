package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.CheckIntegrity.Finding;
import finance.flowlet.contract.ledger.CheckIntegrity.Report;
import java.time.Instant;
import java.util.List;

/// What a check of the books found, as the API shows it.
record IntegrityJson(
        String status,
        List<Finding> findings,
        boolean truncated,
        Instant checkedAt,
        long accounts,
        long transactions,
        long entries,
        long batches,
        long durationMillis) {
    static IntegrityJson of(Report report) {
        return new IntegrityJson(
                report.findings().isEmpty() ? "ok" : "failed",
                report.findings(),
                report.truncated(),
                report.checkedAt(),
                report.accounts(),
                report.entries(),
                report.postings(),
                report.batches(),
                report.durationMillis());
    }
}
