package finance.flowlet.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A JVM of its own that starts both servers, says which processes they are, and waits to be killed.
final class KilledLauncher {

    private KilledLauncher() {}

    public static void main(String[] arguments) throws IOException {
        var directory = Path.of(arguments[0]);
        var machine = arguments[1].equals("careless") ? careless() : Machine.probe();
        var postgres = PostgresServer.start(machine, directory.resolve("pg"), 0, Map.of());
        var redis = RedisServer.start(directory.resolve("redis"), 0);
        System.out.printf("%d %d %d %d%n", postgres.pid(), postgres.port(), redis.pid(), redis.port());
        System.in.read();
    }

    /// A machine whose children outlive us.
    private static Machine careless() {
        var machine = Machine.probe();
        return new Machine(machine.root(), machine.namespaces(), machine.sessions(), false, machine.nobody());
    }
}
