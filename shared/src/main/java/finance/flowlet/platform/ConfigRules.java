package finance.flowlet.platform;

import finance.flowlet.proof.VerifierKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// What must hold beyond one key's range: rules between keys, files that must be readable, secrets worth
/// the name.
final class ConfigRules {
    /// What every secret that is committed to this repository contains. Production refuses them all by it.
    static final String MARK_OF_A_COMMITTED_SECRET = "not-a-secret";

    /// Shorter keys weaken HMAC-SHA256 (RFC 7518, section 3.2).
    private static final int MIN_KEY_BYTES = 32;

    private static final int MIN_DIFFERENT_CHARACTERS = 8;
    private static final Set<String> WELL_KNOWN_PASSWORDS =
            Set.of("flowlet", "postgres", "postgresql", "password", "secret", "changeme", "admin", "root", "redis");
    private final FlowletConfig config;
    private final ConfigReader in;

    ConfigRules(FlowletConfig config, ConfigReader in) {
        this.config = config;
        this.in = in;
    }

    /// Notes every rule that is broken.
    void check() {
        roles();
        cluster();
        corsOrigins();
        tls();
        database();
        order();
        signing();
        accessTokens();
        key("auth.pepper", config.auth().pepper());
        if (config.profile() == Profile.PRODUCTION) {
            password("database.password", config.database().password());
            var redis = config.redis().password();
            if (redis != null) {
                password("redis.password", redis);
            }
        }
    }

    private void roles() {
        var known = Arrays.stream(Domain.values()).map(Domain::role).toList();
        for (var role : config.roles()) {
            if (!known.contains(role)) {
                in.mistake("roles", "must list some of " + String.join(", ", known) + ", not " + role);
            }
        }
        if (!config.roles().isEmpty()
                && !config.roles().containsAll(known)
                && !config.cluster().enabled()) {
            in.mistake("roles", "leave out what nobody else runs: cluster.enabled is false");
        }
    }

    private void cluster() {
        var cluster = config.cluster();
        for (var member : cluster.members()) {
            if (!member.matches("[^:\\s]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}")) {
                in.mistake("cluster.members", "must list addresses such as 10.0.0.7:5701");
            }
        }
        if (cluster.enabled() && cluster.members().isEmpty()) {
            in.mistake("cluster.members", "is required when cluster.enabled is true");
        }
        if (cluster.enabled() && Set.of("0.0.0.0", "::").contains(cluster.host()) && cluster.publicHost() == null) {
            in.mistake("cluster.publicHost", "is required when cluster.host is every interface");
        }
        if (cluster.firstTryMillis() >= config.services().timeoutMillis() && cluster.enabled()) {
            in.mistake("cluster.firstTryMillis", "must be below services.timeoutMillis");
        }
    }

    private void corsOrigins() {
        for (var origin : config.server().corsOrigins()) {
            if (!isOrigin(origin)) {
                in.mistake("server.corsOrigins", "must list origins such as https://app.example.com, never *");
            }
        }
    }

    private static boolean isOrigin(String text) {
        try {
            var uri = URI.create(text);
            var scheme = String.valueOf(uri.getScheme());
            return (scheme.equals("https") || scheme.equals("http"))
                    && uri.getHost() != null
                    && text.equals(scheme + "://" + uri.getAuthority())
                    && uri.getUserInfo() == null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private void tls() {
        var tls = config.tls();
        var factory = (SSLServerSocketFactory) SSLServerSocketFactory.getDefault();
        var supported = Set.of(factory.getSupportedCipherSuites());
        if (!supported.containsAll(tls.cipherSuites())) {
            in.mistake("tls.cipherSuites", "must be names that the JDK supports, such as TLS_AES_256_GCM_SHA384");
        }
        if (tls.enabled()) {
            file("tls.certificateFile", tls.certificateFile(), "is required when tls.enabled is true");
            file("tls.keyFile", tls.keyFile(), "is required when tls.enabled is true");
        }
    }

    private void database() {
        var ssl = config.database().ssl();
        var key = "database.ssl.rootCertificateFile";
        if (ssl.mode().startsWith("verify") || ssl.rootCertificateFile() != null) {
            file(key, ssl.rootCertificateFile(), "is required when database.ssl.mode is " + ssl.mode());
        }
    }

    /// A sandbox without a key draws one at each start; what production signs must stay verifiable.
    private void signing() {
        var file = config.signing().keyFile();
        if (file != null || config.profile() == Profile.PRODUCTION) {
            file("signing.keyFile", file, "is required in production");
        }
        for (var key : config.signing().retiredKeys()) {
            try {
                VerifierKey.parse(key);
            } catch (IllegalArgumentException _) {
                in.mistake("signing.retiredKeys", "must list public keys as GET /ledger/signing-keys shows them");
            }
        }
    }

    private void file(String key, @Nullable String file, String whyRequired) {
        if (file == null) {
            in.mistake(key, whyRequired);
        } else if (!Files.isReadable(Path.of(file))) {
            in.mistake(key, "cannot be read: " + file);
        }
    }

    private void order() {
        if (config.limits().defaultPageSize() > config.limits().maxPageSize()) {
            in.mistake("limits.defaultPageSize", "must not exceed limits.maxPageSize");
        }
        if (config.server().bodyLimitBytes() > config.server().largestBodyBytes()) {
            in.mistake("server.bodyLimitBytes", "must not exceed server.largestBodyBytes");
        }
        if (config.server().largestBodyBytes() > config.server().largeBodiesBytes()) {
            in.mistake("server.largestBodyBytes", "must not exceed server.largeBodiesBytes");
        }
        if (config.ledger().maxBatch() > config.ledger().maxQueue()) {
            in.mistake("ledger.maxBatch", "must not exceed ledger.maxQueue");
        }
        if (config.payments().defaultExpirySeconds() > config.payments().maxExpirySeconds()) {
            in.mistake("payments.defaultExpirySeconds", "must not exceed payments.maxExpirySeconds");
        }
        if (config.auth().password().minLength() > config.auth().password().maxLength()) {
            in.mistake("auth.password.minLength", "must not exceed auth.password.maxLength");
        }
        if (config.jwt().expiresInSeconds() > config.jwt().refreshExpiresInSeconds()) {
            in.mistake("jwt.expiresInSeconds", "must not exceed jwt.refreshExpiresInSeconds");
        }
    }

    private void accessTokens() {
        var jwt = config.jwt();
        if (jwt.algorithm().equals("HS256")) {
            key("jwt.secret", jwt.secret());
            return;
        }
        if (jwt.keys().isEmpty()) {
            in.mistake("jwt.keys", "is required when jwt.algorithm is ES256");
        }
        for (var place : jwt.keys()) {
            if (!Files.isReadable(Path.of(place))) {
                in.mistake("jwt.keys", "cannot be read: " + place);
            }
        }
    }

    /// A signing key is never optional; production also wants one that nobody can guess.
    private void key(String key, String secret) {
        if (secret.isEmpty()) {
            in.mistake(key, "is required, and has no default");
        } else if (secret.getBytes(StandardCharsets.UTF_8).length < MIN_KEY_BYTES) {
            in.mistake(key, "must have at least " + MIN_KEY_BYTES + " bytes");
        } else if (config.profile() == Profile.PRODUCTION && isGuessable(secret)) {
            in.mistake(key, "is a published or guessable value; production refuses it");
        }
    }

    private void password(String key, String password) {
        if (password.isEmpty()) {
            in.mistake(key, "is required in production");
        } else if (isPublished(password)) {
            in.mistake(key, "is a published value; production refuses it");
        }
    }

    private static boolean isGuessable(String secret) {
        return isPublished(secret) || secret.chars().distinct().count() < MIN_DIFFERENT_CHARACTERS;
    }

    private static boolean isPublished(String secret) {
        var text = secret.toLowerCase(Locale.ROOT);
        return text.contains(MARK_OF_A_COMMITTED_SECRET) || WELL_KNOWN_PASSWORDS.contains(text);
    }
}
