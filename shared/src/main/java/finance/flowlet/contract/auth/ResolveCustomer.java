package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;

/// Asks for the customer behind a `userId` that an integrator sent: a `usr_...` of this tenant, or the integrator's
/// own id, whose first use creates an unverified customer when `create` says so.
public record ResolveCustomer(TenantId tenant, String userId, boolean create) implements Repeatable {
    public static final Address<ResolveCustomer, Outcome> ADDRESS =
            new Address<>("auth.resolve-customer.v1", ResolveCustomer.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Resolved(UserId user) implements Outcome {}

    public record Unknown() implements Outcome {}
}
