package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.Rule;
import finance.flowlet.contract.reconciliation.Rule.Criterion;
import finance.flowlet.reconciliation.Matcher.Found;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Matches one item of one side with several of the other that add up to it. Parts that stand together
/// already, by their reference or on one day, are tried first; then a bounded search among the nearest
/// ones. The bounds make some sums stay unfound, never wrong, and the search as long as a file is.
final class OneToMany {
    private static final int MAX_CANDIDATES = 24;
    private static final int MAX_STEPS = 4_000_000;
    /// Parts of groups that are looked at for all singles together.
    private static final int MAX_GROUP_STEPS = 20_000_000;

    private final Rule rule;
    private final boolean byReference;
    private final boolean byDate;
    private final BitSet used = new BitSet();
    private final NearestParts nearest;
    private final TreeMap<Long, List<List<Item>>> groupsBySum = new TreeMap<>();
    private final Set<List<Integer>> indexed = new HashSet<>();
    private int stepsLeft = MAX_STEPS;
    private int groupStepsLeft = MAX_GROUP_STEPS;

    private OneToMany(Rule rule, List<Item> parts) {
        this.rule = rule;
        this.byReference = rule.on().contains(Criterion.REFERENCE);
        this.byDate = rule.on().contains(Criterion.DATE);
        this.nearest = new NearestParts(parts, byReference, used);
        index(byKey(parts));
        if (!byReference) {
            index(byDay(parts));
        }
    }

    static List<Found> groups(Rule rule, List<Item> singles, List<Item> parts) {
        var search = new OneToMany(rule, parts);
        var found = new ArrayList<Found>();
        // Groups first, for all: a search must not take a part out of a group that another single stands for.
        for (var single : singles) {
            search.group(single).ifPresent(found::add);
        }
        var matched = new BitSet();
        found.forEach(match -> match.single().forEach(matched::set));
        for (var single : singles) {
            if (!matched.get(single.index())) {
                search.subset(single).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Map<String, List<Item>> byKey(List<Item> parts) {
        var groups = new TreeMap<String, List<Item>>();
        for (var part : parts) {
            for (var key : part.references()) {
                groups.computeIfAbsent(Long.signum(part.minorUnits()) + key, _ -> new ArrayList<>())
                        .add(part);
            }
        }
        return groups;
    }

    private static Map<String, List<Item>> byDay(List<Item> parts) {
        var groups = new TreeMap<String, List<Item>>();
        for (var part : parts) {
            groups.computeIfAbsent(Long.signum(part.minorUnits()) + " " + part.day(), _ -> new ArrayList<>())
                    .add(part);
        }
        return groups;
    }

    private void index(Map<String, List<Item>> groups) {
        groups.values().stream()
                .filter(group -> group.size() > 1)
                .filter(group -> indexed.add(group.stream().map(Item::index).toList()))
                .forEach(group -> groupsBySum
                        .computeIfAbsent(sum(group), _ -> new ArrayList<>())
                        .add(group));
    }

    private Optional<Found> group(Item single) {
        var least = single.minorUnits() - rule.amountTolerance();
        var most = single.minorUnits() + rule.amountTolerance();
        var fitting = new ArrayList<List<Item>>();
        for (var groups : groupsBySum.subMap(least, true, most, true).values()) {
            for (var group : groups) {
                if (fits(single, group)) {
                    fitting.add(group);
                }
                if (groupStepsLeft <= 0) {
                    // A group that was not looked at might be the better one.
                    return Optional.empty();
                }
            }
        }
        return fitting.stream()
                .min(Comparator.<List<Item>>comparingLong(group -> Math.abs(sum(group) - single.minorUnits()))
                        .thenComparingInt(group -> group.getFirst().index()))
                .map(group -> take(single, group, fitting.size() > 1));
    }

    private boolean fits(Item single, List<Item> group) {
        for (var part : group) {
            if (--groupStepsLeft <= 0 || !fits(single, part)) {
                return false;
            }
        }
        return true;
    }

    private Optional<Found> subset(Item single) {
        if (stepsLeft <= 0) {
            return Optional.empty();
        }
        var candidates = nearest.of(
                single,
                byDate ? rule.dateToleranceDays() : Integer.MAX_VALUE,
                MAX_CANDIDATES,
                part -> fits(single, part)
                        && Math.abs(part.minorUnits()) <= Math.abs(single.minorUnits()) + rule.amountTolerance());
        var search = new SubsetSum(candidates, single.minorUnits(), rule.amountTolerance(), stepsLeft);
        var found = search.find();
        stepsLeft = search.stepsLeft();
        return found.isEmpty() ? Optional.empty() : Optional.of(take(single, found.getFirst(), found.size() > 1));
    }

    private Found take(Item single, List<Item> parts, boolean ambiguous) {
        parts.forEach(part -> used.set(part.index()));
        return Found.of(single, parts, ambiguous);
    }

    private boolean fits(Item single, Item part) {
        return !used.get(part.index())
                && Long.signum(part.minorUnits()) == Long.signum(single.minorUnits())
                && (!byDate || Math.abs(part.day() - single.day()) <= rule.dateToleranceDays())
                && (!byReference || part.references().stream().anyMatch(single.references()::contains));
    }

    private static long sum(List<Item> parts) {
        return parts.stream().mapToLong(Item::minorUnits).reduce(0, Math::addExact);
    }
}
