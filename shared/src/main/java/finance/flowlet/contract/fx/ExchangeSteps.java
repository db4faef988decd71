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

/// An exchange at a quoted rate in the words of the ledger: once, before the quote expires, and with four
/// postings through the position accounts `fx:{ccy}`, so that each currency balances by itself; a fifth
/// when rounding left something over. Whoever exchanges, the fx domain or a payment across currencies,
/// posts exactly this, and beside it the row of [QuoteUse].
///
/// `fromOwner` and `toOwner`, where they are set, are the only owners whose accounts these may be.
public record ExchangeSteps(
        TenantId tenant,
        QuoteView quote,
        AccountId from,
        @Nullable UserId fromOwner,
        AccountId to,
        @Nullable UserId toOwner) {
    /// To an account of anybody's.
    public ExchangeSteps(TenantId tenant, QuoteView quote, AccountId from, @Nullable UserId fromOwner, AccountId to) {
        this(tenant, quote, from, fromOwner, to, null);
    }

    /// The steps that write `entry`. `actor` caused it, `reference` names the exchange or the payment.
    public List<Step> of(
            EntryId entry, EntryKind kind, String reference, String description, String actor, Instant effectiveAt) {
        var sold = quote.sell().currency();
        var bought = quote.buy().currency();
        var left = quote.residual();
        var postings = new ArrayList<>(List.of(
                new Posting(from, Side.DEBIT, quote.sell().minorUnits(), sold, fromOwner),
                new Posting(position(sold), Side.CREDIT, taken(), sold, null),
                new Posting(position(bought), Side.DEBIT, given(), bought, null),
                new Posting(to, Side.CREDIT, quote.buy().minorUnits(), bought, toOwner)));
        if (left.minorUnits() > 0) {
            postings.add(new Posting(rounding(left.currency()), Side.CREDIT, left.minorUnits(), left.currency(), null));
        }
        return List.of(
                new Before(quote.expiresAt(), Decline.QUOTE_EXPIRED),
                new UseGuard(
                        new GuardId(NameBasedId.of(tenant.uuid(), "quote:" + quote.id())), 1, 1, Decline.QUOTE_USED),
                open(position(sold), "fx:" + sold, AccountClass.EQUITY, sold),
                open(position(bought), "fx:" + bought, AccountClass.EQUITY, bought),
                open(rounding(left.currency()), "rounding:" + left.currency(), AccountClass.REVENUE, left.currency()),
                new PostEntry(entry, kind, reference, description, actor, effectiveAt, postings));
    }

    /// What the position gains: what was sold, less what rounding left over of it.
    private long taken() {
        return Math.subtractExact(
                quote.sell().minorUnits(), residualIn(quote.sell().currency()));
    }

    /// What the position loses: what was bought, and what rounding left over of it.
    private long given() {
        return Math.addExact(quote.buy().minorUnits(), residualIn(quote.buy().currency()));
    }

    private long residualIn(Currency currency) {
        return quote.residual().currency().equals(currency) ? quote.residual().minorUnits() : 0;
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
