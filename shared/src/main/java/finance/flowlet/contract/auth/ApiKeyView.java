package finance.flowlet.contract.auth;

import finance.flowlet.id.ApiKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An API key without its secret. `lastFour` are the secret's last characters, to tell keys apart; `lastUsedAt` is
/// right to the minute.
public record ApiKeyView(
        ApiKeyId id,
        String name,
        String lastFour,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {
    public ApiKeyView {
        scopes = List.copyOf(scopes);
    }
}
