package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// Matches lines with postings, rule by rule. The same input gives the same matches, and nothing is used
/// twice.
final class Matcher {
    private final List<Item> lines;
    private final List<Item> postings;
    private final BitSet usedLines = new BitSet();
    private final BitSet usedPostings = new BitSet();

    private Matcher(List<Item> lines, List<Item> postings) {
        this.lines = lines;
        this.postings = postings;
    }

    /// What belongs together, in the order of the first line of each match.
    static List<Match> match(List<Item> lines, List<Item> postings, List<Rule> rules) {
        var matcher = new Matcher(lines, postings);
        var matches = new ArrayList<Match>();
        for (var i = 0; i < rules.size(); i++) {
            for (var match : matcher.apply(rules.get(i), i)) {
                match.lines().forEach(matcher.usedLines::set);
                match.postings().forEach(matcher.usedPostings::set);
                matches.add(match);
            }
        }
        matches.sort(Comparator.comparing(match -> match.lines().getFirst()));
        return matches;
    }

    private List<Match> apply(Rule rule, int number) {
        var openLines = open(lines, usedLines);
        var openPostings = open(postings, usedPostings);
        return switch (rule.match()) {
            case ONE_TO_ONE ->
                OneToOne.pairs(rule, openLines, openPostings).stream()
                        .map(pair -> new Match(number, pair.single(), pair.parts(), pair.ambiguous()))
                        .toList();
            case ONE_TO_MANY ->
                OneToMany.groups(rule, openLines, openPostings).stream()
                        .map(group -> new Match(number, group.single(), group.parts(), group.ambiguous()))
                        .toList();
            case MANY_TO_ONE ->
                OneToMany.groups(rule, openPostings, openLines).stream()
                        .map(group -> new Match(number, group.parts(), group.single(), group.ambiguous()))
                        .toList();
        };
    }

    private static List<Item> open(List<Item> items, BitSet used) {
        return items.stream().filter(item -> !used.get(item.index())).toList();
    }

    /// One item of one side and what it was matched with on the other, by positions.
    record Found(List<Integer> single, List<Integer> parts, boolean ambiguous) {
        static Found of(Item single, List<Item> parts, boolean ambiguous) {
            return new Found(
                    List.of(single.index()),
                    parts.stream().map(Item::index).sorted().toList(),
                    ambiguous);
        }
    }
}
