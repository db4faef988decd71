package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.Rule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The lines of a file beside the postings of an account, and what of them belongs together. Pure: whoever compares
/// the same again gets the same.
record Comparison(List<FileLine> lines, List<Posted> postings, List<Match> matches) {
    /// Compares `lines` with `available` postings. Of those outside the days of the file, which are there because a
    /// rule tolerates some days, only what was matched is kept: the rest is another file's.
    static Comparison of(List<FileLine> lines, List<Posted> available, List<Rule> rules) {
        var lineItems = new ArrayList<Item>();
        for (var line : lines) {
            lineItems.add(new Item(
                    lineItems.size(), line.bookedOn().toEpochDay(), line.minorUnits(), keys(line.reference())));
        }
        var postingItems = new ArrayList<Item>();
        for (var posting : available) {
            postingItems.add(new Item(
                    postingItems.size(),
                    posting.recordedOn().toEpochDay(),
                    posting.minorUnits(),
                    keys(posting.reference(), posting.description())));
        }
        return new Comparison(lines, available, Matcher.match(lineItems, postingItems, rules)).withinTheFile();
    }

    private static Set<String> keys(String... references) {
        var keys = new HashSet<String>();
        for (var reference : references) {
            keys.add(FileText.key(reference));
        }
        keys.remove("");
        return keys;
    }

    private Comparison withinTheFile() {
        var matched = new HashSet<Integer>();
        matches.forEach(match -> matched.addAll(match.postings()));
        var kept = new ArrayList<Posted>();
        var places = new ArrayList<Integer>();
        var from = from();
        var to = to();
        for (var i = 0; i < postings.size(); i++) {
            var day = postings.get(i).recordedOn();
            var outside = day.isBefore(from) || day.isAfter(to);
            places.add(kept.size());
            if (!outside || matched.contains(i)) {
                kept.add(postings.get(i));
            }
        }
        var moved = matches.stream()
                .map(match -> new Match(
                        match.rule(),
                        match.lines(),
                        match.postings().stream().map(places::get).toList(),
                        match.ambiguous()))
                .toList();
        return new Comparison(lines, kept, moved);
    }

    LocalDate from() {
        return lines.stream().map(FileLine::bookedOn).min(LocalDate::compareTo).orElseThrow();
    }

    LocalDate to() {
        return lines.stream().map(FileLine::bookedOn).max(LocalDate::compareTo).orElseThrow();
    }

    long linesSum(List<Integer> places) {
        return places.stream().mapToLong(place -> lines.get(place).minorUnits()).reduce(0, Math::addExact);
    }

    long postingsSum(List<Integer> places) {
        return places.stream()
                .mapToLong(place -> postings.get(place).minorUnits())
                .reduce(0, Math::addExact);
    }
}
