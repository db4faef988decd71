package finance.flowlet.contract.reconciliation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds a tenant's reconciliations, newest first: the one of an id, or all, or all of an account.
public record FindReconciliations(
        TenantId tenant,
        @Nullable ReconciliationId id,
        @Nullable AccountId account,
        int limit,
        int offset,
        @Nullable ReconciliationId after)
        implements Repeatable {
    public static final Address<FindReconciliations, Found> ADDRESS =
            new Address<>("reconciliation.find-reconciliations.v1", FindReconciliations.class, Found.class);

    public record Found(List<ReconciliationView> reconciliations) {
        public Found {
            reconciliations = List.copyOf(reconciliations);
        }
    }
}
