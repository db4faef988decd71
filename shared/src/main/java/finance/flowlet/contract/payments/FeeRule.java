package finance.flowlet.contract.payments;

import finance.flowlet.money.Currency;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// What a payment in `currency` costs: `fixed` and `basisPoints` (hundredths of a percent) of the amount,
/// rounded half up to a whole minor unit, and then within `minimum` and `maximum`. Amounts in minor units.
public record FeeRule(
        Currency currency,
        long fixed,
        int basisPoints,
        long minimum,
        @Nullable Long maximum,
        FeePayer payer) {
    private static final BigInteger WHOLE = BigInteger.valueOf(10_000);
    private static final BigInteger HALF = BigInteger.valueOf(5_000);

    /// The fee of `minorUnits`. It never falls when the amount rises, so what captures cost one after
    /// another adds up to what their sum costs. A recipient never pays more than it receives.
    public long of(long minorUnits) {
        if (minorUnits == 0) {
            return 0;
        }
        var share = BigInteger.valueOf(minorUnits)
                .multiply(BigInteger.valueOf(basisPoints))
                .add(HALF)
                .divide(WHOLE)
                .longValueExact();
        var fee = Math.max(minimum, Math.addExact(fixed, share));
        fee = maximum == null ? fee : Math.min(fee, maximum);
        return payer == FeePayer.RECIPIENT ? Math.min(fee, minorUnits) : fee;
    }
}
