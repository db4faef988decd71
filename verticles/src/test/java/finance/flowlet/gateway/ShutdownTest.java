package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A gateway that stops finishes what it has begun and begins nothing more.
class ShutdownTest {
    @Test
    void requestsInFlightAreFinished() throws InterruptedException {
        try (var gateway = new GatewayFixture(Map.of())) {
            var arrived = new CountDownLatch(1);
            var work = Promise.<Answer>promise();
            gateway.behaviour = _ -> {
                arrived.countDown();
                return work.future();
            };
            var inFlight = CompletableFuture.supplyAsync(() -> gateway.get("/wallets", "admin"));
            assertTrue(arrived.await(10, TimeUnit.SECONDS));
            var stopped = gateway.undeploy();
            // Until the listener is closed, whoever comes is told.
            var late = gateway.get("/payments", "admin");
            assertEquals(503, late.statusCode());
            assertTrue(late.body().contains("\"code\":\"shutting_down\""));
            assertTrue(late.headers().firstValue("Retry-After").isPresent());
            assertEquals(503, gateway.get("/health/ready", null).statusCode());
            assertFalse(stopped.isComplete());
            work.complete(new Answer.Json(200, Map.of("done", true)));
            assertEquals("{\"done\":true}", inFlight.join().body());
            TestPlatform.await(stopped);
            assertThrows(IOException.class, () -> new Socket("127.0.0.1", gateway.port()).close());
        }
    }

    @Test
    void whatTakesTooLongIsCut() throws InterruptedException {
        try (var gateway = new GatewayFixture(Map.of("FLOWLET_SERVER_SHUTDOWN_GRACE_MILLIS", "300"))) {
            var arrived = new CountDownLatch(1);
            gateway.behaviour = _ -> {
                arrived.countDown();
                return Future.future(_ -> {});
            };
            var inFlight = CompletableFuture.supplyAsync(() -> gateway.get("/wallets", "admin"));
            assertTrue(arrived.await(10, TimeUnit.SECONDS));
            TestPlatform.await(gateway.undeploy());
            assertThrows(RuntimeException.class, inFlight::join);
        }
    }
}
