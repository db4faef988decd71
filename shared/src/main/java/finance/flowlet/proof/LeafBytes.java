package finance.flowlet.proof;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/// The bytes that are hashed for a leaf: each field as its UTF-8 text behind its length (four bytes,
/// big-endian), in a fixed order. Amounts are integers in minor units, times microseconds since 1970, so
/// that no text form of a number or a date matters.
public final class LeafBytes {
    private static final int ROOM = 512;
    private byte[] bytes = new byte[ROOM];
    private int length;

    /// A leaf of one kind. No kind's bytes can pass for those of another, because the kind comes first.
    public LeafBytes(String kind) {
        field(kind);
    }

    public LeafBytes field(String text) {
        return field(text.getBytes(StandardCharsets.UTF_8));
    }

    public LeafBytes field(UUID uuid) {
        return field(uuid.toString());
    }

    public LeafBytes field(long number) {
        return field(Long.toString(number));
    }

    public LeafBytes field(Instant time) {
        return field(ChronoUnit.MICROS.between(Instant.EPOCH, time));
    }

    public LeafBytes field(byte[] value) {
        var end = length + Integer.BYTES + value.length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        bytes[length] = (byte) (value.length >>> 24);
        bytes[length + 1] = (byte) (value.length >>> 16);
        bytes[length + 2] = (byte) (value.length >>> 8);
        bytes[length + 3] = (byte) value.length;
        System.arraycopy(value, 0, bytes, length + Integer.BYTES, value.length);
        length = end;
        return this;
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
