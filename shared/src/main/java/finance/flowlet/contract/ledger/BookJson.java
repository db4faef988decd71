package finance.flowlet.contract.ledger;

import finance.flowlet.id.AccountId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.util.Locale;

/// An account of the business's own as the HTTP API shows it when it has just been opened.
public record BookJson(
        AccountId id,
        String code,
        String description,
        String kind,
        String normalSide,
        Currency currency,
        BigDecimal postedDebits,
        BigDecimal postedCredits,
        BigDecimal pendingDebits,
        BigDecimal pendingCredits,
        BigDecimal balance,
        String status,
        long version) {
    /// Renders the account that `asked` opens as `id`.
    public static BookJson opened(AccountId id, OpenBook asked) {
        var nothing = BigDecimal.valueOf(0, asked.currency().exponent());
        return new BookJson(
                id,
                asked.code(),
                asked.description(),
                asked.accountClass().name().toLowerCase(Locale.ROOT),
                asked.accountClass().normalSide().name().toLowerCase(Locale.ROOT),
                asked.currency(),
                nothing,
                nothing,
                nothing,
                nothing,
                nothing,
                AccountStatus.OPEN.name().toLowerCase(Locale.ROOT),
                0);
    }
}
