package finance.flowlet.auth;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.TenantId;
import finance.flowlet.platform.AwaitedSql;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// Notes who did what, and when. The database takes no correction: it may only be added to. No secret belongs here, and
/// no e-mail address that somebody merely tried.
final class Audit {
    private final AwaitedSql statements;

    Audit(AwaitedSql statements) {
        this.statements = statements;
    }

    /// The statements, each checked by a test.
    interface Sql {
        String INSERT = """
                insert into audit (at, tenant_id, actor, action, subject, source, request_id)
                values ($1, $2, $3, $4, $5, $6, $7)""";
    }

    /// Something that happened to `subject`.
    record Note(
            @Nullable TenantId tenant,
            String actor,
            String action,
            @Nullable String subject,
            @Nullable String source,
            @Nullable String requestId) {
        /// What a caller did to `subject`.
        static Note by(Caller caller, String action, Object subject) {
            return new Note(caller.tenant(), caller.actor(), action, subject.toString(), null, caller.requestId());
        }

        /// What a person did to themself.
        static Note by(Person person, String action, Object subject, @Nullable String source, String requestId) {
            return new Note(person.tenant(), person.actor(), action, subject.toString(), source, requestId);
        }
    }

    void note(Note note, OffsetDateTime now) {
        var tenant = note.tenant();
        statements.run(
                Sql.INSERT,
                now,
                tenant == null ? null : tenant.uuid(),
                note.actor(),
                note.action(),
                note.subject(),
                note.source(),
                note.requestId());
    }
}
