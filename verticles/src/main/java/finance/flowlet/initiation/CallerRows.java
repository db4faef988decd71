package finance.flowlet.initiation;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import io.vertx.sqlclient.Row;

/// Who asked for something, as it is kept with it: payments that are made later are made on that behalf.
final class CallerRows {
    private CallerRows() {}

    /// Reads the columns tenant_id, owner_id, actor and request_id.
    static Caller read(Row row) {
        var owner = row.getUUID("owner_id");
        return new Caller(
                new TenantId(row.getUUID("tenant_id")),
                owner == null ? null : new UserId(owner),
                row.getString("actor"),
                row.getString("request_id"));
    }
}
