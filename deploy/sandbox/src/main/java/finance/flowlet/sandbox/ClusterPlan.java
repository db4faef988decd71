package finance.flowlet.sandbox;

import finance.flowlet.servers.Ports;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Where the nodes of a sandbox find each other: on ports of the loopback address that are free now.
///
/// @param name of this run alone, so that two sandboxes on one machine never join
record ClusterPlan(String name, List<Integer> ports) {

    static ClusterPlan of(int nodes) {
        return new ClusterPlan(
                "sandbox-" + ProcessHandle.current().pid(),
                IntStream.range(0, nodes).mapToObj(_ -> Ports.anyFree()).toList());
    }

    int nodes() {
        return ports.size();
    }

    /// What makes a process the node of this number, from 1; nothing for one that is alone.
    Map<String, String> variables(int number) {
        if (nodes() == 1) {
            return Map.of();
        }
        var members = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        return Map.of(
                "FLOWLET_CLUSTER_ENABLED",
                "true",
                "FLOWLET_CLUSTER_NAME",
                name,
                "FLOWLET_CLUSTER_PORT",
                Integer.toString(ports.get(number - 1)),
                "FLOWLET_CLUSTER_MEMBERS",
                members);
    }
}
