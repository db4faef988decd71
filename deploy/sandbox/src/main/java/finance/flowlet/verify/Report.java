package finance.flowlet.verify;

import finance.flowlet.verify.Finding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was looked at and what was found wrong. Only the first findings are kept, so that thoroughly broken
/// books do not fill the memory.
public final class Report {
    private static final int MAX_KEPT = 100;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private long found;

    void found(Kind kind, String subject) {
        found++;
        if (findings.size() < MAX_KEPT) {
            findings.add(new Finding(kind, subject));
        }
    }

    void count(String what, long more) {
        figures.merge(what, more, Long::sum);
    }

    public boolean isClean() {
        return found == 0;
    }

    /// How many findings there were in all.
    public long found() {
        return found;
    }

    /// The first of them.
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /// How much of what was looked at.
    public Map<String, Long> figures() {
        return Map.copyOf(figures);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        figures.forEach((what, number) -> text.append("  %-24s %,12d%n".formatted(what, number)));
        return text.toString();
    }
}
