package finance.flowlet.sandbox;

import finance.flowlet.platform.ConfigException;
import finance.flowlet.servers.ServerException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts everything, says how to use it, and stops it in order at Ctrl-C or SIGTERM.
@Command(
        name = "up",
        description = "Start the platform and its servers; Ctrl-C stops them in order.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "With DB_HOST or REDIS_HOST set (and DB_PORT, DB_NAME, DB_USER, DB_PASSWORD, REDIS_PORT),",
            "those servers are used instead of embedded ones."
        })
final class UpCommand implements Callable<Integer> {

    @Mixin
    Places places = new Places();

    @Option(names = "--ephemeral", description = "throw the data away at the end")
    boolean ephemeral;

    @Option(names = "--quiet", description = "print only the address, once ready, and problems")
    boolean quiet;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "processes that form one platform (default: 1, at most 16)")
    int nodes = 1;

    @Override
    public Integer call() throws InterruptedException {
        var console = Console.ofProcess(quiet);
        var running = new Running(console);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(running::close));
        try {
            new Startup(console, running, System.getenv()).run(places, ephemeral, nodes);
        } catch (SandboxException | ServerException | ConfigException e) {
            if (!running.isClosed()) {
                console.problem(String.valueOf(e.getMessage()));
            }
            return 1;
        }
        // The signal's own thread stops everything; this one only keeps the process alive.
        new CountDownLatch(1).await();
        return 0;
    }
}
