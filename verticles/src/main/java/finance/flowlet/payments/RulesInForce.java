package finance.flowlet.payments;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.FindPersonBehind;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.payments.FindApprovalLimit;
import finance.flowlet.contract.payments.PaymentSettings;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Money;
import finance.flowlet.platform.Platform;
import finance.flowlet.platform.SharedAsk;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The rules as they count for the one who asks. Whoever changed the approval limits goes on under the
/// limits of before as well, for a day: nobody takes a limit away, pays, and puts it back alone.
final class RulesInForce {
    private static final Duration KEPT = Duration.ofDays(1);
    private final Platform platform;
    private final SettingsStore store;
    private final SettingsCache cache;
    private final SharedAsk<TenantId, Rules> loads = new SharedAsk<>();

    /// A tenant's rules, and the limits that were replaced lately.
    record Rules(PaymentSettings settings, List<Replaced> replaced) {}

    /// A limit that `changedBy` replaced by another one, or by none.
    record Replaced(String changedBy, Money limit) {}

    RulesInForce(Platform platform, SettingsStore store, SettingsCache cache) {
        this.platform = platform;
        this.store = store;
        this.cache = cache;
    }

    Future<PaymentSettings> of(Caller caller) {
        var tenant = caller.tenant();
        return cache.of(tenant, () -> loads.ask(tenant, cache.age(), () -> load(tenant)))
                .compose(rules -> rules.replaced().isEmpty()
                        ? Future.succeededFuture(rules.settings())
                        : person(caller).map(person -> settings(rules, person)));
    }

    Future<FindApprovalLimit.Found> limit(FindApprovalLimit question) {
        return of(question.caller())
                .map(settings -> new FindApprovalLimit.Found(settings.approvalAbove().stream()
                        .filter(limit -> limit.currency().equals(question.currency()))
                        .map(Money::minorUnits)
                        .min(Long::compare)
                        .orElse(null)));
    }

    /// The limits that were replaced are read last: a change in between makes the rules stricter, never
    /// weaker.
    private Future<Rules> load(TenantId tenant) {
        var since = platform.clock().instant().minus(KEPT);
        return store.find(tenant)
                .compose(settings -> store.replaced(tenant, since).map(replaced -> new Rules(settings, replaced)));
    }

    private Future<String> person(Caller caller) {
        return caller.actor().startsWith(Principal.KEY_ACTOR)
                ? platform.bus()
                        .request(FindPersonBehind.ADDRESS, new FindPersonBehind(caller.tenant(), caller.actor()))
                        .map(FindPersonBehind.Found::actor)
                : Future.succeededFuture(caller.actor());
    }

    private static PaymentSettings settings(Rules rules, String person) {
        var now = rules.settings();
        var own = rules.replaced().stream()
                .filter(replaced -> replaced.changedBy().equals(person))
                .map(Replaced::limit);
        var limits = Stream.concat(now.approvalAbove().stream(), own).toList();
        return new PaymentSettings(now.version(), limits, now.fees(), now.recordDeclines());
    }
}
