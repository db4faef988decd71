package finance.flowlet.payments;

import finance.flowlet.contract.payments.FeeRule;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.contract.payments.PaymentView.Progress;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A payment as this domain stores it: what others see of it, and the terms on which it was made.
record Payment(TenantId tenant, PaymentView view, Terms terms) {
    /// What was agreed when the payment was made and holds for all of it: what it costs, how long a
    /// reservation lasts, and who made it.
    record Terms(@Nullable FeeRule fee, int windowSeconds, String createdBy) {}

    Progress progress() {
        return view.progress();
    }

    Payment with(Progress next) {
        return new Payment(tenant, view.with(next), terms);
    }

    Payment at(Instant now) {
        return new Payment(tenant, view.at(now), terms);
    }

    AccountId payer() {
        return new AccountId(view.from().uuid());
    }

    AccountId payee() {
        return new AccountId(view.to().uuid());
    }

    /// The reservation in the payer's account. It follows from the payment, so there is one at most.
    HoldId hold() {
        return new HoldId(named("hold"));
    }

    /// Counts the payment's changes.
    GuardId changes() {
        return new GuardId(named("version"));
    }

    /// The fee of `minorUnits` on the payment's terms.
    long fee(long minorUnits) {
        var rule = terms.fee();
        return rule == null ? 0 : rule.of(minorUnits);
    }

    private UUID named(String what) {
        return NameBasedId.of(tenant.uuid(), "payment:" + view.id() + ":" + what);
    }
}
