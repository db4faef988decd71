package finance.flowlet.contract.reconciliation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.reconciliation.ReconciliationView.MatchView;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the matches of a reconciliation that stand, in their order. `after` is the number of the last one
/// seen.
public record ListMatches(
        TenantId tenant,
        ReconciliationId id,
        int limit,
        int offset,
        @Nullable Integer after) implements Repeatable {
    public static final Address<ListMatches, Outcome> ADDRESS =
            new Address<>("reconciliation.list-matches.v1", ListMatches.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Found(List<MatchView> matches) implements Outcome {
        public Found {
            matches = List.copyOf(matches);
        }
    }

    /// There is no such reconciliation.
    public record Unknown() implements Outcome {}
}
