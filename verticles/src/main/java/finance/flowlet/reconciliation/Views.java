package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.ReconciliationView;
import finance.flowlet.contract.reconciliation.ReconciliationView.Counts;
import finance.flowlet.contract.reconciliation.ReconciliationView.ExternalLine;
import finance.flowlet.contract.reconciliation.ReconciliationView.Findings;
import finance.flowlet.contract.reconciliation.ReconciliationView.InternalLine;
import finance.flowlet.contract.reconciliation.ReconciliationView.MatchView;
import finance.flowlet.contract.reconciliation.ReconciliationView.Totals;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TypeId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a comparison that is kept nowhere looks like from outside, and the small parts that all views share.
final class Views {
    /// How much of what a dry run found its answer shows.
    private static final int SHOWN = 100;

    private Views() {}

    static ReconciliationView dryRun(Run run, Comparison found) {
        var matchedLines = new BitSet();
        var matchedPostings = new BitSet();
        found.matches().forEach(match -> {
            match.lines().forEach(matchedLines::set);
            match.postings().forEach(matchedPostings::set);
        });
        var lines = found.lines();
        var postings = found.postings();
        var counts = new Counts(
                lines.size(),
                matchedLines.cardinality(),
                lines.size() - matchedLines.cardinality(),
                postings.size(),
                matchedPostings.cardinality(),
                postings.size() - matchedPostings.cardinality(),
                found.matches().size(),
                (int) found.matches().stream().filter(Match::ambiguous).count());
        var currency = run.currency();
        var totals = totals(
                found.linesSum(IntStream.range(0, lines.size()).boxed().toList()),
                found.postingsSum(IntStream.range(0, postings.size()).boxed().toList()),
                found.linesSum(matchedLines.stream().boxed().toList()),
                found.postingsSum(matchedPostings.stream().boxed().toList()),
                currency);
        var findings = new Findings(
                IntStream.range(0, Math.min(SHOWN, found.matches().size()))
                        .mapToObj(place -> match(run, found, place))
                        .toList(),
                open(lines.size(), matchedLines)
                        .map(place -> external(lines.get(place), currency))
                        .toList(),
                open(postings.size(), matchedPostings)
                        .map(place -> internal(postings.get(place), currency))
                        .toList());
        return new ReconciliationView(
                null,
                run.source(),
                run.account(),
                currency,
                run.format(),
                "completed",
                true,
                run.fileSha256(),
                found.from().toString(),
                found.to().toString(),
                counts,
                totals,
                findings,
                null,
                run.createdAt());
    }

    private static Stream<Integer> open(int size, BitSet matched) {
        return IntStream.range(0, size)
                .filter(place -> !matched.get(place))
                .limit(SHOWN)
                .boxed();
    }

    private static MatchView match(Run run, Comparison found, int place) {
        var match = found.matches().get(place);
        var external = found.linesSum(match.lines());
        var internal = found.postingsSum(match.postings());
        return new MatchView(
                place + 1,
                "rule",
                match.rule(),
                null,
                match.ambiguous(),
                match.lines().stream()
                        .map(line -> found.lines().get(line).number())
                        .toList(),
                match.postings().stream()
                        .map(posting -> entryId(
                                found.postings().get(posting).entry(),
                                found.postings().get(posting).line()))
                        .toList(),
                decimal(external, run.currency()),
                decimal(internal, run.currency()),
                decimal(external - internal, run.currency()),
                run.caller().actor(),
                run.createdAt());
    }

    static Totals totals(long lines, long postings, long linesMatched, long postingsMatched, Currency currency) {
        return new Totals(
                decimal(lines, currency),
                decimal(postings, currency),
                decimal(linesMatched, currency),
                decimal(postingsMatched, currency),
                decimal(Math.subtractExact(lines, postings), currency));
    }

    static ExternalLine external(FileLine line, Currency currency) {
        return new ExternalLine(
                line.number(),
                line.bookedOn().toString(),
                decimal(line.minorUnits(), currency),
                line.reference(),
                line.description());
    }

    static InternalLine internal(Posted posting, Currency currency) {
        return new InternalLine(
                entryId(posting.entry(), posting.line()),
                posting.accountVersion(),
                posting.recordedOn().toString(),
                decimal(posting.minorUnits(), currency),
                posting.reference(),
                posting.description());
    }

    static List<String> entryIds(List<EntryId> entries, List<Integer> lines) {
        return IntStream.range(0, entries.size())
                .mapToObj(i -> entryId(entries.get(i), lines.get(i)))
                .toList();
    }

    /// As GET /ledger/entries names a posting.
    private static String entryId(EntryId entry, int line) {
        return TypeId.encode("ent", entry.uuid()) + "_" + line;
    }

    static BigDecimal decimal(long minorUnits, Currency currency) {
        return BigDecimal.valueOf(minorUnits, currency.exponent());
    }
}
