package finance.flowlet.statements;

import finance.flowlet.id.StatementId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import java.time.Instant;
import java.time.YearMonth;

/// What a statement says before its movements: whose it is, of which month, and what it leads from and to,
/// in minor units.
record Head(
        StatementId id,
        TenantId tenant,
        WalletId wallet,
        UserId user,
        Currency currency,
        YearMonth month,
        long opening,
        long closing,
        long movements,
        Instant createdAt) {
    String decimal(long minorUnits) {
        return Money.decimal(minorUnits, currency);
    }
}
