package finance.flowlet.gateway;

import finance.flowlet.contract.fx.ReadPosition;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A position as the API shows it. Values and the total are decimals of the currency `in`.
record PositionJson(
        Instant asOf, @Nullable Currency in, @Nullable BigDecimal total, List<Row> rows) {
    record Row(
            Currency currency,
            BigDecimal position,
            BigDecimal rounding,
            @Nullable String rate,
            @Nullable Instant rateAsOf,
            @Nullable String rateSource,
            @Nullable BigDecimal value) {}

    static PositionJson of(ReadPosition.Position position) {
        var in = position.in();
        return new PositionJson(
                position.asOf(),
                in,
                decimal(position.total(), in),
                position.rows().stream().map(row -> row(row, in)).toList());
    }

    private static Row row(ReadPosition.Row row, @Nullable Currency in) {
        var rate = row.rate();
        return new Row(
                row.currency(),
                Decimals.of(row.position(), row.currency()),
                Decimals.of(row.rounding(), row.currency()),
                rate == null ? null : RateJson.text(rate.rate()),
                rate == null ? null : rate.asOf(),
                rate == null ? null : rate.source(),
                decimal(row.value(), in));
    }

    private static @Nullable BigDecimal decimal(@Nullable Long minorUnits, @Nullable Currency currency) {
        return minorUnits == null || currency == null ? null : Decimals.of(minorUnits, currency);
    }
}
