package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for the lines of the journal from `from` until before `to`, in the order in which the ids of their
/// entries were made. `after` is the last line of the page before.
public record ExportLines(
        TenantId tenant,
        Basis basis,
        Instant from,
        Instant to,
        int limit,
        @Nullable Position after) implements Repeatable {
    public static final Address<ExportLines, Lines> ADDRESS =
            new Address<>("ledger.export-lines.v1", ExportLines.class, Lines.class);

    public record Position(EntryId entry, int line) {}

    /// A posting with its account and entry; amounts in minor units.
    public record Line(
            EntryId entry,
            int line,
            EntryKind kind,
            String reference,
            String description,
            String actor,
            Instant effectiveAt,
            Instant recordedAt,
            AccountId account,
            String code,
            AccountClass accountClass,
            Side side,
            long minorUnits,
            Currency currency,
            long balanceAfter) {}

    public record Lines(List<Line> lines) {
        public Lines {
            lines = List.copyOf(lines);
        }
    }
}
