package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;

/// Exchanges a refresh token for new tokens of the same session. The second use of a token ends its session, because
/// one of the two users is a thief.
public record RefreshTokens(String refreshToken, String requestId) {
    public static final Address<RefreshTokens, Outcome> ADDRESS =
            new Address<>("auth.refresh-tokens.v1", RefreshTokens.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Refreshed(TokenPair tokens) implements Outcome {}

    public record Refused() implements Outcome {}

    /// For logs: no token.
    @Override
    public String toString() {
        return "RefreshTokens[" + requestId + "]";
    }
}
