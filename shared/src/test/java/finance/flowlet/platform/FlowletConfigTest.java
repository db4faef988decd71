package finance.flowlet.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The ritual for configuration: the defaults, every key set to something else, every mistake told.
class FlowletConfigTest {
    private static final Path CONFIG = Path.of("..", "config");
    private static final String KEY = "8f0aK2mZq7LxW4vT9sBnR6yD3gHcJ5eP";
    private static final Map<String, String> SECRETS = Map.of(
            "JWT_SECRET",
            KEY + "jwt",
            "AUTH_PEPPER",
            KEY + "pepper",
            "DB_PASSWORD",
            "Kq3-hunter-2-zebra",
            // The rules ask whether it can be read, not what it says.
            "FLOWLET_SIGNING_KEY_FILE",
            CONFIG.resolve("production.yaml").toString());

    @TempDir
    Path folder;

    @Test
    void theCommentedFileStatesTheDefaults() {
        var withoutFile = FlowletConfig.load(List.of(), SECRETS);
        var withFile = FlowletConfig.load(List.of(CONFIG.resolve("flowlet.yaml")), SECRETS);

        assertEquals(withoutFile, withFile);
        assertEquals(withoutFile.redacted(), withFile.redacted());
    }

    @Test
    void theCommentedFileHasEveryKey() throws IOException {
        var mistakes = new ArrayList<String>();
        var stated = new ConfigSource(List.of(CONFIG.resolve("flowlet.yaml")), Map.of(), mistakes).fromFiles();

        assertEquals(allKeys(), new TreeSet<>(stated.keySet()));
        assertEquals(List.of(), mistakes);
    }

    @Test
    void theDefaultsOfTheRateLimitsAreThePublishedOnes() {
        var limits = FlowletConfig.load(List.of(), SECRETS).rateLimit();

        assertEquals(new FlowletConfig.RateLimit.Rate(10_000, 3600), limits.global());
        assertEquals(new FlowletConfig.RateLimit.Rate(1000, 3600), limits.perUser());
        assertEquals(new FlowletConfig.RateLimit.Rate(100, 60), limits.perIp());
    }

    @Test
    void everyKeyCanBeSetInAFile() throws IOException {
        var other = otherValues();
        var config = load(yaml(other), Map.of());

        assertEquals(other, values(config));
    }

    @Test
    void everyKeyCanBeSetInTheEnvironment() throws IOException {
        var other = otherValues();
        var environment = new HashMap<String, String>();
        other.forEach((key, value) -> environment.put(ConfigReader.variable(key), value));
        var config = FlowletConfig.load(List.of(), environment);

        assertEquals(other, values(config));
    }

    @ParameterizedTest
    @CsvSource({
        "HOST, server.host, 0.0.0.0",
        "PORT, server.port, 9090",
        "DB_HOST, database.host, db.internal",
        "DB_PORT, database.port, 6543",
        "DB_NAME, database.name, books",
        "DB_USER, database.user, clerk",
        "DB_PASSWORD, database.password, Kq3-other-2-zebra",
        "DB_SSL_MODE, database.ssl.mode, require",
        "REDIS_HOST, redis.host, redis.internal",
        "REDIS_PORT, redis.port, 6380",
        "REDIS_PASSWORD, redis.password, Kq3-redis-2-zebra",
        "JWT_SECRET, jwt.secret, 0f0aK2mZq7LxW4vT9sBnR6yD3gHcJ5eP",
        "AUTH_PEPPER, auth.pepper, 0f0aK2mZq7LxW4vT9sBnR6yD3gHcJ5eQ",
        "FLOWLET_PROFILE, profile, sandbox",
        "FLOWLET_DATABASE_POOL_MAX_SIZE, database.pool.maxSize, 7",
        "FLOWLET_RATE_LIMIT_PER_IP_WINDOW_SECONDS, rateLimit.perIp.windowSeconds, 7"
    })
    void aVariableOverridesAFile(String variable, String key, String value) throws IOException {
        var file = write("server: {port: 1, host: a}\ndatabase: {host: a, pool: {maxSize: 3}}");
        var environment = new HashMap<>(SECRETS);
        environment.put(variable, value);

        assertEquals(
                value, values(FlowletConfig.load(List.of(file), environment)).get(key));
    }

    @Test
    void aLaterFileOverridesAnEarlierOneKeyByKey() throws IOException {
        var first = write("server: {port: 1, host: first}");
        var second = Files.writeString(folder.resolve("second.yaml"), "server:\n  port: 2\n");
        var config = FlowletConfig.load(List.of(first, second), SECRETS);

        assertEquals("first", config.server().host());
        assertEquals(2, config.server().port());
    }

    @Test
    void anEmptyVariableIsNotSet() {
        var environment = new HashMap<>(SECRETS);
        environment.put("DB_HOST", "");

        assertEquals(
                "localhost",
                FlowletConfig.load(List.of(), environment).database().host());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            server: {prot: 1}                       | server.prot: unknown key, did you mean server.port?
            servers: {port: 1}                      | servers.port: unknown key, did you mean server.port?
            zebra: ""                               | zebra: unknown key
            server: {port: abc}                     | server.port: must be a whole number
            server: {port: 80.5}                    | server.port: must be a whole number
            server: {port: 65536}                   | server.port: must be from 0 to 65535, not 65536
            server: {port: -1}                      | server.port: must be from 0 to 65535, not -1
            server: {port: 99999999999999999999}    | server.port: must be a whole number
            server: {port: [1]}                     | server.port: must be one text, not a list
            server: {port: {a: 1}}                  | server.port.a: unknown key
            server: {port: ""}                      | server.port: must be a whole number
            server: {host: ""}                      | server.host: must not be empty
            server: {corsOrigins: ["*"]}            | server.corsOrigins: must list origins such as
            server: {corsOrigins: [https://a.b/c]}  | server.corsOrigins: must list origins such as
            server: {corsOrigins: [[a]]}            | server.corsOrigins: must be a text, a list of texts
            server: {port: !!int 5}                 | server.port: must be a text, a list of texts
            server: 5                               | server: unknown key
            profile: staging                        | profile: must be one of production, sandbox
            roles: [gateway, ledgers]               | roles: must list some of ledger, auth, wallets, payments
            roles: [gateway]                        | roles: leave out what nobody else runs
            cluster: {enabled: true}                | cluster.members: is required when cluster.enabled is true
            cluster: {members: [10.0.0.7]}          | cluster.members: must list addresses such as 10.0.0.7:5701
            cluster: {enabled: true, host: 0.0.0.0} | cluster.publicHost: is required when cluster.host is every
            tls: {enabled: yes}                     | tls.enabled: must be one of true, false
            tls: {enabled: true}                    | tls.keyFile: is required when tls.enabled is true
            tls: {enabled: true, keyFile: /nowhere} | tls.keyFile: cannot be read: /nowhere
            tls: {minVersion: TLSv1.1}              | tls.minVersion: must be one of TLSv1.2, TLSv1.3
            tls: {cipherSuites: [TLS_ROT13]}        | tls.cipherSuites: must be names that the JDK supports
            database: {ssl: {mode: on}}             | database.ssl.mode: must be one of disable, prefer
            database: {ssl: {mode: verify-full}}    | database.ssl.rootCertificateFile: is required when
            limits: {defaultPageSize: 201}          | limits.defaultPageSize: must not exceed limits.maxPageSize
            server: {largestBodyBytes: 65535}       | server.bodyLimitBytes: must not exceed server.largestBodyBytes
            server: {largeBodiesBytes: 8388607}     | server.largestBodyBytes: must not exceed server.largeBodiesBytes
            ledger: {maxQueue: 511}                 | ledger.maxBatch: must not exceed ledger.maxQueue
            signing: {retiredKeys: [flowlet+1+A]}   | signing.retiredKeys: must list public keys
            auth: {password: {minLength: 7}}        | auth.password.minLength: must be from 8 to 128, not 7
            jwt: {algorithm: RS256}                 | jwt.algorithm: must be one of HS256, ES256
            jwt: {algorithm: none}                  | jwt.algorithm: must be one of HS256, ES256
            jwt: {algorithm: ES256}                 | jwt.keys: is required when jwt.algorithm is ES256
            jwt: {algorithm: ES256, keys: [/nowhere]} | jwt.keys: cannot be read: /nowhere
            jwt: {refreshExpiresInSeconds: 60}      | jwt.expiresInSeconds: must not exceed
            server: {port: 1, port: 2}              | names a key twice, line 1
            server: {port                           | is not valid YAML, line
            a: &a [b]\\nserver: {corsOrigins: *a}   | is not valid YAML
            a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}} | is not valid YAML
            """)
    void aMistakeIsToldWithItsKey(String yaml, String expected) throws IOException {
        var told = mistakes(yaml.replace("\\n", "\n"), SECRETS);

        assertTrue(told.stream().anyMatch(mistake -> mistake.contains(expected)), told::toString);
    }

    @Test
    void allMistakesAreToldAtOnce() throws IOException {
        var told = mistakes("server: {port: x}\nredis: {port: 0}\nnonsense: 1", Map.of("FLOWLET_REDIS_PROT", "1"));

        assertTrue(told.toString().contains("server.port:"), told::toString);
        assertTrue(told.toString().contains("redis.port:"), told::toString);
        assertTrue(told.toString().contains("nonsense:"), told::toString);
        assertTrue(told.toString().contains("FLOWLET_REDIS_PROT: unknown variable"), told::toString);
        assertTrue(told.toString().contains("jwt.secret: is required"), told::toString);
        assertTrue(told.toString().contains("auth.pepper: is required"), told::toString);
        assertTrue(told.toString().contains("database.password: is required"), told::toString);
    }

    @Test
    void theVariablesOfTheLauncherAreNotTakenForKeys() {
        var environment = new HashMap<>(SECRETS);
        environment.put("FLOWLET_JAVA_HOME", "/opt/jdk");
        environment.put("FLOWLET_JAVA_OPTS", "-Xmx1g");

        assertEquals(FlowletConfig.load(List.of(), SECRETS), FlowletConfig.load(List.of(), environment));
    }

    /// The logins that the sandbox prints have no second factor.
    @Test
    void staffNeedsASecondFactorInProductionOnly() {
        assertTrue(FlowletConfig.load(List.of(), SECRETS).auth().mfa().requiredForStaff());
        var published = List.of(CONFIG.resolve("flowlet.yaml"), CONFIG.resolve("sandbox.yaml"));
        assertFalse(FlowletConfig.load(published, Map.of()).auth().mfa().requiredForStaff());
        var sandbox = new HashMap<>(SECRETS);
        sandbox.put("FLOWLET_PROFILE", "sandbox");
        assertFalse(FlowletConfig.load(List.of(), sandbox).auth().mfa().requiredForStaff());
    }

    @Test
    void withKeyPairsNoSecretIsNeeded() throws IOException {
        var environment = new HashMap<>(SECRETS);
        environment.remove("JWT_SECRET");

        assertEquals(
                "",
                load("jwt: {algorithm: ES256, keys: [" + folder + "]}", environment)
                        .jwt()
                        .secret());
    }

    @Test
    void twoVariablesOfOneKeyMustAgree() {
        var environment = new HashMap<>(SECRETS);
        environment.put("PORT", "1");
        environment.put("FLOWLET_SERVER_PORT", "2");
        var failure = assertThrows(ConfigException.class, () -> FlowletConfig.load(List.of(), environment));

        assertTrue(failure.mistakes().toString().contains("server.port: FLOWLET_SERVER_PORT and PORT disagree"));
    }

    @Test
    void aFileThatIsNotThereIsAMistake() {
        var missing = List.of(folder.resolve("missing.yaml"));
        var failure = assertThrows(ConfigException.class, () -> FlowletConfig.load(missing, SECRETS));

        assertTrue(failure.mistakes().toString().contains("missing.yaml: cannot be read"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "0123456789012345678901234567890", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void productionRefusesWeakKeys(String weak) {
        for (var variable : List.of("JWT_SECRET", "AUTH_PEPPER")) {
            var environment = new HashMap<>(SECRETS);
            environment.put(variable, weak);

            assertThrows(ConfigException.class, () -> FlowletConfig.load(List.of(), environment), variable);
        }
    }

    @Test
    void productionRefusesEverySecretOfTheRepository() {
        var sandbox = CONFIG.resolve("sandbox.yaml");
        var published = FlowletConfig.load(List.of(sandbox), Map.of());
        var failure = assertThrows(
                ConfigException.class,
                () -> FlowletConfig.load(List.of(sandbox), Map.of("FLOWLET_PROFILE", "production")));

        assertEquals(Profile.SANDBOX, published.profile());
        assertEquals(
                List.of("signing.keyFile", "jwt.secret", "auth.pepper", "database.password"),
                failure.mistakes().stream()
                        .map(mistake -> mistake.replaceAll(":.*", ""))
                        .toList());
    }

    @Test
    void theProductionFileNeedsOnlyItsSecrets() {
        var files = List.of(CONFIG.resolve("flowlet.yaml"), CONFIG.resolve("production.yaml"));

        assertEquals(Profile.PRODUCTION, FlowletConfig.load(files, SECRETS).profile());
    }

    @Test
    void theSandboxLetsAMillionRequestsAMinuteThrough() {
        var config =
                FlowletConfig.load(List.of(CONFIG.resolve("flowlet.yaml"), CONFIG.resolve("sandbox.yaml")), Map.of());
        var million = new FlowletConfig.RateLimit.Rate(1_000_000, 60);

        assertEquals(new FlowletConfig.RateLimit(million, million, million), config.rateLimit());
    }

    @Test
    void noSecretIsEverPrinted() throws IOException {
        var secrets = new HashMap<>(SECRETS);
        secrets.put("REDIS_PASSWORD", "Kq3-redis-2-zebra");
        var file = String.valueOf(secrets.get("FLOWLET_SIGNING_KEY_FILE"));
        var config = FlowletConfig.load(List.of(), secrets);
        var printed = List.of(
                config.redacted(),
                config.toString(),
                FlowletConfig.explain(List.of(), secrets),
                config.database().toString(),
                config.redis().toString(),
                config.jwt().toString(),
                config.auth().toString());

        for (var text : printed) {
            secrets.values().stream()
                    .filter(secret -> !secret.equals(file))
                    .forEach(secret -> assertFalse(text.contains(secret), text));
        }
        assertEquals(4, config.redacted().split("\\[redacted]", -1).length - 1);
    }

    @Test
    void noMistakeRepeatsASecret() throws IOException {
        var yaml = """
                jwt: {secret: [hunter2zebra]}
                auth: {pepper: hunter2zebra}
                database: {password: *hunter2zebra}
                """;
        var broken = mistakes(yaml, Map.of());
        var readable = mistakes(yaml.replace("*", ""), Map.of("FLOWLET_JWT_SECRET", "hunter2zebra"));

        assertFalse(broken.toString().contains("hunter2zebra"), broken::toString);
        assertFalse(readable.toString().contains("hunter2zebra"), readable::toString);
    }

    @Test
    void whatIsPrintedSaysWhereItWasSetAndCanBeReadAgain() throws IOException {
        var file = write("server: {port: 9090}");
        var environment = new HashMap<>(SECRETS);
        environment.put("HOST", "a\"\\b");
        var printed = FlowletConfig.explain(List.of(file), environment);
        var again = Files.writeString(folder.resolve("again.yaml"), printed.replace("[redacted]", KEY + "redacted"));

        assertTrue(printed.contains("port: 9090  # " + file), printed);
        assertTrue(printed.contains("secret: \"[redacted]\"  # JWT_SECRET"), printed);
        assertEquals(
                "a\"\\b", FlowletConfig.load(List.of(again), Map.of()).server().host());
    }

    private List<String> mistakes(String yaml, Map<String, String> environment) throws IOException {
        var file = write(yaml);
        return assertThrows(ConfigException.class, () -> FlowletConfig.load(List.of(file), environment))
                .mistakes();
    }

    private FlowletConfig load(String yaml, Map<String, String> environment) throws IOException {
        return FlowletConfig.load(List.of(write(yaml)), environment);
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("first.yaml"), yaml);
    }

    private static Set<String> allKeys() {
        return new TreeSet<>(values(FlowletConfig.load(List.of(), SECRETS)).keySet());
    }

    /// For every key a valid value that is not its default.
    private Map<String, String> otherValues() throws IOException {
        var pem = Files.writeString(folder.resolve("some.pem"), "").toString();
        var texts = Map.ofEntries(
                Map.entry("profile", "sandbox"),
                Map.entry("roles", "gateway,auth"),
                Map.entry("cluster.enabled", "true"),
                Map.entry("cluster.members", "10.0.0.7:5701,pod-1.flowlet:5701"),
                Map.entry("server.corsOrigins", "https://a.example,https://b.example:8443"),
                Map.entry("tls.enabled", "true"),
                Map.entry("bridge.tcp.enabled", "true"),
                Map.entry("bridge.sockjs", "true"),
                Map.entry("tls.certificateFile", pem),
                Map.entry("tls.keyFile", pem),
                Map.entry("tls.minVersion", "TLSv1.3"),
                Map.entry("tls.cipherSuites", "TLS_AES_256_GCM_SHA384"),
                Map.entry("database.ssl.mode", "verify-full"),
                Map.entry("database.ssl.rootCertificateFile", pem),
                Map.entry("database.password", "Kq3-another"),
                Map.entry("redis.password", "Kq3-yet-another"),
                Map.entry("limits.maxBatchItems", "9999"),
                Map.entry("jwt.algorithm", "ES256"),
                Map.entry("jwt.secret", KEY + "another-jwt"),
                Map.entry("jwt.keys", pem),
                Map.entry("auth.mfa.requiredForStaff", "false"),
                Map.entry("auth.pepper", KEY + "another-pepper"),
                Map.entry("auth.registrationTenant", "zoo"),
                Map.entry("signing.keyFile", pem),
                Map.entry("signing.retiredKeys", "zoo+a436895e+AclM8o8Ngi99XMp6b/s2vmbufXhT/RQlCn/HY7S7LkFE"));
        var other = new TreeMap<String, String>();
        values(FlowletConfig.load(List.of(), SECRETS)).forEach((key, value) -> {
            var plain = value.matches("[0-9]+") ? Long.toString(Long.parseLong(value) + 1) : value + "-other";
            var set = texts.getOrDefault(key, plain);
            assertNotEquals(value, set, key);
            other.put(key, set);
        });
        return other;
    }

    /// One line per section and key; `values` are sorted, so the keys of a section stand together.
    private static String yaml(Map<String, String> values) {
        var yaml = new StringBuilder();
        var written = new TreeSet<String>();
        values.forEach((key, value) -> {
            var list = Set.of(
                            "roles",
                            "cluster.members",
                            "server.corsOrigins",
                            "tls.cipherSuites",
                            "jwt.keys",
                            "signing.retiredKeys")
                    .contains(key);
            for (var dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
                if (written.add(key.substring(0, dot))) {
                    yaml.append(line(key.substring(0, dot), "\n"));
                }
            }
            yaml.append(line(key, (list ? "[" + value + "]" : value) + "\n"));
        });
        return yaml.toString();
    }

    private static String line(String key, String rest) {
        var depth = key.replaceAll("[^.]", "").length();
        return "  ".repeat(depth) + key.substring(key.lastIndexOf('.') + 1) + ": " + rest;
    }

    /// Every key of a configuration and its value as one would write it in a variable.
    private static Map<String, String> values(FlowletConfig config) {
        var values = new TreeMap<String, String>();
        collect("", config, values);
        return values;
    }

    private static void collect(String prefix, Record section, Map<String, String> values) {
        for (var component : section.getClass().getRecordComponents()) {
            var key = prefix + component.getName();
            switch (invoke(component, section)) {
                case Record nested -> collect(key + ".", nested, values);
                case List<?> list ->
                    values.put(key, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
                case Enum<?> constant -> values.put(key, constant.name().toLowerCase(Locale.ROOT));
                case Object value -> values.put(key, value.toString());
                case null -> values.put(key, "");
            }
        }
    }

    private static @Nullable Object invoke(RecordComponent component, Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(component.getName(), impossible);
        }
    }
}
