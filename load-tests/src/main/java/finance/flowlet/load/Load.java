package finance.flowlet.load;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import picocli.CommandLine;

/// What `./flowlet load` starts.
public final class Load {
    private static final int FAILED = 1;

    private Load() {}

    /// Ends with 0 when every request was answered well and the books are right, with 1 when not, with 2 when it was
    /// not understood.
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// The same without ending the process.
    public static int run(String... arguments) {
        return new CommandLine(new LoadCommand())
                .setExecutionExceptionHandler((failure, _, _) -> failed(failure, System.err))
                .execute(arguments);
    }

    private static int failed(Exception failure, PrintStream out) throws Exception {
        if (failure instanceof LoadException || failure instanceof IOException || failure instanceof SQLException) {
            out.println(failure.getMessage());
            return FAILED;
        }
        throw failure;
    }
}
