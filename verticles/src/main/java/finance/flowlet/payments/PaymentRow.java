package finance.flowlet.payments;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.payments.CaptureMethod;
import finance.flowlet.contract.payments.FeeRule;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.Id;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A row of `payments.payment` as `record_payments` reads it, with what happened. Amounts in minor units.
/// What is null is left out, and the function knows what that means for a payment that is whole at once:
/// the most frequent row stays small.
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record PaymentRow(
        UUID tenantId,
        UUID id,
        UUID fromWallet,
        UUID toWallet,
        long amount,
        String currency,
        String description,
        String status,
        @Nullable String externalReference,
        @Nullable String idempotencyKey,
        @Nullable UUID entryId,
        Map<String, String> metadata,
        long version,
        Instant createdAt,
        @Nullable Instant completedAt,
        @Nullable String captureMethod,
        @Nullable Long authorized,
        @Nullable Long captured,
        @Nullable Long refunded,
        @Nullable Long disputed,
        @Nullable String disputeStatus,
        @Nullable Long fee,
        @Nullable String feePayer,
        @Nullable String failure,
        @Nullable FeeRule feeRule,
        @Nullable UUID quoteId,
        @Nullable List<UUID> moreEntryIds,
        @Nullable Integer windowSeconds,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Long previousVersion,
        @Nullable String eventType,
        @Nullable Long eventAmount,
        @Nullable String eventActor,
        @Nullable Instant eventAt) {
    /// What happened to a payment: `type` is that of the event, `minorUnits` what it was about.
    record Happened(String type, long minorUnits, String actor, Instant at) {}

    /// The row of a new payment, to commit with the money.
    static BusinessRow made(Payment payment, Happened happened) {
        if (PaidRow.fits(payment)) {
            return PaidRow.of(payment);
        }
        // A payment that is completed when it is made says so itself.
        var told = payment.view().status() == PaymentStatus.COMPLETED ? null : happened;
        return row(payment, null, told);
    }

    /// The row of a payment that has come further than the version before.
    static BusinessRow changed(Payment payment, Happened happened) {
        return row(payment, payment.view().version() - 1, happened);
    }

    private static BusinessRow row(Payment payment, @Nullable Long previousVersion, @Nullable Happened happened) {
        var view = payment.view();
        var progress = view.progress();
        var money = view.money();
        var whole = previousVersion == null && progress.captured() == money.minorUnits();
        var entries = progress.entries().stream().map(EntryId::uuid).toList();
        var fee = progress.fees().isEmpty() ? null : progress.fees().getFirst();
        var manual = view.captureMethod() == CaptureMethod.MANUAL;
        var row = new PaymentRow(
                payment.tenant().uuid(),
                view.id().uuid(),
                view.from().uuid(),
                view.to().uuid(),
                money.minorUnits(),
                money.currency().code(),
                view.description(),
                progress.status().name().toLowerCase(Locale.ROOT),
                view.externalReference(),
                view.idempotencyKey(),
                entries.isEmpty() ? null : entries.getFirst(),
                view.metadata(),
                view.version(),
                view.createdAt(),
                progress.completedAt(),
                manual ? lower(view.captureMethod()) : null,
                whole ? null : (Long) progress.authorized(),
                whole ? null : (Long) progress.captured(),
                whole ? null : (Long) progress.refunded(),
                whole ? null : (Long) progress.disputed(),
                lower(progress.dispute()),
                fee == null ? null : (Long) fee.minorUnits(),
                fee == null ? null : lower(fee.payer()),
                lower(view.failure()),
                whole ? null : payment.terms().fee(),
                uuid(view.quote()),
                entries.size() < 2 ? null : entries.subList(1, entries.size()),
                whole ? null : (Integer) payment.terms().windowSeconds(),
                payment.terms().createdBy(),
                progress.expiresAt(),
                previousVersion,
                happened == null ? null : happened.type(),
                happened == null ? null : (Long) happened.minorUnits(),
                happened == null ? null : happened.actor(),
                happened == null ? null : happened.at());
        return BusinessRow.json(Post.Table.PAYMENTS, Wire.text(row));
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }

    private static @Nullable String lower(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }
}
