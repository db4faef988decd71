package finance.flowlet.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// Payments that were handed in together: `bat_...`.
public record PaymentBatchId(UUID uuid) implements Id {
    public static final String PREFIX = "bat";

    /// Reads the text form.
    ///
    /// @throws InvalidIdException when it is none
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PaymentBatchId parse(String text) {
        return new PaymentBatchId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, uuid);
    }
}
