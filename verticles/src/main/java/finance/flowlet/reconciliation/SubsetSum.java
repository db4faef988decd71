package finance.flowlet.reconciliation;

import java.util.ArrayList;
import java.util.List;

/// Looks for items of one sign that add up to a target: the fewest first, among those the ones that come
/// first. It gives up after so many steps, because the full question has exponentially many answers.
final class SubsetSum {
    private static final int MAX_SIZE = 8;
    private static final int MAX_STEPS = 20_000;
    /// A second solution says that the first is ambiguous; more say nothing new.
    private static final int ENOUGH = 2;

    private final List<Item> candidates;
    private final long target;
    private final long tolerance;
    private final long[] rest;
    private final List<Item> chosen = new ArrayList<>();
    private final List<List<Item>> found = new ArrayList<>();
    private final int reserve;
    private int stepsLeft;

    SubsetSum(List<Item> candidates, long target, long tolerance, int stepsLeft) {
        this.candidates = candidates;
        this.target = Math.abs(target);
        this.tolerance = tolerance;
        this.stepsLeft = Math.min(stepsLeft, MAX_STEPS);
        this.reserve = stepsLeft - this.stepsLeft;
        this.rest = new long[candidates.size() + 1];
        for (var i = candidates.size() - 1; i >= 0; i--) {
            rest[i] = rest[i + 1] + Math.abs(candidates.get(i).minorUnits());
        }
    }

    /// The first solution, and a second one of the same size if there is one.
    List<List<Item>> find() {
        for (var size = 2; size <= Math.min(MAX_SIZE, candidates.size()) && found.isEmpty(); size++) {
            choose(0, size, 0);
        }
        return found;
    }

    /// What is left for the next search.
    int stepsLeft() {
        return reserve + stepsLeft;
    }

    private void choose(int from, int size, long sum) {
        if (size == 0) {
            if (Math.abs(sum - target) <= tolerance) {
                found.add(List.copyOf(chosen));
            }
            return;
        }
        for (var i = from; i <= candidates.size() - size && found.size() < ENOUGH && stepsLeft > 0; i++) {
            stepsLeft--;
            if (sum + rest[i] < target - tolerance) {
                return;
            }
            var candidate = candidates.get(i);
            var next = sum + Math.abs(candidate.minorUnits());
            if (next <= target + tolerance) {
                chosen.add(candidate);
                choose(i + 1, size - 1, next);
                chosen.removeLast();
            }
        }
    }
}
