package finance.flowlet.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The platform under load, as its `sandbox.json` describes it.
///
/// @param nodes where each of its processes listens; connections are shared out among them
/// @param pid the process that runs it, when it is on this machine
/// @param postgres how to read what it stored, when that is known
record Target(
        List<InetSocketAddress> nodes,
        String apiKey,
        @Nullable Long pid,
        @Nullable Postgres postgres) {

    /// @param user trusted on loopback; PGPASSWORD holds the password elsewhere
    record Postgres(String host, int port, String user, String database) {

        String url() {
            return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
        }

        Postgres in(String otherDatabase) {
            return new Postgres(host, port, user, otherDatabase);
        }
    }

    /// One process on this machine.
    static Target local(int port, String apiKey, @Nullable Long pid) {
        return new Target(List.of(new InetSocketAddress("127.0.0.1", port)), apiKey, pid, null);
    }

    /// Reads what `./flowlet up` wrote into its data directory.
    static Target in(Path data) throws IOException {
        var facts = data.resolve("sandbox.json");
        if (!Files.exists(facts)) {
            throw new LoadException(
                    "No sandbox runs on %s. Start it in another terminal: ./flowlet up".formatted(data));
        }
        var json = new JsonMapper().readTree(Files.readString(facts));
        var lock = data.resolve("lock");
        var pid = Files.exists(lock) ? pid(Files.readString(lock).strip()) : null;
        return new Target(
                json.path("nodes")
                        .valueStream()
                        .map(node -> URI.create(node.asString("")))
                        .map(node -> new InetSocketAddress(node.getHost(), node.getPort()))
                        .toList(),
                json.path("apiKey").asString(""),
                pid,
                postgres(json.path("servers").path("postgres")));
    }

    /// Whether somebody listens: a sandbox that was killed leaves its file behind.
    static boolean runsIn(Path data) throws IOException {
        if (!Files.exists(data.resolve("sandbox.json"))) {
            return false;
        }
        try (var _ = SocketChannel.open(in(data).address())) {
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    /// The first of the nodes.
    InetSocketAddress address() {
        return nodes.getFirst();
    }

    URI uri(String path) {
        return URI.create(
                "http://%s:%d%s".formatted(address().getHostString(), address().getPort(), path));
    }

    private static @Nullable Long pid(String text) {
        return text.matches("\\d{1,10}") ? Long.valueOf(text) : null;
    }

    private static @Nullable Postgres postgres(JsonNode server) {
        return server.isObject()
                ? new Postgres(
                        server.path("host").asString(""),
                        server.path("port").asInt(0),
                        server.path("user").asString(""),
                        server.path("database").asString(""))
                : null;
    }
}
