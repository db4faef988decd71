package finance.flowlet.sandbox;

import finance.flowlet.Flowlet;
import finance.flowlet.contract.auth.Principal.Role;
import finance.flowlet.contract.auth.ProvisionTenant;
import finance.flowlet.contract.auth.ProvisionTenant.Login;
import finance.flowlet.contract.auth.ProvisionTenant.Provisioned;
import finance.flowlet.contract.ledger.SealBatches;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.proof.Signer;
import finance.flowlet.servers.PostgresServer;
import finance.flowlet.servers.RedisServer;
import finance.flowlet.verify.Books;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// The whole platform on servers of its own, with some history to verify and a superuser to spoil it.
final class Bank implements AutoCloseable {
    final Signer signer = Signer.generate("flowlet", new SecureRandom());
    private final PostgresServer postgres;
    private final RedisServer redis;
    private final Flowlet flowlet;
    private final Http http;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String apiKey;

    Bank(Path directory) throws IOException {
        postgres = PostgresServer.start(directory.resolve("postgres"), 0, Map.of());
        redis = RedisServer.start(directory.resolve("redis"), 0);
        var key = Files.writeString(directory.resolve("signing-key.pem"), signer.pem());
        flowlet = Flowlet.start(FlowletConfig.load(List.of(), environment(key)), Clock.systemUTC(), _ -> {});
        apiKey = provision();
        http = new Http(client, baseUrl(), apiKey);
    }

    private Map<String, String> environment(Path key) {
        return Map.ofEntries(
                Map.entry("FLOWLET_PROFILE", "sandbox"),
                Map.entry("PORT", "0"),
                Map.entry("DB_HOST", postgres.host()),
                Map.entry("DB_PORT", Integer.toString(postgres.port())),
                Map.entry("DB_NAME", postgres.database()),
                Map.entry("DB_USER", postgres.user()),
                Map.entry("DB_SSL_MODE", "disable"),
                Map.entry("REDIS_PORT", Integer.toString(redis.port())),
                Map.entry("JWT_SECRET", "a secret of at least thirty-two bytes, for tests"),
                Map.entry("AUTH_PEPPER", "a pepper of at least thirty-two bytes, for tests"),
                Map.entry("FLOWLET_JOBS_INTERVAL_MILLIS", "3600000"),
                // All tests ask with one key.
                Map.entry("FLOWLET_RATE_LIMIT_GLOBAL_REQUESTS", "1000000"),
                Map.entry("FLOWLET_RATE_LIMIT_PER_USER_REQUESTS", "1000000"),
                Map.entry("FLOWLET_RATE_LIMIT_PER_IP_REQUESTS", "1000000"),
                Map.entry("FLOWLET_SIGNING_KEY_FILE", key.toString()));
    }

    private String provision() {
        var logins = List.of(new Login("admin@zoo.test", "correct horse battery staple", Role.ADMIN, null));
        var outcome = await(flowlet.bus().request(ProvisionTenant.ADDRESS, new ProvisionTenant("Zoo", logins, "test")));
        return Objects.requireNonNull(((Provisioned) outcome).apiKey());
    }

    /// Two funded wallets, `payments` payments at once, and a checkpoint after every few.
    void live(int payments) {
        var from = wallet("ann");
        var to = wallet("bob");
        for (var round = 0; round < 3; round++) {
            var part = round;
            together(IntStream.range(0, payments)
                    .<Callable<Object>>mapToObj(i -> () -> http.post(
                            "/payments",
                            "pay-" + part + "-" + i,
                            Map.of("fromWalletId", from, "toWalletId", to, "amount", 1, "currency", "USD")))
                    .toList());
            seal();
        }
    }

    private String wallet(String user) {
        var wallet = http.post("/wallets", user, Map.of("userId", user, "currency", "USD", "type", "personal"))
                .path("id")
                .asString();
        http.post("/wallets/" + wallet + "/deposits", user + "-money", Map.of("amount", 1000, "currency", "USD"));
        return wallet;
    }

    void seal() {
        await(flowlet.bus().request(SealBatches.ADDRESS, new SealBatches()));
    }

    private static void together(List<Callable<Object>> calls) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(calls)) {
                done.get();
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// What a GET answers, as text.
    String get(String path) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl() + path))
                .header("Authorization", "Bearer " + apiKey)
                .build();
        try {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String baseUrl() {
        return "http://127.0.0.1:" + flowlet.port();
    }

    Facts facts() {
        var address = new Facts.Address(postgres.host(), postgres.port(), postgres.user(), postgres.database());
        var servers = Map.of("postgres", address);
        return new Facts(baseUrl(), List.of(baseUrl()), apiKey, List.of(), List.of(), servers, null);
    }

    Books books() throws SQLException {
        return Books.open(url(), properties());
    }

    /// Runs statements as somebody whom no trigger stops.
    void spoil(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url(), properties());
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica; set search_path = ledger, public");
            statement.execute(sql);
        }
    }

    private String url() {
        return "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/" + postgres.database();
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty("user", postgres.user());
        return properties;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        flowlet.close();
        redis.close();
        postgres.close();
    }
}
