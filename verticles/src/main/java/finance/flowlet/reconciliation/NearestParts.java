package finance.flowlet.reconciliation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Finds the items nearest to a day without looking at all of them.
final class NearestParts {
    /// How many unsuitable items a search passes over before it makes do with what it has.
    private static final int MAX_LOOKED_AT = 500;
    /// And how many all searches together look at.
    private static final int MAX_LOOKED_AT_IN_ALL = 10_000_000;

    private final boolean byReference;
    private final BitSet used;
    private int left = MAX_LOOKED_AT_IN_ALL;
    private final Map<String, NavigableMap<Long, List<Item>>> days = new HashMap<>();

    /// Of `parts`, those that are not among the `used` when a search comes to them.
    NearestParts(List<Item> parts, boolean byReference, BitSet used) {
        this.byReference = byReference;
        this.used = used;
        for (var part : parts) {
            for (var key : keys(part)) {
                days.computeIfAbsent(key, _ -> new TreeMap<>())
                        .computeIfAbsent(part.day(), _ -> new ArrayList<>())
                        .add(part);
            }
        }
    }

    /// At most `most` items within `maxDays` of `single` that are `suitable`, the nearest first.
    List<Item> of(Item single, int maxDays, int most, Predicate<Item> suitable) {
        var found = new ArrayList<Item>();
        for (var key : keys(single)) {
            collect(days.getOrDefault(key, new TreeMap<>()), single, maxDays, most, suitable, found);
        }
        return found.stream()
                .distinct()
                .sorted(Comparator.<Item>comparingLong(part -> Math.abs(part.day() - single.day()))
                        .thenComparingInt(Item::index))
                .limit(most)
                .toList();
    }

    private void collect(
            NavigableMap<Long, List<Item>> byDay,
            Item single,
            int maxDays,
            int most,
            Predicate<Item> suitable,
            List<Item> found) {
        var before = byDay.floorEntry(single.day());
        var after = byDay.higherEntry(single.day());
        var looked = 0;
        var taken = 0;
        while ((before != null || after != null) && taken < most && looked < MAX_LOOKED_AT && left > 0) {
            var goBack = after == null
                    || (before != null && single.day() - before.getKey() <= after.getKey() - single.day());
            var next = goBack ? before : after;
            if (next == null || Math.abs(next.getKey() - single.day()) > maxDays) {
                return;
            }
            var parts = next.getValue().iterator();
            while (parts.hasNext() && taken < most && looked < MAX_LOOKED_AT && left > 0) {
                var part = parts.next();
                if (used.get(part.index())) {
                    // Passed over for good, so that those behind it come into reach.
                    parts.remove();
                    continue;
                }
                looked++;
                left--;
                if (suitable.test(part)) {
                    found.add(part);
                    taken++;
                }
            }
            if (goBack) {
                before = byDay.lowerEntry(next.getKey());
            } else {
                after = byDay.higherEntry(next.getKey());
            }
        }
    }

    private Set<String> keys(Item item) {
        return byReference ? item.references() : Set.of("");
    }
}
