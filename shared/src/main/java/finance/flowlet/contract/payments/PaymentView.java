package finance.flowlet.contract.payments;

import finance.flowlet.id.EntryId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import finance.flowlet.problem.Code;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A payment as it stands: what was asked for, which never changes, and how far it has come. `failure` is
/// why a `FAILED` one was declined.
public record PaymentView(
        PaymentId id,
        WalletId from,
        WalletId to,
        Money money,
        String description,
        CaptureMethod captureMethod,
        @Nullable QuoteId quote,
        @Nullable String externalReference,
        @Nullable String idempotencyKey,
        Map<String, String> metadata,
        Instant createdAt,
        @Nullable Code failure,
        Progress progress) {
    public PaymentView {
        metadata = Map.copyOf(metadata);
    }

    /// What changes. Amounts in minor units of the payment's currency; never more is captured than
    /// authorized, and never more refunded and disputed than captured. `dispute` is where the latest
    /// dispute is. `entries` moved the payment's money and its fees, oldest first. `expiresAt` is when a
    /// reservation or a wait for confirmation ends.
    public record Progress(
            PaymentStatus status,
            long authorized,
            long captured,
            long refunded,
            long disputed,
            @Nullable DisputeStatus dispute,
            List<Fee> fees,
            List<EntryId> entries,
            long version,
            @Nullable Instant completedAt,
            @Nullable Instant expiresAt) {
        public Progress {
            fees = List.copyOf(fees);
            entries = List.copyOf(entries);
        }
    }

    /// What was charged so far, in minor units of the payment's currency.
    public record Fee(long minorUnits, FeePayer payer) {}

    /// Where it is in its life.
    public PaymentStatus status() {
        return progress.status();
    }

    /// Counts its states from 1.
    public long version() {
        return progress.version();
    }

    /// The same payment, further on.
    public PaymentView with(Progress next) {
        return new PaymentView(
                id,
                from,
                to,
                money,
                description,
                captureMethod,
                quote,
                externalReference,
                idempotencyKey,
                metadata,
                createdAt,
                failure,
                next);
    }

    /// The payment as it is at `now`: its time may have passed without anybody having written so yet.
    public PaymentView at(Instant now) {
        var end = progress.expiresAt();
        var lapsed = status().lapsed();
        if (end == null || now.isBefore(end) || lapsed == status()) {
            return this;
        }
        return lapsed(lapsed, lapsed == PaymentStatus.COMPLETED ? end : null);
    }

    private PaymentView lapsed(PaymentStatus status, @Nullable Instant completedAt) {
        return with(new Progress(
                status,
                progress.authorized(),
                progress.captured(),
                progress.refunded(),
                progress.disputed(),
                progress.dispute(),
                progress.fees(),
                progress.entries(),
                progress.version(),
                completedAt,
                status == PaymentStatus.EXPIRED ? progress.expiresAt() : null));
    }
}
