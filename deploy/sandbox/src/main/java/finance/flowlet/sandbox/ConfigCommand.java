package finance.flowlet.sandbox;

import finance.flowlet.platform.ConfigException;
import finance.flowlet.platform.FlowletConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints the configuration that a start at this moment would have.
@Command(
        name = "config",
        description = "Print the effective configuration with where each key was set, secrets redacted.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "config/NAME.yaml is laid over config/flowlet.yaml (default: ${DEFAULT-VALUE})")
    String profile = "sandbox";

    @Override
    public Integer call() {
        var console = Console.ofProcess(false);
        var directory = Places.home().resolve("config");
        var files = List.of(directory.resolve("flowlet.yaml"), directory.resolve(profile + ".yaml"));
        try {
            console.always(FlowletConfig.explain(files, Variables.forPlatform(System.getenv()))
                    .stripTrailing());
            return 0;
        } catch (ConfigException e) {
            console.problem(String.valueOf(e.getMessage()));
            return 1;
        }
    }
}
