package finance.flowlet.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// A statement of one wallet and month: `stm_...`.
public record StatementId(UUID uuid) implements Id {
    public static final String PREFIX = "stm";

    /// Reads the text form.
    ///
    /// @throws InvalidIdException when it is none
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StatementId parse(String text) {
        return new StatementId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, uuid);
    }
}
