package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.FindReconciliations;
import finance.flowlet.contract.reconciliation.ReconciliationView;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.id.TenantId;
import finance.flowlet.platform.AwaitedSql;
import java.util.ArrayList;
import java.util.List;

/// Reconciliations whose event is still to be told.
final class UntoldStore {
    private final AwaitedSql sql;

    UntoldStore(AwaitedSql sql) {
        this.sql = sql;
    }

    record Untold(TenantId tenant, ReconciliationView reconciliation) {}

    List<Untold> some(int limit) {
        var found = new ArrayList<Untold>();
        var findings = new FindingsStore(sql);
        for (var row : sql.run(Sql.UNTOLD, limit)) {
            var tenant = new TenantId(row.getUUID("tenant_id"));
            var id = new ReconciliationId(row.getUUID("id"));
            var question = new FindReconciliations(tenant, id, null, 1, 0, null);
            found.add(new Untold(tenant, findings.page(question).getFirst()));
        }
        return found;
    }

    void told(ReconciliationId id) {
        sql.run(Sql.TOLD, id.uuid());
    }

    /// The statements, each checked by a test.
    interface Sql {
        String UNTOLD = """
                select reconciliation.id, reconciliation.tenant_id
                from untold
                join reconciliation on reconciliation.id = untold.reconciliation_id
                order by reconciliation.id
                limit $1
                """;

        String TOLD = """
                delete from untold where reconciliation_id = $1
                """;
    }
}
