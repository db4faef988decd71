package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.BalanceAt;
import finance.flowlet.contract.ledger.ListAccounts;
import finance.flowlet.contract.ledger.ListEntries;
import finance.flowlet.contract.ledger.ListMonitors;
import finance.flowlet.contract.ledger.ListPostings;
import finance.flowlet.contract.ledger.Preview;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.contract.ledger.ReadLimits;
import finance.flowlet.contract.ledger.TrialAccounts;
import finance.flowlet.contract.ledger.TrialBalance;
import finance.flowlet.contract.ledger.TrialBalanceAt;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the books: accounts, journal entries, postings, holds, guards. It answers everyone and asks no
/// one.
///
/// Hot path: runs on the event loop. Each instance is one writer with its own connection and its own chain.
public final class LedgerVerticle extends VerticleBase {
    private final Platform platform;
    private final LedgerStore store;
    private final LedgerWriter writer;
    private @Nullable Pool pool;

    public LedgerVerticle(Platform platform) {
        this.platform = platform;
        this.store = new LedgerStore(platform);
        this.writer = new LedgerWriter(platform, store);
    }

    @Override
    public Future<?> start() {
        var reads = platform.databases().pool("ledger");
        pool = reads;
        var queries = new LedgerQueries(reads, platform.clock());
        var limits = new LimitQueries(reads, platform.clock());
        var bus = platform.bus();
        return Future.all(
                        new WriterRouting(platform, writer::post).serve(),
                        bus.serve(ReadAccounts.ADDRESS, queries::readAccounts),
                        bus.serve(ListAccounts.ADDRESS, queries::listAccounts),
                        bus.serve(ListPostings.ADDRESS, queries::listPostings),
                        bus.serve(ListEntries.ADDRESS, queries::listEntries),
                        bus.serve(TrialBalance.ADDRESS, queries::trialBalance))
                .compose(_ -> Future.all(
                        bus.serve(Preview.ADDRESS, new PreviewQueries(platform, reads)::preview),
                        bus.serve(ReadLimits.ADDRESS, limits::read),
                        bus.serve(ListMonitors.ADDRESS, limits::monitors)))
                .compose(_ -> serveStaff(reads));
    }

    /// Finance staff: the journal, periods, the chart of accounts, and what the books said before. All of
    /// it asks the kernel like anybody else; none of it can write a posting by itself.
    private Future<?> serveStaff(Pool reads) {
        var bus = platform.bus();
        var past = new PastStore(reads, platform.clock());
        var trial = new TrialStore(reads, platform.clock());
        var counter = new Counter(platform);
        var settings = new SettingsDesk(platform, new SettingsStore(reads), counter);
        return Future.all(List.of(
                bus.serve(BalanceAt.ADDRESS, past::balances),
                bus.serve(TrialBalanceAt.ADDRESS, trial::balance),
                bus.serve(TrialAccounts.ADDRESS, trial::accounts),
                settings.serve(bus),
                new JournalDesk(platform, new JournalStore(reads), settings, counter).serve(bus),
                new PeriodDesk(platform, new PeriodStore(reads), counter).serve(bus),
                new ChartDesk(platform, new ChartStore(reads), counter).serve(bus)));
    }

    @Override
    public Future<?> stop() {
        var reads = pool;
        return store.close().transform(_ -> reads == null ? Future.succeededFuture() : reads.close());
    }
}
