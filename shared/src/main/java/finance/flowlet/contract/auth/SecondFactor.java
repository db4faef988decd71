package finance.flowlet.contract.auth;

import org.jspecify.annotations.Nullable;

/// What somebody shows besides a password: the code of an authenticator app, or a recovery code. One of the
/// two is there.
public record SecondFactor(@Nullable String code, @Nullable String recoveryCode) {
    /// For logs: no code.
    @Override
    public String toString() {
        return "SecondFactor[...]";
    }
}
