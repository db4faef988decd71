package finance.flowlet.contract.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reconciliation as the HTTP API shows it, in the one place that names its fields. A dry run has no id,
/// and shows the first of its `findings` because nobody can ask for them later. `from` and `to` are the
/// first and the last day of the file (`2026-01-31`).
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReconciliationView(
        @Nullable ReconciliationId id,
        String source,
        AccountId accountId,
        Currency currency,
        String format,
        String status,
        boolean dryRun,
        String fileSha256,
        String from,
        String to,
        Counts counts,
        Totals totals,
        @Nullable Findings findings,
        @Nullable Long version,
        Instant createdAt) {
    /// Of lines in the file, postings of its days, and matches between them.
    public record Counts(
            int lines,
            int matchedLines,
            int unmatchedExternal,
            int postings,
            int matchedPostings,
            int unmatchedInternal,
            int matches,
            int ambiguous) {}

    /// Signed sums in major units: positive is into the account.
    public record Totals(
            BigDecimal external,
            BigDecimal internal,
            BigDecimal matchedExternal,
            BigDecimal matchedInternal,
            BigDecimal difference) {}

    /// The first of each kind.
    public record Findings(
            List<MatchView> matches, List<ExternalLine> unmatchedExternal, List<InternalLine> unmatchedInternal) {
        public Findings {
            matches = List.copyOf(matches);
            unmatchedExternal = List.copyOf(unmatchedExternal);
            unmatchedInternal = List.copyOf(unmatchedInternal);
        }
    }

    /// A line of the file; `line` counts from 1.
    public record ExternalLine(int line, String date, BigDecimal amount, String reference, String description) {}

    /// A posting of the account. `entryId` is that of GET /ledger/entries.
    public record InternalLine(
            String entryId,
            long accountVersion,
            String date,
            BigDecimal amount,
            String reference,
            String description) {}

    /// Lines and postings that belong together, by the rule of that position (from 0) or, with a reason, by
    /// a person.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MatchView(
            int number,
            String by,
            @Nullable Integer rule,
            @Nullable String reason,
            boolean ambiguous,
            List<Integer> lines,
            List<String> entryIds,
            BigDecimal externalAmount,
            BigDecimal internalAmount,
            BigDecimal difference,
            String actor,
            Instant createdAt) {
        public MatchView {
            lines = List.copyOf(lines);
            entryIds = List.copyOf(entryIds);
        }
    }
}
