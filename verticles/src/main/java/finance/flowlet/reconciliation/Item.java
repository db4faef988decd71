package finance.flowlet.reconciliation;

import java.util.Set;

/// A line of the file or a posting, in the terms that both have in common: its position in its list, its
/// day (days since 1970), its signed minor units and the keys of its references.
record Item(int index, long day, long minorUnits, Set<String> references) {
    Item {
        references = Set.copyOf(references);
    }
}
