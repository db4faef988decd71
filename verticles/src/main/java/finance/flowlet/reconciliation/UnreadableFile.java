package finance.flowlet.reconciliation;

/// A file that cannot be read, and where: `row` counts its rows or entries from 1, and is 0 when it is the
/// whole file.
final class UnreadableFile extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What is wrong, in words that are safe to answer with: nothing of the file is repeated.
    enum Fault {
        NOT_TEXT("the file is not text in UTF-8"),
        NO_ROWS("the file has no rows"),
        TOO_MANY_LINES("the file has too many lines"),
        FIELD_TOO_LONG("a field is too long"),
        ROW_TOO_WIDE("a row has too many columns"),
        QUOTE_MISPLACED("a quote stands where none may"),
        QUOTE_OPEN("a quote is never closed"),
        COLUMN_MISSING("a column of the mapping is not in the first row"),
        COLUMN_TWICE("two columns have the same name"),
        ROW_TOO_SHORT("a row has fewer columns than the first"),
        AMOUNT_UNREADABLE("an amount cannot be read as the mapping says"),
        AMOUNT_OUT_OF_RANGE("an amount is zero, too large, or has more decimals than its currency"),
        DIRECTION_UNREADABLE("credit or debit cannot be read"),
        DATE_UNREADABLE("a date cannot be read as the mapping says"),
        CURRENCY_DIFFERS("an amount is in another currency"),
        NOT_XML("the file is not well-formed XML"),
        DOCTYPE_REFUSED("document types and entities are refused"),
        NOT_CAMT_053("the document is not a camt.053 of versions 02 to 13"),
        SEVERAL_ACCOUNTS("the statements of the file are of several accounts"),
        ELEMENT_MISSING("an entry lacks an element that it needs"),
        NESTED_TOO_DEEPLY("elements are nested too deeply"),
        DETAILS_DO_NOT_ADD_UP("the details of an entry do not add up to it"),
        BALANCES_DO_NOT_ADD_UP("the opening balance and the entries do not add up to the closing balance");

        private final String words;

        Fault(String words) {
            this.words = words;
        }
    }

    private final Fault fault;
    private final int row;

    UnreadableFile(Fault fault, int row) {
        super(fault.words);
        this.fault = fault;
        this.row = row;
    }

    Fault fault() {
        return fault;
    }

    /// For the client.
    String detail() {
        return row == 0 ? fault.words : "row " + row + ": " + fault.words;
    }
}
