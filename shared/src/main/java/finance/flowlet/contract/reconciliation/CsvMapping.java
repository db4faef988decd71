package finance.flowlet.contract.reconciliation;

import org.jspecify.annotations.Nullable;

/// Which columns of a CSV file mean what, by their names in its first row, and how dates and amounts are
/// written. Without `creditDebit` the sign of an amount says which way the money went. `groupSeparator` is
/// what may stand between thousands; without one nothing may.
public record CsvMapping(
        String date,
        String amount,
        @Nullable String reference,
        @Nullable String description,
        @Nullable String creditDebit,
        @Nullable String currency,
        DateFormat dateFormat,
        Separator delimiter,
        Separator decimalSeparator,
        @Nullable Separator groupSeparator) {
    /// How a date is written. There is no guessing between day and month.
    public enum DateFormat {
        ISO("uuuu-MM-dd"),
        DAY_MONTH_YEAR_DOTS("dd.MM.uuuu"),
        DAY_MONTH_YEAR_SLASHES("dd/MM/uuuu"),
        MONTH_DAY_YEAR_SLASHES("MM/dd/uuuu"),
        DIGITS("uuuuMMdd");

        private final String pattern;

        DateFormat(String pattern) {
            this.pattern = pattern;
        }

        /// As `java.time` writes it, with a strict calendar in mind.
        public String pattern() {
            return pattern;
        }
    }

    /// A character between columns, decimals or thousands.
    public enum Separator {
        COMMA(','),
        SEMICOLON(';'),
        TAB('\t'),
        PIPE('|'),
        POINT('.'),
        SPACE(' '),
        APOSTROPHE('\'');

        private final char character;

        Separator(char character) {
            this.character = character;
        }

        public char character() {
            return character;
        }
    }
}
