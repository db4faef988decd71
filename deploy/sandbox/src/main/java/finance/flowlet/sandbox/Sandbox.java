package finance.flowlet.sandbox;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What the `flowlet` script starts.
@Command(
        name = "flowlet",
        description = "The Flowlet platform on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {UpCommand.class, ConfigCommand.class, VerifyCommand.class})
public final class Sandbox implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    /// Ends with 0, with 1 when a command failed, or with 2 when it was not understood.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Sandbox()).execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: up, config or verify.");
    }
}
