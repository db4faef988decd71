package finance.flowlet.auth;

import finance.flowlet.contract.auth.Principal;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The people of all tenants.
final class PersonStore {
    private final AwaitedSql statements;

    PersonStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        String INSERT = """
                insert into person (id, tenant_id, email, external_id, password_hash, role, status, created_at)
                values ($1, $2, $3, $4, $5, $6, 'ACTIVE', $7)
                on conflict do nothing""";

        String CREDENTIALS = """
                select person.id, person.tenant_id, person.email, person.role, person.status, person.password_hash,
                    person.password_version,
                    exists (
                        select from totp
                        where totp.person_id = person.id and totp.activated_at is not null) as second_factor
                from person
                """;

        String BY_EMAIL = CREDENTIALS + """
                where person.email = $1""";

        String WITH_PASSWORD = CREDENTIALS + """
                where person.id = $1 and person.tenant_id = $2 and person.password_hash is not null""";

        /// For those who open sessions: the person stays as they were proved to be until the commit.
        String KEEP = """
                select id
                from person
                where id = $1 and status = 'ACTIVE' and password_version = $2
                for share""";

        /// For those who change what a login needs: none is being completed meanwhile, and what they read
        /// next is new.
        String LOCK = """
                select id
                from person
                where id = $1 and status = 'ACTIVE' and password_version = $2
                for no key update""";

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

        String CHANGE_PASSWORD = """
                update person
                set password_hash = $2, password_version = password_version + 1
                where id = $1""";

        String SET_STATUS = """
                update person
                set status = $3
                where id = $1 and tenant_id = $2""";
    }

    /// What a login needs to know of a person. `passwordVersion` counts the changes of the password.
    record Credentials(Person person, boolean active, String passwordHash, int passwordVersion, boolean secondFactor) {
        @Override
        public String toString() {
            return "Credentials[" + person.id() + "]";
        }
    }

    /// Whether there was room for this person: e-mail addresses are taken once, external ids once per
    /// tenant.
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
        return statements.one(PersonStore::credentials, Sql.BY_EMAIL, email.text());
    }

    Optional<Credentials> credentials(TenantId tenant, UserId id) {
        return statements.one(PersonStore::credentials, Sql.WITH_PASSWORD, id.uuid(), tenant.uuid());
    }

    /// Whether the person is active and has the password that was proved, and goes on so until the
    /// transaction ends.
    boolean keep(Credentials proved) {
        return statements
                .one(Row::size, Sql.KEEP, proved.person().id().uuid(), proved.passwordVersion())
                .isPresent();
    }

    /// The same, and until the transaction ends nobody completes a login of this person.
    boolean lock(Credentials proved) {
        return statements
                .one(Row::size, Sql.LOCK, proved.person().id().uuid(), proved.passwordVersion())
                .isPresent();
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

    /// Another password; what was proved by the one before opens nothing more.
    void changePassword(UserId id, String hash) {
        statements.run(Sql.CHANGE_PASSWORD, id.uuid(), hash);
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

    static Credentials credentials(Row row) {
        return new Credentials(
                person(row),
                row.getString("status").equals("ACTIVE"),
                row.getString("password_hash"),
                row.getInteger("password_version"),
                row.getBoolean("second_factor"));
    }

    private static UserId id(Row row) {
        return new UserId(row.getUUID("id"));
    }
}
