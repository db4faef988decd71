package finance.flowlet.contract.initiation;

import finance.flowlet.id.PaymentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Run `number` (from 1) of a scheduled payment: when it was due, when it was made, and what came of it.
public record RunView(
        long number,
        Instant dueAt,
        Instant startedAt,
        RunStatus status,
        @Nullable PaymentId payment,
        @Nullable String code) {}
