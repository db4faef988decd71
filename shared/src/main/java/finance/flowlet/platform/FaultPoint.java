package finance.flowlet.platform;

import java.util.Locale;

/// Points at which a fault test can end the process, as a power failure would: `-Dflowlet.crash=after_commit`.
/// Without the property, reaching a point does nothing.
public enum FaultPoint {
    /// Between the two round trips of a batch: decided, nothing written.
    BEFORE_COMMIT,
    /// Committed, nobody told.
    AFTER_COMMIT;

    private static final String WANTED = System.getProperty("flowlet.crash", "");

    /// Ends the process if this is the point that was asked for.
    public void reached() {
        if (WANTED.equals(name().toLowerCase(Locale.ROOT))) {
            Runtime.getRuntime().halt(137);
        }
    }
}
