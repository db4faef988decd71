package finance.flowlet.auth;

import finance.flowlet.auth.PersonStore.Credentials;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Tokens that set a new password, each under its hash.
final class ResetStore {
    private final AwaitedSql statements;

    ResetStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        /// Nobody who is frozen, and nobody who has as many tokens as one may have.
        String ENTITLED = PersonStore.Sql.CREDENTIALS + """
                where person.email = $1
                  and person.status = 'ACTIVE'
                  and $3 > (
                    select count(*)
                    from password_reset
                    where person_id = person.id and used_at is null and expires_at > $2)""";

        String ISSUE = """
                insert into password_reset (hash, person_id, created_at, expires_at)
                values ($1, $2, $3, $4)""";

        String OWNER = PersonStore.Sql.CREDENTIALS + """
                join password_reset on password_reset.person_id = person.id
                where password_reset.hash = $1
                  and password_reset.used_at is null
                  and password_reset.expires_at > $2
                  and person.status = 'ACTIVE'""";

        /// All tokens of a person at once: one that is left would undo what another has done.
        String USE_ALL = """
                update password_reset
                set used_at = $2
                where person_id = $1 and used_at is null""";

        String FORGET = """
                delete from password_reset
                where expires_at < $1""";
    }

    /// Who may be sent a token, at most `maxPending` at once.
    Optional<Credentials> entitled(String email, int maxPending, OffsetDateTime now) {
        return statements.one(PersonStore::credentials, Sql.ENTITLED, email, now, maxPending);
    }

    /// Keeps a token; without an owner it opens nothing.
    void issue(Buffer hash, Optional<UserId> owner, OffsetDateTime now, OffsetDateTime expiresAt) {
        statements.run(Sql.ISSUE, hash, owner.map(UserId::uuid).orElse(null), now, expiresAt);
    }

    /// Whose password a token may set.
    Optional<Credentials> owner(Buffer hash, OffsetDateTime now) {
        return statements.one(PersonStore::credentials, Sql.OWNER, hash, now);
    }

    void useAll(UserId person, OffsetDateTime now) {
        statements.run(Sql.USE_ALL, person.uuid(), now);
    }

    void forget(OffsetDateTime end) {
        statements.run(Sql.FORGET, end);
    }
}
