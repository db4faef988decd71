package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.money.Currency;
import org.jspecify.annotations.Nullable;

/// Asks how much of `currency` the caller may move from wallet to wallet without a second person. What
/// moves money in another way than by a payment asks this, so that it is no way around the rule.
public record FindApprovalLimit(Caller caller, Currency currency) implements Repeatable {
    public static final Address<FindApprovalLimit, Found> ADDRESS =
            new Address<>("payments.find-approval-limit.v1", FindApprovalLimit.class, Found.class);

    /// In minor units; null when nobody has to approve any amount.
    public record Found(@Nullable Long minorUnits) {
        /// Whether `units` are too much for one person.
        public boolean isBelow(long units) {
            return minorUnits != null && units > minorUnits;
        }
    }
}
