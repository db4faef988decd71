package finance.flowlet.reconciliation;

import java.util.List;

/// Lines and postings that belong together, by their positions. `ambiguous` says that something else would
/// have fitted just as well.
record Match(int rule, List<Integer> lines, List<Integer> postings, boolean ambiguous) {
    Match {
        lines = List.copyOf(lines);
        postings = List.copyOf(postings);
    }
}
