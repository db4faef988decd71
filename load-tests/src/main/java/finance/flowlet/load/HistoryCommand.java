package finance.flowlet.load;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Gives the running sandbox a past.
@Command(
        name = "history",
        description =
                "Fill the running sandbox with payments in bulk, past the API and within every rule of the books.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HistoryCommand implements Callable<Integer> {

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "postings to add, two for each payment (default: 1000000)")
    long rows;

    @Option(names = "--wallets", paramLabel = "N", defaultValue = "1000", description = "that paid (default: 1000)")
    int wallets;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "repeats the choices (default: 1)")
    long seed;

    @Mixin
    Places places = new Places();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        load(places.target(), wallets, rows, seed, System.out);
        return 0;
    }

    static void load(Target target, int wallets, long rows, long seed, PrintStream out)
            throws IOException, InterruptedException, SQLException {
        var postgres = target.postgres();
        if (postgres == null) {
            throw new LoadException("The sandbox does not say where its PostgreSQL is.");
        }
        var settled = Wallets.settle(target, wallets);
        var began = System.nanoTime();
        History.write(postgres, settled, rows, Clock.systemUTC(), seed, written -> {
            if (written == rows || written % (10 * 204_800) == 0) {
                out.printf(Locale.ROOT, "%,12d postings  %6.1f s%n", written, (System.nanoTime() - began) / 1e9);
            }
        });
        out.printf(Locale.ROOT, "vacuumed, %.1f s in all%n", (System.nanoTime() - began) / 1e9);
    }
}
