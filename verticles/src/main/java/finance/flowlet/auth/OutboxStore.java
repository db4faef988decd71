package finance.flowlet.auth;

import finance.flowlet.contract.auth.ListOutbox.Message;
import finance.flowlet.id.MessageId;
import finance.flowlet.id.TenantId;
import finance.flowlet.platform.AwaitedSql;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a sandbox shows instead of sending it.
final class OutboxStore {
    private final AwaitedSql statements;

    OutboxStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        String ADD = """
                insert into outbox (id, tenant_id, recipient, token, created_at, expires_at)
                values ($1, $2, $3, $4, $5, $6)""";

        String PAGE = """
                select id, recipient, token, created_at, expires_at
                from outbox
                where tenant_id = $1 and ($2::uuid is null or id < $2)
                order by id desc
                limit $3
                offset $4""";

        String FORGET = """
                delete from outbox
                where expires_at < $1""";
    }

    /// Without a tenant nobody will ever see it.
    void add(Message message, Optional<TenantId> tenant) {
        statements.run(
                Sql.ADD,
                message.id().uuid(),
                tenant.map(TenantId::uuid).orElse(null),
                message.recipient(),
                message.token(),
                Times.of(message.createdAt()),
                Times.of(message.expiresAt()));
    }

    List<Message> page(TenantId tenant, @Nullable MessageId after, int limit, int offset) {
        var page = new ArrayList<Message>();
        for (var row : statements.run(Sql.PAGE, tenant.uuid(), after == null ? null : after.uuid(), limit, offset)) {
            page.add(new Message(
                    new MessageId(row.getUUID("id")),
                    row.getString("recipient"),
                    row.getString("token"),
                    row.getOffsetDateTime("created_at").toInstant(),
                    row.getOffsetDateTime("expires_at").toInstant()));
        }
        return page;
    }

    void forget(OffsetDateTime end) {
        statements.run(Sql.FORGET, end);
    }
}
