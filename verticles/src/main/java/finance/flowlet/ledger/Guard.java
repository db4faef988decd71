package finance.flowlet.ledger;

import finance.flowlet.id.GuardId;
import finance.flowlet.id.TenantId;

/// A counter that never leaves 0 to `ceiling`.
record Guard(GuardId id, TenantId tenant, long used, long ceiling) {}
