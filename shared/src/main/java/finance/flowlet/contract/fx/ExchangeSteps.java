package finance.flowlet.contract.fx;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Before;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exchange at a quoted rate in the words of the ledger: once, before the quote expires, and with four postings
/// through the position accounts `fx:{ccy}`, so that each currency balances by itself. Whoever exchanges, the fx
/// domain or a payment across currencies, posts exactly this.
public record ExchangeSteps(
        TenantId tenant,
        QuoteView quote,
        AccountId from,
        @Nullable UserId owner,
        AccountId to) {
    /// The steps that write `entry`. `actor` caused it, `reference` names the exchange or the payment.
    public List<Step> of(
            EntryId entry, EntryKind kind, String reference, String description, String actor, Instant effectiveAt) {
        var sold = quote.sell().currency();
        var bought = quote.buy().currency();
        var postings = new ArrayList<>(List.of(
                new Posting(from, Side.DEBIT, quote.sell().minorUnits(), sold, owner),
                new Posting(position(sold), Side.CREDIT, quote.sell().minorUnits(), sold, null),
                new Posting(position(bought), Side.DEBIT, given(), bought, null),
                new Posting(to, Side.CREDIT, quote.buy().minorUnits(), bought, null)));
        if (quote.residual() > 0) {
            postings.add(new Posting(rounding(bought), Side.CREDIT, quote.residual(), bought, null));
        }
        return List.of(
                new Before(quote.expiresAt(), Decline.QUOTE_EXPIRED),
                new UseGuard(
                        new GuardId(NameBasedId.of(tenant.uuid(), "quote:" + quote.id())), 1, 1, Decline.QUOTE_USED),
                open(position(sold), "fx:" + sold, AccountClass.EQUITY, sold),
                open(position(bought), "fx:" + bought, AccountClass.EQUITY, bought),
                open(rounding(bought), "rounding:" + bought, AccountClass.REVENUE, bought),
                new PostEntry(entry, kind, reference, description, actor, effectiveAt, postings));
    }

    private long given() {
        return Math.addExact(quote.buy().minorUnits(), quote.residual());
    }

    private AccountId position(Currency currency) {
        return new AccountId(NameBasedId.of(tenant.uuid(), "fx:" + currency));
    }

    private AccountId rounding(Currency currency) {
        return new AccountId(NameBasedId.of(tenant.uuid(), "rounding:" + currency));
    }

    private static OpenAccount open(AccountId account, String code, AccountClass accountClass, Currency currency) {
        return new OpenAccount(account, code, accountClass, currency, null, null, true);
    }
}
