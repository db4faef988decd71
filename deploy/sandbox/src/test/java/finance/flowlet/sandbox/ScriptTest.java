package finance.flowlet.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The `flowlet` script on machines that lack something.
class ScriptTest {

    @TempDir
    Path home;

    @Test
    void withoutAJdk25ItSaysWhereItLookedAndWhatToDo() throws Exception {
        var output = script("up", Map.of("FLOWLET_JDK_DIRS", ""));
        assertTrue(output.contains("Flowlet needs a JDK 25, and none was found."), output);
        assertTrue(output.contains("JAVA_HOME"), output);
        assertTrue(output.endsWith("exit 1\n"), output);
    }

    @Test
    void anOlderJdkThatIsNamedIsRefused() throws Exception {
        var old = Files.createDirectories(home.resolve("jdk/bin"));
        Files.writeString(old.resolve("javac"), "#!/bin/sh\n");
        assertTrue(old.resolve("javac").toFile().setExecutable(true));
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"21.0.2\"\n");
        var output =
                script("up", Map.of("FLOWLET_JAVA_HOME", home.resolve("jdk").toString()));
        assertTrue(output.contains("jdk, which is not a JDK 25."), output);
    }

    @Test
    void withoutMavenItSaysSo() throws Exception {
        var output = script("test", Map.of("FLOWLET_JAVA_HOME", System.getProperty("java.home")));
        assertTrue(output.contains("there is no mvn on the PATH"), output);
        assertTrue(output.endsWith("exit 1\n"), output);
    }

    @Test
    void aloneItExplainsItself() throws Exception {
        assertTrue(script("", Map.of()).startsWith("Usage: ./flowlet <command>"));
        var unknown = script("dance", Map.of());
        assertTrue(unknown.contains("There is no command 'dance'."), unknown);
    }

    /// A machine with the tools of every Unix and nothing else.
    private String script(String command, Map<String, String> more) throws Exception {
        var bin = Files.createDirectories(home.resolve("bin"));
        for (var tool : new String[] {"sh", "cat", "dirname", "grep", "readlink", "find"}) {
            var link = bin.resolve(tool);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of("/usr/bin", tool));
            }
        }
        var environment = new HashMap<>(more);
        environment.put("PATH", bin.toString());
        environment.put("HOME", home.toString());
        return new Shell(home)
                .runWith(UpProcess.REPOSITORY.resolve("flowlet") + " " + command + "; echo exit $?", environment);
    }
}
