package finance.flowlet.reconciliation;

import finance.flowlet.reconciliation.UnreadableFile.Fault;
import java.util.ArrayList;
import java.util.List;

/// Reads comma-separated values (RFC 4180) strictly: quotes only around whole fields, doubled inside them,
/// rows ended by CR LF, LF or CR. A byte order mark at the start is passed over, and rows without any
/// character are none.
final class CsvRows {
    private static final int MAX_FIELD = 4_096;
    private static final int MAX_COLUMNS = 200;
    private static final char QUOTE = '"';

    private final String text;
    private final char delimiter;
    private int at;
    private int row;

    CsvRows(String text, char delimiter) {
        this.text = text;
        this.delimiter = delimiter;
        this.at = text.startsWith("\uFEFF") ? 1 : 0;
    }

    /// The number of the row that [#next] gave last, from 1.
    int row() {
        return row;
    }

    /// The fields of the next row; none when the file has ended.
    List<String> next() {
        while (at < text.length() && isLineBreak(text.charAt(at))) {
            at++;
        }
        if (at >= text.length()) {
            return List.of();
        }
        row++;
        var fields = new ArrayList<String>();
        do {
            if (fields.size() == MAX_COLUMNS) {
                throw new UnreadableFile(Fault.ROW_TOO_WIDE, row);
            }
            fields.add(at < text.length() && text.charAt(at) == QUOTE ? quoted() : bare());
        } while (delimiterFollows());
        return fields;
    }

    private boolean delimiterFollows() {
        if (at >= text.length() || isLineBreak(text.charAt(at))) {
            return false;
        }
        if (text.charAt(at) != delimiter) {
            throw new UnreadableFile(Fault.QUOTE_MISPLACED, row);
        }
        at++;
        return true;
    }

    private String bare() {
        var start = at;
        while (at < text.length() && text.charAt(at) != delimiter && !isLineBreak(text.charAt(at))) {
            if (text.charAt(at) == QUOTE) {
                throw new UnreadableFile(Fault.QUOTE_MISPLACED, row);
            }
            at++;
        }
        return bounded(text.substring(start, at));
    }

    private String quoted() {
        var field = new StringBuilder();
        at++;
        while (true) {
            var end = text.indexOf(QUOTE, at);
            if (end < 0) {
                throw new UnreadableFile(Fault.QUOTE_OPEN, row);
            }
            field.append(text, at, end);
            bounded(field);
            at = end + 1;
            if (at >= text.length() || text.charAt(at) != QUOTE) {
                return field.toString();
            }
            field.append(QUOTE);
            at++;
        }
    }

    private <T extends CharSequence> T bounded(T field) {
        if (field.length() > MAX_FIELD) {
            throw new UnreadableFile(Fault.FIELD_TOO_LONG, row);
        }
        return field;
    }

    private static boolean isLineBreak(char c) {
        return c == '\n' || c == '\r';
    }
}
