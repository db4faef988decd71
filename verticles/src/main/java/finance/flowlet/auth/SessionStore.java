package finance.flowlet.auth;

import finance.flowlet.contract.auth.SessionView;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sessions and their refresh tokens. Each step that must not come apart from another is one statement.
final class SessionStore {
    private final AwaitedSql statements;

    SessionStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        /// A login succeeds only while nothing is locked and with a second factor where there is one; then
        /// the account's failures are forgotten. Whoever runs this has locked the person against changes
        /// before.
        String OPEN = """
                with opened as (
                    insert into session (id, person_id, created_at, expires_at, source, second_factor)
                    select $1, person.id, $3, $4, $8, $9
                    from person
                    where person.id = $2
                      and ($9 or not exists (
                        select from totp
                        where totp.person_id = person.id and totp.activated_at is not null))
                      and not exists (
                        select from login_failure
                        where ((kind = 'account' and subject = $6) or (kind = 'source' and subject = $7))
                          and locked_until > $3)
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
                    person.role, tenant.requires_idempotency,
                    exists (
                        select from totp
                        where totp.person_id = person.id and totp.activated_at is not null) as enrolled
                from session
                join person on person.id = session.person_id
                join tenant on tenant.id = person.tenant_id
                where session.id = $1
                  and session.revoked_at is null
                  and session.expires_at > $2
                  and person.status = 'ACTIVE'""";

        String OPENED_SINCE = """
                select id
                from session
                where id = $1 and created_at >= $2""";

        String REVOKE = """
                update session
                set revoked_at = $2
                from person
                where session.id = $1 and session.revoked_at is null and person.id = session.person_id
                returning person.id, person.tenant_id, person.email, person.role""";

        /// Of one person of a tenant, or of anybody in it.
        String REVOKE_OF_TENANT = """
                update session
                set revoked_at = $3
                from person
                where session.id = $1
                  and session.revoked_at is null
                  and session.expires_at > $3
                  and person.id = session.person_id
                  and person.tenant_id = $2
                  and ($4::uuid is null or person.id = $4)
                returning session.id""";

        String REVOKE_ALL = """
                update session
                set revoked_at = $2
                where person_id = $1 and revoked_at is null and ($3::uuid is null or id <> $3)
                returning id""";

        String PAGE = """
                select session.id, session.person_id, session.created_at, session.expires_at, session.source,
                    session.second_factor
                from session
                join person on person.id = session.person_id
                where person.tenant_id = $1
                  and session.person_id = $2
                  and session.revoked_at is null
                  and session.expires_at > $3
                  and ($4::uuid is null or session.id < $4)
                order by session.id desc
                limit $5
                offset $6""";

        String FORGET = """
                delete from session
                where expires_at < $1""";
    }

    /// A session that is alive. `requiresIdempotency` is what its tenant insists on, `enrolled` says
    /// whether its person has a second factor.
    record Alive(
            SessionId id, Person person, OffsetDateTime expiresAt, boolean requiresIdempotency, boolean enrolled) {}

    /// A session to be opened: whose, with which refresh token, from where, and what was proved.
    record Opening(
            SessionId id,
            UserId person,
            Buffer refreshHash,
            FailureStore.Subjects subjects,
            OffsetDateTime now,
            OffsetDateTime expiresAt,
            String source,
            boolean secondFactor) {}

    /// Opens a session unless something is locked, or a second factor is missing.
    boolean open(Opening opening) {
        return statements
                .one(
                        Row::size,
                        Sql.OPEN,
                        opening.id().uuid(),
                        opening.person().uuid(),
                        opening.now(),
                        opening.expiresAt(),
                        opening.refreshHash(),
                        opening.subjects().account(),
                        opening.subjects().source(),
                        opening.source(),
                        opening.secondFactor())
                .isPresent();
    }

    /// Uses up a refresh token of a session that is alive, and hands out the next.
    Optional<Alive> rotate(Buffer hash, Buffer nextHash, OffsetDateTime now) {
        return statements.one(row -> alive(row, false, false), Sql.ROTATE, hash, nextHash, now);
    }

    /// The session of a token that was used before.
    Optional<SessionId> ofUsedToken(Buffer hash) {
        return statements.one(row -> new SessionId(row.getUUID("session_id")), Sql.OF_USED_TOKEN, hash);
    }

    Optional<Alive> alive(SessionId id, OffsetDateTime now) {
        return statements.one(
                row -> alive(row, row.getBoolean("requires_idempotency"), row.getBoolean("enrolled")),
                Sql.ALIVE,
                id.uuid(),
                now);
    }

    /// Whether a session was opened at `start` or later.
    boolean openedSince(SessionId id, OffsetDateTime start) {
        return statements.one(Row::size, Sql.OPENED_SINCE, id.uuid(), start).isPresent();
    }

    /// Ends a session; answers whose it was, when it was alive.
    Optional<Person> revoke(SessionId id, OffsetDateTime now) {
        return statements.one(PersonStore::person, Sql.REVOKE, id.uuid(), now);
    }

    /// Ends a session of `tenant`, of `only` where one is named; answers whether it was alive.
    boolean revoke(TenantId tenant, @Nullable UserId only, SessionId id, OffsetDateTime now) {
        return statements
                .one(Row::size, Sql.REVOKE_OF_TENANT, id.uuid(), tenant.uuid(), now, only == null ? null : only.uuid())
                .isPresent();
    }

    /// Ends all sessions of a person, except for `but` where one is named; answers which were alive.
    List<SessionId> revokeAll(UserId person, @Nullable SessionId but, OffsetDateTime now) {
        var ended = new ArrayList<SessionId>();
        for (var row : statements.run(Sql.REVOKE_ALL, person.uuid(), now, but == null ? null : but.uuid())) {
            ended.add(new SessionId(row.getUUID("id")));
        }
        return ended;
    }

    /// Sessions of a person of `tenant` that are alive, newest first.
    List<SessionView> page(
            TenantId tenant, UserId person, OffsetDateTime now, @Nullable SessionId after, int limit, int offset) {
        var page = new ArrayList<SessionView>();
        var rows = statements.run(
                Sql.PAGE, tenant.uuid(), person.uuid(), now, after == null ? null : after.uuid(), limit, offset);
        for (var row : rows) {
            page.add(new SessionView(
                    new SessionId(row.getUUID("id")),
                    new UserId(row.getUUID("person_id")),
                    row.getOffsetDateTime("created_at").toInstant(),
                    row.getOffsetDateTime("expires_at").toInstant(),
                    row.getString("source"),
                    row.getBoolean("second_factor")));
        }
        return page;
    }

    /// Deletes sessions that ended before `end`, with their tokens.
    void forget(OffsetDateTime end) {
        statements.run(Sql.FORGET, end);
    }

    private static Alive alive(Row row, boolean requiresIdempotency, boolean enrolled) {
        return new Alive(
                new SessionId(row.getUUID("session_id")),
                PersonStore.person(row),
                row.getOffsetDateTime("expires_at"),
                requiresIdempotency,
                enrolled);
    }
}
