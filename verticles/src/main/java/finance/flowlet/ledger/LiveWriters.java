package finance.flowlet.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The writers that said lately that they are there. Every process chooses the same one for an account as
/// long as they have heard the same, and nothing depends on it. Belongs to one event loop.
final class LiveWriters {
    private final UUID own;
    private final long silenceNanos;
    private final Map<UUID, Long> heardAt = new TreeMap<>();
    private List<UUID> others = List.of();

    LiveWriters(UUID own, long silenceNanos) {
        this.own = own;
        this.silenceNanos = silenceNanos;
    }

    boolean alone() {
        return others.isEmpty();
    }

    void heard(UUID writer, long nanos) {
        if (!writer.equals(own) && heardAt.put(writer, nanos) == null) {
            others = List.copyOf(heardAt.keySet());
        }
    }

    /// It did not answer: nothing is sent to it until it is heard of again. Answers whether that is news.
    boolean lost(UUID writer) {
        if (heardAt.remove(writer) == null) {
            return false;
        }
        others = List.copyOf(heardAt.keySet());
        return true;
    }

    /// Drops those that have been silent for too long.
    void sweep(long nanos) {
        if (heardAt.values().removeIf(at -> nanos - at > silenceNanos)) {
            others = List.copyOf(heardAt.keySet());
        }
    }

    /// The writer of an account, null for the own one: that with the highest hash of both names (rendezvous),
    /// so a writer that comes or goes moves only its own accounts.
    @Nullable
    UUID of(UUID account) {
        UUID best = null;
        var highest = weight(own, account);
        for (var i = 0; i < others.size(); i++) {
            var weight = weight(others.get(i), account);
            if (weight > highest) {
                highest = weight;
                best = others.get(i);
            }
        }
        return best;
    }

    private static long weight(UUID writer, UUID account) {
        var mixed = writer.getMostSignificantBits() * 31 + writer.getLeastSignificantBits();
        mixed = (mixed ^ account.getMostSignificantBits()) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32) ^ account.getLeastSignificantBits()) * 0xC2B2AE3D27D4EB4FL;
        return mixed ^ (mixed >>> 29);
    }
}
