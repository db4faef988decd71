package finance.flowlet.load;

import finance.flowlet.load.Alternation.Contest;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Flowlet over HTTP against the same work done by PostgreSQL alone, in turns.
final class Comparison {
    /// Rounds that are made however long they take.
    private static final int FEWEST = 5;

    /// How many at once are tried.
    private static final Map<Contest, List<Integer>> WIDTHS = new EnumMap<>(Map.of(
            Contest.PGBENCH_UNIFORM, List.of(1, 16, 64),
            Contest.PGBENCH_HOT, List.of(1, 16, 64),
            Contest.SQL_BATCH, List.of(1, 2),
            Contest.FLOWLET_UNIFORM, List.of(256, 512),
            Contest.FLOWLET_HOT, List.of(256, 512),
            Contest.FLOWLET_BALANCE, List.of(64, 256),
            Contest.BARE_BALANCE, List.of(64, 256)));

    /// @param quick every width is tried in the first round only, and the best one used from then on
    /// @param atMostSeconds no further round begins when it would end later, unless too few were made
    record Settings(
            int alternations, double seconds, double warmUpSeconds, double atMostSeconds, boolean quick, long seed) {}

    /// @param chosen the best width of each contest in the last round
    /// @param cpu of Flowlet's stretches: processor seconds per request by party
    record Result(
            List<Alternation> alternations,
            Map<Contest, Integer> chosen,
            Map<Contest, Map<Processes.Party, Double>> cpu,
            Audit.Result audit) {}

    private final Session session;
    private final PeerDriver peer;
    private final Target bare;
    private final Settings settings;
    private final PrintStream out;
    private final long began;
    private long roundBegan;
    private final Map<Contest, Integer> chosen = new EnumMap<>(Contest.class);
    private final Map<Contest, List<Slice>> slices = new EnumMap<>(Contest.class);

    /// @param began since when the time counts, as [System#nanoTime] told it
    Comparison(Session session, PeerDriver peer, Target bare, Settings settings, long began, PrintStream out) {
        this.began = began;
        this.session = session;
        this.peer = peer;
        this.bare = bare;
        this.settings = settings;
        this.out = out;
    }

    Result run() throws IOException, InterruptedException, SQLException {
        warmUp();
        var alternations = new ArrayList<Alternation>();
        for (var i = 1; i <= settings.alternations; i++) {
            if (i > FEWEST && !fits()) {
                out.printf(Locale.ROOT, "stopping after %d rounds, as the time is over%n", i - 1);
                break;
            }
            roundBegan = System.nanoTime();
            var figures = new EnumMap<Contest, Double>(Contest.class);
            for (var contest : Contest.values()) {
                figures.put(contest, best(contest));
            }
            var alternation = new Alternation(figures);
            alternations.add(alternation);
            out.println(line(i, alternation));
        }
        return new Result(alternations, chosen, cpu(), session.audit());
    }

    /// Whether a round like the one before would end in time.
    private boolean fits() {
        var now = System.nanoTime();
        return now - began + (now - roundBegan) <= settings.atMostSeconds * 1e9;
    }

    /// Compiled code and filled caches for both JVMs; nothing of it counts. A handler that does nothing is warm soon.
    private void warmUp() throws IOException, InterruptedException {
        out.printf(Locale.ROOT, "warming up for %.0f s ...%n", settings.warmUpSeconds);
        var each = settings.warmUpSeconds / 8;
        drive(Contest.FLOWLET_UNIFORM, 512, 5 * each);
        drive(Contest.FLOWLET_BALANCE, 256, 2 * each);
        drive(Contest.BARE_BALANCE, 64, each);
        slices.clear();
    }

    private double best(Contest contest) throws IOException, InterruptedException, SQLException {
        var known = settings.quick ? chosen.get(contest) : null;
        var widths = known == null ? WIDTHS.getOrDefault(contest, List.of()) : List.of(known);
        var best = 0.0;
        for (var width : widths) {
            var rate = rate(contest, width, settings.seconds);
            if (rate > best) {
                best = rate;
                chosen.put(contest, width);
            }
        }
        return best;
    }

    private double rate(Contest contest, int width, double seconds)
            throws IOException, InterruptedException, SQLException {
        return switch (contest) {
            case PGBENCH_UNIFORM -> peer.perSecond(PeerStatement.UNIFORM, width, seconds);
            case PGBENCH_HOT -> peer.perSecond(PeerStatement.HOT, width, seconds);
            case SQL_BATCH -> peer.perSecond(PeerStatement.BATCH, width, seconds);
            case FLOWLET_UNIFORM, FLOWLET_HOT, FLOWLET_BALANCE, BARE_BALANCE -> drive(contest, width, seconds);
        };
    }

    private double drive(Contest contest, int inFlight, double seconds) throws IOException, InterruptedException {
        var scenario = switch (contest) {
            case FLOWLET_HOT -> Scenario.HOT_CREDIT;
            case FLOWLET_BALANCE, BARE_BALANCE -> Scenario.BALANCES;
            case FLOWLET_UNIFORM, PGBENCH_UNIFORM, PGBENCH_HOT, SQL_BATCH -> Scenario.UNIFORM;
        };
        // A short lead-in, as connections and the pipeline fill.
        var plan = new Session.Plan(scenario, new Pace.Closed(inFlight), seconds / 10, seconds, settings.seed);
        var slice = contest == Contest.BARE_BALANCE
                ? session.measure(plan, bare, Progress.silent())
                : session.measure(plan, Progress.silent());
        if (!slice.isClean()) {
            throw new LoadException("Requests failed in %s: %s".formatted(contest, slice.failures()));
        }
        slices.computeIfAbsent(contest, _ -> new ArrayList<>()).add(slice);
        return slice.perSecond();
    }

    private Map<Contest, Map<Processes.Party, Double>> cpu() {
        var all = new EnumMap<Contest, Map<Processes.Party, Double>>(Contest.class);
        slices.forEach((contest, list) -> {
            var sums = new HashMap<Processes.Party, Double>();
            list.forEach(
                    slice -> slice.work().cpu().forEach((party, seconds) -> sums.merge(party, seconds, Double::sum)));
            var answered = list.stream().mapToLong(Slice::answered).sum();
            sums.replaceAll((_, seconds) -> seconds / answered);
            all.put(contest, sums);
        });
        return all;
    }

    private String line(int round, Alternation alternation) {
        var text = new StringBuilder(String.format(Locale.ROOT, "%2d  ", round));
        alternation
                .perSecond()
                .forEach((contest, rate) -> text.append(String.format(
                        Locale.ROOT,
                        "%s %,.0f (%d)  ",
                        ComparisonReport.name(contest),
                        rate,
                        chosen.getOrDefault(contest, 0))));
        for (var ratio : Alternation.Ratio.values()) {
            text.append(String.format(Locale.ROOT, " %s x%.2f", ComparisonReport.name(ratio), ratio.of(alternation)));
        }
        return text.toString();
    }
}
