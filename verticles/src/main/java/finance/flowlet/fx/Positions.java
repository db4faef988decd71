package finance.flowlet.fx;

import finance.flowlet.contract.fx.RateView;
import finance.flowlet.contract.fx.ReadPosition;
import finance.flowlet.contract.fx.ReadPosition.Position;
import finance.flowlet.contract.fx.ReadPosition.Row;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What exchanges have left the business with. The books have it; here it is only put side by side and
/// valued.
final class Positions {
    private static final String POSITION = "fx:";
    private static final String ROUNDING = "rounding:";
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private final Platform platform;
    private final Rates rates;

    Positions(Platform platform, Rates rates) {
        this.platform = platform;
        this.rates = rates;
    }

    Future<Position> read(ReadPosition query) {
        var tenant = query.tenant();
        var in = query.in();
        var accounts = platform.bus().request(ReadAccounts.ADDRESS, new ReadAccounts(tenant, accounts(tenant)));
        Future<List<RateView>> current = in == null ? Future.succeededFuture(List.of()) : rates.into(tenant, in);
        return Future.all(accounts, current).map(_ -> {
            var balances = accounts.result().accounts().stream()
                    .collect(Collectors.toMap(AccountView::id, Function.identity()));
            var byCurrency = current.result().stream().collect(Collectors.toMap(RateView::from, Function.identity()));
            var rows = Currency.all().stream()
                    .filter(currency -> balances.containsKey(account(tenant, POSITION, currency)))
                    .map(currency -> row(
                            currency,
                            balance(balances, account(tenant, POSITION, currency)),
                            balance(balances, account(tenant, ROUNDING, currency)),
                            in,
                            byCurrency.get(currency)))
                    .toList();
            var now = platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
            return new Position(now, in, rows, in == null ? null : total(rows));
        });
    }

    /// Every account that there could be: their ids follow from their names, so that one question finds
    /// them all.
    private static List<AccountId> accounts(TenantId tenant) {
        return Currency.all().stream()
                .flatMap(currency -> Stream.of(POSITION, ROUNDING).map(kind -> account(tenant, kind, currency)))
                .toList();
    }

    private static AccountId account(TenantId tenant, String kind, Currency currency) {
        return new AccountId(NameBasedId.of(tenant.uuid(), kind + currency));
    }

    private static long balance(Map<AccountId, AccountView> accounts, AccountId id) {
        var account = accounts.get(id);
        return account == null ? 0 : account.balance();
    }

    private static Row row(
            Currency currency, long position, long rounding, @Nullable Currency in, @Nullable RateView rate) {
        var both = Math.addExact(position, rounding);
        if (in == null) {
            return new Row(currency, position, rounding, null, null);
        }
        if (currency.equals(in)) {
            return new Row(currency, position, rounding, null, both);
        }
        return new Row(currency, position, rounding, rate, rate == null ? null : value(both, rate));
    }

    /// To the nearest minor unit, half to even; none when it is too large to be told.
    private static @Nullable Long value(long minorUnits, RateView rate) {
        return whole(BigDecimal.valueOf(minorUnits)
                .scaleByPowerOfTen(rate.to().exponent() - rate.from().exponent())
                .multiply(rate.rate())
                .setScale(0, RoundingMode.HALF_EVEN));
    }

    /// None when a value is not known, or the sum is too large to be told.
    private static @Nullable Long total(List<Row> rows) {
        var total = BigDecimal.ZERO;
        for (var row : rows) {
            var value = row.value();
            if (value == null) {
                return null;
            }
            total = total.add(BigDecimal.valueOf(value));
        }
        return whole(total);
    }

    private static @Nullable Long whole(BigDecimal number) {
        return number.abs().compareTo(LARGEST) > 0 ? null : (Long) number.longValueExact();
    }
}
