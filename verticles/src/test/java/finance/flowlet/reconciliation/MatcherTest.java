package finance.flowlet.reconciliation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.reconciliation.Rule;
import finance.flowlet.contract.reconciliation.Rule.Criterion;
import finance.flowlet.contract.reconciliation.Rule.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What belongs together. An item is written `day:amount:reference`, a match `lines=postings`, with `?`
/// where it is ambiguous.
class MatcherTest {
    private static final Rule EXACT = rule(Kind.ONE_TO_ONE, 0, 0, Criterion.AMOUNT, Criterion.DATE);
    private static final Rule NEAR = rule(Kind.ONE_TO_ONE, 5, 3, Criterion.AMOUNT, Criterion.DATE);
    private static final Rule ANY_DAY = rule(Kind.ONE_TO_ONE, 0, 0, Criterion.AMOUNT);
    private static final Rule NAMED = rule(Kind.ONE_TO_ONE, 0, 0, Criterion.AMOUNT, Criterion.REFERENCE);
    private static final Rule SPLIT = rule(Kind.ONE_TO_MANY, 0, 1, Criterion.AMOUNT, Criterion.DATE);
    private static final Rule SPLIT_NAMED = rule(Kind.ONE_TO_MANY, 0, 0, Criterion.AMOUNT, Criterion.REFERENCE);
    private static final Rule JOINED = rule(Kind.MANY_TO_ONE, 0, 1, Criterion.AMOUNT, Criterion.DATE);
    private static final Rule JOINED_ROUGHLY = rule(Kind.MANY_TO_ONE, 10, 1, Criterion.AMOUNT, Criterion.DATE);

    private static Rule rule(Kind kind, long tolerance, int days, Criterion... on) {
        return new Rule(kind, Set.of(on), tolerance, days);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                one("same day and amount", EXACT, "1:100 1:200", "1:200 1:100", "0=1 1=0"),
                one("another amount is another payment", EXACT, "1:100", "1:101", ""),
                one("another direction is another payment", EXACT, "1:100", "1:-100", ""),
                one("another day is none where days count", EXACT, "1:100", "2:100", ""),
                one("days make no difference where they do not count", ANY_DAY, "1:100", "400:100", "0=0"),
                one("within the tolerances", NEAR, "10:100", "13:95", "0=0"),
                one("a day too far", NEAR, "10:100", "14:100", ""),
                one("a cent too many", NEAR, "10:100", "10:106", ""),
                one("a tolerance does not turn money around", NEAR, "10:2", "10:-2", ""),
                one("the nearest day first, for all lines", NEAR, "10:100 12:100", "12:100 9:100", "0=1 1=0"),
                one("the nearest amount on a day", NEAR, "10:100", "10:97 10:101 10:104", "0=1"),
                one("one line takes one of two", EXACT, "1:100", "1:100 1:100", "0=0?"),
                one("two lines take both of two", EXACT, "1:100 1:100", "1:100 1:100", "0=0? 1=1"),
                one("three lines find only two", EXACT, "1:5 1:5 1:5", "1:5 1:5", "0=0? 1=1"),
                one("a day before and a day after are as near", NEAR, "10:7", "11:7 9:7", "0=1?"),
                one(
                        "references tell equal amounts apart",
                        NAMED,
                        "1:9:inv-2 1:9:inv-1",
                        "1:9:INV1 1:9:INV 2",
                        "0=1 1=0"),
                one("without a reference nothing has the same", NAMED, "1:9", "1:9", ""),
                one("another reference is another payment", NAMED, "1:9:a", "1:9:b", ""),
                one("one line for all of a day", SPLIT, "1:60", "1:10 1:20 1:30", "0=0,1,2"),
                one("one line for some of a day", SPLIT, "1:50", "1:10 1:20 1:30", "0=1,2"),
                one("the fewest", SPLIT, "1:60", "1:10 1:20 1:30 1:40", "0=1,3"),
                one("which ones is not certain", SPLIT, "1:50", "1:10 1:40 1:20 1:30", "0=0,1?"),
                one("parts that nobody can add up", SPLIT, "1:55", "1:10 1:20 1:30", ""),
                one("one posting is not several", SPLIT, "1:50", "1:50", ""),
                one("parts of another direction", SPLIT, "1:10", "1:20 1:-10", ""),
                one("money that went out", SPLIT, "1:-30", "1:-10 1:-20", "0=0,1"),
                one("parts too late", SPLIT, "1:30", "3:10 3:20", ""),
                one("one line for one reference", SPLIT_NAMED, "1:30:p1", "1:10:p1 1:20:p2 9:20:p1", "0=0,2"),
                one("lines for one posting", JOINED, "1:10 1:20 2:30", "1:60", "0,1,2=0"),
                one("lines for one posting, less a fee", JOINED_ROUGHLY, "1:10 1:20", "1:25", "0,1=0"),
                one("a sum beyond the tolerance", JOINED_ROUGHLY, "1:10 1:20", "1:19", ""));
    }

    private static Arguments one(String name, Rule rule, String lines, String postings, String expected) {
        return Arguments.of(name, rule, lines, postings, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void belongsTogether(String name, Rule rule, String lines, String postings, String expected) {
        assertEquals(expected, written(Matcher.match(items(lines), items(postings), List.of(rule))));
    }

    @Test
    void aLaterRuleGetsWhatTheOnesBeforeLeft() {
        var matches = Matcher.match(items("1:100 1:30 5:7"), items("1:100 1:10 1:20 6:7"), List.of(EXACT, SPLIT, NEAR));

        assertEquals("0=0 1=1,2 2=3", written(matches));
        assertEquals(List.of(0, 1, 2), matches.stream().map(Match::rule).toList());
    }

    /// Whatever comes, the sums agree, nothing is used twice, and asking again gives the same.
    @Test
    void nothingIsUsedTwiceAndSumsAgree() {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var rules = List.of(EXACT, SPLIT, JOINED, NEAR, SPLIT_NAMED, JOINED_ROUGHLY);
        for (var round = 0; round < 200; round++) {
            var lines = some(random);
            var postings = some(random);
            var matches = Matcher.match(lines, postings, rules);
            var usedLines = new HashSet<Integer>();
            var usedPostings = new HashSet<Integer>();
            for (var match : matches) {
                assertTrue(match.lines().stream().allMatch(usedLines::add), "seed " + seed);
                assertTrue(match.postings().stream().allMatch(usedPostings::add), "seed " + seed);
                var difference = sum(lines, match.lines()) - sum(postings, match.postings());
                assertTrue(Math.abs(difference) <= rules.get(match.rule()).amountTolerance(), "seed " + seed);
            }
            assertEquals(matches, Matcher.match(lines, postings, rules), "seed " + seed);
        }
    }

    private static long sum(List<Item> items, List<Integer> places) {
        return places.stream().mapToLong(place -> items.get(place).minorUnits()).sum();
    }

    private static List<Item> some(Random random) {
        var items = new ArrayList<Item>();
        for (var i = random.nextInt(40); i >= 0; i--) {
            var amount = (random.nextBoolean() ? 1 : -1) * random.nextLong(1, 30);
            items.add(new Item(items.size(), random.nextLong(5), amount, Set.of("R" + random.nextInt(5))));
        }
        return items;
    }

    /// A thousand equal amounts on one day, which none can tell apart, and sums that do not exist.
    @Test
    void theWorstFileEnds() {
        var lines = new ArrayList<Item>();
        var postings = new ArrayList<Item>();
        for (var i = 0; i < 10_000; i++) {
            lines.add(new Item(i, i % 3, 1_000_001 + i, Set.of("X")));
            postings.add(new Item(i, i % 3, 2 * (i + 1), Set.of("X")));
        }
        var started = System.nanoTime();

        var matches = Matcher.match(lines, postings, List.of(EXACT, SPLIT_NAMED, SPLIT, JOINED, NEAR, JOINED_ROUGHLY));

        var millis = (System.nanoTime() - started) / 1_000_000;
        System.out.println("worst file of 10,000 lines: " + millis + " ms, " + matches.size() + " matches");
        assertTrue(millis < 20_000, "it took " + millis + " ms");
    }

    /// All on one day, where days narrow nothing down: pairs that would each do for every line, postings
    /// too large for any, and sums that do not exist.
    @Test
    void theWorstDayEnds() {
        var lines = new ArrayList<Item>();
        var postings = new ArrayList<Item>();
        for (var i = 0; i < 10_000; i++) {
            lines.add(new Item(i, 1, 1_000_000 + i, Set.of("L" + i)));
            postings.add(new Item(i, 1, i < 5_000 ? 500_000 + i : 9_000_000 + i, Set.of("P" + i / 2)));
        }
        var roughly = rule(Kind.ONE_TO_MANY, 50_000, 0, Criterion.AMOUNT);
        var started = System.nanoTime();

        var matches = Matcher.match(lines, postings, List.of(EXACT, SPLIT_NAMED, roughly, SPLIT, JOINED, NEAR));

        var millis = (System.nanoTime() - started) / 1_000_000;
        System.out.println("worst day of 10,000 lines: " + millis + " ms, " + matches.size() + " matches");
        assertEquals(2_500, matches.size());
        assertTrue(millis < 20_000, "it took " + millis + " ms");
    }

    /// What is used already does not count as looked at, so the last line of a long day finds its parts
    /// too.
    @Test
    void partsBehindManyUsedOnesAreFound() {
        var lines = new ArrayList<Item>();
        var postings = new ArrayList<Item>();
        for (var i = 0; i < 700; i++) {
            lines.add(new Item(i, 1, 30, Set.of()));
            postings.add(new Item(2 * i, 1, 10, Set.of()));
            postings.add(new Item(2 * i + 1, 1, 20, Set.of()));
        }

        assertEquals(700, Matcher.match(lines, postings, List.of(SPLIT)).size());
    }

    private static List<Item> items(String written) {
        var items = new ArrayList<Item>();
        for (var item : written.split(" (?=\\d+:)")) {
            if (!item.isEmpty()) {
                var parts = item.split(":", -1);
                var key = parts.length > 2 ? FileText.key(parts[2]) : "";
                items.add(new Item(
                        items.size(),
                        Long.parseLong(parts[0]),
                        Long.parseLong(parts[1]),
                        key.isEmpty() ? Set.of() : Set.of(key)));
            }
        }
        return items;
    }

    private static String written(List<Match> matches) {
        return matches.stream()
                .map(match -> places(match.lines()) + "=" + places(match.postings()) + (match.ambiguous() ? "?" : ""))
                .collect(Collectors.joining(" "));
    }

    private static String places(List<Integer> all) {
        return all.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
