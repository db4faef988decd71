package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.TrialBalance;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A trial balance as the API shows it. It is balanced when debits equal credits in every currency.
record TrialBalanceJson(Instant asOf, boolean balanced, List<Row> rows) {
    record Row(Currency currency, AccountClass kind, long accounts, BigDecimal debits, BigDecimal credits) {}

    static TrialBalanceJson of(TrialBalance.Balances balances) {
        Map<Currency, Long> differences = new HashMap<>();
        for (var row : balances.rows()) {
            differences.merge(row.currency(), Math.subtractExact(row.debits(), row.credits()), Math::addExact);
        }
        return new TrialBalanceJson(
                balances.at(),
                differences.values().stream().allMatch(difference -> difference == 0),
                balances.rows().stream().map(TrialBalanceJson::row).toList());
    }

    private static Row row(TrialBalance.Row row) {
        return new Row(
                row.currency(),
                row.accountClass(),
                row.accounts(),
                Decimals.of(row.debits(), row.currency()),
                Decimals.of(row.credits(), row.currency()));
    }
}
