package finance.flowlet.sandbox;

import finance.flowlet.Flowlet;
import finance.flowlet.platform.FlowletConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;

/// A further node of a sandbox, in a process of its own: `Node file [file ...]` with the configuration, and the
/// environment on top.
///
/// It lives as long as its standard input is open. That is a pipe from the first node, which the system closes
/// however that process ends: no node is ever left behind.
final class Node {

    /// The first word of the line that says it is ready; its port follows.
    static final String READY = "ready ";

    private Node() {}

    /// Starts, says so, and ends with its parent.
    public static void main(String[] files) throws IOException {
        try {
            var environment = Variables.forPlatform(System.getenv());
            var config = FlowletConfig.load(Arrays.stream(files).map(Path::of).toList(), environment);
            var flowlet = Flowlet.start(config, Clock.systemUTC(), _ -> {});
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(flowlet::close));
            System.out.println(READY + flowlet.port());
        } catch (RuntimeException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
        while (System.in.read() >= 0) {
            // Nobody writes anything: only the end counts.
        }
        System.exit(0);
    }
}
