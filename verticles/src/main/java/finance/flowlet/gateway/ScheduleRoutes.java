package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.initiation.CatchUp;
import finance.flowlet.contract.initiation.ChangeSchedule;
import finance.flowlet.contract.initiation.ChangeSchedule.Change;
import finance.flowlet.contract.initiation.CreateSchedule;
import finance.flowlet.contract.initiation.FindRuns;
import finance.flowlet.contract.initiation.FindSchedules;
import finance.flowlet.contract.initiation.Recurrence;
import finance.flowlet.contract.initiation.Recurrence.Frequency;
import finance.flowlet.contract.initiation.RunJson;
import finance.flowlet.contract.initiation.ScheduleJson;
import finance.flowlet.contract.initiation.ScheduleStatus;
import finance.flowlet.contract.initiation.ScheduleView;
import finance.flowlet.id.ScheduleId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Scheduled and recurring payments over HTTP.
final class ScheduleRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    ScheduleRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewSchedule(
            @Nullable String id,
            String fromWalletId,
            String toWalletId,
            Amount amount,
            String currency,
            @Nullable String description,
            String startAt,
            @Nullable NewRecurrence recurrence,
            @Nullable String catchUp) {}

    record NewRecurrence(
            String frequency,
            @Nullable Integer interval,
            @Nullable String until,
            @Nullable Integer count,
            @Nullable String timeZone) {}

    void register(Operations operations) {
        operations
                .on("createScheduledPayment", NewSchedule.class, this::create)
                .on("listScheduledPayments", this::list)
                .on("getScheduledPayment", call -> withSchedule(call, ScheduleRoutes::shown))
                .on("pauseScheduledPayment", call -> change(call, Change.PAUSE))
                .on("resumeScheduledPayment", call -> change(call, Change.RESUME))
                .on("cancelScheduledPayment", call -> change(call, Change.CANCEL))
                .on("listScheduledPaymentRuns", call -> withSchedule(call, order -> runs(call, order)));
    }

    private Future<Answer> create(Call call) {
        var body = call.body(NewSchedule.class);
        var fields = new Fields(maxMinorUnits);
        var id = fields.id("/id", body.id(), ScheduleId::parse);
        var from = fields.id("/fromWalletId", body.fromWalletId(), WalletId::parse);
        var to = fields.id("/toWalletId", body.toWalletId(), WalletId::parse);
        if (from.orNull() != null && from.value().equals(to.orNull())) {
            fields.refuse("/toWalletId", Code.SAME_WALLET);
        }
        var currency = fields.currency("/currency", body.currency());
        var money = fields.money("/amount", body.amount(), currency);
        var startAt = fields.time("/startAt", body.startAt());
        var recurrence = recurrence(fields, startAt, body.recurrence());
        var catchUp = fields.choice("/catchUp", body.catchUp(), CatchUp.class);
        var description = body.description();
        return fields.then(() -> bus.request(
                        CreateSchedule.ADDRESS,
                        new CreateSchedule(
                                call.caller(),
                                call.key(),
                                id.orNull(),
                                from.value(),
                                to.value(),
                                money.value(),
                                description == null ? "" : description,
                                startAt.value(),
                                recurrence.get(),
                                Objects.requireNonNullElse(catchUp.orNull(), CatchUp.ONCE)))
                .map(BatchRoutes::answer));
    }

    private static Supplier<@Nullable Recurrence> recurrence(
            Fields fields, Field<Instant> startAt, @Nullable NewRecurrence body) {
        if (body == null) {
            return () -> null;
        }
        var frequency = fields.choice("/recurrence/frequency", body.frequency(), Frequency.class);
        var until = fields.time("/recurrence/until", body.until());
        fields.range(startAt, until);
        var count = body.count();
        if (until.orNull() != null && count != null) {
            fields.refuse("/recurrence/count", Code.INVALID_VALUE);
        }
        var zone = Objects.requireNonNullElse(body.timeZone(), "UTC");
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            fields.refuse("/recurrence/timeZone", Code.INVALID_VALUE);
        }
        var interval = Objects.requireNonNullElse(body.interval(), 1);
        return () -> new Recurrence(frequency.value(), interval, until.orNull(), count, zone);
    }

    private Future<Answer> list(Call call) {
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var status = fields.choice("status", call.query().get("status"), ScheduleStatus.class);
        var after = page.after();
        return fields.then(() -> bus.request(
                        FindSchedules.ADDRESS,
                        new FindSchedules(
                                call.caller(),
                                null,
                                status.orNull(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : ScheduleId.parse(after)))
                .map(found -> page.answer(found.schedules(), order -> order.id().toString(), ScheduleJson::of)));
    }

    private Future<Answer> change(Call call, Change change) {
        return call.id(ScheduleId::parse)
                .map(id -> bus.request(
                                ChangeSchedule.ADDRESS, new ChangeSchedule(call.caller(), call.key(), id, change))
                        .map(BatchRoutes::answer))
                .orElseGet(ScheduleRoutes::notFound);
    }

    private Future<Answer> runs(Call call, ScheduleView order) {
        var page = Page.of(call);
        var after = page.after();
        return bus.request(
                        FindRuns.ADDRESS,
                        new FindRuns(
                                call.who().tenant(),
                                order.id(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : Long.valueOf(after)))
                .map(found -> page.answer(found.runs(), run -> Long.toString(run.number()), RunJson::of));
    }

    private Future<Answer> withSchedule(Call call, Function<ScheduleView, Future<Answer>> use) {
        return call.id(ScheduleId::parse)
                .map(id -> bus.request(FindSchedules.ADDRESS, FindSchedules.one(call.caller(), id))
                        .compose(found -> found.schedules().isEmpty()
                                ? notFound()
                                : use.apply(found.schedules().getFirst())))
                .orElseGet(ScheduleRoutes::notFound);
    }

    private static Future<Answer> shown(ScheduleView order) {
        return Future.succeededFuture(new Answer.Json(200, ScheduleJson.of(order)));
    }

    private static Future<Answer> notFound() {
        return Future.succeededFuture(new Answer.Refused(Code.SCHEDULE_NOT_FOUND));
    }
}
