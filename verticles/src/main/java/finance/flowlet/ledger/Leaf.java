package finance.flowlet.ledger;

import finance.flowlet.ledger.Decision.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// The bytes that are hashed for a journal entry or a batch header: each field as its UTF-8 text behind its
/// length (four bytes, big-endian), in a fixed order. Amounts are integers in minor units, times microseconds
/// since 1970, so that no text form of a number or a date matters.
final class Leaf {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    private Leaf() {}

    /// A journal entry, recorded at `createdAt`.
    static byte[] of(Entry entry, Instant createdAt) {
        var step = entry.step();
        var leaf = new Leaf()
                .field("entry")
                .field(step.entry().uuid())
                .field(entry.tenant().uuid())
                .field(step.kind())
                .field(step.reference())
                .field(step.description())
                .field(step.actor())
                .field(micros(step.effectiveAt()))
                .field(micros(createdAt));
        for (var line : entry.lines()) {
            leaf.field(line.account().uuid())
                    .field(line.accountVersion())
                    .field(line.side())
                    .field(line.minorUnits())
                    .field(line.currency())
                    .field(line.balanceAfter());
        }
        return leaf.bytes.toByteArray();
    }

    /// The first leaf of a batch: it ties the batch to its predecessor and to its events.
    static byte[] header(UUID writer, long number, byte[] previousRoot, Instant at, String events) {
        var leaf = new Leaf().field("batch").field(writer).field(number).field(micros(at));
        return leaf.field(previousRoot)
                .field(events.getBytes(StandardCharsets.UTF_8))
                .bytes
                .toByteArray();
    }

    private Leaf field(Object value) {
        return field(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Leaf field(byte[] value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        bytes.writeBytes(value);
        return this;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
