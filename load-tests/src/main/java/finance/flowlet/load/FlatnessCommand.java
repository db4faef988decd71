package finance.flowlet.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Whether payments get dearer as the ledger grows.
@Command(
        name = "flatness",
        description = "Compare what a payment costs on a young ledger and on an old one, in two sandboxes of its own.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class FlatnessCommand implements Callable<Integer> {

    @Option(names = "--young", paramLabel = "N", defaultValue = "10000", description = "postings (default: 10000)")
    long young;

    @Option(names = "--old", paramLabel = "N", defaultValue = "10000000", description = "postings (default: 10000000)")
    long old;

    @Option(names = "--alternations", paramLabel = "N", defaultValue = "5", description = "rounds (default: 5)")
    int alternations;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "8",
            description = "of each measurement (default: 8)")
    double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "of each sandbox before (default: 20)")
    double warmUp;

    @Option(names = "--in-flight", paramLabel = "N", defaultValue = "256", description = "(default: 256)")
    int inFlight;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "(default: 1)")
    long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result there as well")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        var settings = new Flatness.Settings(young, old, alternations, warmUp, seconds, inFlight, seed);
        var result = new Flatness(Clock.systemUTC(), System.out).run(settings);
        System.out.print(Flatness.text(result));
        if (json != null) {
            Files.writeString(json, Flatness.json(settings, result));
        }
        return result.clean() ? 0 : 1;
    }
}
