package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Wire;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// The limits of one subject (an account or an owner, by its 128 bits) in one currency, as a row that
/// commits with a command: they replace all that the subject had in the currency. What was spent in the
/// windows that are running counts from the start.
public record LimitRules(TenantId tenant, UUID subject, Currency currency, List<Rule> rules, Instant at) {
    /// Amounts in minor units; null is no limit, zero refuses everything.
    public record Rule(
            LimitWindow window,
            @Nullable Long maxAmount,
            @Nullable Long maxCount) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(UUID tenantId, UUID subject, String currency, List<RuleRow> rules, Instant at) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record RuleRow(
            LimitWindow timeWindow,
            @Nullable Long maxAmount,
            @Nullable Long maxCount) {}

    public LimitRules {
        rules = List.copyOf(rules);
    }

    /// The row to let commit.
    public Post.BusinessRow row() {
        var ofRules = rules.stream()
                .map(rule -> new RuleRow(rule.window(), rule.maxAmount(), rule.maxCount()))
                .toList();
        return Post.BusinessRow.json(
                Post.Table.LIMIT_RULES, Wire.text(new Row(tenant.uuid(), subject, currency.code(), ofRules, at)));
    }
}
