package finance.flowlet.auth;

import finance.flowlet.id.SessionId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sessions and their refresh tokens. Each step that must not come apart from another is one statement.
final class SessionStore {
    private final Statements statements;

    SessionStore(Statements statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        /// A login succeeds only while nothing is locked; then the account's failures are forgotten. The person is
        /// locked against a freeze at the same moment.
        String OPEN = """
                with opened as (
                    insert into session (id, person_id, created_at, expires_at)
                    select $1, person.id, $3, $4
                    from person
                    where person.id = $2
                      and person.status = 'ACTIVE'
                      and not exists (
                        select from login_failure
                        where ((kind = 'account' and subject = $6) or (kind = 'source' and subject = $7))
                          and locked_until > $3)
                    for share of person
                    returning id
                ), handed as (
                    insert into refresh_token (hash, session_id, issued_at)
                    select $5, id, $3 from opened
                ), forgiven as (
                    delete from login_failure
                    where kind = 'account'
                      and subject = $6
                      and (locked_until is null or locked_until <= $3)
                      and exists (select from opened)
                )
                select id from opened""";

        /// Of two uses of one token the second waits for the first, then finds it used.
        String ROTATE = """
                with used as (
                    update refresh_token
                    set used_at = $3
                    from session
                    join person on person.id = session.person_id
                    where refresh_token.hash = $1
                      and refresh_token.used_at is null
                      and session.id = refresh_token.session_id
                      and session.revoked_at is null
                      and session.expires_at > $3
                      and person.status = 'ACTIVE'
                    returning session.id as session_id, session.expires_at, person.id, person.tenant_id, person.email,
                        person.role
                ), handed as (
                    insert into refresh_token (hash, session_id, issued_at)
                    select $2, session_id, $3 from used
                )
                select session_id, expires_at, id, tenant_id, email, role from used""";

        String OF_USED_TOKEN = """
                select session_id
                from refresh_token
                where hash = $1 and used_at is not null""";

        String ALIVE = """
                select session.id as session_id, session.expires_at, person.id, person.tenant_id, person.email,
                    person.role, tenant.requires_idempotency
                from session
                join person on person.id = session.person_id
                join tenant on tenant.id = person.tenant_id
                where session.id = $1
                  and session.revoked_at is null
                  and session.expires_at > $2
                  and person.status = 'ACTIVE'""";

        String REVOKE = """
                update session
                set revoked_at = $2
                from person
                where session.id = $1 and session.revoked_at is null and person.id = session.person_id
                returning person.id, person.tenant_id, person.email, person.role""";

        String REVOKE_OF_TENANT = """
                update session
                set revoked_at = $3
                from person
                where session.id = $1
                  and session.revoked_at is null
                  and person.id = session.person_id
                  and person.tenant_id = $2
                returning session.id""";

        String REVOKE_ALL = """
                update session
                set revoked_at = $2
                where person_id = $1 and revoked_at is null
                returning id""";

        String FORGET = """
                delete from session
                where expires_at < $1""";
    }

    /// A session that is alive. `requiresIdempotency` is what its tenant insists on.
    record Alive(SessionId id, Person person, OffsetDateTime expiresAt, boolean requiresIdempotency) {}

    /// Opens a session unless the person is frozen or something is locked.
    boolean open(
            SessionId id,
            UserId person,
            Buffer refreshHash,
            FailureStore.Subjects subjects,
            OffsetDateTime now,
            OffsetDateTime expiresAt) {
        return statements
                .one(
                        Row::size,
                        Sql.OPEN,
                        id.uuid(),
                        person.uuid(),
                        now,
                        expiresAt,
                        refreshHash,
                        subjects.account(),
                        subjects.source())
                .isPresent();
    }

    /// Uses up a refresh token of a session that is alive, and hands out the next.
    Optional<Alive> rotate(Buffer hash, Buffer nextHash, OffsetDateTime now) {
        return statements.one(row -> alive(row, false), Sql.ROTATE, hash, nextHash, now);
    }

    /// The session of a token that was used before.
    Optional<SessionId> ofUsedToken(Buffer hash) {
        return statements.one(row -> new SessionId(row.getUUID("session_id")), Sql.OF_USED_TOKEN, hash);
    }

    Optional<Alive> alive(SessionId id, OffsetDateTime now) {
        return statements.one(row -> alive(row, row.getBoolean("requires_idempotency")), Sql.ALIVE, id.uuid(), now);
    }

    /// Ends a session; answers whose it was, when it was alive.
    Optional<Person> revoke(SessionId id, OffsetDateTime now) {
        return statements.one(PersonStore::person, Sql.REVOKE, id.uuid(), now);
    }

    /// Ends a session of `tenant`; answers whether it was alive.
    boolean revoke(TenantId tenant, SessionId id, OffsetDateTime now) {
        return statements
                .one(Row::size, Sql.REVOKE_OF_TENANT, id.uuid(), tenant.uuid(), now)
                .isPresent();
    }

    /// Ends all sessions of a person; answers which were alive.
    List<SessionId> revokeAll(UserId person, OffsetDateTime now) {
        var ended = new ArrayList<SessionId>();
        for (var row : statements.run(Sql.REVOKE_ALL, person.uuid(), now)) {
            ended.add(new SessionId(row.getUUID("id")));
        }
        return ended;
    }

    /// Deletes sessions that ended before `end`, with their tokens.
    void forget(OffsetDateTime end) {
        statements.run(Sql.FORGET, end);
    }

    private static Alive alive(Row row, boolean requiresIdempotency) {
        return new Alive(
                new SessionId(row.getUUID("session_id")),
                PersonStore.person(row),
                row.getOffsetDateTime("expires_at"),
                requiresIdempotency);
    }
}
