package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.ChangeSettings;
import finance.flowlet.contract.ledger.CloseBooks;
import finance.flowlet.contract.ledger.LedgerSettings;
import finance.flowlet.contract.ledger.ListPeriods;
import finance.flowlet.contract.ledger.PeriodJson;
import finance.flowlet.contract.ledger.ReadSettings;
import finance.flowlet.money.Amount;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Accounting periods, and the rules that finance staff gave themselves.
final class PeriodRoutes {
    private static final Pattern MONTH = Pattern.compile("2[0-9]{3}-[0-9]{2}");
    private final Bus bus;
    private final long maxMinorUnits;

    PeriodRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewSettings(List<NewThreshold> approvalAbove) {}

    record NewThreshold(String currency, Amount amount) {}

    /// The settings as the API shows them.
    record SettingsView(
            List<Threshold> approvalAbove,
            long version,
            @Nullable String changedBy,
            @Nullable Instant changedAt) {
        record Threshold(Currency currency, BigDecimal amount) {}

        static SettingsView of(LedgerSettings settings) {
            return new SettingsView(
                    settings.approvalAbove().stream()
                            .map(money -> new Threshold(money.currency(), Decimals.of(money)))
                            .toList(),
                    settings.version(),
                    settings.changedBy(),
                    settings.changedAt());
        }
    }

    void register(Operations operations) {
        operations
                .on("listPeriods", this::list)
                .on("closePeriod", this::close)
                .on("getLedgerSettings", this::settings)
                .on("changeLedgerSettings", NewSettings.class, this::change);
    }

    private Future<Answer> list(Call call) {
        var page = Page.of(call);
        var after = page.after();
        return bus.request(
                        ListPeriods.ADDRESS,
                        new ListPeriods(
                                call.who().tenant(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : Instant.parse(after)))
                .map(found ->
                        page.answer(found.periods(), period -> period.endsAt().toString(), PeriodJson::of));
    }

    private Future<Answer> close(Call call) {
        return month(call.path().getOrDefault("period", ""))
                .map(month -> bus.request(CloseBooks.ADDRESS, new CloseBooks(Journal.clerk(call), call.key(), month))
                        .map(Journal::answer))
                .orElseGet(() -> Future.succeededFuture(new Answer.Refused(Code.PERIOD_NOT_FOUND)));
    }

    private Future<Answer> settings(Call call) {
        return bus.request(ReadSettings.ADDRESS, new ReadSettings(call.who().tenant()))
                .map(settings -> new Answer.Json(200, SettingsView.of(settings)));
    }

    private Future<Answer> change(Call call) {
        var asked = call.body(NewSettings.class).approvalAbove();
        var fields = new Fields(maxMinorUnits);
        var thresholds = new ArrayList<Field<Money>>();
        var seen = new HashSet<Currency>();
        for (var i = 0; i < asked.size(); i++) {
            var pointer = "/approvalAbove/" + i;
            var currency = fields.currency(pointer + "/currency", asked.get(i).currency());
            thresholds.add(fields.money(pointer + "/amount", asked.get(i).amount(), currency));
            var read = currency.orNull();
            if (read != null && !seen.add(read)) {
                fields.refuse(pointer + "/currency", Code.INVALID_VALUE);
            }
        }
        return fields.then(() -> bus.request(
                        ChangeSettings.ADDRESS,
                        new ChangeSettings(
                                Journal.clerk(call),
                                thresholds.stream().map(Field::value).toList()))
                .map(settings -> new Answer.Json(200, SettingsView.of(settings))));
    }

    private static Optional<YearMonth> month(String text) {
        if (!MONTH.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(YearMonth.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
