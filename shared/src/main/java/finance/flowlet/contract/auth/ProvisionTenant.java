package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Creates a tenant with its first users and, when `apiKeyName` is given, an API key of every scope. Repeating it for
/// the same `name` creates nothing and answers `Exists`. Not reachable over HTTP.
public record ProvisionTenant(
        String name, List<Login> logins, @Nullable String apiKeyName) {
    public static final Address<ProvisionTenant, Outcome> ADDRESS =
            new Address<>("auth.provision-tenant.v1", ProvisionTenant.class, Outcome.class);

    /// A person to create. `externalId` is the integrator's own id of a customer.
    public record Login(
            String email,
            String password,
            Principal.Role role,
            @Nullable String externalId) {
        /// For logs: neither the password nor whose it is.
        @Override
        public String toString() {
            return "Login[" + role + "]";
        }
    }

    @OneOf
    public sealed interface Outcome {}

    /// `apiKey` is shown this once.
    public record Provisioned(TenantId tenant, @Nullable String apiKey) implements Outcome {
        /// For logs: no secret.
        @Override
        public String toString() {
            return "Provisioned[" + tenant + "]";
        }
    }

    public record Exists(TenantId tenant) implements Outcome {}
}
