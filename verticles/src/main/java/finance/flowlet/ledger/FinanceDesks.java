package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.BalanceAt;
import finance.flowlet.contract.ledger.TrialAccounts;
import finance.flowlet.contract.ledger.TrialBalanceAt;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;

/// Where finance staff are served: the journal, periods, the chart of accounts, and what the books said
/// before. All of it asks the kernel like anybody else; none of it can write a posting by itself.
final class FinanceDesks {
    private final Platform platform;
    private final Pool pool;

    FinanceDesks(Platform platform, Pool pool) {
        this.platform = platform;
        this.pool = pool;
    }

    Future<?> serve() {
        var bus = platform.bus();
        var past = new PastStore(pool, platform.clock());
        var trial = new TrialStore(pool, platform.clock());
        var counter = new Counter(platform);
        var settings = new SettingsDesk(platform, new SettingsStore(pool), counter);
        return Future.all(List.of(
                bus.serve(BalanceAt.ADDRESS, past::balances),
                bus.serve(TrialBalanceAt.ADDRESS, trial::balance),
                bus.serve(TrialAccounts.ADDRESS, trial::accounts),
                settings.serve(bus),
                new JournalDesk(platform, new JournalStore(pool), settings, counter).serve(bus),
                new PeriodDesk(platform, new PeriodStore(pool), counter).serve(bus),
                new ChartDesk(platform, new ChartStore(pool), counter).serve(bus)));
    }
}
