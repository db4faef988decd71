package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.PaymentId;
import java.time.Instant;
import java.util.List;

/// Asks what happened to a payment, newest first. `afterVersion` of 0 starts at the newest. Whoever may see
/// a payment may see its events, so it is the payment that the asker has to look at first.
public record ListPaymentEvents(Caller caller, PaymentId payment, int limit, int offset, long afterVersion)
        implements Repeatable {
    public static final Address<ListPaymentEvents, Events> ADDRESS =
            new Address<>("payments.list-payment-events.v1", ListPaymentEvents.class, Events.class);

    public record Events(List<Event> events) {
        public Events {
            events = List.copyOf(events);
        }
    }

    /// One change: `version` is the payment's after it, `minorUnits` what it was about, `actor` who caused
    /// it.
    public record Event(long version, String type, PaymentStatus status, long minorUnits, String actor, Instant at) {}
}
