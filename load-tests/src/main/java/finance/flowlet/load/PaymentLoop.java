package finance.flowlet.load;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A simple closed loop of payments: `PaymentLoop [sandbox.json] [connections] [seconds]`. Each connection pays, waits
/// for the answer, and pays again, so its latencies leave out what a waiting customer would have felt.
public final class PaymentLoop {
    private static final int WARM_UP_SECONDS = 5;

    private PaymentLoop() {}

    /// Prints payments per second and latencies; ends with 1 when any payment failed.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var sandbox =
                new JsonMapper().readTree(Files.readString(Path.of(argument(arguments, 0, ".flowlet/sandbox.json"))));
        var connections = Integer.parseInt(argument(arguments, 1, "32"));
        var seconds = Integer.parseInt(argument(arguments, 2, "15"));
        var vertx = Vertx.vertx();
        try {
            run(vertx, sandbox, connections, WARM_UP_SECONDS);
            var result = run(vertx, sandbox, connections, seconds);
            print(System.out, result, connections, seconds);
            System.exit(result.failed() == 0 ? 0 : 1);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Payers.Result run(Vertx vertx, JsonNode sandbox, int connections, int seconds)
            throws InterruptedException, ExecutionException, TimeoutException {
        var payers = new Payers(
                sandbox.path("baseUrl").asString(""), sandbox.path("apiKey").asString(""), connections, seconds);
        vertx.deployVerticle(payers, new DeploymentOptions()).await(30, TimeUnit.SECONDS);
        return payers.result().await(seconds + 60L, TimeUnit.SECONDS);
    }

    private static void print(PrintStream out, Payers.Result result, int connections, int seconds) {
        out.printf(
                Locale.ROOT,
                "%s /payments, %d connections, %d s: %,.0f payments/s, "
                        + "p50 %.1f ms, p99 %.1f ms, max %.1f ms, %d failed%n",
                HttpMethod.POST,
                connections,
                seconds,
                result.paid() / (double) seconds,
                result.micros().getValueAtPercentile(50) / 1e3,
                result.micros().getValueAtPercentile(99) / 1e3,
                result.micros().getMaxValue() / 1e3,
                result.failed());
    }

    private static String argument(String[] arguments, int index, String otherwise) {
        return arguments.length > index ? arguments[index] : otherwise;
    }
}
