package finance.flowlet.auth;

import finance.flowlet.contract.auth.Principal;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The people of all tenants.
final class PersonStore {
    private final Statements statements;

    PersonStore(Statements statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        String INSERT = """
                insert into person (id, tenant_id, email, external_id, password_hash, role, status, created_at)
                values ($1, $2, $3, $4, $5, $6, 'ACTIVE', $7)
                on conflict do nothing""";

        String BY_EMAIL = """
                select id, tenant_id, email, role, status, password_hash
                from person
                where email = $1""";

        String BY_ID = """
                select id, tenant_id, email, role
                from person
                where id = $1 and tenant_id = $2""";

        String CUSTOMER_BY_EXTERNAL_ID = """
                select id
                from person
                where tenant_id = $1 and external_id = $2 and role = 'CUSTOMER'""";

        String CUSTOMER_BY_ID = """
                select id
                from person
                where tenant_id = $1 and id = $2 and role = 'CUSTOMER'""";

        String SET_PASSWORD_HASH = """
                update person
                set password_hash = $3
                where id = $1 and password_hash = $2""";

        String SET_STATUS = """
                update person
                set status = $3
                where id = $1 and tenant_id = $2""";
    }

    /// What a login needs to know of a person.
    record Credentials(Person person, boolean active, String passwordHash) {
        @Override
        public String toString() {
            return "Credentials[" + person.id() + "]";
        }
    }

    /// Whether there was room for this person: e-mail addresses are taken once, external ids once per tenant.
    boolean insert(Person person, @Nullable String externalId, @Nullable String passwordHash, OffsetDateTime now) {
        return statements
                        .run(
                                Sql.INSERT,
                                person.id().uuid(),
                                person.tenant().uuid(),
                                person.email(),
                                externalId,
                                passwordHash,
                                person.role().name(),
                                now)
                        .rowCount()
                > 0;
    }

    Optional<Credentials> credentials(EmailAddress email) {
        return statements.one(
                row -> new Credentials(
                        person(row), row.getString("status").equals("ACTIVE"), row.getString("password_hash")),
                Sql.BY_EMAIL,
                email.text());
    }

    Optional<Person> find(TenantId tenant, UserId id) {
        return statements.one(PersonStore::person, Sql.BY_ID, id.uuid(), tenant.uuid());
    }

    Optional<UserId> customer(TenantId tenant, String externalId) {
        return statements.one(PersonStore::id, Sql.CUSTOMER_BY_EXTERNAL_ID, tenant.uuid(), externalId);
    }

    Optional<UserId> customer(TenantId tenant, UserId id) {
        return statements.one(PersonStore::id, Sql.CUSTOMER_BY_ID, tenant.uuid(), id.uuid());
    }

    /// Replaces a hash, unless somebody else has replaced it meanwhile.
    void rehash(UserId id, String oldHash, String newHash) {
        statements.run(Sql.SET_PASSWORD_HASH, id.uuid(), oldHash, newHash);
    }

    boolean setStatus(TenantId tenant, UserId id, String status) {
        return statements.run(Sql.SET_STATUS, id.uuid(), tenant.uuid(), status).rowCount() > 0;
    }

    static Person person(Row row) {
        return new Person(
                id(row),
                new TenantId(row.getUUID("tenant_id")),
                row.getString("email"),
                Principal.Role.valueOf(row.getString("role")));
    }

    private static UserId id(Row row) {
        return new UserId(row.getUUID("id"));
    }
}
