package finance.flowlet;

import finance.flowlet.platform.ConfigException;
import finance.flowlet.platform.FlowletConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/// Runs Flowlet against servers that exist: `Main config/flowlet.yaml [overlay.yaml ...]`, with the environment on top.
public final class Main {
    private Main() {}

    /// Starts and stays until the process is told to stop.
    public static void main(String[] files) {
        var log = LoggerFactory.getLogger(Main.class);
        try {
            var config = FlowletConfig.load(Arrays.stream(files).map(Path::of).toList(), System.getenv());
            var flowlet = Flowlet.start(config, Clock.systemUTC(), log::info);
            Runtime.getRuntime().addShutdownHook(new Thread(flowlet::close, "shutdown"));
        } catch (ConfigException mistakes) {
            log.error(mistakes.getMessage());
            System.exit(2);
        }
    }
}
