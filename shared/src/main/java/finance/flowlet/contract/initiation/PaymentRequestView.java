package finance.flowlet.contract.initiation;

import finance.flowlet.id.PaymentId;
import finance.flowlet.id.PaymentRequestId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A request to be paid: `payee` wants `money` in its wallet `to`, from `payer`, out of the wallet `from`
/// where it was named. `payment` is there once it was accepted.
public record PaymentRequestView(
        PaymentRequestId id,
        UserId payee,
        WalletId to,
        UserId payer,
        @Nullable WalletId from,
        Money money,
        String description,
        PaymentRequestStatus status,
        @Nullable PaymentId payment,
        Instant expiresAt,
        long version,
        Instant createdAt) {
    /// How it stands at `now`: from its end on nobody may accept it, whether or not that has been written
    /// down.
    public PaymentRequestView at(Instant now) {
        return status == PaymentRequestStatus.PENDING && !now.isBefore(expiresAt)
                ? changed(PaymentRequestStatus.EXPIRED, null, version)
                : this;
    }

    /// What it becomes by its next change.
    public PaymentRequestView next(PaymentRequestStatus status, @Nullable PaymentId payment) {
        return changed(status, payment, version + 1);
    }

    private PaymentRequestView changed(PaymentRequestStatus to, @Nullable PaymentId paid, long asVersion) {
        return new PaymentRequestView(
                id, payee, this.to, payer, from, money, description, to, paid, expiresAt, asVersion, createdAt);
    }
}
