package finance.flowlet.statements;

import finance.flowlet.text.Csv;
import java.math.BigDecimal;

/// A statement as a table: a row for each movement between one with the opening and one with the closing
/// balance.
final class CsvForm implements FormWriter {
    private final Head head;
    private final FormFile file;

    CsvForm(Head head, FormFile file) {
        this.head = head;
        this.file = file;
    }

    @Override
    public void begin() {
        file.write(new Csv()
                .header(
                        "id",
                        "recordedAt",
                        "effectiveAt",
                        "type",
                        "amount",
                        "currency",
                        "balance",
                        "counterparty",
                        "reference",
                        "description")
                .toString());
        balance("opening_balance", head.opening());
    }

    @Override
    public void add(Movement movement) {
        file.write(new Csv()
                .text(movement.id())
                .text(movement.createdAt())
                .text(movement.effectiveAt())
                .text(movement.type())
                .number(decimal(movement.minorUnits()))
                .text(head.currency())
                .number(decimal(movement.balanceAfter()))
                .text(movement.counterparty())
                .text(movement.reference())
                .text(movement.description())
                .end()
                .toString());
    }

    @Override
    public void end(Totals totals) {
        balance("closing_balance", head.closing());
    }

    private void balance(String type, long minorUnits) {
        file.write(new Csv()
                .text("")
                .text("")
                .text("")
                .text(type)
                .text("")
                .text(head.currency())
                .number(decimal(minorUnits))
                .text("")
                .text("")
                .text("")
                .end()
                .toString());
    }

    private BigDecimal decimal(long minorUnits) {
        return BigDecimal.valueOf(minorUnits, head.currency().exponent());
    }
}
