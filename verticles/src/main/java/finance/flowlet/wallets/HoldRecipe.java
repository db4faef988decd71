package finance.flowlet.wallets;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.ledger.Step.CaptureHold;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Release;
import finance.flowlet.contract.ledger.Step.ReleaseHold;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.wallets.HoldJson;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.WalletId;
import java.time.Instant;
import java.util.List;

/// A hold, as it is after a change, in the words of the ledger: `steps` do to the books what the change
/// says.
record HoldRecipe(Caller caller, Post.Key key, Hold hold, List<Step> steps, String type, EventId event, int status) {
    private static final int CREATED = 201;
    private static final int OK = 200;

    HoldRecipe {
        steps = List.copyOf(steps);
    }

    static HoldRecipe place(Caller caller, Post.Key key, Hold hold, EventId event) {
        var terms = hold.terms();
        var reserve = new PlaceHold(
                terms.id(),
                account(terms.wallet()),
                terms.money().minorUnits(),
                terms.money().currency(),
                caller.onlyOwner(),
                terms.expiresAt());
        return new HoldRecipe(caller, key, hold, List.of(reserve), "hold.created", event, CREATED);
    }

    /// `changed` spends reserved funds of the wallet: they go to `to`.
    static HoldRecipe capture(
            Caller caller, Post.Key key, Hold.Changed changed, WalletId to, EventId event, Instant at) {
        var hold = changed.next();
        var money = hold.terms().money();
        var entry = new PostEntry(
                hold.entries().getLast(),
                EntryKind.CAPTURE,
                hold.terms().id().toString(),
                hold.terms().description(),
                caller.actor(),
                at,
                List.of(
                        new Posting(
                                account(hold.terms().wallet()),
                                Side.DEBIT,
                                changed.minorUnits(),
                                money.currency(),
                                caller.onlyOwner()),
                        new Posting(account(to), Side.CREDIT, changed.minorUnits(), money.currency(), null)));
        var steps = List.<Step>of(
                advance(hold), new CaptureHold(hold.terms().id(), changed.minorUnits(), changed.last()), entry);
        return new HoldRecipe(caller, key, hold, steps, "hold.captured", event, OK);
    }

    static HoldRecipe release(Caller caller, Post.Key key, Hold hold, EventId event) {
        var steps = List.<Step>of(advance(hold), new ReleaseHold(hold.terms().id(), Release.VOIDED));
        return new HoldRecipe(caller, key, hold, steps, "hold.released", event, OK);
    }

    static HoldRecipe expire(Caller caller, Post.Key key, Hold hold, EventId event) {
        var steps = List.<Step>of(advance(hold), new ReleaseHold(hold.terms().id(), Release.EXPIRED));
        return new HoldRecipe(caller, key, hold, steps, "hold.expired", event, OK);
    }

    /// The command to send; it is dropped when it has not started by `deadline`.
    Post post(Instant deadline) {
        var json = HoldJson.of(hold.view());
        return new Post(
                caller.tenant(),
                key,
                caller.requestId(),
                steps,
                List.of(HoldRow.of(hold)),
                List.of(new Post.Event(
                        event, type, json.id().toString(), hold.version(), Wire.text(HoldEvent.of(json)))),
                new Post.Reply(status, Wire.text(json)),
                deadline);
    }

    /// A hold at version 1 has had no changes; the one that makes it version `n` is its change number `n -
    /// 1`.
    private static Advance advance(Hold hold) {
        var name = "hold:" + hold.terms().id() + ":version";
        var guard = new GuardId(NameBasedId.of(hold.terms().tenant().uuid(), name));
        return new Advance(guard, hold.version() - 2);
    }

    private static AccountId account(WalletId wallet) {
        return new AccountId(wallet.uuid());
    }
}
