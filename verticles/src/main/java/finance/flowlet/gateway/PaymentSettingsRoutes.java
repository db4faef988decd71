package finance.flowlet.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.bus.Bus;
import finance.flowlet.contract.payments.FeePayer;
import finance.flowlet.contract.payments.FeeRule;
import finance.flowlet.contract.payments.PaymentSettings;
import finance.flowlet.money.Amount;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A business's own rules for payments, over HTTP.
final class PaymentSettingsRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    PaymentSettingsRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewSettings(
            List<NewLimit> approvalAbove,
            List<NewFee> fees,
            @Nullable Boolean recordDeclines) {}

    record NewLimit(String currency, Amount amount) {}

    record NewFee(
            String currency,
            @Nullable Amount fixed,
            @Nullable Integer basisPoints,
            @Nullable Amount minimum,
            @Nullable Amount maximum,
            String payer) {}

    record SettingsJson(long version, List<LimitJson> approvalAbove, List<FeeJson> fees, boolean recordDeclines) {
        static SettingsJson of(PaymentSettings settings) {
            return new SettingsJson(
                    settings.version(),
                    settings.approvalAbove().stream()
                            .map(limit ->
                                    new LimitJson(limit.currency(), Decimals.of(limit.minorUnits(), limit.currency())))
                            .toList(),
                    settings.fees().stream().map(FeeJson::of).toList(),
                    settings.recordDeclines());
        }
    }

    record LimitJson(Currency currency, BigDecimal amount) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FeeJson(
            Currency currency,
            @Nullable BigDecimal fixed,
            int basisPoints,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            String payer) {
        static FeeJson of(FeeRule rule) {
            var most = rule.maximum();
            return new FeeJson(
                    rule.currency(),
                    unlessZero(rule.fixed(), rule.currency()),
                    rule.basisPoints(),
                    unlessZero(rule.minimum(), rule.currency()),
                    most == null ? null : Decimals.of(most, rule.currency()),
                    rule.payer().name().toLowerCase(Locale.ROOT));
        }
    }

    /// An amount that may be left out is: what is answered may be sent again as it is.
    private static @Nullable BigDecimal unlessZero(long minorUnits, Currency currency) {
        return minorUnits == 0 ? null : Decimals.of(minorUnits, currency);
    }

    void register(Operations operations) {
        operations.on("getPaymentSettings", this::get).on("putPaymentSettings", NewSettings.class, this::put);
    }

    private Future<Answer> get(Call call) {
        return bus.request(PaymentSettings.Get.ADDRESS, new PaymentSettings.Get(call.caller()))
                .map(settings -> new Answer.Json(200, SettingsJson.of(settings)));
    }

    private Future<Answer> put(Call call) {
        return switch (IfMatch.read(call.ifMatch())) {
            case IfMatch.Unreadable() -> Future.succeededFuture(new Answer.Refused(Code.MALFORMED_REQUEST));
            case IfMatch.Version(var expected) -> put(call, expected);
        };
    }

    private Future<Answer> put(Call call, @Nullable Long expected) {
        var body = call.body(NewSettings.class);
        var fields = new Fields(maxMinorUnits);
        var limits = limits(body.approvalAbove(), fields);
        var fees = fees(body.fees(), fields);
        var record = body.recordDeclines();
        return fields.then(() -> bus.request(
                        PaymentSettings.Put.ADDRESS,
                        new PaymentSettings.Put(
                                call.caller(),
                                expected,
                                new PaymentSettings(0, limits, fees, record != null && record)))
                .map(outcome -> switch (outcome) {
                    case PaymentSettings.Stored(var settings) -> new Answer.Json(200, SettingsJson.of(settings));
                    case PaymentSettings.Outdated() -> new Answer.Refused(Code.VERSION_CONFLICT);
                }));
    }

    private static List<Money> limits(List<NewLimit> written, Fields fields) {
        var limits = new ArrayList<Money>();
        var seen = new HashSet<String>();
        for (var i = 0; i < written.size(); i++) {
            var at = "/approvalAbove/" + i;
            var currency = currency(at, written.get(i).currency(), seen, fields);
            var money = fields.money(at + "/amount", written.get(i).amount(), currency);
            if (money.orNull() != null) {
                limits.add(money.value());
            }
        }
        return limits;
    }

    private static List<FeeRule> fees(List<NewFee> written, Fields fields) {
        var rules = new ArrayList<FeeRule>();
        var seen = new HashSet<String>();
        for (var i = 0; i < written.size(); i++) {
            var at = "/fees/" + i;
            var fee = written.get(i);
            var currency = currency(at, fee.currency(), seen, fields);
            var fixed = fields.money(at + "/fixed", fee.fixed(), currency);
            var minimum = fields.money(at + "/minimum", fee.minimum(), currency);
            var maximum = fields.money(at + "/maximum", fee.maximum(), currency);
            var payer = fields.choice(at + "/payer", fee.payer(), FeePayer.class);
            var points = fee.basisPoints();
            if (minimum.orNull() != null && maximum.orNull() != null && units(minimum) > units(maximum)) {
                fields.refuse(at + "/maximum", Code.INVALID_VALUE);
            } else if (currency.orNull() != null && payer.orNull() != null) {
                rules.add(new FeeRule(
                        currency.value(),
                        units(fixed),
                        points == null ? 0 : points,
                        units(minimum),
                        maximum.orNull() == null ? null : (Long) units(maximum),
                        payer.value()));
            }
        }
        return rules;
    }

    /// A currency has one rule.
    private static Field<Currency> currency(String at, String code, Set<String> seen, Fields fields) {
        if (!seen.add(code)) {
            fields.refuse(at + "/currency", Code.INVALID_VALUE);
        }
        return fields.currency(at + "/currency", code);
    }

    private static long units(Field<Money> money) {
        return money.orNull() == null ? 0 : money.value().minorUnits();
    }
}
