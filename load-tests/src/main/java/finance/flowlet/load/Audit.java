package finance.flowlet.load;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Whether what the platform says it did is what it did: every acknowledged payment is stored once, under its key, with
/// one entry in the journal; nothing else is; and the books are in order.
final class Audit {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int SHOWN = 20;
    private static final int BUSY = 503;

    /// @param sent keys
    /// @param unacknowledged stored, though nobody heard of it: an answer was lost
    /// @param differences what is wrong, empty when nothing is
    record Result(
            String source, long sent, long acknowledged, long stored, long unacknowledged, List<String> differences) {

        boolean isClean() {
            return differences.isEmpty();
        }
    }

    private final PaymentLog log;
    private final String run;
    private final BitSet seen = new BitSet();
    private final List<String> differences = new ArrayList<>();
    private long stored;
    private long unacknowledged;
    private long found;

    Audit(PaymentLog log, String run) {
        this.log = log;
        this.run = run;
    }

    /// @param from no payment of the run has a smaller id
    static Result of(Target target, @Nullable Database database, PaymentLog log, String run, UUID from)
            throws IOException, InterruptedException {
        var audit = new Audit(log, run);
        if (log.contradicted() > 0) {
            audit.differs("%d keys came to two payments".formatted(log.contradicted()));
        }
        try {
            if (database == null) {
                new StoredPayments(target).since(from, audit::storedUnderSomeKey);
            } else {
                database.payments(from, run, audit::stored);
            }
        } catch (SQLException e) {
            throw new IOException("The payments cannot be read: " + e.getMessage(), e);
        }
        audit.missing();
        audit.books(target);
        return new Result(
                database == null ? "HTTP" : "SQL",
                log.sent(),
                log.acknowledged(),
                audit.stored,
                audit.unacknowledged,
                audit.shown());
    }

    /// Hears of a payment as it is stored.
    void stored(UUID id, String key, int entries) {
        stored++;
        var number = Long.parseLong(key, run.length(), key.length(), 16);
        if (number >= log.sent()) {
            differs("a payment %s under a key that was never sent: %s".formatted(id, key));
            return;
        }
        if (seen.get((int) number)) {
            differs("a second payment %s under the key %s".formatted(id, key));
            return;
        }
        seen.set((int) number);
        if (entries != 1) {
            differs("%d journal entries for the payment %s".formatted(entries, id));
        }
        if (!log.isAcknowledged(number)) {
            unacknowledged++;
        } else if (id.getMostSignificantBits() != log.high(number) || id.getLeastSignificantBits() != log.low(number)) {
            differs("the key %s was answered with another payment than %s".formatted(key, id));
        }
    }

    /// Over HTTP the key is not told, so the id decides.
    private void storedUnderSomeKey(UUID id) {
        var number = log.keyOf(id.getMostSignificantBits(), id.getLeastSignificantBits());
        if (number >= 0) {
            stored(id, run + Long.toHexString(number), 1);
        }
    }

    /// Looks for what was never heard of; comes after all that is stored.
    void missing() {
        for (var key = 0L; key < log.sent(); key++) {
            if (log.isAcknowledged(key) && !seen.get((int) key)) {
                differs("the payment %s was acknowledged and is not stored"
                        .formatted(new UUID(log.high(key), log.low(key))));
            }
        }
    }

    private void books(Target target) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(target.uri("/ledger/integrity"))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + target.apiKey())
                    .build();
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            var response = client.send(request, BodyHandlers.ofString());
            // A check of large books goes on when its asker is told to come back, and answers whoever asks meanwhile.
            while (response.statusCode() == BUSY && System.nanoTime() < deadline) {
                Thread.sleep(PAUSE);
                response = client.send(request, BodyHandlers.ofString());
            }
            var answer = response.statusCode() == 200 ? new JsonMapper().readTree(response.body()) : null;
            if (answer == null) {
                differs("the books were not checked: GET /ledger/integrity answered %d"
                        .formatted(response.statusCode()));
            } else if (!answer.path("status").asString("").equals("ok")) {
                differs("the books are wrong: %s".formatted(answer.path("findings")));
            }
        }
    }

    private void differs(String what) {
        found++;
        if (differences.size() < SHOWN) {
            differences.add(what);
        }
    }

    /// What differs, or as much of it as anybody reads.
    List<String> shown() {
        if (found > SHOWN) {
            differences.add("and %d more".formatted(found - SHOWN));
        }
        return differences;
    }
}
