package finance.flowlet.contract.fx;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import org.jspecify.annotations.Nullable;

/// Asks for the rate from one currency into another, promised for `expiresInSeconds`. `amount` is what is
/// sold when it is in the currency `from`, and what is bought when it is in the currency `to`.
public record CreateQuote(
        Caller caller,
        Post.@Nullable Key key,
        Currency from,
        Currency to,
        Money amount,
        @Nullable Integer expiresInSeconds)
        implements Repeatable {
    public static final Address<CreateQuote, Outcome> ADDRESS =
            new Address<>("fx.create-quote.v1", CreateQuote.class, Outcome.class);

    /// Which side `amount` fixes.
    public QuoteView.Side fixed() {
        return amount.currency().equals(from) ? QuoteView.Side.SELL : QuoteView.Side.BUY;
    }

    @OneOf
    public sealed interface Outcome {}

    public record Quoted(QuoteView quote) implements Outcome {}

    /// The key was used before for the same request: the quote as it was when it was made.
    public record Replayed(QuoteView quote) implements Outcome {}

    /// The key was used before for another request.
    public record KeyReused() implements Outcome {}

    /// Nobody knows a rate of the pair, or the one that is known is too old. Nothing is stored.
    public record RateUnavailable() implements Outcome {}

    /// At this rate one side would not come to a minor unit. Nothing is stored.
    public record TooSmall() implements Outcome {}

    /// At this rate the other side is beyond the limit of an amount. Nothing is stored.
    public record TooLarge() implements Outcome {}

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
