package finance.flowlet.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Ids that follow from a name, so that two writers who need the same system account at once agree on its id without
/// asking each other: UUIDv8 (RFC 9562, section 5.8) over the first bits of a SHA-256.
public final class NameBasedId {
    private NameBasedId() {}

    /// Whether `id` follows from a name. Such an id is never a wallet's: it is an account of the system's own, and
    /// those have no floor.
    public static boolean is(UUID id) {
        return id.version() == 8;
    }

    /// The id of `name` within `scope`.
    public static UUID of(UUID scope, String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(16)
                    .putLong(scope.getMostSignificantBits())
                    .putLong(scope.getLeastSignificantBits())
                    .array());
            var hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
            var high = (hash.getLong() & ~0xf000L) | 0x8000L;
            var low = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
