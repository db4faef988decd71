package finance.flowlet.contract.fx;

import finance.flowlet.bus.Address;
import finance.flowlet.contract.auth.Caller;

/// Sets the tenant's own rate of a pair, which goes before every other from then on. What was in force
/// before stays on record.
public record SetRate(Caller caller, RateView rate) {
    public static final Address<SetRate, Done> ADDRESS = new Address<>("fx.set-rate.v1", SetRate.class, Done.class);

    /// It is in force.
    public record Done(ListRates.Listed rate) {}
}
