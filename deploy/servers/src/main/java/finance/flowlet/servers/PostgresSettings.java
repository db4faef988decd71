package finance.flowlet.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How the server is configured: on its command line, so that no file in the data directory can contradict it.
final class PostgresSettings {

    /// What makes a commit survive a power cut. A ledger on a server without these proves nothing.
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    private static final Map<String, String> DEFAULTS = Map.of(
            "shared_buffers", "256MB",
            "max_connections", "200",
            "max_wal_size", "2GB",
            "timezone", "UTC",
            "log_timezone", "UTC");

    private PostgresSettings() {}

    static List<String> arguments(Map<String, String> wanted, int port) {
        for (var setting : DURABLE.keySet()) {
            if (wanted.containsKey(setting)) {
                throw new IllegalArgumentException(setting + " stays on: durability is not a setting here");
            }
        }
        var settings = new TreeMap<>(DEFAULTS);
        settings.putAll(wanted);
        settings.putAll(DURABLE);
        var arguments = new ArrayList<>(List.of("-p", Integer.toString(port), "-k", "", "-h", Ports.LOOPBACK));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }
}
