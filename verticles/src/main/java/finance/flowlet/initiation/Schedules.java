package finance.flowlet.initiation;

import finance.flowlet.bus.Bus;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.initiation.ChangeSchedule;
import finance.flowlet.contract.initiation.CreateSchedule;
import finance.flowlet.contract.initiation.FindRuns;
import finance.flowlet.contract.initiation.FindSchedules;
import finance.flowlet.contract.initiation.InitiationReply;
import finance.flowlet.contract.initiation.ScheduleJson;
import finance.flowlet.contract.initiation.ScheduleStatus;
import finance.flowlet.contract.initiation.ScheduleView;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.contract.wallets.FindWallets;
import finance.flowlet.id.ScheduleId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/// Takes orders for later payments in, changes them and shows them.
final class Schedules {
    private static final int FIRST_VERSION = 1;
    private static final Set<ScheduleStatus> OPEN = Set.of(ScheduleStatus.ACTIVE, ScheduleStatus.PAUSED);
    private final Platform platform;
    private final Clock clock;
    private final AwaitedSql statements;
    private final OnceStore once;

    Schedules(Platform platform, AwaitedSql statements) {
        this.platform = platform;
        this.clock = platform.clock();
        this.statements = statements;
        this.once = new OnceStore(statements, platform.clock());
    }

    InitiationReply create(CreateSchedule command) {
        var caller = command.caller();
        var order = order(command);
        var refusal = refusal(command);
        return once.run(command.key(), transaction -> {
            if (refusal.isPresent()) {
                return Problems.reply(refusal.get(), caller);
            }
            return new ScheduleStore(transaction).insert(caller, order)
                    ? new Reply(201, Wire.text(ScheduleJson.of(order)))
                    : Problems.reply(Code.WALLET_EXISTS, caller);
        });
    }

    private ScheduleView order(CreateSchedule command) {
        var chosen = command.id();
        return new ScheduleView(
                chosen == null ? new ScheduleId(platform.ids().next()) : chosen,
                command.from(),
                command.to(),
                command.money(),
                command.description(),
                command.startAt().truncatedTo(ChronoUnit.MILLIS),
                command.recurrence(),
                command.catchUp(),
                ScheduleStatus.ACTIVE,
                null,
                1,
                command.startAt().truncatedTo(ChronoUnit.MILLIS),
                FIRST_VERSION,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /// What the first run would be declined for anyway is said while somebody listens. Who owns the wallet
    /// and what is in it is judged by the ledger, at every run.
    private Optional<Code> refusal(CreateSchedule command) {
        var grace = platform.config().initiation().graceMillis();
        if (command.startAt().isBefore(clock.instant().minusMillis(grace))) {
            return Optional.of(Code.START_IN_THE_PAST);
        }
        var caller = command.caller();
        var anyone = new Caller(caller.tenant(), null, caller.actor(), caller.requestId());
        var currency = command.money().currency();
        return unfit(caller, command.from(), currency).or(() -> unfit(anyone, command.to(), currency));
    }

    private Optional<Code> unfit(Caller caller, WalletId wallet, Currency currency) {
        Bus bus = platform.bus();
        var found = bus.request(FindWallets.ADDRESS, FindWallets.one(caller, wallet))
                .await()
                .wallets();
        if (found.isEmpty()) {
            return Optional.of(Code.WALLET_NOT_FOUND);
        }
        return found.getFirst().currency().equals(currency) ? Optional.empty() : Optional.of(Code.CURRENCY_MISMATCH);
    }

    InitiationReply change(ChangeSchedule command) {
        var caller = command.caller();
        return once.run(command.key(), transaction -> {
            var store = new ScheduleStore(transaction);
            var found = store.lock(caller, command.id());
            if (found.isEmpty()) {
                return Problems.reply(Code.SCHEDULE_NOT_FOUND, caller);
            }
            var order = found.get();
            if (!from(command.change()).contains(order.status())) {
                return Problems.reply(Code.STATE_CONFLICT, caller);
            }
            var changed = store.change(caller, order, to(command.change()), clock.instant());
            return new Reply(200, Wire.text(ScheduleJson.of(changed)));
        });
    }

    private static Set<ScheduleStatus> from(ChangeSchedule.Change change) {
        return switch (change) {
            case PAUSE -> Set.of(ScheduleStatus.ACTIVE);
            case RESUME -> Set.of(ScheduleStatus.PAUSED);
            case CANCEL -> OPEN;
        };
    }

    private static ScheduleStatus to(ChangeSchedule.Change change) {
        return switch (change) {
            case PAUSE -> ScheduleStatus.PAUSED;
            case RESUME -> ScheduleStatus.ACTIVE;
            case CANCEL -> ScheduleStatus.CANCELED;
        };
    }

    FindSchedules.Found find(FindSchedules query) {
        return new FindSchedules.Found(new ScheduleStore(statements).find(query));
    }

    FindRuns.Found runs(FindRuns query) {
        return new FindRuns.Found(new RunStore(statements).find(query));
    }
}
