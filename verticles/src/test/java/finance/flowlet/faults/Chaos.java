package finance.flowlet.faults;

import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.Load;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// `./flowlet load chaos --seed S --minutes M` (R39): clients pay while faults strike one after another,
/// drawn by a seed that is printed. After each of them the service has to pay again within ten seconds;
/// in the end every acknowledged payment has to be stored once, every invariant to hold and every chain
/// to verify. Ends with 1 when one did not.
///
/// The same seed strikes with the same faults in the same order; how far the clients got in between is up
/// to the machine.
public final class Chaos {
    private static final Path LOG = Path.of("target", "chaos.log");
    private static final List<Nemesis> ALL = List.of(Nemesis.values());
    private static final int CLIENTS = 16;
    private static final int PAYMENTS_BETWEEN = 100;
    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private final long begin = System.nanoTime();
    private final Map<Nemesis, Integer> struck = new EnumMap<>(Nemesis.class);
    private final Random random;

    private final PrintStream console;

    /// `console` hears what happens.
    Chaos(long seed, PrintStream console) {
        this.random = new Random(seed);
        this.console = console;
        say("seed " + seed);
    }

    /// Arguments in any order: `--seed S`, `--minutes M`.
    public static void main(String[] arguments) {
        var seed = System.nanoTime();
        var minutes = 5L;
        for (var i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
                case "--minutes" -> minutes = Long.parseLong(arguments[i + 1]);
                default -> {
                    System.err.println("Usage: ./flowlet load chaos [--seed S] [--minutes M]");
                    System.exit(2);
                }
            }
        }
        var console = System.out;
        talkTo(LOG);
        Runtime.getRuntime().addShutdownHook(new Thread(Chaos::killPrograms));
        var chaos = new Chaos(seed, console);
        chaos.say("what the program and the servers say is in " + LOG.toAbsolutePath());
        try {
            chaos.run(Duration.ofMinutes(minutes));
        } catch (RuntimeException | AssertionError violation) {
            chaos.say("VIOLATED with seed " + seed + ": " + violation);
            violation.printStackTrace(console);
            System.exit(1);
        }
        System.exit(0);
    }

    private static void talkTo(Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            System.setOut(new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Nothing is left behind, however the run ends.
    private static void killPrograms() {
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    }

    /// Strikes until the time is over, then checks.
    void run(Duration length) {
        try (var stage = new Stage();
                var load = new Load(CLIENTS, stage.payers.wallets(), stage::api)) {
            var end = System.nanoTime() + length.toNanos();
            do {
                load.acknowledged(PAYMENTS_BETWEEN);
                strike(stage, load, ALL.get(random.nextInt(ALL.size())));
            } while (System.nanoTime() < end);
            check(stage, load);
        }
    }

    private void strike(Stage stage, Load load, Nemesis nemesis) {
        say(nemesis.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        struck.merge(nemesis, 1, Integer::sum);
        nemesis.strike(stage, random);
        var healed = System.nanoTime();
        load.acknowledged(PAYMENTS_BETWEEN / 2);
        var recovery = Duration.ofNanos(System.nanoTime() - healed);
        say("  paying again after %d ms; %s".formatted(recovery.toMillis(), load.summary()));
        if (recovery.compareTo(RECOVERY) > 0) {
            throw new AssertionError("paying again only after " + recovery);
        }
    }

    private void check(Stage stage, Load load) {
        load.settle(stage.database());
        Invariants.assertHold(stage.database());
        var integrity = stage.api().get("/ledger/integrity");
        if (!integrity.text("status").equals("ok")) {
            throw new AssertionError(integrity.body());
        }
        say("%s; faults: %s".formatted(load.summary(), struck));
        say("every acknowledged payment is stored once, every invariant holds, every chain verifies");
    }

    private void say(String line) {
        console.printf(Locale.ROOT, "%7.1f s  %s%n", (System.nanoTime() - begin) / 1e9, line);
    }
}
