package finance.flowlet.verify;

import java.util.Comparator;
import java.util.UUID;

/// A batch by its writer and number, in the order in which the database sorts them: uuids byte by byte.
record BatchKey(UUID writer, long number) implements Comparable<BatchKey> {
    private static final Comparator<UUID> BYTE_BY_BYTE = Comparator.comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);
    private static final Comparator<BatchKey> ORDER =
            Comparator.comparing(BatchKey::writer, BYTE_BY_BYTE).thenComparingLong(BatchKey::number);

    @Override
    public int compareTo(BatchKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return writer + "/" + number;
    }
}
