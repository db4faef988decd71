package finance.flowlet.auth;

import finance.flowlet.id.TenantId;
import finance.flowlet.platform.AwaitedSql;
import java.time.OffsetDateTime;
import java.util.Optional;

/// The businesses that use the platform.
final class TenantStore {
    private final AwaitedSql statements;

    TenantStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        String INSERT = """
                insert into tenant (id, name, created_at)
                values ($1, $2, $3)
                on conflict (name) do nothing""";

        String BY_NAME = """
                select id
                from tenant
                where name = $1""";
    }

    /// Whether the name was free. Waits for a transaction that is taking it at this moment.
    boolean insert(TenantId id, String name, OffsetDateTime now) {
        return statements.run(Sql.INSERT, id.uuid(), name, now).rowCount() > 0;
    }

    Optional<TenantId> find(String name) {
        return statements.one(row -> new TenantId(row.getUUID("id")), Sql.BY_NAME, name);
    }
}
