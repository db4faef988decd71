package finance.flowlet.contract.payments;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.problem.Code;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A payment as the HTTP API shows it: the one place that renders it, so that the answer stored when it was
/// made and the answer of a later read are the same bytes. Amounts are decimals of `currency`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentJson(
        PaymentId id,
        WalletId fromWalletId,
        WalletId toWalletId,
        BigDecimal amount,
        Currency currency,
        String description,
        String status,
        String captureMethod,
        BigDecimal amountAuthorized,
        BigDecimal amountCaptured,
        BigDecimal amountRefunded,
        BigDecimal amountDisputed,
        String refundStatus,
        String disputeStatus,
        List<Fee> fees,
        @Nullable QuoteId fxQuoteId,
        @Nullable Failure failure,
        @Nullable String externalReference,
        @Nullable String idempotencyKey,
        List<EntryId> ledgerTransactionIds,
        SortedMap<String, String> metadata,
        long version,
        Instant createdAt,
        @Nullable Instant completedAt,
        @Nullable Instant expiresAt) {
    /// Why a payment was declined, and by whom.
    public record Failure(String code, String message, String declineSource, boolean retryable) {
        static Failure of(Code code) {
            return new Failure(code.wire(), code.title(), "ledger", code.retryable());
        }
    }

    /// What was charged to whom.
    public record Fee(BigDecimal amount, Currency currency, String payer) {
        /// Renders `fee` of a payment in `currency`.
        public static Fee of(PaymentView.Fee fee, Currency currency) {
            return new Fee(decimal(fee.minorUnits(), currency), currency, lower(fee.payer()));
        }
    }

    /// Renders `payment`.
    public static PaymentJson of(PaymentView payment) {
        var currency = payment.money().currency();
        var progress = payment.progress();
        var dispute = progress.dispute();
        var failure = payment.failure();
        return new PaymentJson(
                payment.id(),
                payment.from(),
                payment.to(),
                decimal(payment.money().minorUnits(), currency),
                currency,
                payment.description(),
                lower(progress.status()),
                lower(payment.captureMethod()),
                decimal(progress.authorized(), currency),
                decimal(progress.captured(), currency),
                decimal(progress.refunded(), currency),
                decimal(progress.disputed(), currency),
                refundStatus(progress),
                dispute == null ? "none" : lower(dispute),
                progress.fees().stream().map(fee -> Fee.of(fee, currency)).toList(),
                payment.quote(),
                failure == null ? null : Failure.of(failure),
                payment.externalReference(),
                payment.idempotencyKey(),
                progress.entries(),
                new TreeMap<>(payment.metadata()),
                progress.version(),
                payment.createdAt(),
                progress.completedAt(),
                progress.expiresAt());
    }

    private static String refundStatus(PaymentView.Progress progress) {
        return progress.refunded() == 0 ? "none" : progress.refunded() == progress.captured() ? "full" : "partial";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static BigDecimal decimal(long minorUnits, Currency currency) {
        return BigDecimal.valueOf(minorUnits, currency.exponent());
    }
}
