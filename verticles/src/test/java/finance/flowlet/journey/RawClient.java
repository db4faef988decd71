package finance.flowlet.journey;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A client with one connection per request, which therefore knows: a connection that was refused carried no request.
final class RawClient {
    private RawClient() {}

    /// Pays again and again until it is told that the server stops, or finds it gone, as a load balancer would;
    /// answers with each status, or `unknown` for a request that was sent and never answered. Each 201 adds a
    /// permit.
    static List<String> payUntilTurnedAway(int port, String apiKey, String prefix, String body, Semaphore paid) {
        var outcomes = new ArrayList<String>();
        for (var number = 0; number < 100_000; number++) {
            try (var socket = new Socket("127.0.0.1", port)) {
                var request = """
                        POST /payments HTTP/1.1\r
                        Host: localhost\r
                        Authorization: Bearer %s\r
                        Idempotency-Key: %s-%d\r
                        Content-Type: application/json\r
                        Content-Length: %d\r
                        Connection: close\r
                        \r
                        %s""".formatted(apiKey, prefix, number, body.length(), body);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                var outcome = answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : "unknown";
                outcomes.add(outcome);
                switch (outcome) {
                    case "201" -> paid.release();
                    case "503" -> {
                        return outcomes;
                    }
                    default -> {}
                }
            } catch (ConnectException refused) {
                return outcomes;
            } catch (IOException cut) {
                outcomes.add("unknown");
            }
        }
        return outcomes;
    }

    static void awaitPaid(Semaphore paid, int payments) {
        try {
            if (!paid.tryAcquire(payments, 60, TimeUnit.SECONDS)) {
                throw new AssertionError("too few payments");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
