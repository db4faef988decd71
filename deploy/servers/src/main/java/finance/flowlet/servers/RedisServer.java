package finance.flowlet.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A real Redis on the loopback address that writes every change to its append-only file.
///
/// Calls are for one thread at a time.
public final class RedisServer implements EmbeddedServer {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Machine machine;
    private final RedisProgram program;
    private final Path directory;
    private final int port;
    private Child child;

    private RedisServer(Machine machine, Path directory, int port) {
        this.machine = machine;
        this.program = RedisProgram.in(BinaryCache.ofUser());
        this.directory = created(directory);
        leftovers().clear(Signal.TERM);
        var listening = Ports.launch(port, this::launch);
        this.port = listening.port();
        this.child = listening.child();
    }

    /// Starts the server and returns when it accepts connections.
    ///
    /// @param dataDirectory created when missing; what an earlier run stored is still there
    /// @param port 0 takes any free one
    public static RedisServer start(Path dataDirectory, int port) {
        return new RedisServer(Machine.probe(), dataDirectory, port);
    }

    @Override
    public String name() {
        return "redis";
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
        return "default";
    }

    @Override
    public String database() {
        return "0";
    }

    @Override
    public List<String> remarks() {
        return machine.remarks();
    }

    public long pid() {
        return child.pid();
    }

    /// Freezes the server: connections stay open and nothing answers, the nastiest way for a server to be away.
    public void pause() {
        Signal.STOP.send(child.pid());
    }

    public void resume() {
        Signal.CONT.send(child.pid());
    }

    /// Stops the server if it runs, and starts it on the same data and port.
    public void restart() {
        close();
        child = launch(port);
    }

    /// Ends the server with SIGKILL; [#restart] reads back what it had acknowledged.
    public void crash() {
        child.process().destroyForcibly();
        child.ended(STOP);
    }

    @Override
    public void close() {
        if (!child.process().isAlive()) {
            return;
        }
        // A frozen server would not hear the other signal.
        Signal.CONT.send(child.pid());
        Signal.TERM.send(child.pid());
        if (!child.ended(STOP)) {
            crash();
        }
    }

    private Leftovers leftovers() {
        return new Leftovers("redis-server", directory);
    }

    private static Path created(Path directory) {
        try {
            if (!Files.exists(directory)) {
                Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            return directory.toRealPath();
        } catch (IOException e) {
            throw new ServerException("Cannot create %s; choose another data directory.".formatted(directory), e);
        }
    }

    /// Redis dies with us by SIGKILL: a frozen one would not hear anything gentler, and its file is made for it.
    private Child launch(int onPort) {
        if (Ports.taken(onPort)) {
            throw Ports.takenBy("Redis", onPort);
        }
        var command = machine.command(Machine.Account.OWN, directory, Signal.KILL, arguments(onPort));
        var launched = Child.spawn("redis", command, directory.resolve("server.log"));
        var deadline = System.nanoTime() + START.toNanos();
        while (!RedisPing.answers(onPort, launched.pid())) {
            if (launched.ended(Duration.ofMillis(5)) || System.nanoTime() > deadline || Thread.interrupted()) {
                launched.process().destroyForcibly();
                throw new ServerException(
                        "Redis did not start in %s. Its last words:\n%s".formatted(directory, launched.lastWords()));
            }
        }
        return launched;
    }

    private List<String> arguments(int onPort) {
        return List.of(
                program.executable().toString(),
                "--port",
                Integer.toString(onPort),
                "--bind",
                Ports.LOOPBACK,
                "--dir",
                directory.toString(),
                "--appendonly",
                "yes",
                "--save",
                "",
                // Sessions and limits must not vanish silently: a full server says so.
                "--maxmemory-policy",
                "noeviction");
    }
}
