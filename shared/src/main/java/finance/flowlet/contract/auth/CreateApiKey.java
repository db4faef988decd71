package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.ledger.Post;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Creates an API key of the caller's tenant. `grantable` are the scopes that the caller may hand on: all of them for
/// an administrator, its own for an API key. Without `expiresAt` the key works until it is revoked.
public record CreateApiKey(
        Caller caller,
        Post.@Nullable Key key,
        String name,
        List<String> scopes,
        Set<String> grantable,
        @Nullable Instant expiresAt)
        implements Repeatable {
    public static final Address<CreateApiKey, Outcome> ADDRESS =
            new Address<>("auth.create-api-key.v1", CreateApiKey.class, Outcome.class);

    // Not a compact constructor: the compiler would lose the annotation of the nested type on its way to the class
    // file.
    public CreateApiKey(
            Caller caller,
            Post.@Nullable Key key,
            String name,
            List<String> scopes,
            Set<String> grantable,
            @Nullable Instant expiresAt) {
        this.caller = caller;
        this.key = key;
        this.name = name;
        this.scopes = List.copyOf(scopes);
        this.grantable = Set.copyOf(grantable);
        this.expiresAt = expiresAt;
    }

    @OneOf
    public sealed interface Outcome {}

    /// `secret` is shown this once: only its hash is kept.
    public record Created(ApiKeyView apiKey, String secret) implements Outcome {
        /// For logs: no secret.
        @Override
        public String toString() {
            return "Created[" + apiKey.id() + "]";
        }
    }

    /// The idempotency key was used before for the same request: the key of then, without the secret, which no longer
    /// exists anywhere.
    public record Replayed(ApiKeyView apiKey) implements Outcome {}

    /// The idempotency key was used before for another request.
    public record KeyReused() implements Outcome {}

    /// The positions in `scopes` of those that do not exist.
    public record UnknownScopes(List<Integer> positions) implements Outcome {
        public UnknownScopes {
            positions = List.copyOf(positions);
        }
    }

    /// A scope was asked for that the caller does not have.
    public record NotGrantable() implements Outcome {}

    /// `expiresAt` is not in the future.
    public record ExpiryPassed() implements Outcome {}

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
