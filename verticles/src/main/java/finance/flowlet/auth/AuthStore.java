package finance.flowlet.auth;

import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.FlowletConfig.Auth.Lockout;
import java.util.function.Function;

/// What the domain keeps in PostgreSQL, table by table.
final class AuthStore {
    private final AwaitedSql statements;
    private final Lockout limits;
    private final TenantStore tenants;
    private final PersonStore people;
    private final SessionStore sessions;
    private final ApiKeyStore apiKeys;
    private final FailureStore failures;
    private final MfaStore mfa;
    private final ChallengeStore challenges;
    private final ResetStore resets;
    private final OutboxStore outbox;
    private final AnsweredStore answered;
    private final Audit audit;

    /// On a pool every statement commits by itself.
    AuthStore(AwaitedSql statements, Lockout limits) {
        this.statements = statements;
        this.limits = limits;
        this.tenants = new TenantStore(statements);
        this.people = new PersonStore(statements);
        this.sessions = new SessionStore(statements);
        this.apiKeys = new ApiKeyStore(statements);
        this.failures = new FailureStore(statements, limits);
        this.mfa = new MfaStore(statements);
        this.challenges = new ChallengeStore(statements);
        this.resets = new ResetStore(statements);
        this.outbox = new OutboxStore(statements);
        this.answered = new AnsweredStore(statements);
        this.audit = new Audit(statements);
    }

    /// Commits all `steps` or none.
    <T> T together(Function<AuthStore, T> steps) {
        return statements.together(transaction -> steps.apply(new AuthStore(transaction, limits)));
    }

    TenantStore tenants() {
        return tenants;
    }

    PersonStore people() {
        return people;
    }

    SessionStore sessions() {
        return sessions;
    }

    ApiKeyStore apiKeys() {
        return apiKeys;
    }

    FailureStore failures() {
        return failures;
    }

    MfaStore mfa() {
        return mfa;
    }

    ChallengeStore challenges() {
        return challenges;
    }

    ResetStore resets() {
        return resets;
    }

    OutboxStore outbox() {
        return outbox;
    }

    AnsweredStore answered() {
        return answered;
    }

    Audit audit() {
        return audit;
    }
}
