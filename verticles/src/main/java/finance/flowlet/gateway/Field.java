package finance.flowlet.gateway;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// One field or parameter after it was read: its value, or nothing because the client left it out, or nothing
/// because it was refused.
record Field<T>(String pointer, @Nullable T orNull, boolean refused) {
    /// The value of a field that is required or known to be there.
    T value() {
        if (orNull == null) {
            throw new NoSuchElementException(pointer);
        }
        return orNull;
    }

    /// Whether the client sent nothing.
    boolean absent() {
        return orNull == null && !refused;
    }
}
