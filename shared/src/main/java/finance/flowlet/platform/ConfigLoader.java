package finance.flowlet.platform;

import finance.flowlet.platform.FlowletConfig.Auth;
import finance.flowlet.platform.FlowletConfig.Bridge;
import finance.flowlet.platform.FlowletConfig.Cluster;
import finance.flowlet.platform.FlowletConfig.Database;
import finance.flowlet.platform.FlowletConfig.Fx;
import finance.flowlet.platform.FlowletConfig.Holds;
import finance.flowlet.platform.FlowletConfig.Initiation;
import finance.flowlet.platform.FlowletConfig.Jobs;
import finance.flowlet.platform.FlowletConfig.Jwt;
import finance.flowlet.platform.FlowletConfig.Ledger;
import finance.flowlet.platform.FlowletConfig.Limits;
import finance.flowlet.platform.FlowletConfig.Payments;
import finance.flowlet.platform.FlowletConfig.RateLimit;
import finance.flowlet.platform.FlowletConfig.Reconciliation;
import finance.flowlet.platform.FlowletConfig.Redis;
import finance.flowlet.platform.FlowletConfig.Server;
import finance.flowlet.platform.FlowletConfig.Services;
import finance.flowlet.platform.FlowletConfig.Signing;
import finance.flowlet.platform.FlowletConfig.Statements;
import finance.flowlet.platform.FlowletConfig.Tls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Every key with its default and its range, section by section as in `config/flowlet.yaml`, which states
/// the same defaults (a test compares them).
final class ConfigLoader {
    /// A configuration, and for each key that was set the file or variable that set it.
    record Loaded(FlowletConfig config, Map<String, String> origins) {}

    private static final int MINUTE = 60_000;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY_SECONDS = 86_400;
    private final ConfigReader in;

    private ConfigLoader(ConfigReader in) {
        this.in = in;
    }

    /// Reads and judges everything.
    ///
    /// @throws ConfigException with all mistakes, when there is one
    static Loaded load(List<Path> files, Map<String, String> environment) {
        var mistakes = new ArrayList<String>();
        var reader = new ConfigReader(new ConfigSource(files, environment, mistakes), mistakes);
        var config = new ConfigLoader(reader).all();
        new ConfigRules(config, reader).check();
        reader.refuseUnknown();
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
        return new Loaded(config, reader.origins());
    }

    private FlowletConfig all() {
        var profile = in.oneOf("profile", Profile.class, Profile.PRODUCTION);
        return new FlowletConfig(
                profile,
                in.texts("roles"),
                cluster(),
                server(),
                tls(),
                bridge(),
                database(),
                redis(),
                services(),
                ledger(),
                new Jobs(
                        in.whole("jobs.intervalMillis", 1000, 10, HOUR), in.whole("jobs.leaseMillis", 5000, 100, HOUR)),
                new Holds(in.whole("holds.expiresInSeconds", 7 * DAY_SECONDS, 1, 31 * DAY_SECONDS)),
                new Payments(
                        in.whole("payments.defaultExpirySeconds", 604_800, 1, 31_536_000),
                        in.whole("payments.maxExpirySeconds", 2_592_000, 1, 31_536_000),
                        in.whole("payments.expiryBatch", 100, 1, 10_000),
                        in.whole("payments.settingsCacheMillis", 2000, 0, HOUR)),
                limits(),
                initiation(),
                fx(),
                rateLimit(),
                jwt(),
                auth(profile),
                signing(),
                new Statements(
                        in.whole("statements.graceSeconds", 60, 0, DAY_SECONDS),
                        in.whole("statements.maxAtOnce", 16, 1, 1000),
                        in.whole("statements.workers", 1, 1, 64)),
                new Reconciliation(
                        in.whole("reconciliation.maxLines", 10_000, 1, 1_000_000),
                        in.whole("reconciliation.workers", 1, 1, 64),
                        in.whole("reconciliation.maxAtOnce", 8, 1, 1000)));
    }

    private Cluster cluster() {
        return new Cluster(
                in.flag("cluster.enabled", false),
                in.text("cluster.name", "flowlet"),
                in.text("cluster.host", "127.0.0.1"),
                in.whole("cluster.port", 5701, 1, 65_535),
                in.whole("cluster.busPort", 0, 0, 65_535),
                in.optional("cluster.publicHost"),
                in.whole("cluster.publicPort", 0, 0, 65_535),
                in.whole("cluster.publicBusPort", 0, 0, 65_535),
                in.texts("cluster.members"),
                in.whole("cluster.silentSeconds", 10, 2, 300),
                in.whole("cluster.firstTryMillis", 3000, 10, 10 * MINUTE),
                in.whole("cluster.hotPerSecond", 200, 0, 1_000_000),
                in.whole("cluster.writerMillis", 1000, 10, MINUTE));
    }

    private Server server() {
        return new Server(
                in.text("server.host", "127.0.0.1"),
                in.whole("server.port", 8080, 0, 65_535),
                in.whole("server.bodyLimitBytes", 65_536, 1024, 16 << 20),
                in.whole("server.largestBodyBytes", 8 << 20, 1024, 64 << 20),
                in.whole("server.largeBodiesBytes", 64 << 20, 1024, 1 << 30),
                in.whole("server.bodyTimeoutMillis", 10_000, 100, 10 * MINUTE),
                in.whole("server.headTimeoutMillis", 10_000, 100, 10 * MINUTE),
                in.whole("server.idleTimeoutMillis", 60_000, 1000, HOUR),
                in.whole("server.maxConnections", 10_000, 1, 1_000_000),
                in.whole("server.shutdownGraceMillis", 25_000, 0, 10 * MINUTE),
                in.texts("server.corsOrigins"));
    }

    private Tls tls() {
        return new Tls(
                in.flag("tls.enabled", false),
                in.optional("tls.certificateFile"),
                in.optional("tls.keyFile"),
                in.oneOf("tls.minVersion", "TLSv1.2", List.of("TLSv1.2", "TLSv1.3")),
                in.texts("tls.cipherSuites"));
    }

    private Bridge bridge() {
        return new Bridge(
                new Bridge.Tcp(
                        in.flag("bridge.tcp.enabled", false),
                        in.text("bridge.tcp.host", "127.0.0.1"),
                        in.whole("bridge.tcp.port", 7000, 0, 65_535)),
                in.flag("bridge.sockjs", false),
                in.whole("bridge.maxConnections", 1000, 1, 1_000_000),
                in.whole("bridge.maxFrameBytes", 131_072, 1024, 16 << 20),
                in.whole("bridge.maxInFlight", 64, 1, 10_000),
                in.whole("bridge.idleTimeoutMillis", MINUTE, 100, HOUR));
    }

    private Database database() {
        var modes = List.of("disable", "prefer", "require", "verify-ca", "verify-full");
        var ssl = new Database.Ssl(
                in.oneOf("database.ssl.mode", "prefer", modes), in.optional("database.ssl.rootCertificateFile"));
        var pool = new Database.Pool(
                in.whole("database.pool.maxSize", 16, 1, 1000),
                in.whole("database.pool.maxWaitQueue", 512, 0, 100_000),
                in.whole("database.pool.connectTimeoutMillis", 2000, 10, 10 * MINUTE),
                in.whole("database.pool.idleTimeoutMillis", 60_000, 0, 24 * HOUR),
                in.whole("database.pool.maxLifetimeMillis", 1_800_000, 0, 24 * HOUR));
        return new Database(
                in.text("database.host", "localhost"),
                in.whole("database.port", 5432, 1, 65_535),
                in.text("database.name", "flowlet"),
                in.text("database.user", "flowlet"),
                in.secret("database.password"),
                ssl,
                pool,
                in.whole("database.statementTimeoutMillis", 10_000, 100, HOUR),
                in.whole("database.idleTransactionMillis", 5000, 100, HOUR));
    }

    private Redis redis() {
        return new Redis(
                in.text("redis.host", "localhost"),
                in.whole("redis.port", 6379, 1, 65_535),
                in.optional("redis.password"),
                in.whole("redis.timeoutMillis", 50, 1, MINUTE),
                in.whole("redis.poolSize", 8, 1, 1000),
                in.whole("redis.maxWaiting", 1024, 0, 100_000));
    }

    private Services services() {
        var retries = new Services.Retries(
                in.whole("services.retries.max", 2, 0, 10), in.whole("services.retries.backoffMillis", 100, 1, MINUTE));
        return new Services(in.whole("services.timeoutMillis", 15_000, 10, 10 * MINUTE), retries);
    }

    private Ledger ledger() {
        return new Ledger(
                in.whole("ledger.writers", 1, 1, 64),
                in.whole("ledger.maxBatch", 512, 1, 8192),
                in.whole("ledger.maxQueue", 20_000, 1, 1_000_000),
                in.whole("ledger.commandDeadlineMillis", 10_000, 100, 10 * MINUTE),
                in.whole("ledger.lockTimeoutMillis", 5000, 10, 10 * MINUTE),
                in.whole("ledger.maxBatchRetries", 3, 0, 100),
                in.whole("ledger.knownAccounts", 50_000, 0, 10_000_000),
                in.whole("ledger.checkpointMaxBatches", 1000, 1, 10_000));
    }

    private Limits limits() {
        return new Limits(
                // A thousandfold headroom below the largest long, so that no sum over an account comes near it.
                in.whole("limits.maxAmountMinorUnits", 99_999_999_999L, 1, 1_000_000_000_000_000L),
                in.whole("limits.maxPageSize", 200, 1, 1000),
                in.whole("limits.defaultPageSize", 50, 1, 1000),
                in.whole("limits.maxOffset", 10_000, 0, 1_000_000),
                in.whole("limits.maxJsonDepth", 32, 2, 500),
                in.whole("limits.maxBatchItems", 10_000, 1, 10_000));
    }

    private Initiation initiation() {
        return new Initiation(
                in.whole("initiation.window", 128, 1, 10_000),
                in.whole("initiation.leaseMillis", 30_000, 100, HOUR),
                in.whole("initiation.maxAttempts", 60, 1, 10_000),
                in.whole("initiation.maxBackoffMillis", 300_000, 1, 24 * HOUR),
                in.whole("initiation.graceMillis", HOUR, 0, 24 * HOUR),
                in.whole("initiation.maxConsecutiveDeclines", 0, 0, 1000),
                in.whole("initiation.requestExpirySeconds", 30 * DAY_SECONDS, 60, 365 * DAY_SECONDS));
    }

    private Fx fx() {
        return new Fx(
                in.whole("fx.marginBasisPoints", 50, 0, 5000),
                in.whole("fx.quoteSeconds", 60, 1, 900),
                in.whole("fx.maxRateAgeSeconds", 3600, 1, 30 * DAY_SECONDS));
    }

    private RateLimit rateLimit() {
        return new RateLimit(
                rate("rateLimit.global", 10_000, 3600),
                rate("rateLimit.perUser", 1000, 3600),
                rate("rateLimit.perIp", 100, 60));
    }

    private RateLimit.Rate rate(String key, int requests, int windowSeconds) {
        return new RateLimit.Rate(
                in.whole(key + ".requests", requests, 1, 1_000_000_000),
                in.whole(key + ".windowSeconds", windowSeconds, 1, DAY_SECONDS));
    }

    private Jwt jwt() {
        return new Jwt(
                in.oneOf("jwt.algorithm", "HS256", List.of("HS256", "ES256")),
                in.secret("jwt.secret"),
                in.texts("jwt.keys"),
                in.optional("jwt.signingKey"),
                in.text("jwt.issuer", "flowlet"),
                in.text("jwt.audience", "flowlet-api"),
                in.whole("jwt.expiresInSeconds", DAY_SECONDS, 60, 7 * DAY_SECONDS),
                in.whole("jwt.refreshExpiresInSeconds", 30 * DAY_SECONDS, 60, 365 * DAY_SECONDS),
                in.whole("jwt.leewaySeconds", 60, 0, 300));
    }

    private Auth auth(Profile profile) {
        var password = new Auth.Password(
                in.whole("auth.password.minLength", 15, 8, 128),
                in.whole("auth.password.maxLength", 128, 64, 1024),
                in.whole("auth.password.memoryKib", 19_456, 64, 1 << 20),
                in.whole("auth.password.iterations", 2, 1, 100),
                in.whole("auth.password.parallelism", 1, 1, 16),
                in.whole("auth.password.concurrency", 2, 1, 64));
        var lockout = new Auth.Lockout(
                in.whole("auth.lockout.maxFailures", 10, 1, 1000),
                in.whole("auth.lockout.maxFailuresPerSource", 100, 1, 1_000_000),
                in.whole("auth.lockout.windowSeconds", 900, 1, DAY_SECONDS),
                in.whole("auth.lockout.lockSeconds", 900, 1, DAY_SECONDS));
        var mfa = new Auth.Mfa(
                in.flag("auth.mfa.requiredForStaff", profile == Profile.PRODUCTION),
                in.text("auth.mfa.issuer", "Flowlet"),
                in.whole("auth.mfa.enrollWithinSeconds", 900, 60, 30 * DAY_SECONDS),
                in.whole("auth.mfa.challengeSeconds", 300, 30, 3600),
                in.whole("auth.mfa.challengeAttempts", 5, 1, 100));
        var reset = new Auth.Reset(
                in.whole("auth.reset.expiresInSeconds", 1800, 60, DAY_SECONDS),
                in.whole("auth.reset.maxPending", 3, 1, 100));
        return new Auth(
                in.secret("auth.pepper"),
                in.optional("auth.registrationTenant"),
                password,
                lockout,
                mfa,
                reset,
                in.whole("auth.principalCacheMillis", 2000, 0, MINUTE));
    }

    private Signing signing() {
        return new Signing(
                in.text("signing.keyName", "flowlet"), in.optional("signing.keyFile"), in.texts("signing.retiredKeys"));
    }
}
