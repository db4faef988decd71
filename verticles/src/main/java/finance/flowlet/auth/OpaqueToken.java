package finance.flowlet.auth;

import java.util.Base64;
import java.util.random.RandomGenerator;

/// Tokens that state nothing: 256 random bits behind a prefix that tells their kind. We keep only their
/// hashes.
final class OpaqueToken {
    private static final int BYTES = 32;

    private OpaqueToken() {}

    /// A token that nobody has yet; `random` must be cryptographically strong.
    static String draw(String prefix, RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
