package finance.flowlet.fx;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.fx.ExchangeJson;
import finance.flowlet.contract.fx.ExchangeMoney;
import finance.flowlet.contract.fx.ExchangeSteps;
import finance.flowlet.contract.fx.ExchangeView;
import finance.flowlet.contract.fx.QuoteUse;
import finance.flowlet.contract.fx.QuoteView;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.ExchangeId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An exchange in the words of the ledger. Everything that must be the same when the command is repeated is
/// decided here, before the first try; the amounts were decided when the quote was made.
record ExchangeRecipe(
        ExchangeMoney command,
        Post.Key key,
        QuoteView quote,
        ExchangeId exchange,
        EntryId entry,
        EventId event,
        Instant at,
        boolean idTaken) {
    private static final int FIRST_VERSION = 1;

    /// The command to send; it is dropped when it has not started by `deadline`.
    Post post(Instant deadline) {
        var caller = command.caller();
        var tenant = caller.tenant();
        var view = view();
        var json = ExchangeJson.of(view);
        var fact = new ExchangeCompleted(
                json.id(),
                json.quoteId(),
                json.from(),
                json.to(),
                json.sellAmount(),
                json.buyAmount(),
                json.rate(),
                json.status());
        return new Post(
                tenant,
                key,
                caller.requestId(),
                steps(),
                List.of(QuoteUse.row(tenant, quote, exchange.toString(), at), ExchangeRow.of(tenant, view)),
                List.of(new Post.Event(
                        event, ExchangeCompleted.TYPE, exchange.toString(), FIRST_VERSION, Wire.text(fact))),
                new Post.Reply(201, Wire.text(json)),
                deadline);
    }

    private ExchangeView view() {
        return new ExchangeView(
                exchange,
                quote.id(),
                command.from(),
                command.to(),
                quote.sell(),
                quote.buy(),
                quote.rate(),
                command.description(),
                entry,
                at);
    }

    private List<Step> steps() {
        var caller = command.caller();
        var owner = caller.onlyOwner();
        var exchanging = new ExchangeSteps(
                caller.tenant(),
                quote,
                new AccountId(command.from().uuid()),
                owner,
                new AccountId(command.to().uuid()),
                owner);
        var steps = new ArrayList<>(exchanging.of(
                entry, EntryKind.EXCHANGE, exchange.toString(), command.description(), caller.actor(), at));
        if (command.id() != null) {
            steps.add(claimId());
        }
        return steps;
    }

    /// Gives the id away once. Ids of our own making have no guard, so one that is taken already must not
    /// find room either; it is refused by the ledger nonetheless, because a repeated key comes before a
    /// taken id.
    private UseGuard claimId() {
        var guard = new GuardId(NameBasedId.of(command.caller().tenant().uuid(), "exchange:" + exchange));
        return new UseGuard(guard, idTaken ? 2 : 1, 1, Decline.ACCOUNT_EXISTS);
    }
}
