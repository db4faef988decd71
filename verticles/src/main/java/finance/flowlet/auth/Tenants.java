package finance.flowlet.auth;

import finance.flowlet.auth.ApiKeyStore.NewApiKey;
import finance.flowlet.auth.Audit.Note;
import finance.flowlet.bus.Fault;
import finance.flowlet.contract.auth.ApiKeyView;
import finance.flowlet.contract.auth.ProvisionTenant;
import finance.flowlet.contract.auth.ProvisionTenant.Login;
import finance.flowlet.contract.auth.Scope;
import finance.flowlet.id.ApiKeyId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Creates tenants, whole or not at all. Whoever may send this command already runs the platform.
final class Tenants {
    private static final String OPERATOR = "platform";

    private final Platform platform;
    private final AuthStore store;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Pepper pepper;
    private final SecureRandom random;

    Tenants(
            Platform platform,
            AuthStore store,
            Passwords passwords,
            PasswordPolicy policy,
            Pepper pepper,
            SecureRandom random) {
        this.platform = platform;
        this.store = store;
        this.passwords = passwords;
        this.policy = policy;
        this.pepper = pepper;
        this.random = random;
    }

    /// Someone to insert, once the hashing is done.
    private record Newcomer(Person person, @Nullable String externalId, String passwordHash) {}

    ProvisionTenant.Outcome provision(ProvisionTenant command) {
        var existing = store.tenants().find(command.name());
        if (existing.isPresent()) {
            return new ProvisionTenant.Exists(existing.get());
        }
        var tenant = new TenantId(platform.ids().next());
        var newcomers = new ArrayList<Newcomer>();
        for (var login : command.logins()) {
            newcomers.add(newcomer(tenant, login));
        }
        var now = Times.now(platform.clock());
        var secret = ApiKeySecret.draw(random);
        var keyName = command.apiKeyName();
        boolean created = store.together(steps -> {
            if (!steps.tenants().insert(tenant, command.name(), now)) {
                return false;
            }
            steps.audit().note(new Note(tenant, OPERATOR, "tenant.created", tenant.toString(), null, null), now);
            newcomers.forEach(newcomer -> insert(steps, newcomer, now));
            if (keyName != null) {
                insert(steps, tenant, keyName, secret, now);
            }
            return true;
        });
        return created
                ? new ProvisionTenant.Provisioned(tenant, keyName == null ? null : secret.text())
                : new ProvisionTenant.Exists(
                        store.tenants().find(command.name()).orElseThrow());
    }

    private Newcomer newcomer(TenantId tenant, Login login) {
        var email = EmailAddress.parse(login.email()).orElseThrow(() -> new Fault(Code.INVALID_EMAIL));
        policy.flaw(login.password(), Optional.of(email)).ifPresent(flaw -> {
            throw new Fault(flaw.code());
        });
        return new Newcomer(
                new Person(new UserId(platform.ids().next()), tenant, email.text(), login.role()),
                login.externalId(),
                passwords.hash(login.password()));
    }

    private static void insert(AuthStore steps, Newcomer newcomer, OffsetDateTime now) {
        if (!steps.people().insert(newcomer.person(), newcomer.externalId(), newcomer.passwordHash(), now)) {
            // The address belongs to another tenant, or the command names it twice.
            throw new Fault(Code.DUPLICATE_REFERENCE);
        }
    }

    private void insert(AuthStore steps, TenantId tenant, String name, ApiKeySecret secret, OffsetDateTime now) {
        var scopes = Scope.ALL.stream().sorted().toList();
        var view = new ApiKeyView(
                new ApiKeyId(platform.ids().next()), name, secret.lastFour(), scopes, now.toInstant(), null, null);
        steps.apiKeys().insert(new NewApiKey(view, tenant, pepper.apiKey(secret.text()), null, null));
        steps.audit()
                .note(new Note(tenant, OPERATOR, "api_key.created", view.id().toString(), null, null), now);
    }
}
