package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.CheckIntegrity;
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
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Seals the books, proves what is in them to outsiders, and checks them from their rows. There is one in a
/// JVM, so that one check runs there at a time.
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
        var integrity = new IntegrityCheck(
                books,
                platform.clock(),
                new TrustedKeyReader(platform, books),
                Duration.ofMillis(platform.config().services().timeoutMillis()));
        var bus = platform.bus();
        Jobs.once(platform, "seal batches", tree::seal);
        return Future.all(
                bus.serve(CheckIntegrity.ADDRESS, question -> integrity.run(question.tenant())),
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
