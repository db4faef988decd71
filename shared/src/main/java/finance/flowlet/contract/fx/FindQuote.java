package finance.flowlet.contract.fx;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.QuoteId;
import org.jspecify.annotations.Nullable;

/// Asks for a quote that the caller may use.
public record FindQuote(Caller caller, QuoteId quote) implements Repeatable {
    public static final Address<FindQuote, Found> ADDRESS =
            new Address<>("fx.find-quote.v1", FindQuote.class, Found.class);

    /// Null when there is no such quote.
    public record Found(@Nullable QuoteView quote) {}
}
