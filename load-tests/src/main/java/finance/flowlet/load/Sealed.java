package finance.flowlet.load;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waits until the platform has sealed everything that history added.
final class Sealed {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(20);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final String UNSEALED = """
            select count(*) from ledger.batch
            where not exists (
                select from ledger.tree_leaf
                where tree_leaf.writer_id = batch.writer_id and tree_leaf.number = batch.number)""";

    private Sealed() {}

    static void await(Target target, PrintStream out) throws SQLException {
        var postgres = target.postgres();
        if (postgres == null) {
            return;
        }
        var began = System.nanoTime();
        try (var database = Database.open(postgres)) {
            for (var left = database.number(UNSEALED); left > 0; left = database.number(UNSEALED)) {
                if (System.nanoTime() - began > PATIENCE) {
                    throw new LoadException("%d batches are still not sealed.".formatted(left));
                }
                LockSupport.parkNanos(PAUSE);
            }
        }
        out.printf(Locale.ROOT, "sealed after %.1f s%n", (System.nanoTime() - began) / 1e9);
    }
}
