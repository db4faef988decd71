package finance.flowlet.statements;

import finance.flowlet.contract.statements.FindStatement;
import finance.flowlet.contract.statements.ListStatements;
import finance.flowlet.contract.statements.ReadPiece;
import finance.flowlet.contract.statements.TellStatements;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.Jobs;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the monthly statements of wallets.
///
/// Runs on virtual threads. Pages are laid out on worker threads of its own: they keep a core busy for
/// longer than others on a virtual thread should have to wait.
public final class StatementsVerticle extends VerticleBase {
    private final Platform platform;
    private @Nullable Pool pool;

    public StatementsVerticle(Platform platform) {
        this.platform = platform;
    }

    @Override
    public Future<?> start() {
        var connections = platform.databases().pool("statements");
        pool = connections;
        var store = new StatementStore(new AwaitedSql(connections));
        var workers = vertx.createSharedWorkerExecutor(
                "statements", platform.config().statements().workers());
        var announcements = new Announcements(platform, store);
        var archive = new Archive(platform, store, new Issuing(platform, store, workers), announcements);
        var bus = platform.bus();
        Jobs.once(platform, "statements.tell", () -> bus.request(TellStatements.ADDRESS, new TellStatements()));
        return Future.all(List.of(
                bus.serveAwaiting(FindStatement.ADDRESS, archive::find),
                bus.serveAwaiting(ListStatements.ADDRESS, archive::list),
                bus.serveAwaiting(ReadPiece.ADDRESS, archive::piece),
                bus.serveAwaiting(TellStatements.ADDRESS, _ -> new TellStatements.Told(announcements.tell()))));
    }

    @Override
    public Future<?> stop() {
        return pool == null ? Future.succeededFuture() : pool.close();
    }
}
