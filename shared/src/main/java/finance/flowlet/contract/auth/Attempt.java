package finance.flowlet.contract.auth;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.UserId;
import org.jspecify.annotations.Nullable;

/// Somebody who is logged in proves themself once more. Failures count for the lockout, of `user` and of
/// `source`, the peer's address. `key` is the idempotency key that they sent.
public record Attempt(Caller caller, UserId user, String source, Post.@Nullable Key key) {}
