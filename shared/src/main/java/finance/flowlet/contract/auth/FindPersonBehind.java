package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.TenantId;

/// Asks who is behind an actor of the journal: behind an API key the person who created it, if that is
/// known, and behind anybody else they themselves. A second person has to be somebody else than this one.
public record FindPersonBehind(TenantId tenant, String actor) implements Repeatable {
    public static final Address<FindPersonBehind, Found> ADDRESS =
            new Address<>("auth.find-person-behind.v1", FindPersonBehind.class, Found.class);

    public record Found(String actor) {}
}
