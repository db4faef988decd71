package finance.flowlet.ledger;

import finance.flowlet.bus.Bus;
import finance.flowlet.bus.Fault;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.ChangeSettings;
import finance.flowlet.contract.ledger.LedgerSettings;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.ReadSettings;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.TenantId;
import finance.flowlet.ledger.SettingsStore.Replaced;
import finance.flowlet.money.Money;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What a tenant's finance staff agreed on: read before every entry, changed rarely, and every version
/// kept.
final class SettingsDesk {
    private static final int MAX_TRIES = 5;
    private static final String API_KEY = "api_key:";
    private static final Duration KEPT = Duration.ofDays(1);
    private final Platform platform;
    private final SettingsStore store;
    private final Counter counter;

    SettingsDesk(Platform platform, SettingsStore store, Counter counter) {
        this.platform = platform;
        this.store = store;
        this.counter = counter;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(ReadSettings.ADDRESS, question -> store.current(question.tenant())),
                bus.serve(ChangeSettings.ADDRESS, asked -> change(asked, MAX_TRIES)));
    }

    /// Above what an entry by `actor` waits for a second person. Whoever changed the limits goes on under
    /// those of before as well, for a day: nobody takes a limit away, writes, and puts it back alone. Who
    /// is behind an API key the ledger does not know, so it may be whoever changed them.
    Future<List<Money>> approvalAbove(TenantId tenant, String actor) {
        var since = platform.clock().instant().minus(KEPT);
        return store.current(tenant)
                .compose(current -> store.replaced(tenant, since)
                        .map(replaced -> Stream.concat(
                                        current.approvalAbove().stream(),
                                        replaced.stream()
                                                .filter(each -> actor.startsWith(API_KEY)
                                                        || each.changedBy().equals(actor))
                                                .map(Replaced::limit))
                                .toList()));
    }

    /// Two who change at once both succeed, one after the other: what they sent replaces everything.
    private Future<LedgerSettings> change(ChangeSettings asked, int tries) {
        var clerk = asked.clerk();
        return store.current(clerk.tenant()).compose(current -> {
            var next = new LedgerSettings(
                    asked.approvalAbove(),
                    current.version() + 1,
                    clerk.actor(),
                    platform.clock().instant().truncatedTo(ChronoUnit.MILLIS));
            var key = Post.Key.of(null, clerk.tenant(), platform.ids());
            var event = new EventId(platform.ids().next());
            return counter.post(deadline -> post(asked, next, key, event, deadline), null)
                    .compose(reply -> {
                        if (reply.isPresent()) {
                            return Future.succeededFuture(next);
                        }
                        return tries > 1
                                ? change(asked, tries - 1)
                                : Future.failedFuture(new Fault(Code.VERSION_CONFLICT));
                    });
        });
    }

    private static Post post(ChangeSettings asked, LedgerSettings next, Post.Key key, EventId event, Instant deadline) {
        var tenant = asked.clerk().tenant();
        var guard = new GuardId(NameBasedId.of(tenant.uuid(), "ledger-settings:version"));
        var row = SettingsRow.of(tenant, next);
        return new Post(
                tenant,
                key,
                asked.clerk().requestId(),
                List.of(new Advance(guard, next.version() - 1)),
                List.of(Post.BusinessRow.json(Post.Table.LEDGER_SETTINGS, Wire.text(row))),
                List.of(new Post.Event(
                        event,
                        "ledger.settings_changed",
                        tenant.toString(),
                        next.version(),
                        Wire.text(Objects.requireNonNull(row)))),
                new Post.Reply(200, "{}"),
                deadline);
    }
}
