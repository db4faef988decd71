package finance.flowlet.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that can be configured, typed. One record per section of `config/flowlet.yaml`, which
/// explains each key.
public record FlowletConfig(
        Profile profile,
        List<String> roles,
        Cluster cluster,
        Server server,
        Tls tls,
        Bridge bridge,
        Database database,
        Redis redis,
        Services services,
        Ledger ledger,
        Jobs jobs,
        Holds holds,
        Payments payments,
        Limits limits,
        Initiation initiation,
        Fx fx,
        RateLimit rateLimit,
        Jwt jwt,
        Auth auth,
        Signing signing,
        Statements statements,
        Reconciliation reconciliation) {
    public FlowletConfig {
        roles = List.copyOf(roles);
    }

    /// Whether this process runs a domain; without roles it runs all of them.
    public boolean runs(Domain domain) {
        return roles.isEmpty() || roles.contains(domain.role());
    }

    /// Reads the files, each laid over the one before, and over them the environment: a short name such as
    /// `DB_HOST`, or `FLOWLET_DATABASE_POOL_MAX_SIZE` for `database.pool.maxSize`. What nobody sets has a
    /// default; only `jwt.secret` and `auth.pepper` have none.
    ///
    /// @throws ConfigException with every mistake there is
    public static FlowletConfig load(List<Path> files, Map<String, String> environment) {
        return ConfigLoader.load(files, environment).config();
    }

    /// What [#load] would give, as YAML without the secrets, and where each key was set.
    ///
    /// @throws ConfigException with every mistake there is
    public static String explain(List<Path> files, Map<String, String> environment) {
        var loaded = ConfigLoader.load(files, environment);
        return ConfigPrinter.print(loaded.config(), loaded.origins());
    }

    /// This configuration as YAML, its secrets replaced by `[redacted]`.
    public String redacted() {
        return ConfigPrinter.print(this, Map.of());
    }

    /// Without secrets, because it will end up in a log one day.
    @Override
    public String toString() {
        return redacted();
    }

    /// Several processes as one platform. `port` is where they agree on who is there, `busPort` where they talk;
    /// the public ones are where others find these two. A member that is silent for `silentSeconds` has gone;
    /// another one is asked after `firstTryMillis`. `hotPerSecond` commands on one account make it worth
    /// sending them to one writer, which has `writerMillis` to answer.
    public record Cluster(
            boolean enabled,
            String name,
            String host,
            int port,
            int busPort,
            @Nullable String publicHost,
            int publicPort,
            int publicBusPort,
            List<String> members,
            int silentSeconds,
            int firstTryMillis,
            int hotPerSecond,
            int writerMillis) {
        public Cluster {
            members = List.copyOf(members);
        }
    }

    /// The HTTP listener.
    public record Server(
            String host,
            int port,
            int bodyLimitBytes,
            int largestBodyBytes,
            int largeBodiesBytes,
            int bodyTimeoutMillis,
            int headTimeoutMillis,
            int idleTimeoutMillis,
            int maxConnections,
            int shutdownGraceMillis,
            List<String> corsOrigins) {
        public Server {
            corsOrigins = List.copyOf(corsOrigins);
        }
    }

    /// TLS of the HTTP listener; off when it ends in front of us.
    public record Tls(
            boolean enabled,
            @Nullable String certificateFile,
            @Nullable String keyFile,
            String minVersion,
            List<String> cipherSuites) {
        public Tls {
            cipherSuites = List.copyOf(cipherSuites);
        }
    }

    /// The event bus for clients outside, over TCP and, with `sockjs`, over the HTTP listener.
    public record Bridge(
            Tcp tcp, boolean sockjs, int maxConnections, int maxFrameBytes, int maxInFlight, int idleTimeoutMillis) {
        public record Tcp(boolean enabled, String host, int port) {}
    }

    /// PostgreSQL, the only authority for money.
    public record Database(
            String host,
            int port,
            String name,
            String user,
            String password,
            Ssl ssl,
            Pool pool,
            int statementTimeoutMillis,
            int idleTransactionMillis) {
        /// Without the secret.
        @Override
        public String toString() {
            return "Database[" + user + "@" + host + ":" + port + "/" + name + "]";
        }

        /// `mode` is one of libpq's: disable, prefer, require, verify-ca, verify-full.
        public record Ssl(String mode, @Nullable String rootCertificateFile) {}

        /// Connections per domain.
        public record Pool(
                int maxSize,
                int maxWaitQueue,
                int connectTimeoutMillis,
                int idleTimeoutMillis,
                int maxLifetimeMillis) {}
    }

    /// Redis: rate limits only. It may vanish.
    public record Redis(
            String host, int port, @Nullable String password, int timeoutMillis, int poolSize, int maxWaiting) {
        /// Without the secret.
        @Override
        public String toString() {
            return "Redis[" + host + ":" + port + "]";
        }
    }

    /// Calls between domains.
    public record Services(int timeoutMillis, Retries retries) {
        /// `max` further tries under the same idempotency key, waiting `backoffMillis` before each.
        public record Retries(int max, int backoffMillis) {}
    }

    /// The posting kernel's writers.
    public record Ledger(
            int writers,
            int maxBatch,
            int maxQueue,
            int commandDeadlineMillis,
            int lockTimeoutMillis,
            int maxBatchRetries,
            int knownAccounts,
            int checkpointMaxBatches) {}

    /// Work that comes due by itself. What one process is enough for belongs to one for `leaseMillis`.
    public record Jobs(int intervalMillis, int leaseMillis) {}

    /// Reserved funds: how long, when nobody says.
    public record Holds(int expiresInSeconds) {}

    /// Payments that take longer than a moment.
    public record Payments(int defaultExpirySeconds, int maxExpirySeconds, int expiryBatch, int settingsCacheMillis) {}

    /// What a client may send.
    public record Limits(
            long maxAmountMinorUnits,
            int maxPageSize,
            int defaultPageSize,
            int maxOffset,
            int maxJsonDepth,
            int maxBatchItems) {}

    /// Payments that are made for somebody: batches, orders, requests. `window` is how many payments of a
    /// batch are under way at once; whoever works on an object has it for `leaseMillis`; a payment that
    /// cannot be decided is tried `maxAttempts` times, the pause doubling up to `maxBackoffMillis`; a run
    /// of an order that is late by more than `graceMillis` was missed; so many declines in a row pause an
    /// order (0: never); a request to be paid that does not say how long it lives does so for
    /// `requestExpirySeconds`.
    public record Initiation(
            int window,
            int leaseMillis,
            int maxAttempts,
            int maxBackoffMillis,
            int graceMillis,
            int maxConsecutiveDeclines,
            int requestExpirySeconds) {}

    /// Exchange rates and quotes.
    public record Fx(int marginBasisPoints, int quoteSeconds, int maxRateAgeSeconds) {}

    /// GCRA rates (see the gateway): requests per window.
    public record RateLimit(Rate global, Rate perUser, Rate perIp) {
        public record Rate(int requests, int windowSeconds) {}
    }

    /// Access tokens: `algorithm` is HS256 or ES256. `keys` are PEM files, or folders of them, `signingKey`
    /// is the name of the one that signs.
    public record Jwt(
            String algorithm,
            String secret,
            List<String> keys,
            @Nullable String signingKey,
            String issuer,
            String audience,
            int expiresInSeconds,
            int refreshExpiresInSeconds,
            int leewaySeconds) {
        public Jwt {
            keys = List.copyOf(keys);
        }

        /// Without the secret.
        @Override
        public String toString() {
            return "Jwt[" + issuer + "]";
        }
    }

    /// Passwords, API keys, sessions.
    public record Auth(
            String pepper,
            @Nullable String registrationTenant,
            Password password,
            Lockout lockout,
            Mfa mfa,
            Reset reset,
            int principalCacheMillis) {
        /// Without the secret.
        @Override
        public String toString() {
            return "Auth[...]";
        }

        /// Argon2id (RFC 9106) cost; `concurrency` bounds how many hashes run at once.
        public record Password(
                int minLength, int maxLength, int memoryKib, int iterations, int parallelism, int concurrency) {}

        /// After `maxFailures` per account, or `maxFailuresPerSource` per address, within the window:
        /// locked for a while.
        public record Lockout(int maxFailures, int maxFailuresPerSource, int windowSeconds, int lockSeconds) {}

        /// The second factor: who must have one, what an authenticator app calls us, how long after a login
        /// one may be enrolled, and how long and how often a login that has passed its password may try a
        /// code.
        public record Mfa(
                boolean requiredForStaff,
                String issuer,
                int enrollWithinSeconds,
                int challengeSeconds,
                int challengeAttempts) {}

        /// Tokens that reset a forgotten password: how long one works, and how many a person may have at
        /// once.
        public record Reset(int expiresInSeconds, int maxPending) {}
    }
    /// The Ed25519 key for checkpoints and statements. `retiredKeys` are public keys, `name+id+key`, of the
    /// keys before it.
    public record Signing(String keyName, @Nullable String keyFile, List<String> retiredKeys) {
        public Signing {
            retiredKeys = List.copyOf(retiredKeys);
        }
    }

    /// Monthly statements: how long after its end a month is over, and how much may be written at once.
    public record Statements(int graceSeconds, int maxAtOnce, int workers) {}

    /// Statements of others: the lines of a file, how many files are matched at once, and how many may
    /// wait.
    public record Reconciliation(int maxLines, int workers, int maxAtOnce) {}
}
