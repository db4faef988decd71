package finance.flowlet.bus;

/// A question that does no harm when it is asked twice, because it changes nothing or carries the key that
/// its effect is remembered under. Only such a one is asked again when its answer was lost on the way.
public interface Repeatable {
    /// Whether this one does: a command without a key does not.
    default boolean repeatable() {
        return true;
    }
}
