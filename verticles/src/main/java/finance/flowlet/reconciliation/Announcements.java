package finance.flowlet.reconciliation;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.reconciliation.ReconciliationView.Counts;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.ReconciliationId;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.reconciliation.UntoldStore.Untold;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Tells of reconciliations: the event `reconciliation.completed`, through the ledger like every event, once for each.
/// That one is to be told commits with it; that it was told is noted afterwards, and telling it again in between
/// changes nothing, because the key of the command is the reconciliation's own.
final class Announcements {
    private static final String TYPE = "reconciliation.completed";
    private static final int AT_ONCE = 100;
    private static final String NOTHING_TO_COMPARE = "0".repeat(64);

    private final Platform platform;
    private final UntoldStore store;
    private final Patience patience;

    Announcements(Platform platform, UntoldStore store) {
        this.platform = platform;
        this.store = store;
        this.patience = new Patience(platform);
    }

    private record Completed(ReconciliationId reconciliationId, AccountId accountId, Counts counts) {}

    /// Tells what is still to be told and says how many that were.
    int tell() {
        var untold = store.some(AT_ONCE);
        for (var each : untold) {
            var event = new EventId(platform.ids().next());
            patience.request(Post.ADDRESS, deadline -> post(each, event, deadline))
                    .await();
            store.told(Objects.requireNonNull(each.reconciliation().id()));
        }
        return untold.size();
    }

    private static Post post(Untold untold, EventId event, Instant deadline) {
        var reconciliation = untold.reconciliation();
        var id = Objects.requireNonNull(reconciliation.id());
        var version = NameBasedId.of(untold.tenant().uuid(), "reconciliation:" + id + ":version");
        var fact = new Completed(id, reconciliation.accountId(), reconciliation.counts());
        return new Post(
                untold.tenant(),
                new Post.Key(id.uuid(), TYPE, NOTHING_TO_COMPARE),
                id.toString(),
                List.of(new Advance(new GuardId(version), 0)),
                List.of(),
                List.of(new Post.Event(event, TYPE, id.toString(), 1, Wire.text(fact))),
                new Post.Reply(200, "{}"),
                deadline);
    }
}
