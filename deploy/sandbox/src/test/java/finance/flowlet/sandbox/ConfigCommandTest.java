package finance.flowlet.sandbox;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigCommandTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void showsWhatIsInForceWithoutSecrets() throws Exception {
        var output = config(Map.of("DB_HOST", "db.example", "DB_PASSWORD", "hunter2-hunter2"));
        assertTrue(output.contains("db.example"), output);
        assertFalse(output.contains("hunter2"), output);
    }

    @Test
    void aMistakeIsNamedByItsKey() throws Exception {
        var output = config(Map.of("DB_PORT", "many"));
        assertTrue(output.contains("database.port: must be a whole number"), output);
        assertTrue(output.endsWith("exit 1\n"), output);
    }

    private static String config(Map<String, String> environment) throws Exception {
        var command = "%s -Dflowlet.home=%s -cp '%s' %s config; echo exit $?"
                .formatted(JAVA, UpProcess.REPOSITORY, System.getProperty("java.class.path"), Sandbox.class.getName());
        return new Shell(UpProcess.REPOSITORY).runWith(command, environment);
    }
}
