package finance.flowlet.gateway;

import finance.flowlet.id.InvalidIdException;
import finance.flowlet.money.Amount;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads fields and parameters in the words of a domain and collects everything that is wrong with them, so
/// that a client learns all of it at once and nothing happens before all of it is right:
///
/// ```java
/// var fields = new Fields(maxAmountMinorUnits);
/// var currency = fields.currency("/currency", body.currency());
/// var money = fields.money("/amount", body.amount(), currency);
/// return fields.then(() -> pay(money.value()));
/// ```
///
/// `pointer` is a JSON pointer into the body, or the bare name of a query parameter. A null text was not
/// sent.
final class Fields {
    private static final Duration WIDEST_RANGE = Duration.ofDays(3653);
    private static final Pattern RFC3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");
    /// A batch of ten thousand wrong items is not answered with as many errors.
    private static final int MAX_ERRORS = 100;

    private final long maxMinorUnits;
    private final List<FieldError> errors = new ArrayList<>();

    Fields(long maxMinorUnits) {
        this.maxMinorUnits = maxMinorUnits;
    }

    Field<Currency> currency(String pointer, @Nullable String text) {
        return read(pointer, text, code -> Currency.find(code).orElse(null), Code.CURRENCY_UNSUPPORTED);
    }

    /// An amount of `currency`. Without a currency that could be read there is nothing to say about it yet;
    /// beside one that was not sent, the currency is what is missing.
    Field<Money> money(String pointer, @Nullable Amount amount, Field<Currency> currency) {
        return money(pointer, amount, currency, (written, of) -> written.read(of, maxMinorUnits));
    }

    /// [#money] that may also be zero.
    Field<Money> ceiling(String pointer, @Nullable Amount amount, Field<Currency> currency) {
        return money(pointer, amount, currency, (written, of) -> written.readFromZero(of, maxMinorUnits));
    }

    private Field<Money> money(
            String pointer,
            @Nullable Amount amount,
            Field<Currency> currency,
            BiFunction<Amount, Currency, Amount.Reading> reading) {
        if (amount == null) {
            return absent(pointer);
        }
        if (currency.orNull() == null) {
            if (currency.absent()) {
                refuse(currency.pointer(), Code.REQUIRED);
            }
            return new Field<>(pointer, null, true);
        }
        return switch (reading.apply(amount, currency.value())) {
            case Amount.Read(var money) -> new Field<>(pointer, money, false);
            case Amount.Refused refused -> refused(pointer, code(refused));
        };
    }

    /// An id of the kind that `parse` reads.
    <T> Field<T> id(String pointer, @Nullable String text, Function<String, T> parse) {
        return read(pointer, text, id -> parsed(id, parse), Code.INVALID_ID);
    }

    /// One of the constants of an enum, in lower case.
    <E extends Enum<E>> Field<E> choice(String pointer, @Nullable String text, Class<E> type, Code refusal) {
        return read(pointer, text, choice -> constant(choice, type), refusal);
    }

    /// [#choice] that is refused with `invalid_value`.
    <E extends Enum<E>> Field<E> choice(String pointer, @Nullable String text, Class<E> type) {
        return choice(pointer, text, type, Code.INVALID_VALUE);
    }

    /// A date and time of RFC 3339.
    Field<Instant> time(String pointer, @Nullable String text) {
        return read(pointer, text, Fields::instant, Code.INVALID_DATE);
    }

    /// Requires `from` to be before `to`, and both at most ten years apart.
    void range(Field<Instant> from, Field<Instant> to) {
        var start = from.orNull();
        var end = to.orNull();
        if (start != null
                && end != null
                && (!start.isBefore(end) || Duration.between(start, end).compareTo(WIDEST_RANGE) > 0)) {
            refuse(to.pointer(), Code.RANGE_TOO_LARGE);
        }
    }

    /// Says that a field is wrong for a reason of the domain's own.
    void refuse(String pointer, Code code) {
        errors.add(FieldError.of(pointer, code));
    }

    /// Goes on when nothing was wrong; else answers with all that was, as far as anybody would read it.
    Future<Answer> then(Supplier<Future<Answer>> work) {
        return errors.isEmpty()
                ? work.get()
                : Future.succeededFuture(new Answer.Invalid(errors.subList(0, Math.min(errors.size(), MAX_ERRORS))));
    }

    private <T> Field<T> read(String pointer, @Nullable String text, Function<String, @Nullable T> reading, Code code) {
        if (text == null) {
            return absent(pointer);
        }
        var value = reading.apply(text);
        return value == null ? refused(pointer, code) : new Field<>(pointer, value, false);
    }

    private static <T> Field<T> absent(String pointer) {
        return new Field<>(pointer, null, false);
    }

    private <T> Field<T> refused(String pointer, Code code) {
        refuse(pointer, code);
        return new Field<>(pointer, null, true);
    }

    private static Code code(Amount.Refused refused) {
        return switch (refused) {
            case NOT_PLAIN_DECIMAL -> Code.AMOUNT_INVALID;
            case NOT_POSITIVE -> Code.AMOUNT_NOT_POSITIVE;
            case TOO_PRECISE -> Code.AMOUNT_PRECISION_INVALID;
            case TOO_LARGE -> Code.AMOUNT_TOO_LARGE;
        };
    }

    private static <T> @Nullable T parsed(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (InvalidIdException _) {
            return null;
        }
    }

    private static <E extends Enum<E>> @Nullable E constant(String text, Class<E> type) {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        return null;
    }

    private static @Nullable Instant instant(String text) {
        if (!RFC3339.matcher(text).matches() || text.startsWith("0000")) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
