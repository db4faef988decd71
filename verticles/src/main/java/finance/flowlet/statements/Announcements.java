package finance.flowlet.statements;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.StatementId;
import finance.flowlet.id.WalletId;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.statements.StatementStore.Untold;
import java.time.Instant;
import java.util.List;

/// Tells of statements: the event `statement.ready`, through the ledger like every event, once for each
/// statement. That one is to be told commits with the statement; that it was told is noted afterwards, and
/// telling it again in between changes nothing, because the key of the command is the statement's own.
final class Announcements {
    private static final String TYPE = "statement.ready";
    private static final int AT_ONCE = 100;
    private static final String NOTHING_TO_COMPARE = "0".repeat(64);

    private final Platform platform;
    private final StatementStore store;
    private final Patience patience;

    Announcements(Platform platform, StatementStore store) {
        this.platform = platform;
        this.store = store;
        this.patience = new Patience(platform);
    }

    private record Ready(StatementId statementId, WalletId walletId, String period) {}

    /// Tells what is still to be told and says how many that were.
    int tell() {
        var untold = store.untold(AT_ONCE);
        for (var statement : untold) {
            var event = new EventId(platform.ids().next());
            patience.request(Post.ADDRESS, deadline -> post(statement, event, deadline))
                    .await();
            store.told(statement.id());
        }
        return untold.size();
    }

    private static Post post(Untold statement, EventId event, Instant deadline) {
        var id = statement.id();
        var version = NameBasedId.of(statement.tenant().uuid(), "statement:" + id + ":version");
        return new Post(
                statement.tenant(),
                new Post.Key(id.uuid(), TYPE, NOTHING_TO_COMPARE),
                id.toString(),
                List.of(new Advance(new GuardId(version), 0)),
                List.of(),
                List.of(new Post.Event(
                        event,
                        TYPE,
                        id.toString(),
                        1,
                        Wire.text(new Ready(id, statement.wallet(), statement.period())))),
                new Post.Reply(200, "{}"),
                deadline);
    }
}
