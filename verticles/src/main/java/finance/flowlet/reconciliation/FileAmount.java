package finance.flowlet.reconciliation;

import finance.flowlet.money.Currency;
import finance.flowlet.reconciliation.UnreadableFile.Fault;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads amounts of files digit by digit. What could mean two things, such as `1,234`, is read only as the
/// file's owner has said that amounts are written there.
final class FileAmount {
    /// Longer than any amount that a `long` holds, thousands separators included.
    private static final int MAX_CHARACTERS = 40;

    private final Pattern form;
    private final char decimal;
    private final @Nullable Character group;
    private final Currency currency;
    private final long maxMinorUnits;

    FileAmount(Currency currency, long maxMinorUnits, char decimal, @Nullable Character group) {
        this.currency = currency;
        this.maxMinorUnits = maxMinorUnits;
        this.decimal = decimal;
        this.group = group;
        var grouped = group == null ? "" : "|[0-9]{1,3}(?:" + Pattern.quote(group.toString()) + "[0-9]{3})+";
        this.form = Pattern.compile(
                "[+-]?(?:[0-9]+" + grouped + ")(?:" + Pattern.quote(Character.toString(decimal)) + "[0-9]+)?");
    }

    /// Signed minor units. Trailing zeros beyond the currency's decimals are no precision.
    long read(String text, int row) {
        var trimmed = text.strip();
        if (trimmed.length() > MAX_CHARACTERS || !form.matcher(trimmed).matches()) {
            throw new UnreadableFile(Fault.AMOUNT_UNREADABLE, row);
        }
        var plain = group == null ? trimmed : trimmed.replace(group.toString(), "");
        var value = new BigDecimal(plain.replace(decimal, '.')).stripTrailingZeros();
        if (value.scale() > currency.exponent()
                || value.movePointRight(currency.exponent()).abs().compareTo(BigDecimal.valueOf(maxMinorUnits)) > 0) {
            throw new UnreadableFile(Fault.AMOUNT_OUT_OF_RANGE, row);
        }
        return value.movePointRight(currency.exponent()).longValueExact();
    }
}
