package finance.flowlet.auth;

import finance.flowlet.id.UserId;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.Optional;

/// What people did under an idempotency key, for a day: done again, it would be refused, and count as a
/// guess.
final class AnsweredStore {
    private final AwaitedSql statements;

    AnsweredStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        String NOTE = """
                insert into answered (person_id, idempotency_key, fingerprint, answered_at)
                values ($1, $2, $3, $4)""";

        String FIND = """
                select fingerprint
                from answered
                where person_id = $1 and idempotency_key = $2""";

        String FORGET = """
                delete from answered
                where answered_at < $1""";
    }

    void note(UserId person, String key, Buffer fingerprint, OffsetDateTime now) {
        statements.run(Sql.NOTE, person.uuid(), key, fingerprint, now);
    }

    /// The fingerprint of what was done.
    Optional<Buffer> find(UserId person, String key) {
        return statements.one(row -> row.getBuffer("fingerprint"), Sql.FIND, person.uuid(), key);
    }

    void forget(OffsetDateTime end) {
        statements.run(Sql.FORGET, end);
    }
}
