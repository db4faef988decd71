package finance.flowlet.contract.fx;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.ExchangeId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.WalletId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds exchanges, newest first: one by `id`, or all that pass every filter that is set. `wallet` matches
/// either side; `from` is inclusive and `to` exclusive on the creation time.
public record FindExchanges(
        Caller caller,
        @Nullable ExchangeId id,
        @Nullable WalletId wallet,
        @Nullable QuoteId quote,
        @Nullable Instant from,
        @Nullable Instant to,
        int limit,
        int offset,
        @Nullable ExchangeId after)
        implements Repeatable {
    public static final Address<FindExchanges, Found> ADDRESS =
            new Address<>("fx.find-exchanges.v1", FindExchanges.class, Found.class);

    /// The exchange of one id.
    public static FindExchanges one(Caller caller, ExchangeId id) {
        return new FindExchanges(caller, id, null, null, null, null, 1, 0, null);
    }

    public record Found(List<ExchangeView> exchanges) {
        public Found {
            exchanges = List.copyOf(exchanges);
        }
    }
}
