package finance.flowlet.contract.initiation;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.id.PaymentId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A run of a scheduled payment as the HTTP API shows it.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunJson(
        long number,
        Instant dueAt,
        Instant startedAt,
        String status,
        @Nullable PaymentId paymentId,
        @Nullable String code) {
    /// Renders `run`.
    public static RunJson of(RunView run) {
        return new RunJson(
                run.number(),
                run.dueAt(),
                run.startedAt(),
                run.status().name().toLowerCase(Locale.ROOT),
                run.payment(),
                run.code());
    }
}
