package finance.flowlet.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One visit to a platform: its wallets, one or more measured stretches, and the audit of all of them at the end.
final class Session implements AutoCloseable {
    /// The clocks of two machines differ by less than this.
    private static final long CLOCK_SKEW_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final Target target;
    private final int connections;
    private final List<byte[]> wallets;
    private final @Nullable Database database;
    private final PaymentLog log = new PaymentLog();
    private final String run;
    private final UUID firstId;
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sampler").factory());

    private Session(
            Target target, int connections, List<byte[]> wallets, @Nullable Database database, long startedMillis) {
        this.target = target;
        this.connections = connections;
        this.wallets = wallets;
        this.database = database;
        run = "load-%x-".formatted(startedMillis);
        firstId = new UUID((startedMillis - CLOCK_SKEW_MILLIS) << 16, 0);
    }

    static Session open(Target target, int wallets, int connections, Clock clock, PrintStream out) throws IOException {
        var started = clock.millis();
        return new Session(target, connections, Wallets.settle(target, wallets), database(target, out), started);
    }

    /// How a stretch is driven.
    record Plan(Scenario scenario, Pace pace, double warmUpSeconds, double seconds, long seed) {

        int connections(int otherwise) {
            return pace instanceof Pace.Closed closed ? closed.inFlight() : otherwise;
        }
    }

    /// Drives one stretch; `progress` hears every second of it.
    Slice measure(Plan plan, Progress progress) throws IOException, InterruptedException {
        return measure(plan, target, progress);
    }

    /// The same requests, sent to something else that answers them. Only for reads.
    Slice measure(Plan plan, Target other, Progress progress) throws IOException, InterruptedException {
        var traffic = new ScenarioTraffic(plan.scenario, other, wallets, log, run, plan.seed);
        try (var driver = new Driver(other.nodes(), plan.connections(connections))) {
            var span = Driver.Span.of(plan.warmUpSeconds, plan.seconds);
            var before = sampleAt(span.measuredFrom(), other);
            var after = sampleAt(span.endsAt(), other);
            var meter = new Meter(span.measuredFrom(), span.endsAt());
            driver.run(plan.pace, span, plan.seed, traffic, meter, (_, second) -> progress.second(second));
            return meter.slice(plan.pace, after.get().since(before.get()));
        } catch (ExecutionException e) {
            throw new IOException("The machine could not be observed: " + e.getMessage(), e);
        }
    }

    /// One of the wallets, as it stands in requests.
    String wallet() {
        return new String(wallets.getFirst(), StandardCharsets.US_ASCII);
    }

    /// Compares what was acknowledged with what is stored.
    Audit.Result audit() throws IOException, InterruptedException {
        return Audit.of(target, database, log, run, firstId);
    }

    @Override
    public void close() throws IOException {
        sampler.shutdownNow();
        if (database != null) {
            try {
                database.close();
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }

    private ScheduledFuture<Work.Counters> sampleAt(long nanos, Target other) {
        return sampler.schedule(() -> sample(other), nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private Work.Counters sample(Target other) throws SQLException {
        return new Work.Counters(Processes.read(other.pid()), database == null ? null : database.stored());
    }

    private static @Nullable Database database(Target target, PrintStream out) {
        try {
            return target.postgres() == null ? null : Database.open(target.postgres());
        } catch (SQLException e) {
            out.println("PostgreSQL cannot be asked (%s); the audit reads over HTTP.".formatted(e.getMessage()));
            return null;
        }
    }
}
