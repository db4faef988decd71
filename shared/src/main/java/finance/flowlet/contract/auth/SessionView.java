package finance.flowlet.contract.auth;

import finance.flowlet.id.SessionId;
import finance.flowlet.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A session that is alive. `source` is the address that it was opened from, `secondFactor` whether with
/// one.
public record SessionView(
        SessionId id,
        UserId userId,
        Instant createdAt,
        Instant expiresAt,
        @Nullable String source,
        boolean secondFactor) {}
