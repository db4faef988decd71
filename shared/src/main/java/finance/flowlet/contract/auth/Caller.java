package finance.flowlet.contract.auth;

import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import org.jspecify.annotations.Nullable;

/// On whose behalf a command runs: the tenant, the only owner whose objects it may touch (null: every owner),
/// who did it (`actor`, for the journal), and the request it belongs to.
public record Caller(TenantId tenant, @Nullable UserId onlyOwner, String actor, String requestId) {}
