package finance.flowlet.sandbox;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/// All that the sandbox prints. The steps go to standard output, problems to standard error.
final class Console {

    private final PrintStream out;
    private final PrintStream errors;
    private final boolean quiet;
    private long previous = System.nanoTime();

    Console(PrintStream out, PrintStream errors, boolean quiet) {
        this.out = out;
        this.errors = errors;
        this.quiet = quiet;
    }

    static Console ofProcess(boolean quiet) {
        return new Console(System.out, System.err, quiet);
    }

    /// Runs a step and tells how long it took.
    <T> T step(String what, Supplier<T> work) {
        previous = System.nanoTime();
        var result = work.get();
        done(what);
        return result;
    }

    /// Tells that a step is over; its time counts from the end of the step before.
    void done(String what) {
        var now = System.nanoTime();
        say(String.format(Locale.ROOT, "  %-52s %6.2f s", what, (now - previous) / 1e9));
        previous = now;
    }

    void say(String text) {
        if (!quiet) {
            always(text);
        }
    }

    /// Said even when quiet.
    void always(String text) {
        out.println(text);
        out.flush();
    }

    boolean quiet() {
        return quiet;
    }

    void problem(String text) {
        errors.println();
        errors.println(text);
        errors.flush();
    }
}
