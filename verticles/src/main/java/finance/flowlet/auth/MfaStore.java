package finance.flowlet.auth;

import finance.flowlet.id.UserId;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Second factors: the secrets of authenticator apps, and recovery codes. Whoever changes one has locked
/// its person.
final class MfaStore {
    private final AwaitedSql statements;

    MfaStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        String ENROLL = """
                insert into totp (person_id, secret, created_at)
                values ($1, $2, $3)
                on conflict (person_id) do update
                set secret = excluded.secret, created_at = excluded.created_at
                where totp.activated_at is null""";

        String FIND = """
                select secret, last_step, activated_at
                from totp
                where person_id = $1""";

        String USE = """
                update totp
                set last_step = $2
                where person_id = $1 and last_step < $2""";

        String ACTIVATE = """
                update totp
                set activated_at = $3, last_step = $2
                where person_id = $1 and activated_at is null""";

        String REMOVE = """
                delete from totp
                where person_id = $1""";

        String ADD_CODES = """
                insert into recovery_code (person_id, hash)
                select $1, hash
                from unnest($2::bytea[]) as drawn (hash)""";

        String USE_CODE = """
                update recovery_code
                set used_at = $3
                where person_id = $1 and hash = $2 and used_at is null""";

        String REMOVE_CODES = """
                delete from recovery_code
                where person_id = $1""";

        String CODES_LEFT = """
                select count(*)::integer as unused
                from recovery_code
                where person_id = $1 and used_at is null""";
    }

    /// The app of a person; without `activatedAt` it does not count yet.
    record App(Buffer secret, long lastStep, @Nullable OffsetDateTime activatedAt) {
        @Override
        public String toString() {
            return "App[...]";
        }
    }

    /// Keeps a new secret, unless there is one that is active.
    boolean enroll(UserId person, Buffer secret, OffsetDateTime now) {
        return statements.run(Sql.ENROLL, person.uuid(), secret, now).rowCount() > 0;
    }

    Optional<App> find(UserId person) {
        return statements.one(
                row -> new App(
                        row.getBuffer("secret"), row.getLong("last_step"), row.getOffsetDateTime("activated_at")),
                Sql.FIND,
                person.uuid());
    }

    /// Uses the code of a time step up, unless it or a later one was used before.
    boolean use(UserId person, long step) {
        return statements.run(Sql.USE, person.uuid(), step).rowCount() > 0;
    }

    /// The app counts from now on, and the code of `step` is used up; answers whether it did not count
    /// before.
    boolean activate(UserId person, long step, OffsetDateTime now) {
        return statements.run(Sql.ACTIVATE, person.uuid(), step, now).rowCount() > 0;
    }

    /// Forgets the app and the recovery codes.
    void remove(UserId person) {
        statements.run(Sql.REMOVE, person.uuid());
    }

    /// Puts these recovery codes in the place of all others.
    void replaceCodes(UserId person, List<Buffer> hashes) {
        statements.run(Sql.REMOVE_CODES, person.uuid());
        statements.run(Sql.ADD_CODES, person.uuid(), hashes.toArray(Buffer[]::new));
    }

    /// Uses a recovery code up; answers whether there was such a one.
    boolean useCode(UserId person, Buffer hash, OffsetDateTime now) {
        return statements.run(Sql.USE_CODE, person.uuid(), hash, now).rowCount() > 0;
    }

    int codesLeft(UserId person) {
        return statements
                .one(row -> row.getInteger("unused"), Sql.CODES_LEFT, person.uuid())
                .orElse(0);
    }
}
