package finance.flowlet.testing;

import finance.flowlet.servers.Ports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Several programs on one database that form a cluster, each in a process of its own.
public final class Nodes implements AutoCloseable {
    private final TestDatabase database;
    private final List<Integer> ports;
    private final List<FlowletProcess> running = new ArrayList<>();

    private Nodes(TestDatabase database, List<Integer> ports) {
        this.database = database;
        this.ports = ports;
    }

    /// One for each of `overrides`, which are environment variables.
    public static Nodes start(TestDatabase database, List<Map<String, String>> overrides) {
        var nodes =
                new Nodes(database, overrides.stream().map(_ -> Ports.anyFree()).toList());
        var starts = new ArrayList<CompletableFuture<FlowletProcess>>();
        for (var i = 0; i < overrides.size(); i++) {
            var number = i;
            starts.add(CompletableFuture.supplyAsync(() -> nodes.process(number, overrides.get(number))));
        }
        starts.forEach(start -> nodes.running.add(start.join()));
        return nodes;
    }

    private FlowletProcess process(int number, Map<String, String> overrides) {
        var environment = new HashMap<>(cluster(ports.get(number)));
        environment.putAll(overrides);
        return FlowletProcess.start(database, environment);
    }

    /// What makes a program the node of this port.
    private Map<String, String> cluster(int port) {
        var members =
                String.join(",", ports.stream().map(each -> "127.0.0.1:" + each).toList());
        return Map.of(
                "FLOWLET_CLUSTER_ENABLED",
                "true",
                "FLOWLET_CLUSTER_NAME",
                database.name(),
                "FLOWLET_CLUSTER_PORT",
                Integer.toString(port),
                "FLOWLET_CLUSTER_MEMBERS",
                members);
    }

    /// The node of this number, from 0.
    public FlowletProcess node(int number) {
        return running.get(number);
    }

    /// Starts a node again that was ended.
    public void restart(int number, Map<String, String> overrides) {
        running.set(number, process(number, overrides));
    }

    @Override
    public void close() {
        running.forEach(FlowletProcess::close);
    }
}
