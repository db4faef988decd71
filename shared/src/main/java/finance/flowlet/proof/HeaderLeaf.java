package finance.flowlet.proof;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/// The first leaf of every batch: it ties the batch to its predecessor, whose root is 32 zero bytes when
/// there is none, and to its events, whose very text is hashed.
public record HeaderLeaf(UUID writer, long number, Instant committedAt, Hash previousRoot, String events) {
    /// What is hashed.
    public byte[] bytes() {
        return new LeafBytes("batch")
                .field(writer)
                .field(number)
                .field(committedAt)
                .field(previousRoot.bytes())
                .field(events.getBytes(StandardCharsets.UTF_8))
                .bytes();
    }
}
