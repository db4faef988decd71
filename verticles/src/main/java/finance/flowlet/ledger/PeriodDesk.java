package finance.flowlet.ledger;

import finance.flowlet.bus.Bus;
import finance.flowlet.bus.Fault;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.CloseBooks;
import finance.flowlet.contract.ledger.CountPeriods;
import finance.flowlet.contract.ledger.CountPeriods.Counted;
import finance.flowlet.contract.ledger.JournalReply;
import finance.flowlet.contract.ledger.JournalReply.Answered;
import finance.flowlet.contract.ledger.ListPeriods;
import finance.flowlet.contract.ledger.ListPeriods.Period;
import finance.flowlet.contract.ledger.PeriodJson;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.ledger.Step.ClosePeriod;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.ledger.PeriodStore.Closed;
import finance.flowlet.ledger.PeriodStore.Uncounted;
import finance.flowlet.platform.Jobs;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Closes periods, one after the other, and then writes their balances down.
final class PeriodDesk {
    private static final int MAX_TRIES = 5;
    /// Batches that were under way when a period closed have ended by then, one way or the other.
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private static final int PERIODS_PER_ROUND = 12;
    private static final int ACCOUNTS_PER_STATEMENT = 500;
    private final Platform platform;
    private final PeriodStore store;
    private final Counter counter;

    PeriodDesk(Platform platform, PeriodStore store, Counter counter) {
        this.platform = platform;
        this.store = store;
        this.counter = counter;
    }

    Future<?> serve(Bus bus) {
        // Not over the bus: a round may take longer than a question may.
        Jobs.once(platform, "ledger.count-periods", this::count);
        return Future.all(
                bus.serve(CloseBooks.ADDRESS, asked -> close(asked, MAX_TRIES)),
                bus.serve(ListPeriods.ADDRESS, store::list),
                bus.serve(CountPeriods.ADDRESS, _ -> count()));
    }

    private Future<JournalReply> close(CloseBooks asked, int tries) {
        var tenant = asked.clerk().tenant();
        var endsAt = asked.month().plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        // First how many there are, then whether this one is among them: what is closed in between makes the number
        // old,
        // and the kernel sees that.
        return store.closed(tenant)
                .compose(closed -> store.covering(tenant, endsAt)
                        .compose(covering -> covering.isPresent()
                                ? Future.succeededFuture(closedBefore(covering.get()))
                                : close(asked, endsAt, closed).compose(reply -> retried(asked, reply, tries))));
    }

    private static JournalReply closedBefore(Period period) {
        return new Answered(new Post.Reply(200, Wire.text(PeriodJson.of(period))), false);
    }

    /// Without a reply somebody closed a period at this moment, perhaps this one.
    private Future<JournalReply> retried(CloseBooks asked, Optional<JournalReply> reply, int tries) {
        if (reply.isPresent()) {
            return Future.succeededFuture(reply.get());
        }
        return tries > 1 ? close(asked, tries - 1) : Future.failedFuture(new Fault(Code.VERSION_CONFLICT));
    }

    private Future<Optional<JournalReply>> close(CloseBooks asked, Instant endsAt, Closed closed) {
        var clerk = asked.clerk();
        var now = platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        var period = new Period(closed.until(), endsAt, now, clerk.actor());
        var json = Wire.text(PeriodJson.of(period));
        var guard = new GuardId(NameBasedId.of(clerk.tenant().uuid(), "periods:version"));
        var key = Post.Key.of(asked.key(), clerk.tenant(), platform.ids());
        var event = new Post.Event(
                new EventId(platform.ids().next()),
                "ledger.period_closed",
                clerk.tenant().toString(),
                closed.periods() + 1,
                json);
        var row = Post.BusinessRow.json(Post.Table.PERIODS, Wire.text(PeriodRow.of(clerk.tenant(), period)));
        return counter.post(
                deadline -> new Post(
                        clerk.tenant(),
                        key,
                        clerk.requestId(),
                        List.of(new Advance(guard, closed.periods()), new ClosePeriod(endsAt)),
                        List.of(row),
                        List.of(event),
                        new Post.Reply(200, json),
                        deadline),
                asked.key());
    }

    private Future<Counted> count() {
        var settled = platform.clock().instant().minus(SETTLED);
        return store.uncounted(settled, PERIODS_PER_ROUND).compose(periods -> {
            Future<Void> done = Future.succeededFuture();
            for (var period : periods) {
                done = done.compose(_ -> count(period, ""));
            }
            return done.map(_ -> new Counted(periods.size()));
        });
    }

    /// Accounts in portions, so that no statement is long and none holds up the ledger.
    private Future<Void> count(Uncounted period, String after) {
        return store.count(period, after, ACCOUNTS_PER_STATEMENT)
                .compose(last -> last.isPresent()
                        ? count(period, last.get())
                        : store.counted(period, platform.clock().instant()));
    }
}
