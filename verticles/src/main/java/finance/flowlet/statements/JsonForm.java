package finance.flowlet.statements;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.bus.Wire;
import finance.flowlet.id.StatementId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// A statement as one JSON object whose movements are written one by one.
final class JsonForm implements FormWriter {
    private final Head head;
    private final FormFile file;
    private boolean first = true;

    JsonForm(Head head, FormFile file) {
        this.head = head;
        this.file = file;
    }

    private record Opening(
            StatementId id,
            WalletId walletId,
            UserId userId,
            Currency currency,
            String period,
            Instant from,
            Instant to,
            BigDecimal openingBalance,
            BigDecimal closingBalance,
            long movementCount,
            Instant createdAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Line(
            String id,
            String type,
            String direction,
            BigDecimal amount,
            BigDecimal balanceAfter,
            @Nullable String counterparty,
            String reference,
            String description,
            Instant createdAt,
            Instant effectiveAt) {}

    private record Sums(BigDecimal credits, BigDecimal debits) {}

    @Override
    public void begin() {
        var start = head.month().atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        var end = head.month().plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        var opening = Wire.text(new Opening(
                head.id(),
                head.wallet(),
                head.user(),
                head.currency(),
                head.month().toString(),
                start,
                end,
                decimal(head.opening()),
                decimal(head.closing()),
                head.movements(),
                head.createdAt()));
        file.write(opening.substring(0, opening.length() - 1) + ",\"movements\":[");
    }

    @Override
    public void add(Movement movement) {
        var line = new Line(
                movement.id(),
                movement.type(),
                movement.direction(),
                decimal(Math.abs(movement.minorUnits())),
                decimal(movement.balanceAfter()),
                movement.counterparty(),
                movement.reference(),
                movement.description(),
                movement.createdAt(),
                movement.effectiveAt());
        file.write((first ? "" : ",") + Wire.text(line));
        first = false;
    }

    @Override
    public void end(Totals totals) {
        file.write("],\"totals\":" + Wire.text(new Sums(decimal(totals.credits()), decimal(totals.debits()))) + "}");
    }

    private BigDecimal decimal(long minorUnits) {
        return BigDecimal.valueOf(minorUnits, head.currency().exponent());
    }
}
