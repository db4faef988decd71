package finance.flowlet.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// Money given back for a payment: `rfd_...`.
public record RefundId(UUID uuid) implements Id {
    public static final String PREFIX = "rfd";

    /// Reads the text form.
    ///
    /// @throws InvalidIdException when it is none
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static RefundId parse(String text) {
        return new RefundId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, uuid);
    }
}
