package finance.flowlet.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Drives the running sandbox, says how it did, and checks that it lost nothing.
@Command(
        name = "./flowlet load",
        description = {
            "Drive the HTTP API of the running sandbox, then verify its books and compare",
            "every acknowledged payment with what is stored."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {HistoryCommand.class, FlatnessCommand.class},
        footer = {
            "",
            "Latency counts from when a request was meant to start, so a stall shows in full.",
            "Ends with 0 when every request was answered well and everything acknowledged is",
            "stored once, with 1 when not."
        })
final class LoadCommand implements Callable<Integer> {
    private static final double DEFAULT_SECONDS = 20;
    private static final double SOAK_SECONDS = 900;
    private static final double COMPARED_SECONDS = 8;
    private static final double QUICK_SECONDS = 2.5;
    private static final double QUICK_AT_MOST = 215;

    /// A JVM goes on compiling what is hot for about a minute; what it takes from the others meanwhile is not their
    /// speed.
    private static final double QUICK_WARM_UP = 55;
    private static final double WARM_UP = 90;
    private static final double STEP_SECONDS = 8;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SCENARIO",
            defaultValue = "uniform",
            completionCandidates = Names.class,
            description = "${COMPLETION-CANDIDATES} (default: uniform)")
    String scenario = "uniform";

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "requests per second (default: 500)")
    double rate;

    @Option(names = "--poisson", description = "random arrivals, as of many independent customers; else evenly spaced")
    boolean poisson;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "keep N requests under way instead: finds saturation, not what customers feel")
    @Nullable
    Integer inFlight;

    @Option(names = "--duration", paramLabel = "SECONDS", description = "measured time (default: 20; soak: 900)")
    @Nullable
    Double duration;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "left out of the result (default: 5)")
    double warmUp;

    @Option(names = "--wallets", paramLabel = "N", defaultValue = "1000", description = "that pay (default: 1000)")
    int wallets;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "256",
            description = "at most; a request that finds none within a second is dropped (default: 256)")
    int connections;

    @Option(names = "--seed", paramLabel = "N", description = "repeats the choices of an earlier run")
    @Nullable
    Long seed;

    @Option(names = "--find-max", description = "search the highest rate whose p99 holds a bound; printed step by step")
    boolean findMax;

    @Option(names = "--p99", paramLabel = "MS", defaultValue = "25", description = "that bound (default: 25)")
    double p99;

    @Option(
            names = "--against-pgbench",
            description =
                    "compare with PostgreSQL doing the same transfers alone, in turns; starts a sandbox if none runs")
    boolean againstPgbench;

    @Option(
            names = "--alternations",
            paramLabel = "N",
            defaultValue = "5",
            description = "rounds of that comparison (default: 5)")
    int alternations;

    @Option(names = "--quick", description = "that comparison in less than four minutes")
    boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result there as well")
    @Nullable
    Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "write it as a page with plots")
    @Nullable
    Path html;

    @Mixin
    Places places = new Places();

    private final PrintStream out = System.out;
    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        var drawn = seed == null ? clock.millis() % 1_000_000 : seed;
        if (againstPgbench) {
            var seconds = duration != null ? duration : quick ? QUICK_SECONDS : COMPARED_SECONDS;
            var settings = new Comparison.Settings(
                    alternations,
                    seconds,
                    quick ? QUICK_WARM_UP : WARM_UP,
                    quick ? QUICK_AT_MOST : Double.MAX_VALUE,
                    quick,
                    drawn);
            return new AgainstPgbench(places, clock, out).run(settings, json) ? 0 : 1;
        }
        var chosen = chosen();
        var pace = inFlight == null ? new Pace.Open(rate, poisson) : new Pace.Closed(inFlight);
        var plan = new Session.Plan(chosen, pace, warmUp, seconds(chosen), drawn);
        try (var session = Session.open(places.target(), wallets, connections, clock, out)) {
            return findMax ? search(session, plan) : drive(session, plan);
        }
    }

    private int drive(Session session, Session.Plan plan) throws IOException, InterruptedException {
        out.println(TextReport.opening(plan, wallets));
        var slice = session.measure(plan, Progress.to(out));
        return report(plan, slice, session.audit(), null);
    }

    private int search(Session session, Session.Plan plan) throws IOException, InterruptedException {
        out.printf("searching the highest rate of %s with a p99 of at most %s ms%n", plan.scenario(), p99);
        var search = new MaxSearch(
                        (pace, seconds) -> session.measure(
                                new Session.Plan(plan.scenario(), pace, plan.warmUpSeconds(), seconds, plan.seed()),
                                Progress.silent()),
                        p99,
                        out)
                .run(duration == null ? STEP_SECONDS : duration, poisson);
        if (search.half() == null) {
            out.println("No rate holds that bound.");
            return 1;
        }
        out.printf(Locale.ROOT, "%nholds at %,.0f/s; at half of it:%n", search.rate());
        var half = new Session.Plan(
                plan.scenario(),
                search.half().pace(),
                plan.warmUpSeconds(),
                search.half().seconds(),
                plan.seed());
        return report(half, search.half(), session.audit(), search);
    }

    private int report(Session.Plan plan, Slice slice, Audit.Result audit, MaxSearch.@Nullable Result search)
            throws IOException {
        out.print(TextReport.of(plan, slice, audit));
        if (json != null) {
            Files.writeString(json, new JsonReport(plan, slice, audit, search).text());
        }
        if (html != null) {
            Files.writeString(html, new HtmlReport(plan, slice, audit, clock.instant()).text());
        }
        return slice.isClean() && audit.isClean() ? 0 : 1;
    }

    private double seconds(Scenario chosen) {
        if (duration != null) {
            return duration;
        }
        return chosen == Scenario.SOAK ? SOAK_SECONDS : DEFAULT_SECONDS;
    }

    private Scenario chosen() {
        return Arrays.stream(Scenario.values())
                .filter(each -> each.toString().equals(scenario))
                .findAny()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "There is no scenario '%s'; there are %s.".formatted(scenario, Names.ALL)));
    }

    /// The scenarios as they are typed.
    static final class Names implements Iterable<String> {
        static final List<String> ALL =
                Arrays.stream(Scenario.values()).map(Scenario::toString).toList();

        @Override
        public Iterator<String> iterator() {
            return ALL.iterator();
        }
    }
}
