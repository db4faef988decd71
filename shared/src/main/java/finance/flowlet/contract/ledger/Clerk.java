package finance.flowlet.contract.ledger;

import finance.flowlet.id.TenantId;

/// Who works on the books of `tenant`: `actor` as the journal names them, and the request it belongs to.
public record Clerk(TenantId tenant, String actor, String requestId) {}
