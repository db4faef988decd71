package finance.flowlet.contract.fx;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.ExchangeId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.WalletId;
import finance.flowlet.problem.Code;
import org.jspecify.annotations.Nullable;

/// Changes money at a quoted rate, durably, before it answers. A customer does so between own wallets only.
public record ExchangeMoney(
        Caller caller,
        Post.@Nullable Key key,
        @Nullable ExchangeId id,
        QuoteId quote,
        WalletId from,
        WalletId to,
        String description)
        implements Repeatable {
    public static final Address<ExchangeMoney, Outcome> ADDRESS =
            new Address<>("fx.exchange-money.v1", ExchangeMoney.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    /// The stored answer of this command, or of the one that used the key before.
    public record Answered(Post.Reply reply, boolean replayed) implements Outcome {}

    /// Refused before the ledger was asked; nothing is stored.
    public record Refused(Code code) implements Outcome {}

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
