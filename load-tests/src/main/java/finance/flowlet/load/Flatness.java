package finance.flowlet.load;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a payment costs on a young ledger and on an old one: two sandboxes on the same machine, in turns.
record Flatness(Clock clock, PrintStream out) {
    private static final int WALLETS = 1000;
    private static final int CONNECTIONS = 256;

    /// @param few postings of the young ledger
    /// @param many of the old one
    record Settings(
            long few, long many, int alternations, double warmUpSeconds, double seconds, int inFlight, long seed) {}

    /// @param perSecond payments
    /// @param micros of processor time for each, by the platform and its servers
    record Stretch(double perSecond, double micros) {

        static Stretch of(Slice slice) {
            var seconds = slice.work().cpu().entrySet().stream()
                    .filter(each -> each.getKey() != Processes.Party.GENERATOR)
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
            return new Stretch(slice.perSecond(), seconds / Math.max(1, slice.answered()) * 1e6);
        }
    }

    /// @param time of a payment on the old ledger over that on the young one
    /// @param cpu the same of processor time
    record Result(List<Stretch> young, List<Stretch> old, Spread time, Spread cpu, boolean clean) {

        static Result of(List<Stretch> young, List<Stretch> old, boolean clean) {
            var time = new ArrayList<Double>();
            var cpu = new ArrayList<Double>();
            for (var i = 0; i < young.size(); i++) {
                time.add(young.get(i).perSecond() / old.get(i).perSecond());
                cpu.add(old.get(i).micros() / young.get(i).micros());
            }
            return new Result(young, old, Spread.of(time), Spread.of(cpu), clean);
        }
    }

    Result run(Settings settings) throws IOException, InterruptedException, SQLException {
        try (var first = OwnSandbox.start(out);
                var second = OwnSandbox.start(out)) {
            HistoryCommand.load(first.target(), WALLETS, settings.few(), settings.seed(), out);
            HistoryCommand.load(second.target(), WALLETS, settings.many(), settings.seed(), out);
            // The chain is sealed in the background; only then is the ledger at rest.
            Sealed.await(second.target(), out);
            try (var few = Session.open(first.target(), WALLETS, CONNECTIONS, clock, out);
                    var many = Session.open(second.target(), WALLETS, CONNECTIONS, clock, out)) {
                return alternate(settings, few, many);
            }
        }
    }

    private Result alternate(Settings settings, Session few, Session many) throws IOException, InterruptedException {
        stretch(few, settings, settings.warmUpSeconds());
        stretch(many, settings, settings.warmUpSeconds());
        var young = new ArrayList<Stretch>();
        var old = new ArrayList<Stretch>();
        for (var i = 1; i <= settings.alternations(); i++) {
            young.add(stretch(few, settings, settings.seconds()));
            old.add(stretch(many, settings, settings.seconds()));
            out.printf(
                    Locale.ROOT,
                    "%2d  %,d postings: %,.0f/s, %.0f us each   %,d postings: %,.0f/s, %.0f us each%n",
                    i,
                    settings.few(),
                    young.getLast().perSecond(),
                    young.getLast().micros(),
                    settings.many(),
                    old.getLast().perSecond(),
                    old.getLast().micros());
        }
        var clean = true;
        for (var session : List.of(few, many)) {
            var audit = session.audit();
            audit.differences().forEach(out::println);
            clean &= audit.isClean();
        }
        return Result.of(young, old, clean);
    }

    private static Stretch stretch(Session session, Settings settings, double seconds)
            throws IOException, InterruptedException {
        var slice = session.measure(
                new Session.Plan(
                        Scenario.UNIFORM, new Pace.Closed(settings.inFlight()), seconds / 10, seconds, settings.seed()),
                Progress.silent());
        if (!slice.isClean()) {
            throw new LoadException("Requests failed: " + slice.failures());
        }
        return Stretch.of(slice);
    }

    static String text(Result result) {
        return String.format(
                Locale.ROOT,
                "%nold over young, a payment's time:           median %.2f  (%.2f to %.2f)  wanted at most 1.2%n"
                        + "old over young, a payment's processor time: median %.2f  (%.2f to %.2f)%n"
                        + "audit %s%n",
                result.time().median(),
                result.time().min(),
                result.time().max(),
                result.cpu().median(),
                result.cpu().min(),
                result.cpu().max(),
                result.clean() ? "right" : "WRONG");
    }

    static String json(Settings settings, Result result) {
        var document = new LinkedHashMap<String, Object>();
        document.put("settings", settings);
        document.put("ratios", Map.of("time", result.time(), "cpu", result.cpu()));
        document.put("young", result.young());
        document.put("old", result.old());
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(document);
    }
}
