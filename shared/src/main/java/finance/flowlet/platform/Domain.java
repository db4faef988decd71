package finance.flowlet.platform;

import java.util.Locale;

/// What a process can run, in the order in which it is started.
public enum Domain {
    LEDGER,
    AUTH,
    WALLETS,
    PAYMENTS,
    FX,
    INITIATION,
    STATEMENTS,
    RECONCILIATION,
    GATEWAY;

    /// As the configuration names it.
    public String role() {
        return name().toLowerCase(Locale.ROOT);
    }
}
