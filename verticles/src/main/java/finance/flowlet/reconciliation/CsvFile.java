package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.CsvMapping;
import finance.flowlet.money.Currency;
import finance.flowlet.reconciliation.UnreadableFile.Fault;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a CSV statement as its mapping says.
final class CsvFile {
    private static final Set<String> CREDIT = Set.of("C", "CR", "CRDT", "CREDIT", "+");
    private static final Set<String> DEBIT = Set.of("D", "DR", "DBIT", "DEBIT", "-");

    private final CsvMapping mapping;
    private final Currency currency;
    private final FileLimits limits;
    private final FileAmount amounts;
    private final DateTimeFormatter dates;

    CsvFile(CsvMapping mapping, Currency currency, FileLimits limits) {
        this.mapping = mapping;
        this.currency = currency;
        this.limits = limits;
        var group = mapping.groupSeparator();
        this.amounts = new FileAmount(
                currency,
                limits.maxMinorUnits(),
                mapping.decimalSeparator().character(),
                group == null ? null : group.character());
        this.dates = DateTimeFormatter.ofPattern(mapping.dateFormat().pattern(), Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /// The lines of the file.
    ///
    /// @throws UnreadableFile when something is wrong with it
    List<FileLine> read(String text) {
        var rows = new CsvRows(text, mapping.delimiter().character());
        var head = rows.next().stream().map(String::strip).toList();
        if (head.isEmpty()) {
            throw new UnreadableFile(Fault.NO_ROWS, 0);
        }
        if (Set.copyOf(head).size() != head.size()) {
            throw new UnreadableFile(Fault.COLUMN_TWICE, 1);
        }
        var columns = new Columns(
                position(head, mapping.date()),
                position(head, mapping.amount()),
                position(head, mapping.reference()),
                position(head, mapping.description()),
                position(head, mapping.creditDebit()),
                position(head, mapping.currency()));
        var lines = new ArrayList<FileLine>();
        for (var fields = rows.next(); !fields.isEmpty(); fields = rows.next()) {
            if (lines.size() == limits.maxLines()) {
                throw new UnreadableFile(Fault.TOO_MANY_LINES, rows.row());
            }
            if (fields.size() < head.size()) {
                throw new UnreadableFile(Fault.ROW_TOO_SHORT, rows.row());
            }
            lines.add(line(lines.size() + 1, fields, columns, rows.row()));
        }
        return lines;
    }

    /// Where each column stands; -1 when the mapping has none.
    private record Columns(int date, int amount, int reference, int description, int creditDebit, int currency) {}

    private static int position(List<String> head, @Nullable String name) {
        if (name == null) {
            return -1;
        }
        var position = head.indexOf(name.strip());
        if (position < 0) {
            throw new UnreadableFile(Fault.COLUMN_MISSING, 1);
        }
        return position;
    }

    private FileLine line(int number, List<String> fields, Columns columns, int row) {
        if (columns.currency() >= 0 && !fields.get(columns.currency()).strip().equals(currency.code())) {
            throw new UnreadableFile(Fault.CURRENCY_DIFFERS, row);
        }
        var amount = amounts.read(fields.get(columns.amount()), row);
        if (amount == 0) {
            throw new UnreadableFile(Fault.AMOUNT_OUT_OF_RANGE, row);
        }
        return new FileLine(
                number,
                date(fields.get(columns.date()), row),
                columns.creditDebit() < 0 ? amount : signed(amount, fields.get(columns.creditDebit()), row),
                columns.reference() < 0 ? "" : FileText.clean(fields.get(columns.reference())),
                columns.description() < 0 ? "" : FileText.clean(fields.get(columns.description())));
    }

    /// A column that says the direction leaves no room for a sign that might say another.
    private static long signed(long amount, String direction, int row) {
        var word = direction.strip().toUpperCase(Locale.ROOT);
        if (amount < 0 || (!CREDIT.contains(word) && !DEBIT.contains(word))) {
            throw new UnreadableFile(Fault.DIRECTION_UNREADABLE, row);
        }
        return CREDIT.contains(word) ? amount : -amount;
    }

    private LocalDate date(String text, int row) {
        try {
            return limits.requireSane(LocalDate.parse(text.strip(), dates), row);
        } catch (DateTimeException _) {
            throw new UnreadableFile(Fault.DATE_UNREADABLE, row);
        }
    }
}
