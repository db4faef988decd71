package finance.flowlet.wallets;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.BusinessRow;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A change of a wallet in the words of the ledger: `after` is what it becomes, `view` what is answered.
/// `steps` and `rows` are what the change means beyond the wallet's own row.
record WalletRecipe(
        Caller caller,
        Post.Key key,
        Wallet after,
        WalletView view,
        List<Step> steps,
        List<BusinessRow> rows,
        String type,
        EventId event) {
    private static final int OK = 200;

    /// The command to send; it is dropped when it has not started by `deadline`.
    Post post(Instant deadline) {
        return new Post(
                caller.tenant(),
                key,
                caller.requestId(),
                Stream.concat(Stream.of(advance()), steps.stream()).toList(),
                Stream.concat(Stream.of(WalletRow.changed(caller.tenant(), after)), rows.stream())
                        .toList(),
                List.of(new Post.Event(
                        event, type, after.id().toString(), after.version(), Wire.text(WalletEvent.of(view)))),
                new Post.Reply(OK, Wire.text(WalletJson.of(view))),
                deadline);
    }

    private Step advance() {
        var guard = new GuardId(NameBasedId.of(caller.tenant().uuid(), "wallet:" + after.id() + ":version"));
        return new Advance(guard, after.changes() - 1);
    }
}
