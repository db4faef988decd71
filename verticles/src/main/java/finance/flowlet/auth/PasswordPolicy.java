package finance.flowlet.auth;

import finance.flowlet.contract.auth.Register.Flaw;
import finance.flowlet.platform.FlowletConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which passwords may be chosen (NIST SP 800-63B-4): long enough for an only factor, no rules on kinds of characters,
/// none that guessers try first. Lengths are in code points of the NFC form.
final class PasswordPolicy {
    private final FlowletConfig.Auth.Password config;
    private final GuessableWords guessable = new GuessableWords();

    PasswordPolicy(FlowletConfig.Auth.Password config) {
        this.config = config;
    }

    /// Why `password` may not be the password of whoever has `email`.
    Optional<Flaw> flaw(String password, Optional<EmailAddress> email) {
        // A lone surrogate would be stored as a question mark, and match another one.
        if (password.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(password)) {
            return Optional.of(Flaw.PASSWORD_INVALID_TEXT);
        }
        var normal = Passwords.normal(password);
        var length = normal.codePointCount(0, normal.length());
        if (length < config.minLength()) {
            return Optional.of(Flaw.PASSWORD_TOO_SHORT);
        }
        if (length > config.maxLength()) {
            return Optional.of(Flaw.PASSWORD_TOO_LONG);
        }
        var names = email.map(PasswordPolicy::names).orElse(List.of());
        return guessable.covers(normal, names) ? Optional.of(Flaw.PASSWORD_BLOCKED) : Optional.empty();
    }

    /// What is known of a user: the address, the part before the `@`, and each part of both.
    private static List<String> names(EmailAddress email) {
        var names = new ArrayList<>(List.of(email.text(), email.localPart()));
        names.addAll(List.of(email.text().split("[^\\p{L}\\p{M}\\p{N}]+")));
        return names;
    }
}
