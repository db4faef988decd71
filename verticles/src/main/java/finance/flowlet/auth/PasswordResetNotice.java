package finance.flowlet.auth;

import java.time.OffsetDateTime;
import java.util.Optional;

/// Brings the token that resets a password to the owner of the address.
interface PasswordResetNotice {
    /// Takes the message over, in the transaction that stores the token. Without an owner there is nobody
    /// to tell; that must take as long as if there were.
    void give(AuthStore steps, Optional<Person> owner, String token, OffsetDateTime now, OffsetDateTime expiresAt);
}
