package finance.flowlet.contract.auth;

/// What a login or a refresh hands out: an access token for `expiresInSeconds`, and a refresh token that works once.
public record TokenPair(String accessToken, String refreshToken, long expiresInSeconds, UserView user) {
    /// For logs: no token.
    @Override
    public String toString() {
        return "TokenPair[" + user.id() + "]";
    }
}
