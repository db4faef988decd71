package finance.flowlet.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Processes of one program that still work in a data directory, left by a run that was killed.
///
/// Both PostgreSQL and Redis make the data directory their working directory, so the kernel itself knows; a pid
/// file may name a process number that meanwhile belongs to someone else.
record Leftovers(String program, Path directory) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHUTDOWN = Duration.ofSeconds(60);

    List<ProcessHandle> running() {
        return ProcessHandle.allProcesses().filter(this::worksHere).toList();
    }

    /// Waits for those who are already on their way out, stops orphans, and refuses when someone still owns the server:
    /// attaching to it would mean running on settings we did not choose.
    void clear(Signal stop) {
        if (gone(PATIENCE)) {
            return;
        }
        var top = running().stream().filter(this::leads).toList();
        for (var process : top) {
            if (!orphaned(process)) {
                throw new ServerException("""
                        Process %d (%s) works in %s and belongs to process %d. Stop that one first, \
                        or choose another data directory.""".formatted(
                                process.pid(),
                                program,
                                directory,
                                process.parent().map(ProcessHandle::pid).orElse(0L)));
            }
            stop.send(process.pid());
        }
        if (!gone(SHUTDOWN)) {
            kill();
        }
    }

    /// Kills them all, as a power cut would, and returns when they are gone.
    void kill() {
        running().forEach(ProcessHandle::destroyForcibly);
        if (!gone(SHUTDOWN)) {
            throw new ServerException("Cannot end the %s processes %s in %s; end them by hand."
                    .formatted(
                            program, running().stream().map(ProcessHandle::pid).toList(), directory));
        }
    }

    boolean gone(Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        while (!running().isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(5_000_000);
        }
        return true;
    }

    private boolean worksHere(ProcessHandle process) {
        var proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readSymbolicLink(proc.resolve("cwd")).equals(directory)
                    && Files.readSymbolicLink(proc.resolve("exe"))
                            .getFileName()
                            .toString()
                            .startsWith(program);
        } catch (IOException e) {
            // Gone meanwhile, or another user's: either way none of ours.
            return false;
        }
    }

    private boolean leads(ProcessHandle process) {
        return process.parent().filter(this::worksHere).isEmpty();
    }

    /// Adopted by the first process of the machine, the container or the login session.
    private static boolean orphaned(ProcessHandle process) {
        return process.parent()
                .filter(parent -> parent.pid() != 1)
                .filter(parent -> !"systemd".equals(command(parent)))
                .isEmpty();
    }

    private static String command(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "comm"))
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
