package finance.flowlet.payments;

import finance.flowlet.id.TenantId;
import finance.flowlet.payments.RulesInForce.Rules;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The tenants' rules as this process knows them, so that a payment reads nothing before its commit. A
/// change is told over the bus and forgotten here at once; should the word not arrive, what is known counts
/// for `maxAgeMillis` at most. A payment that is under way while the rules change may still follow the old
/// ones.
final class SettingsCache {
    private static final int MOST_TENANTS = 10_000;
    private final Map<TenantId, Known> known = new ConcurrentHashMap<>();
    private final AtomicLong forgotten = new AtomicLong();
    private final Clock clock;
    private final int maxAgeMillis;

    private record Known(Rules rules, Instant until) {}

    SettingsCache(Clock clock, int maxAgeMillis) {
        this.clock = clock;
        this.maxAgeMillis = maxAgeMillis;
    }

    /// The rules of `tenant`; `load` reads them when they are not known.
    Future<Rules> of(TenantId tenant, Supplier<Future<Rules>> load) {
        var now = clock.instant();
        var fresh = known.get(tenant);
        if (fresh != null && now.isBefore(fresh.until)) {
            return Future.succeededFuture(fresh.rules);
        }
        var before = forgotten.get();
        return load.get().onSuccess(rules -> {
            // What was read before somebody forgot may be what was to be forgotten.
            if (forgotten.get() == before) {
                remember(tenant, new Known(rules, now.plusMillis(maxAgeMillis)));
            }
        });
    }

    /// Rises with everything that is forgotten.
    long age() {
        return forgotten.get();
    }

    void forget(TenantId tenant) {
        forgotten.incrementAndGet();
        known.remove(tenant);
    }

    private void remember(TenantId tenant, Known rules) {
        if (known.size() >= MOST_TENANTS) {
            known.clear();
        }
        known.put(tenant, rules);
    }
}
