package finance.flowlet.contract.auth;

import finance.flowlet.id.UserId;

/// Whose sessions a caller may see and end: their own and, for an administrator (`everybodys`), those of
/// everybody in the tenant.
public record Reach(UserId user, boolean everybodys) {}
