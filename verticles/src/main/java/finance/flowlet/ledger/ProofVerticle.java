package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.ListSigningKeys;
import finance.flowlet.contract.ledger.ProveConsistency;
import finance.flowlet.contract.ledger.ProveEntry;
import finance.flowlet.contract.ledger.ReadCheckpoint;
import finance.flowlet.contract.ledger.SealBatches;
import finance.flowlet.platform.Jobs;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

/// Seals the books and proves what is in them to outsiders.
///
/// Runs on the event loop, beside the writers and never in their way; what it hashes, it hashes elsewhere.
public final class ProofVerticle extends VerticleBase {
    private final Platform platform;
    private @Nullable Pool pool;

    public ProofVerticle(Platform platform) {
        this.platform = platform;
    }

    @Override
    public Future<?> start() {
        var books = platform.databases().pool("ledger");
        pool = books;
        var tree = new TreeWriter(platform, books);
        var proofs = new ProofQueries(platform, books);
        var bus = platform.bus();
        Jobs.once(platform, "seal batches", tree::seal);
        return Future.all(
                bus.serve(SealBatches.ADDRESS, _ -> tree.seal()),
                bus.serve(ProveEntry.ADDRESS, proofs::entry),
                bus.serve(ReadCheckpoint.ADDRESS, proofs::checkpoint),
                bus.serve(ProveConsistency.ADDRESS, proofs::consistency),
                bus.serve(ListSigningKeys.ADDRESS, _ -> proofs.signingKeys()));
    }

    @Override
    public Future<?> stop() {
        var books = pool;
        return books == null ? Future.succeededFuture() : books.close();
    }
}
