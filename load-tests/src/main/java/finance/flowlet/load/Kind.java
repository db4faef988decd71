package finance.flowlet.load;

import java.util.Locale;

/// What a request asks for; latencies are kept apart by it.
enum Kind {
    PAYMENT,
    BALANCE,
    PAYMENT_READ,
    TRANSACTIONS,
    SETUP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
