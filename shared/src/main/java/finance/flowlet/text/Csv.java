package finance.flowlet.text;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A table as RFC 4180 writes it: commas, CRLF, quotes where a cell needs them.
///
/// What people wrote is never a formula to the spreadsheet that opens the file: an apostrophe stands before
/// anything that would start one, at the start of a cell and, because some spreadsheets split at semicolons
/// or tabs, behind each character that might start another. Numbers are written by us and stay numbers, so
/// a negative one is one.
public final class Csv {
    public static final String MEDIA_TYPE = "text/csv";
    private static final Pattern FORMULA =
            Pattern.compile("(^|[;,|\t\r\n])(?=[^\\S\r\n]*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])");
    private static final Pattern HIDDEN_START = Pattern.compile("^(?=[\t\r\n])");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[,;\"\r\n\t]|^\\s|\\s$");
    private final StringBuilder table = new StringBuilder();
    private boolean first = true;

    /// A row of names.
    public Csv header(String... names) {
        for (var name : names) {
            text(name);
        }
        return end();
    }

    /// A cell of any text; null is an empty cell.
    public Csv text(@Nullable Object value) {
        var text = value == null ? "" : value.toString();
        var harmless = FORMULA.matcher(text).replaceAll("$1'");
        if (!harmless.startsWith("'")) {
            harmless = HIDDEN_START.matcher(harmless).replaceFirst("'");
        }
        return cell(NEEDS_QUOTES.matcher(harmless).find() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless);
    }

    /// A cell of a number, all digits written out.
    public Csv number(@Nullable BigDecimal value) {
        return cell(value == null ? "" : value.toPlainString());
    }

    /// A cell of a whole number.
    public Csv number(long value) {
        return cell(Long.toString(value));
    }

    /// Ends the row.
    public Csv end() {
        table.append("\r\n");
        first = true;
        return this;
    }

    private Csv cell(String written) {
        if (!first) {
            table.append(',');
        }
        first = false;
        table.append(written);
        return this;
    }

    /// All rows that were ended, and the cells of the one that was not.
    @Override
    public String toString() {
        return table.toString();
    }
}
