package finance.flowlet.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.Authenticate;
import finance.flowlet.contract.auth.Authenticate.Authenticated;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.proof.Sha256;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Who stands behind a credential. The auth domain knows; what it said is believed for the moment that the
/// configuration allows, unless it is revoked before. Shared by all event loops. Credentials are kept only as
/// their SHA-256.
final class Principals {
    private static final int MAX_PRINCIPALS = 10_000;
    private final Clock clock;
    private final Cache<ByteBuffer, Authenticated> known;
    private final AtomicLong revocations = new AtomicLong();

    Principals(Clock clock, int cacheMillis) {
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_PRINCIPALS)
                .expireAfterWrite(Duration.ofMillis(cacheMillis))
                .build();
    }

    /// The principal of a credential that was seen a moment ago.
    @Nullable
    Principal recall(String credential) {
        var authenticated = known.getIfPresent(hash(credential));
        return authenticated == null || authenticated.expiresAtMillis() <= clock.millis()
                ? null
                : authenticated.principal();
    }

    /// Asks the auth domain.
    Future<Optional<Principal>> ask(Bus bus, String credential) {
        var revocationsBefore = revocations.get();
        return bus.request(Authenticate.ADDRESS, new Authenticate(credential)).map(outcome -> switch (outcome) {
            case Authenticated authenticated -> {
                // A revocation that overtook the answer might be of this very principal.
                if (revocations.get() == revocationsBefore) {
                    known.put(hash(credential), authenticated);
                }
                yield Optional.of(authenticated.principal());
            }
            case Authenticate.Refused() -> Optional.empty();
        });
    }

    /// Rises with everything that is revoked.
    long age() {
        return revocations.get();
    }

    /// Forgets the session or API key `id`.
    void forget(UUID id) {
        revocations.incrementAndGet();
        known.asMap().values().removeIf(authenticated -> {
            var principal = authenticated.principal();
            var session = principal.session();
            return principal.subject().equals(id)
                    || (session != null && session.uuid().equals(id));
        });
    }

    private static ByteBuffer hash(String credential) {
        return ByteBuffer.wrap(Sha256.of(credential.getBytes(StandardCharsets.UTF_8)));
    }
}
