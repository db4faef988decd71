package finance.flowlet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Clients that pay while something breaks, and keep their own log of what each payment's client saw: it was done, it
/// certainly was not, or nobody knows. Without such a log a lost acknowledged payment could not be seen from the
/// database.
public final class Load implements AutoCloseable {
    /// What a client knows of one payment. `id` is null unless it was done.
    private record Seen(String body, String what, @Nullable String id) {}

    private static final long BACKOFF_NANOS = 50_000_000;
    private final Semaphore acknowledged = new Semaphore(0);
    private final Map<String, Seen> log = new ConcurrentHashMap<>();
    private final AtomicBoolean running = new AtomicBoolean(true);
    /// Keys of their own, should others have paid on these books before.
    private final String run = "load-" + Long.toString(System.nanoTime(), 36) + "-";
    private final AtomicInteger number = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();
    private final Supplier<Api> api;
    private final List<String> wallets;

    /// `clients` pay between `wallets` until stopped; `api` is asked before each payment where the program is now.
    public Load(int clients, List<String> wallets, Supplier<Api> api) {
        this.api = api;
        this.wallets = wallets;
        for (var i = 0; i < clients; i++) {
            this.clients.add(Thread.ofVirtual().start(() -> {
                while (running.get()) {
                    pay(run + number.incrementAndGet());
                }
            }));
        }
    }

    /// Waits until so many more payments were acknowledged.
    public void acknowledged(int more) {
        try {
            acknowledged.drainPermits();
            assertTrue(acknowledged.tryAcquire(more, 60, TimeUnit.SECONDS), () -> "too few payments: " + summary());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// Pays once, repeating the same key until the outcome is known, as a careful client does.
    private void pay(String key) {
        var from = Math.floorMod(key.hashCode(), wallets.size());
        var body = TestFlowlet.payment(wallets.get(from), wallets.get((from + 1) % wallets.size()), "0.01", "USD");
        var seen = send(key, body);
        log.put(key, seen);
        while (running.get() && seen.what.equals("unknown")) {
            LockSupport.parkNanos(BACKOFF_NANOS);
            seen = send(key, body);
            log.put(key, seen);
        }
        if (seen.what.equals("done")) {
            acknowledged.release();
        }
    }

    private Seen send(String key, String body) {
        try {
            return seen(body, api.get().post("/payments", body, "Idempotency-Key", key));
        } catch (IllegalStateException cut) {
            return new Seen(body, "unknown", null);
        }
    }

    private static Seen seen(String body, Response answer) {
        return switch (answer.status()) {
            case 201 -> new Seen(body, "done", answer.text("id"));
            case 402, 409 -> new Seen(body, "not done", null);
            default -> new Seen(body, answer.status() >= 500 ? "unknown" : "refused " + answer.code(), null);
        };
    }

    /// Ends the clients, repeats every payment nobody knows about under its own key until somebody does, and
    /// holds the log against what is stored: every payment that was done is there, and no other.
    public void settle(TestDatabase database) {
        stop();
        for (var attempt = 0; attempt < 20 && unknown() > 0; attempt++) {
            log.replaceAll((key, seen) -> seen.what.equals("unknown") ? send(key, seen.body) : seen);
        }
        assertEquals(0, unknown(), this::summary);
        assertEquals(
                log.size(),
                done()
                        + log.values().stream()
                                .filter(s -> s.what.equals("not done"))
                                .count(),
                this::summary);
        var acknowledged = log.values().stream()
                .map(Seen::id)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        assertEquals(done(), acknowledged.stream().distinct().count(), "one key, one payment");
        assertEquals(acknowledged, stored(database), "what was acknowledged is what is stored");
    }

    /// The payments that clients were told are done and of which nothing is stored.
    public List<String> lost(TestDatabase database) {
        var stored = Set.copyOf(stored(database));
        return log.values().stream()
                .map(Seen::id)
                .filter(Objects::nonNull)
                .filter(id -> !stored.contains(id))
                .toList();
    }

    private static List<String> stored(TestDatabase database) {
        return database.texts("select data from (select e.event #>> '{data,paymentId}' as data, e.event ->> 'type'"
                + " as type from ledger.batch b, json_array_elements(b.events) as e (event)) told"
                + " where type = 'payment.completed' order by data collate \"C\"");
    }

    private long done() {
        return log.values().stream().filter(seen -> seen.what.equals("done")).count();
    }

    private long unknown() {
        return log.values().stream().filter(seen -> seen.what.equals("unknown")).count();
    }

    /// How often each was seen.
    public String summary() {
        return log.values().stream()
                .collect(Collectors.groupingBy(Seen::what, Collectors.counting()))
                .toString();
    }

    /// Ends the clients and waits until each knows the outcome of its last payment.
    public void stop() {
        running.set(false);
        for (var client : clients) {
            try {
                client.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
