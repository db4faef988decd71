package finance.flowlet.contract.auth;

import finance.flowlet.id.ApiKeyId;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who is asking. `subject` is the API key's or the user's own 128 bits; `user` and `session` are set for
/// people, and `roles` decide what they may do; `scopes` decide for API keys. Who `mustEnroll` may do
/// nothing until they have a second factor.
public record Principal(
        TenantId tenant,
        Kind kind,
        UUID subject,
        @Nullable UserId user,
        @Nullable SessionId session,
        Set<Role> roles,
        Set<String> scopes,
        boolean requiresIdempotency,
        boolean mustEnroll) {
    /// How actors begin that are API keys.
    public static final String KEY_ACTOR = "api_key:";

    /// A business's server, a person who works for the business, or one of its customers.
    public enum Kind {
        API_KEY,
        STAFF,
        CUSTOMER
    }

    /// What a person may do; the contract names the roles of every operation.
    public enum Role {
        ADMIN,
        OPERATOR,
        VIEWER,
        CUSTOMER
    }

    public Principal {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /// The only owner whose objects this principal may see; none means every owner of the tenant.
    public @Nullable UserId onlyOwner() {
        return kind == Kind.CUSTOMER ? user : null;
    }

    /// Whose idempotency keys these are: two customers of one tenant may choose the same key.
    public UUID idempotencyScope() {
        return kind == Kind.CUSTOMER ? subject : tenant.uuid();
    }

    /// Who did it, for the journal: `api_key:key_...`, `staff:usr_...`, `customer:usr_...`.
    public String actor() {
        return user == null ? KEY_ACTOR + new ApiKeyId(subject) : (kind == Kind.STAFF ? "staff:" : "customer:") + user;
    }
}
