package finance.flowlet.payments;

import finance.flowlet.contract.fx.QuoteView;
import finance.flowlet.contract.payments.DisputeView;
import finance.flowlet.id.DisputeId;
import finance.flowlet.id.RefundId;
import org.jspecify.annotations.Nullable;

/// What can be done with a payment that exists. Amounts in minor units; null means all that is left.
sealed interface Command {
    record Capture(@Nullable Long minorUnits, boolean last) implements Command {}

    record Cancel() implements Command {}

    /// A second person agrees. `quote` is the one that the payment names.
    record Confirm(@Nullable QuoteView quote, String maker) implements Command {}

    record Expire() implements Command {}

    record Refund(
            RefundId refund,
            @Nullable Long minorUnits,
            String reason,
            @Nullable String idempotencyKey) implements Command {}

    record Contest(DisputeId dispute, @Nullable Long minorUnits, String reason) implements Command {}

    record Evidence(DisputeView dispute, String text) implements Command {}

    record Resolve(DisputeView dispute, boolean won) implements Command {}
}
