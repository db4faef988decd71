package finance.flowlet.auth;

import finance.flowlet.contract.auth.ApiKeyView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.ApiKeyId;
import finance.flowlet.id.TenantId;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The API keys of all tenants.
final class ApiKeyStore {
    private final AwaitedSql statements;

    ApiKeyStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        /// Waits for a transaction that is using the same idempotency key at this moment.
        String INSERT = """
                insert into api_key (id, tenant_id, name, last_four, hash, scopes, created_at, expires_at,
                    idempotency_scope, idempotency_key, request_fingerprint, created_by)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                on conflict (idempotency_scope, idempotency_key) do nothing""";

        String BY_IDEMPOTENCY_KEY = """
                select id, name, last_four, scopes, created_at, expires_at, last_used_at, request_fingerprint
                from api_key
                where idempotency_scope = $1 and idempotency_key = $2""";

        String BY_HASH = """
                select api_key.id, api_key.tenant_id, api_key.scopes, api_key.expires_at, api_key.last_used_at,
                    tenant.requires_idempotency
                from api_key
                join tenant on tenant.id = api_key.tenant_id
                where api_key.hash = $1
                  and api_key.revoked_at is null
                  and (api_key.expires_at is null or api_key.expires_at > $2)""";

        String CREATOR = """
                select created_by
                from api_key
                where tenant_id = $1 and id = $2 and created_by is not null""";

        String TOUCH = """
                update api_key
                set last_used_at = $2
                where id = $1 and (last_used_at is null or last_used_at <= $3)""";

        String PAGE = """
                select id, name, last_four, scopes, created_at, expires_at, last_used_at
                from api_key
                where tenant_id = $1
                  and revoked_at is null
                  and ($2::uuid is null or id = $2)
                  and ($3::uuid is null or id < $3)
                order by id desc
                limit $4
                offset $5""";

        String REVOKE = """
                update api_key
                set revoked_at = $3
                where id = $1 and tenant_id = $2 and revoked_at is null""";
    }

    /// A key to be stored; `hash` is that of its secret, `creator` the actor behind it, if any.
    record NewApiKey(
            ApiKeyView view,
            TenantId tenant,
            Buffer hash,
            Post.@Nullable Key key,
            @Nullable String creator) {}

    /// A key that works.
    record Working(
            ApiKeyId id,
            TenantId tenant,
            Set<String> scopes,
            @Nullable OffsetDateTime expiresAt,
            @Nullable OffsetDateTime lastUsedAt,
            boolean requiresIdempotency) {}

    /// What an idempotency key was used for.
    record Before(ApiKeyView view, String fingerprint) {}

    /// Stores a key, unless its idempotency key was used before.
    boolean insert(NewApiKey added) {
        var view = added.view();
        var key = added.key();
        return statements
                        .run(
                                Sql.INSERT,
                                view.id().uuid(),
                                added.tenant().uuid(),
                                view.name(),
                                view.lastFour(),
                                added.hash(),
                                view.scopes().toArray(String[]::new),
                                Times.of(view.createdAt()),
                                view.expiresAt() == null ? null : Times.of(view.expiresAt()),
                                key == null ? null : key.scope(),
                                key == null ? null : key.text(),
                                key == null ? null : key.fingerprint(),
                                added.creator())
                        .rowCount()
                > 0;
    }

    Optional<Before> before(UUID scope, String key) {
        return statements.one(
                row -> new Before(view(row), row.getString("request_fingerprint")), Sql.BY_IDEMPOTENCY_KEY, scope, key);
    }

    Optional<Working> working(Buffer hash, OffsetDateTime now) {
        return statements.one(
                row -> new Working(
                        new ApiKeyId(row.getUUID("id")),
                        new TenantId(row.getUUID("tenant_id")),
                        Set.of(row.getArrayOfStrings("scopes")),
                        row.getOffsetDateTime("expires_at"),
                        row.getOffsetDateTime("last_used_at"),
                        row.getBoolean("requires_idempotency")),
                Sql.BY_HASH,
                hash,
                now);
    }

    /// The actor who created a key; nobody when that was not noted.
    Optional<String> creator(TenantId tenant, ApiKeyId id) {
        return statements.one(row -> row.getString("created_by"), Sql.CREATOR, tenant.uuid(), id.uuid());
    }

    /// Notes that a key was used, unless that was noted after `unless`.
    void touch(ApiKeyId id, OffsetDateTime now, OffsetDateTime unless) {
        statements.run(Sql.TOUCH, id.uuid(), now, unless);
    }

    List<ApiKeyView> page(TenantId tenant, @Nullable ApiKeyId id, @Nullable ApiKeyId after, int limit, int offset) {
        var page = new ArrayList<ApiKeyView>();
        var rows = statements.run(
                Sql.PAGE,
                tenant.uuid(),
                id == null ? null : id.uuid(),
                after == null ? null : after.uuid(),
                limit,
                offset);
        for (var row : rows) {
            page.add(view(row));
        }
        return page;
    }

    boolean revoke(TenantId tenant, ApiKeyId id, OffsetDateTime now) {
        return statements.run(Sql.REVOKE, id.uuid(), tenant.uuid(), now).rowCount() > 0;
    }

    private static ApiKeyView view(Row row) {
        var expiresAt = row.getOffsetDateTime("expires_at");
        var lastUsedAt = row.getOffsetDateTime("last_used_at");
        return new ApiKeyView(
                new ApiKeyId(row.getUUID("id")),
                row.getString("name"),
                row.getString("last_four"),
                List.of(row.getArrayOfStrings("scopes")),
                row.getOffsetDateTime("created_at").toInstant(),
                expiresAt == null ? null : expiresAt.toInstant(),
                lastUsedAt == null ? null : lastUsedAt.toInstant());
    }
}
