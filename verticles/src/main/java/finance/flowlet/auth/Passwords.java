package finance.flowlet.auth;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import finance.flowlet.bus.Fault;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.problem.Code;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.shareddata.Shareable;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// Hashes passwords with Argon2id (RFC 9106) over their peppered NFC form. A hash costs memory and a core on purpose,
/// so all verticles of a JVM share a few worker threads for it and a short queue; who comes when it is full is told
/// to come again.
final class Passwords {
    private static final String NAME = "flowlet-passwords";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /// Waiting hashes per running one: at 50 ms each, about two seconds.
    private static final int QUEUE_FACTOR = 40;

    private final Pepper pepper;
    private final SecureRandom random;
    private final WorkerExecutor workers;
    private final Argon2Function function;
    private final int maxPending;
    private final AtomicInteger pending;
    private final String parameters;
    private final String nobodys;

    Passwords(Vertx vertx, FlowletConfig.Auth.Password cost, Pepper pepper, SecureRandom random) {
        this.pepper = pepper;
        this.random = random;
        this.workers = vertx.createSharedWorkerExecutor(NAME, cost.concurrency());
        this.function = Argon2Function.getInstance(
                cost.memoryKib(), cost.iterations(), cost.parallelism(), HASH_BYTES, Argon2.ID);
        this.maxPending = cost.concurrency() * (1 + QUEUE_FACTOR);
        this.pending = vertx.sharedData()
                .<String, Pending>getLocalMap(NAME)
                .computeIfAbsent(NAME, _ -> new Pending(new AtomicInteger()))
                .count();
        this.parameters =
                "$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(cost.memoryKib(), cost.iterations(), cost.parallelism());
        this.nobodys = parameters + base64(randomBytes(SALT_BYTES)) + "$" + base64(randomBytes(HASH_BYTES));
    }

    /// Hashes that run or wait, of all verticles of the JVM.
    private record Pending(AtomicInteger count) implements Shareable {}

    /// The form in which a password is measured and compared: two spellings of one text are one password.
    static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    /// A new hash, with its parameters and salt.
    String hash(String password) {
        var peppered = peppered(password);
        var salt = randomBytes(SALT_BYTES);
        return inPool(() -> function.hash(peppered, salt).getResult());
    }

    /// Whether `password` is the one behind `hash`.
    boolean matches(String password, String hash) {
        var peppered = peppered(password);
        var encoded = hash.getBytes(StandardCharsets.UTF_8);
        return inPool(() -> Argon2Function.getInstanceFromHash(hash).check(peppered, encoded));
    }

    /// A hash that no password has: comparing with it takes as long as comparing with a real one.
    String nobodys() {
        return nobodys;
    }

    /// Whether `hash` was made with other parameters than those of today.
    boolean outdated(String hash) {
        return !hash.startsWith(parameters);
    }

    private byte[] peppered(String password) {
        return pepper.password(normal(password));
    }

    private <T> T inPool(Callable<T> work) {
        if (pending.incrementAndGet() > maxPending) {
            pending.decrementAndGet();
            throw new Fault(Code.UNAVAILABLE);
        }
        // Whoever stops waiting does not stop the work, so it is the work that says when it is over.
        return workers.executeBlocking(work, false)
                .onComplete(_ -> pending.decrementAndGet())
                .await();
    }

    private byte[] randomBytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
