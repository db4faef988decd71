package finance.flowlet.ledger;

import finance.flowlet.ledger.Decision.Entry;
import finance.flowlet.proof.EntryLeaf;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.HeaderLeaf;
import java.time.Instant;
import java.util.UUID;

/// The leaves of a batch.
final class Leaf {
    private Leaf() {}

    /// A journal entry, recorded at `createdAt`.
    static EntryLeaf of(Entry entry, Instant createdAt) {
        var step = entry.step();
        return new EntryLeaf(
                step.entry(),
                entry.tenant(),
                step.kind().name(),
                step.reference(),
                step.description(),
                step.actor(),
                step.effectiveAt(),
                createdAt,
                entry.lines().stream()
                        .map(line -> new EntryLeaf.Line(
                                line.account(),
                                line.accountVersion(),
                                line.side().name(),
                                line.minorUnits(),
                                line.currency().toString(),
                                line.balanceAfter()))
                        .toList());
    }

    /// The first leaf of a batch: it ties the batch to its predecessor and to its events.
    static byte[] header(UUID writer, long number, byte[] previousRoot, Instant at, String events) {
        return new HeaderLeaf(writer, number, at, Hash.of(previousRoot), events).bytes();
    }
}
