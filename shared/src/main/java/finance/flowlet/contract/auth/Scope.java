package finance.flowlet.contract.auth;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What an API key may be allowed to do. A key without a scope is refused the operations that the contract
/// marks with it.
public enum Scope {
    WALLETS_READ("wallets:read"),
    WALLETS_WRITE("wallets:write"),
    PAYMENTS_READ("payments:read"),
    PAYMENTS_WRITE("payments:write"),
    LEDGER_READ("ledger:read"),
    LEDGER_WRITE("ledger:write"),
    KEYS_READ("keys:read"),
    KEYS_WRITE("keys:write");

    /// Every scope in its text form.
    public static final Set<String> ALL =
            Arrays.stream(values()).map(Scope::wire).collect(Collectors.toUnmodifiableSet());

    private final String wire;

    Scope(String wire) {
        this.wire = wire;
    }

    /// The text form: `wallets:read`.
    public String wire() {
        return wire;
    }

    /// The scope of a text form, if there is one.
    public static Optional<Scope> of(String wire) {
        return Arrays.stream(values()).filter(scope -> scope.wire.equals(wire)).findFirst();
    }
}
