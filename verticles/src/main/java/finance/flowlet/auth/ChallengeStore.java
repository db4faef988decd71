package finance.flowlet.auth;

import finance.flowlet.auth.PersonStore.Credentials;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Logins that have passed their password and still need a code, each under the hash of its token.
final class ChallengeStore {
    private final AwaitedSql statements;

    ChallengeStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        String ISSUE = """
                insert into mfa_challenge (hash, person_id, created_at, expires_at)
                values ($1, $2, $3, $4)""";

        String OWNER = PersonStore.Sql.CREDENTIALS + """
                join mfa_challenge on mfa_challenge.person_id = person.id
                where mfa_challenge.hash = $1 and mfa_challenge.expires_at > $2""";

        /// Counted before the verdict: of many tries at once no more than the allowed ones are judged.
        String TRY = """
                update mfa_challenge
                set attempts = attempts + 1
                where hash = $1 and expires_at > $2 and attempts < $3""";

        String SPEND = """
                delete from mfa_challenge
                where hash = $1""";

        String FORGET_OF = """
                delete from mfa_challenge
                where person_id = $1""";

        String FORGET = """
                delete from mfa_challenge
                where expires_at < $1""";
    }

    void issue(Buffer hash, UserId person, OffsetDateTime now, OffsetDateTime expiresAt) {
        statements.run(Sql.ISSUE, hash, person.uuid(), now, expiresAt);
    }

    /// Whose login it is.
    Optional<Credentials> owner(Buffer hash, OffsetDateTime now) {
        return statements.one(PersonStore::credentials, Sql.OWNER, hash, now);
    }

    /// Takes one of the tries that a token has; answers whether there was one left.
    boolean attempt(Buffer hash, int maxAttempts, OffsetDateTime now) {
        return statements.run(Sql.TRY, hash, now, maxAttempts).rowCount() > 0;
    }

    void spend(Buffer hash) {
        statements.run(Sql.SPEND, hash);
    }

    /// Ends what a password has begun that is none any more.
    void forget(UserId person) {
        statements.run(Sql.FORGET_OF, person.uuid());
    }

    void forget(OffsetDateTime end) {
        statements.run(Sql.FORGET, end);
    }
}
