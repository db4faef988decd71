package finance.flowlet.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// Money changed into another currency: `fxe_...`.
public record ExchangeId(UUID uuid) implements Id {
    public static final String PREFIX = "fxe";

    /// Reads the text form.
    ///
    /// @throws InvalidIdException when it is none
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ExchangeId parse(String text) {
        return new ExchangeId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, uuid);
    }
}
