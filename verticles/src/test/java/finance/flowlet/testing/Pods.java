package finance.flowlet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.Flowlet;
import finance.flowlet.servers.Ports;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Several nodes in this JVM that form a cluster over the network of this machine. Each is reached by the
/// others over cables of its own, which can be cut.
public final class Pods implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 40;
    private static final int SILENT_SECONDS = 3;

    /// Where a pod listens, for those who agree on who is there and for those who talk to it.
    private record Lines(int port, int busPort, CutCable membership, CutCable bus) {
        static Lines lay() {
            var port = Ports.anyFree();
            var busPort = Ports.anyFree();
            return new Lines(port, busPort, new CutCable(port), new CutCable(busPort));
        }
    }

    private final List<Lines> lines;
    private final List<Flowlet> running = new ArrayList<>();

    private Pods(List<Lines> lines) {
        this.lines = lines;
    }

    /// Before any is started.
    public static Pods none() {
        return new Pods(List.of());
    }

    /// One for each of `overrides`, which are environment variables.
    public static Pods start(TestDatabase database, List<Map<String, String>> overrides) {
        var pods = new Pods(overrides.stream().map(_ -> Lines.lay()).toList());
        for (var i = 0; i < overrides.size(); i++) {
            var environment = new HashMap<>(pods.cluster(i));
            environment.put("FLOWLET_CLUSTER_NAME", database.name());
            environment.putAll(overrides.get(i));
            pods.running.add(Flowlet.start(database.config(environment), Clock.systemUTC(), _ -> {}));
        }
        return pods;
    }

    private Map<String, String> cluster(int number) {
        var own = lines.get(number);
        var members = String.join(
                ",",
                lines.stream()
                        .map(each -> "127.0.0.1:" + each.membership().port())
                        .toList());
        return Map.of(
                "FLOWLET_CLUSTER_ENABLED", "true",
                "FLOWLET_CLUSTER_PORT", Integer.toString(own.port()),
                "FLOWLET_CLUSTER_BUS_PORT", Integer.toString(own.busPort()),
                "FLOWLET_CLUSTER_PUBLIC_PORT", Integer.toString(own.membership().port()),
                "FLOWLET_CLUSTER_PUBLIC_BUS_PORT", Integer.toString(own.bus().port()),
                "FLOWLET_CLUSTER_MEMBERS", members,
                "FLOWLET_CLUSTER_SILENT_SECONDS", Integer.toString(SILENT_SECONDS),
                "FLOWLET_CLUSTER_FIRST_TRY_MILLIS", "1000");
    }

    public Flowlet node(int number) {
        return running.get(number);
    }

    /// No pod reaches any other.
    public void cut() {
        lines.forEach(each -> {
            each.membership().cut();
            each.bus().cut();
        });
    }

    public void mend() {
        lines.forEach(each -> {
            each.membership().mend();
            each.bus().mend();
        });
    }

    /// Waits until each believes that there are so many.
    public void awaitMembers(int members) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (running.stream().anyMatch(node -> node.bus().members() != members) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        assertEquals(
                running.stream().map(_ -> members).toList(),
                running.stream().map(node -> node.bus().members()).toList());
    }

    @Override
    public void close() {
        running.reversed().forEach(Flowlet::close);
        lines.forEach(each -> {
            each.membership().close();
            each.bus().close();
        });
    }
}
