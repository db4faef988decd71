package finance.flowlet.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// A watch on a balance: `mon_...`.
public record MonitorId(UUID uuid) implements Id {
    public static final String PREFIX = "mon";

    /// Reads the text form.
    ///
    /// @throws InvalidIdException when it is none
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static MonitorId parse(String text) {
        return new MonitorId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, uuid);
    }
}
