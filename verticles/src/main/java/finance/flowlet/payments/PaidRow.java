package finance.flowlet.payments;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.payments.CaptureMethod;
import finance.flowlet.contract.payments.PaymentStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The row of a payment that was completed when it was made and has nothing out of the ordinary, as
/// `record_paid` reads it. Nearly all payments are like that, so theirs is the row that has to be cheap.
final class PaidRow {
    private static final String NO_METADATA = "{}";

    private PaidRow() {}

    /// Whether the columns of this row say all there is to say.
    static boolean fits(Payment payment) {
        var view = payment.view();
        var progress = view.progress();
        return progress.status() == PaymentStatus.COMPLETED
                && view.captureMethod() == CaptureMethod.AUTOMATIC
                && progress.captured() == view.money().minorUnits()
                && progress.entries().size() == 1
                && progress.fees().isEmpty()
                && view.quote() == null
                && view.version() == 1;
    }

    static BusinessRow of(Payment payment) {
        var view = payment.view();
        var progress = view.progress();
        var createdAt = view.createdAt().toString();
        var completedAt = Objects.requireNonNull(progress.completedAt());
        return new BusinessRow(
                Post.Table.PAID,
                List.of(
                        payment.tenant().uuid().toString(),
                        view.id().uuid().toString(),
                        view.from().uuid().toString(),
                        view.to().uuid().toString(),
                        Long.toString(view.money().minorUnits()),
                        view.money().currency().code(),
                        view.description(),
                        orEmpty(view.externalReference()),
                        orEmpty(view.idempotencyKey()),
                        progress.entries().getFirst().uuid().toString(),
                        view.metadata().isEmpty() ? NO_METADATA : Wire.text(view.metadata()),
                        createdAt,
                        completedAt.equals(view.createdAt()) ? createdAt : completedAt.toString(),
                        payment.terms().createdBy()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
