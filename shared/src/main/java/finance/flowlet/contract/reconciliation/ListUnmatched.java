package finance.flowlet.contract.reconciliation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.reconciliation.ReconciliationView.ExternalLine;
import finance.flowlet.contract.reconciliation.ReconciliationView.InternalLine;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists what of a reconciliation is still open: lines of the file, or postings that no reconciliation has
/// matched. In their order; `after` is the line, or the account version, of the last one seen.
public record ListUnmatched(
        TenantId tenant,
        ReconciliationId id,
        Side side,
        int limit,
        int offset,
        @Nullable Long after) implements Repeatable {
    public static final Address<ListUnmatched, Outcome> ADDRESS =
            new Address<>("reconciliation.list-unmatched.v1", ListUnmatched.class, Outcome.class);

    /// Whose lines.
    public enum Side {
        EXTERNAL,
        INTERNAL
    }

    @OneOf
    public sealed interface Outcome {}

    public record External(List<ExternalLine> lines) implements Outcome {
        public External {
            lines = List.copyOf(lines);
        }
    }

    public record Internal(List<InternalLine> postings) implements Outcome {
        public Internal {
            postings = List.copyOf(postings);
        }
    }

    /// There is no such reconciliation.
    public record Unknown() implements Outcome {}
}
