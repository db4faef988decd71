package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A ledger account as the API shows it. `pendingDebits` is what holds reserve.
record LedgerAccountJson(
        AccountId id,
        String code,
        AccountClass kind,
        Side normalSide,
        Currency currency,
        @Nullable UserId userId,
        BigDecimal postedDebits,
        BigDecimal postedCredits,
        BigDecimal pendingDebits,
        BigDecimal pendingCredits,
        BigDecimal balance,
        @Nullable BigDecimal minBalance,
        AccountStatus status,
        long version) {
    static LedgerAccountJson of(AccountView account) {
        var currency = account.currency();
        var floor = account.floor();
        return new LedgerAccountJson(
                account.id(),
                account.code(),
                account.accountClass(),
                account.accountClass().normalSide(),
                currency,
                account.owner(),
                Decimals.of(account.postedDebits(), currency),
                Decimals.of(account.postedCredits(), currency),
                Decimals.of(account.held(), currency),
                Decimals.of(0, currency),
                Decimals.of(onNormalSide(account), currency),
                floor == null ? null : Decimals.of(floor, currency),
                account.status(),
                account.version());
    }

    /// A balance is positive on the side where its class of account normally has it.
    private static long onNormalSide(AccountView account) {
        return account.accountClass().normalSide() == Side.CREDIT ? account.balance() : -account.balance();
    }
}
