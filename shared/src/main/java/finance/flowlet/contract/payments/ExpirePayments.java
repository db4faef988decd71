package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;

/// Writes down that the time of payments has passed, at most `limit` of them. They count as expired before;
/// this tells everybody else.
public record ExpirePayments(int limit) {
    public static final Address<ExpirePayments, Done> ADDRESS =
            new Address<>("payments.expire-payments.v1", ExpirePayments.class, Done.class);

    /// How many were written down.
    public record Done(int expired) {}
}
