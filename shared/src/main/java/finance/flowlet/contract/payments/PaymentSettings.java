package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tenant's own rules for payments: above which amount of a currency a second person must confirm, what
/// payments cost, and whether declined ones are kept. Version 0 is what holds before anybody has set any.
public record PaymentSettings(long version, List<Money> approvalAbove, List<FeeRule> fees, boolean recordDeclines) {
    public static final PaymentSettings NONE = new PaymentSettings(0, List.of(), List.of(), false);

    public PaymentSettings {
        approvalAbove = List.copyOf(approvalAbove);
        fees = List.copyOf(fees);
    }

    /// Whether a second person must confirm a payment of `money`.
    public boolean requiresApproval(Money money) {
        return approvalAbove.stream()
                .anyMatch(
                        limit -> limit.currency().equals(money.currency()) && money.minorUnits() > limit.minorUnits());
    }

    /// What payments in `currency` cost, if anything.
    public Optional<FeeRule> fee(Currency currency) {
        return fees.stream().filter(rule -> rule.currency().equals(currency)).findFirst();
    }

    /// Asks for the rules that hold.
    public record Get(Caller caller) {
        public static final Address<Get, PaymentSettings> ADDRESS =
                new Address<>("payments.get-payment-settings.v1", Get.class, PaymentSettings.class);
    }

    /// Replaces the rules; only those of version `expected`, when it is set.
    public record Put(Caller caller, @Nullable Long expected, PaymentSettings settings) {
        public static final Address<Put, Outcome> ADDRESS =
                new Address<>("payments.put-payment-settings.v1", Put.class, Outcome.class);
    }

    @OneOf
    public sealed interface Outcome {}

    public record Stored(PaymentSettings settings) implements Outcome {}

    /// Somebody else has changed them since.
    public record Outdated() implements Outcome {}

    /// A tenant's rules have changed: whoever remembers them forgets them now.
    public record Changed(TenantId tenant) {
        public static final Address<Changed, Void> ADDRESS =
                new Address<>("payments.payment-settings-changed.v1", Changed.class, Void.class);
    }
}
