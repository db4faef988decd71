package finance.flowlet.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL on the loopback address, durable as in production: fsync, synchronous commit, full
/// page writes.
///
/// Clients log in as [#USER] without a password. Calls are for one thread at a time.
public final class PostgresServer implements EmbeddedServer {

    static final String USER = "postgres";

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(30);

    /// Whom a follower copies, and where it reaches it.
    private record Primary(PostgresCluster cluster, int port) {}

    private final Machine machine;
    private final Machine.Account account;
    private final PostgresProgram program;
    private final PostgresCluster cluster;
    private final Map<String, String> settings;
    private final int port;
    private Child child;
    private boolean paused;

    private PostgresServer(
            Machine machine, Path directory, int port, Map<String, String> settings, @Nullable Primary primary) {
        this.machine = machine;
        this.account = machine.unprivileged();
        this.program = runnable(account);
        this.cluster = PostgresCluster.at(directory);
        this.settings = Map.copyOf(settings);
        cluster.leftovers().clear(Signal.INT);
        if (primary == null) {
            cluster.createIfEmpty(program, account);
        } else {
            cluster.copyOf(primary.cluster(), primary.port(), account);
        }
        var listening = Ports.launch(port, this::launch);
        this.port = listening.port();
        this.child = listening.child();
    }

    /// Starts the server and returns when it accepts connections.
    ///
    /// @param dataDirectory created when missing; data of an earlier run is recovered, however that run ended
    /// @param port 0 takes any free one
    /// @param settings on top of the defaults; those that make commits durable cannot be changed
    public static PostgresServer start(Path dataDirectory, int port, Map<String, String> settings) {
        return start(Machine.probe(), dataDirectory, port, settings);
    }

    static PostgresServer start(Machine machine, Path dataDirectory, int port, Map<String, String> settings) {
        return new PostgresServer(machine, dataDirectory, port, settings, null);
    }

    /// Starts a second server that follows this one (streaming replication), from a copy for which this
    /// one is stopped for a moment. It answers questions, and takes no writes until it is promoted.
    ///
    /// @param through the port at which it reaches this one: ours, or that of a [Proxy]
    public PostgresServer follower(Path directory, int through) {
        close();
        var follower = new PostgresServer(machine, directory, 0, settings, new Primary(cluster, through));
        restart();
        return follower;
    }

    /// Makes a follower a server of its own, and returns when it takes writes.
    public void promote() {
        try {
            Files.createFile(cluster.promoteSignal());
        } catch (IOException e) {
            throw new ServerException("Cannot promote the server in " + cluster.directory(), e);
        }
        Signal.USR1.send(child.pid());
        var deadline = System.nanoTime() + START.toNanos();
        while (Files.exists(cluster.standbySignal())) {
            if (System.nanoTime() > deadline || child.ended(Duration.ofMillis(5))) {
                throw new ServerException(
                        "Was not promoted in %s:\n%s".formatted(cluster.directory(), child.lastWords()));
            }
        }
    }

    /// Freezes the server and its children: connections stay open and nothing answers.
    public void pause() {
        paused = true;
        cluster.leftovers().running().forEach(process -> Signal.STOP.send(process.pid()));
    }

    public void resume() {
        paused = false;
        cluster.leftovers().running().forEach(process -> Signal.CONT.send(process.pid()));
    }

    /// Immediate shutdown: open transactions end where they stand, and [#restart] recovers from the log.
    public void abort() {
        Signal.QUIT.send(child.pid());
        if (!child.ended(STOP)) {
            crash();
        }
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String host() {
        return Ports.LOOPBACK;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String database() {
        return "postgres";
    }

    @Override
    public List<String> remarks() {
        return machine.remarks();
    }

    public long pid() {
        return child.pid();
    }

    /// Stops the server if it runs, and starts it on the same data and port.
    public void restart() {
        close();
        child = launch(port);
    }

    /// Ends the server and its children with SIGKILL, as a power cut would; [#restart] then recovers.
    public void crash() {
        // The parent first: it would take a dead child for a crash and restart the others.
        child.process().destroyForcibly();
        cluster.leftovers().kill();
        child.ended(STOP);
    }

    /// Fast shutdown: open transactions are rolled back, committed ones are written out.
    @Override
    public void close() {
        if (!child.process().isAlive()) {
            return;
        }
        // A frozen server would not hear the other signal.
        if (paused) {
            resume();
        }
        Signal.INT.send(child.pid());
        if (!child.ended(STOP)) {
            Signal.QUIT.send(child.pid());
            if (!child.ended(STOP)) {
                crash();
            }
        }
    }

    private static PostgresProgram runnable(Machine.Account account) {
        var program = PostgresProgram.in(BinaryCache.ofUser());
        // The home directory of root is usually closed to the user nobody.
        var probe = new ArrayList<>(Machine.as(account, program.home()));
        probe.addAll(List.of(program.postgres().toString(), "--version"));
        return Machine.runs(probe.toArray(String[]::new)) ? program : PostgresProgram.in(BinaryCache.temporary());
    }

    private Child launch(int onPort) {
        if (Ports.taken(onPort)) {
            throw Ports.takenBy("PostgreSQL", onPort);
        }
        cluster.forgetStalePid();
        var command = new ArrayList<>(
                List.of(program.postgres().toString(), "-D", Machine.seenBy(account, cluster.directory())));
        command.addAll(PostgresSettings.arguments(settings, onPort));
        var launched = Child.spawn(
                "postgres", machine.command(account, cluster.directory(), Signal.INT, command), cluster.log());
        var deadline = System.nanoTime() + START.toNanos();
        while (!cluster.ready(launched.pid())) {
            if (launched.ended(Duration.ofMillis(5)) || System.nanoTime() > deadline || Thread.interrupted()) {
                launched.process().destroyForcibly();
                throw new ServerException("PostgreSQL did not start in %s. Its last words (more in %s):\n%s"
                        .formatted(cluster.directory(), cluster.log(), launched.lastWords()));
            }
        }
        return launched;
    }
}
