package finance.flowlet.id;

import java.util.UUID;

/// Anything that names one object of one kind.
public interface Id {
    /// The 128 bits behind the text, as stored.
    UUID uuid();
}
