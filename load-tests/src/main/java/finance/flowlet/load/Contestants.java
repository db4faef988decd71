package finance.flowlet.load;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Starts the bare server, so that it says what the platform says.
final class Contestants {
    /// Set by the server itself.
    private static final Set<String> OWN = Set.of("content-length", "connection", "date");

    private Contestants() {}

    static ChildProcess bare(Target platform, String wallet, int eventLoops) throws IOException, InterruptedException {
        var answer = new JsonMapper().writeValueAsString(balance(platform, wallet));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // The flags of the platform, as the launcher sets them.
        return ChildProcess.start(
                List.of(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseParallelGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-Xmx1g",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "-cp",
                        System.getProperty("java.class.path").replace(File.pathSeparator, ":"),
                        BareServer.class.getName(),
                        Integer.toString(eventLoops)),
                Map.of(),
                answer + "\n");
    }

    private static BareServer.Answer balance(Target platform, String wallet) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(platform.uri("/wallets/" + wallet + "/balance"))
                    .header("Authorization", "Bearer " + platform.apiKey())
                    .build();
            var response = client.send(request, BodyHandlers.ofString());
            var headers = new LinkedHashMap<String, String>();
            response.headers().map().forEach((name, values) -> {
                if (!OWN.contains(name)) {
                    headers.put(name, values.getFirst());
                }
            });
            return new BareServer.Answer(
                    headers, new JsonMapper().readValue(response.body(), new TypeReference<Map<String, Object>>() {}));
        }
    }
}
