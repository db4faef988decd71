package finance.flowlet.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A child process and the thread that keeps it.
///
/// Linux sends the parent-death signal when the *thread* that forked ends, not the process. So the keeper thread spawns
/// the child and then lives exactly as long as it does.
record Child(Process process, Path log) {

    /// Output goes to `log`; the log of the run before stays beside it, because it tells how that run ended.
    static Child spawn(String name, List<String> command, Path log) {
        keepPrevious(log);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // The servers must not depend on what the caller's terminal speaks.
        builder.environment().put("LC_ALL", "C");
        builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
        var started = new CompletableFuture<Process>();
        Thread.ofPlatform().daemon().name("keeper-of-" + name).start(() -> keep(builder, started));
        try {
            return new Child(started.join(), log);
        } catch (CompletionException e) {
            throw new ServerException("Cannot start %s: %s".formatted(name, command), e);
        }
    }

    private static void keep(ProcessBuilder builder, CompletableFuture<Process> started) {
        try {
            var process = builder.start();
            started.complete(process);
            process.waitFor();
        } catch (IOException e) {
            started.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void keepPrevious(Path log) {
        if (Files.exists(log)) {
            try {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new ServerException("Cannot write " + log, e);
            }
        }
    }

    long pid() {
        return process.pid();
    }

    /// Waits for the end, at most so long; an interrupt counts as "not ended" and stays set.
    boolean ended(Duration patience) {
        try {
            return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The last lines it said, for the message of a failed start.
    String lastWords() {
        try (var lines = Files.lines(log)) {
            var all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - 12), all.size()));
        } catch (IOException e) {
            return "(no log at " + log + ")";
        }
    }
}
