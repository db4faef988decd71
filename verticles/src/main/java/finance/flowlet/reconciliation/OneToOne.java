package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.Rule;
import finance.flowlet.contract.reconciliation.Rule.Criterion;
import finance.flowlet.reconciliation.Matcher.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Pairs each line with at most one posting. The nearest days are paired first, for all lines, and on a day
/// the nearest amounts; so a line does not take what fits another one better just because it comes first.
final class OneToOne {
    private static final Comparator<Item> ORDER = Comparator.comparingLong(Item::day)
            .thenComparingLong(Item::minorUnits)
            .thenComparingInt(Item::index);

    private final Rule rule;
    private final boolean byReference;
    private final boolean byDate;
    private final Map<String, NavigableSet<Item>> open = new HashMap<>();

    private OneToOne(Rule rule, List<Item> postings) {
        this.rule = rule;
        this.byReference = rule.on().contains(Criterion.REFERENCE);
        this.byDate = rule.on().contains(Criterion.DATE);
        for (var posting : postings) {
            var comparable = comparable(posting);
            for (var key : keys(posting)) {
                open.computeIfAbsent(key, _ -> new TreeSet<>(ORDER)).add(comparable);
            }
        }
    }

    static List<Found> pairs(Rule rule, List<Item> lines, List<Item> postings) {
        return new OneToOne(rule, postings).pairs(lines);
    }

    private List<Found> pairs(List<Item> lines) {
        var found = new ArrayList<Found>();
        var paired = new HashSet<Integer>();
        var farthest = byDate ? rule.dateToleranceDays() : 0;
        for (var days = 0; days <= farthest; days++) {
            for (var line : lines) {
                if (!paired.contains(line.index())) {
                    var candidate = nearest(comparable(line), days);
                    if (candidate != null) {
                        found.add(Found.of(line, List.of(candidate.item), candidate.tied));
                        paired.add(line.index());
                        keys(candidate.item).forEach(key -> bucket(key).remove(candidate.item));
                    }
                }
            }
        }
        return found;
    }

    /// Where the date makes no difference, all days are one.
    private Item comparable(Item item) {
        return byDate ? item : new Item(item.index(), 0, item.minorUnits(), item.references());
    }

    private Set<String> keys(Item item) {
        return byReference ? item.references() : Set.of("");
    }

    private NavigableSet<Item> bucket(String key) {
        return open.getOrDefault(key, new TreeSet<>(ORDER));
    }

    private record Candidate(Item item, long difference, boolean tied) {}

    private @Nullable Candidate nearest(Item line, int days) {
        Candidate best = null;
        for (var key : keys(line)) {
            best = better(best, onDay(bucket(key), line, line.day() - days));
            if (days > 0) {
                best = better(best, onDay(bucket(key), line, line.day() + days));
            }
        }
        return best;
    }

    /// The nearer of two; of two that are equally near the one that comes first in the books.
    private static @Nullable Candidate better(@Nullable Candidate one, @Nullable Candidate other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one.item.equals(other.item)) {
            return one;
        }
        if (one.difference != other.difference) {
            return one.difference < other.difference ? one : other;
        }
        return new Candidate(ORDER.compare(one.item, other.item) < 0 ? one.item : other.item, one.difference, true);
    }

    private @Nullable Candidate onDay(NavigableSet<Item> postings, Item line, long day) {
        var below = postings.floor(probe(day, line.minorUnits(), Integer.MAX_VALUE));
        var above = postings.ceiling(probe(day, line.minorUnits(), -1));
        return better(candidate(postings, line, day, below), candidate(postings, line, day, above));
    }

    private @Nullable Candidate candidate(NavigableSet<Item> postings, Item line, long day, @Nullable Item near) {
        if (near == null
                || near.day() != day
                || Long.signum(near.minorUnits()) != Long.signum(line.minorUnits())
                || Math.abs(near.minorUnits() - line.minorUnits()) > rule.amountTolerance()) {
            return null;
        }
        // Of several with the same amount the first, wherever the search came from.
        var first = postings.ceiling(probe(day, near.minorUnits(), -1));
        var item = first == null ? near : first;
        var next = postings.higher(item);
        var tied = next != null && next.day() == day && next.minorUnits() == item.minorUnits();
        return new Candidate(item, Math.abs(item.minorUnits() - line.minorUnits()), tied);
    }

    private static Item probe(long day, long minorUnits, int index) {
        return new Item(index, day, minorUnits, Set.of());
    }
}
