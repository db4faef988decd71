package finance.flowlet.contract.auth;

import finance.flowlet.id.UserId;

/// Somebody who is logged in proves themself once more. Failures count for the lockout, of `user` and of
/// `source`, the peer's address.
public record Attempt(Caller caller, UserId user, String source) {}
