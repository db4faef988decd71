package finance.flowlet.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryCacheTest {

    @TempDir
    Path root;

    @Test
    void unpacksOnce() {
        var unpackings = new AtomicInteger();
        BinaryCache.Unpacker unpacker = directory -> {
            unpackings.incrementAndGet();
            Files.writeString(directory.resolve("program"), "x");
        };
        var cache = new BinaryCache(root);
        assertEquals(cache.directory("p-1", unpacker), cache.directory("p-1", unpacker));
        assertEquals(1, unpackings.get());
    }

    @Test
    void twoAtTheSameTimeBothGetACompleteProgram() throws InterruptedException, ExecutionException, IOException {
        var together = new CyclicBarrier(2);
        BinaryCache.Unpacker unpacker = directory -> {
            Files.writeString(directory.resolve("program"), "x");
            meet(together);
        };
        try (var threads = Executors.newFixedThreadPool(2)) {
            Callable<Path> start = () -> new BinaryCache(root).directory("p-1", unpacker);
            var both = threads.invokeAll(List.of(start, start));
            for (var directory : both) {
                assertTrue(Files.exists(directory.get().resolve("program")));
            }
        }
        try (var left = Files.list(root)) {
            assertEquals(List.of(root.resolve("p-1")), left.toList());
        }
    }

    @Test
    void anInterruptedUnpackingLeavesNothing() throws IOException {
        var cache = new BinaryCache(root);
        var refusal = Refusal.of(() -> cache.directory("p-1", directory -> {
            Files.writeString(directory.resolve("program"), "half");
            throw new IOException("No space left on device");
        }));
        refusal.says("No space left on device");
        try (var left = Files.list(root)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static void meet(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
