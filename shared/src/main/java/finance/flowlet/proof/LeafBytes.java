package finance.flowlet.proof;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The bytes that are hashed for a leaf: each field as its UTF-8 text behind its length (four bytes,
/// big-endian), in a fixed order. Amounts are integers in minor units, times microseconds since 1970, so
/// that no text form of a number or a date matters.
public final class LeafBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    /// A leaf of one kind. No kind's bytes can pass for those of another, because the kind comes first.
    public LeafBytes(String kind) {
        field(kind);
    }

    public LeafBytes field(Object value) {
        return field(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    public LeafBytes field(Instant time) {
        return field((Object) ChronoUnit.MICROS.between(Instant.EPOCH, time));
    }

    public LeafBytes field(byte[] value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        bytes.writeBytes(value);
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
