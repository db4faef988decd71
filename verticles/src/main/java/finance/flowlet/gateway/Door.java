package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.platform.SharedAsk;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets a request in or not: who it is, how often they may come, and whether they may do this, in that
/// order.
final class Door {
    private final Bus bus;
    private final Principals principals;
    private final RateLimits limits;
    private final SharedAsk<String, Optional<Principal>> asks = new SharedAsk<>();

    Door(Bus bus, Principals principals, RateLimits limits) {
        this.bus = bus;
        this.principals = principals;
        this.limits = limits;
    }

    sealed interface Outcome {}

    /// Nobody in particular when the operation is open to everybody.
    record LetIn(@Nullable Principal principal) implements Outcome {}

    record TurnedAway(Answer answer) implements Outcome {}

    Future<Outcome> open(Contract.Operation operation, Arrival arrival) {
        var access = operation.access();
        var address = limits.of(arrival.source());
        if (access == null) {
            // Paid for by the address alone: strangers must not be able to use up what customers share.
            return limited(List.of(address), arrival, () -> letIn(null));
        }
        var credential = arrival.credential();
        var known = credential.map(principals::recall);
        if (known.isPresent()) {
            return authenticated(known.get(), access, arrival, List.of(address));
        }
        // Guessing costs: a credential that nobody has vouched for is paid for by its address before anyone is asked.
        return limited(
                List.of(address),
                arrival,
                () -> credential
                        .map(each -> asks.ask(each, principals.age(), () -> principals.ask(bus, each)))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                        .compose(found -> found.isPresent()
                                ? authenticated(found.get(), access, arrival, List.of())
                                : turnedAway(Code.UNAUTHENTICATED)));
    }

    private Future<Outcome> authenticated(
            Principal principal, Contract.Access access, Arrival arrival, List<Bucket> unpaid) {
        var buckets = new ArrayList<>(unpaid);
        buckets.add(limits.of(principal));
        buckets.add(limits.global());
        return limited(buckets, arrival, () -> admitted(principal, access));
    }

    private static Future<Outcome> admitted(Principal principal, Contract.Access access) {
        if (principal.mustEnroll() && !access.enrolling()) {
            return turnedAway(Code.MFA_ENROLLMENT_REQUIRED);
        }
        return access.allows(principal) ? letIn(principal) : turnedAway(Code.FORBIDDEN);
    }

    private Future<Outcome> limited(List<Bucket> buckets, Arrival arrival, Supplier<Future<Outcome>> next) {
        return limits.take(buckets).compose(quota -> {
            arrival.limitedBy(quota);
            return quota.allowed() ? next.get() : Future.succeededFuture(tooMany(quota));
        });
    }

    private static Outcome tooMany(Quota quota) {
        var retryAfter = Map.of(HttpHeaders.RETRY_AFTER.toString(), Long.toString(quota.retryAfterSeconds()));
        return new TurnedAway(new Answer.Refused(Code.RATE_LIMITED, retryAfter));
    }

    private static Future<Outcome> letIn(@Nullable Principal principal) {
        return Future.succeededFuture(new LetIn(principal));
    }

    private static Future<Outcome> turnedAway(Code code) {
        return Future.succeededFuture(new TurnedAway(new Answer.Refused(code)));
    }
}
