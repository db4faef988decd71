package finance.flowlet.gateway;

import finance.flowlet.money.Amount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bodies that clients send about reconciliations, as the contract names their fields.
final class ReconciliationBodies {
    private ReconciliationBodies() {}

    record NewReconciliation(
            String source,
            @Nullable String accountId,
            @Nullable String accountCode,
            String currency,
            String format,
            @Nullable String encoding,
            String content,
            @Nullable Mapping mapping,
            List<NewRule> rules,
            @Nullable Boolean dryRun) {}

    record Mapping(
            String date,
            String amount,
            @Nullable String reference,
            @Nullable String description,
            @Nullable String creditDebit,
            @Nullable String currency,
            @Nullable String dateFormat,
            @Nullable String delimiter,
            @Nullable String decimalSeparator,
            @Nullable String groupSeparator) {}

    record NewRule(
            String match,
            List<String> on,
            @Nullable Amount amountTolerance,
            @Nullable Integer dateToleranceDays) {}

    record NewMatch(List<Integer> lines, List<String> entryIds, String reason) {}

    record MatchToUndo(int match) {}
}
