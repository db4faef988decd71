package finance.flowlet.payments;

import finance.flowlet.contract.payments.PaymentSettings;
import finance.flowlet.contract.payments.PaymentSettings.Changed;
import finance.flowlet.contract.payments.PaymentSettings.Get;
import finance.flowlet.contract.payments.PaymentSettings.Outcome;
import finance.flowlet.contract.payments.PaymentSettings.Outdated;
import finance.flowlet.contract.payments.PaymentSettings.Put;
import finance.flowlet.contract.payments.PaymentSettings.Stored;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import java.time.temporal.ChronoUnit;

/// The tenants' own rules: read and replaced, and told to every process that remembers them.
final class PaymentRules {
    private final Platform platform;
    private final SettingsStore store;
    private final SettingsCache cache;

    PaymentRules(Platform platform, SettingsStore store, SettingsCache cache) {
        this.platform = platform;
        this.store = store;
        this.cache = cache;
    }

    Future<PaymentSettings> get(Get question) {
        return store.find(question.caller().tenant());
    }

    Future<Outcome> put(Put question) {
        var caller = question.caller();
        var now = platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        return store.replace(caller.tenant(), question.expected(), question.settings(), caller.actor(), now)
                .map(stored -> {
                    if (stored.isEmpty()) {
                        return new Outdated();
                    }
                    // Here at once, so that who has its answer finds its rules in force; elsewhere when the
                    // word arrives.
                    cache.forget(caller.tenant());
                    platform.bus().publish(Changed.ADDRESS, new Changed(caller.tenant()));
                    return new Stored(stored.get());
                });
    }

    void changed(Changed fact) {
        cache.forget(fact.tenant());
    }
}
