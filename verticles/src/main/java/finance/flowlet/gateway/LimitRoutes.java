package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.ResolveCustomer;
import finance.flowlet.contract.ledger.LimitRules.Rule;
import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.contract.ledger.ReadLimits;
import finance.flowlet.contract.ledger.ReadLimits.Limit;
import finance.flowlet.contract.wallets.FindWallets;
import finance.flowlet.contract.wallets.SetCustomerLimits;
import finance.flowlet.contract.wallets.SetOverdraft;
import finance.flowlet.contract.wallets.SetWalletLimits;
import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Limits and overdrafts over HTTP. A change is answered with what is read after it, usage included.
final class LimitRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    LimitRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record LimitWindowBody(
            @Nullable Amount amount, @Nullable Integer count) {}

    record LimitsBody(
            String currency,
            @Nullable Amount perTransaction,
            @Nullable LimitWindowBody daily,
            @Nullable LimitWindowBody monthly) {}

    record OverdraftBody(Amount limit, String currency) {}

    /// The limits of a customer in every currency that has some.
    record CustomerLimitsJson(UserId userId, List<LimitsJson> limits) {}

    void register(Operations operations) {
        operations
                .on("getWalletLimits", call -> withWallet(call, wallet -> limits(call, wallet)))
                .on("setWalletLimits", LimitsBody.class, this::setOfWallet)
                .on("getCustomerLimits", call -> withCustomer(call, user -> limits(call, user)))
                .on("setCustomerLimits", LimitsBody.class, this::setOfCustomer)
                .on("setOverdraft", OverdraftBody.class, this::setOverdraft);
    }

    private Future<Answer> setOfWallet(Call call) {
        var fields = new Fields(maxMinorUnits);
        var currency = fields.currency("/currency", call.body(LimitsBody.class).currency());
        var rules = rules(fields, currency, call.body(LimitsBody.class));
        return fields.then(() -> withWallet(
                call,
                wallet -> bus.request(
                                SetWalletLimits.ADDRESS,
                                new SetWalletLimits(call.caller(), wallet.id(), currency.value(), rules))
                        .compose(reply -> after(reply, () -> limits(call, wallet)))));
    }

    private Future<Answer> setOfCustomer(Call call) {
        var fields = new Fields(maxMinorUnits);
        var currency = fields.currency("/currency", call.body(LimitsBody.class).currency());
        var rules = rules(fields, currency, call.body(LimitsBody.class));
        return fields.then(() -> withCustomer(
                call,
                user -> bus.request(
                                SetCustomerLimits.ADDRESS,
                                new SetCustomerLimits(call.caller(), user, currency.value(), rules))
                        .compose(reply -> after(reply, () -> limits(call, user)))));
    }

    private Future<Answer> setOverdraft(Call call) {
        var body = call.body(OverdraftBody.class);
        var fields = new Fields(maxMinorUnits);
        var currency = fields.currency("/currency", body.currency());
        var limit = fields.ceiling("/limit", body.limit(), currency);
        return fields.then(() -> withWallet(
                call,
                wallet -> bus.request(SetOverdraft.ADDRESS, new SetOverdraft(call.caller(), wallet.id(), limit.value()))
                        .compose(reply -> after(
                                reply,
                                () -> withWallet(
                                        call,
                                        changed -> Future.succeededFuture(
                                                new Answer.Json(200, WalletJson.of(changed))))))));
    }

    /// What was written, as rules; what is wrong with it, `fields` knows then.
    private static List<Rule> rules(Fields fields, Field<Currency> currency, LimitsBody body) {
        var rules = new ArrayList<Rule>();
        var once = fields.ceiling("/perTransaction", body.perTransaction(), currency)
                .orNull();
        if (once != null) {
            rules.add(new Rule(LimitWindow.TRANSACTION, once.minorUnits(), null));
        }
        add(rules, fields, "/daily", LimitWindow.DAY, body.daily(), currency);
        add(rules, fields, "/monthly", LimitWindow.MONTH, body.monthly(), currency);
        return rules;
    }

    private static void add(
            List<Rule> rules,
            Fields fields,
            String pointer,
            LimitWindow window,
            @Nullable LimitWindowBody body,
            Field<Currency> currency) {
        if (body == null) {
            return;
        }
        var amount =
                fields.ceiling(pointer + "/amount", body.amount(), currency).orNull();
        var count = body.count();
        if (amount != null || count != null) {
            rules.add(new Rule(
                    window, amount == null ? null : amount.minorUnits(), count == null ? null : count.longValue()));
        }
    }

    private Future<Answer> limits(Call call, WalletView wallet) {
        return limits(call, wallet.id().uuid())
                .map(limits -> new Answer.Json(200, LimitsJson.of(wallet.id(), null, wallet.currency(), limits)));
    }

    private Future<Answer> limits(Call call, UserId user) {
        return limits(call, user.uuid()).map(limits -> {
            var currencies = limits.stream().map(Limit::currency).distinct();
            var shown = currencies
                    .map(currency -> LimitsJson.of(
                            null,
                            null,
                            currency,
                            limits.stream()
                                    .filter(limit -> limit.currency().equals(currency))
                                    .toList()))
                    .toList();
            return new Answer.Json(200, new CustomerLimitsJson(user, shown));
        });
    }

    private Future<List<Limit>> limits(Call call, UUID subject) {
        return bus.request(ReadLimits.ADDRESS, new ReadLimits(call.who().tenant(), List.of(subject)))
                .map(ReadLimits.Limits::limits);
    }

    private Future<Answer> withWallet(Call call, Function<WalletView, Future<Answer>> use) {
        return call.id(WalletId::parse)
                .map(id -> bus.request(FindWallets.ADDRESS, FindWallets.one(call.caller(), id))
                        .compose(found -> found.wallets().isEmpty()
                                ? refused(Code.WALLET_NOT_FOUND)
                                : use.apply(found.wallets().getFirst())))
                .orElseGet(() -> refused(Code.WALLET_NOT_FOUND));
    }

    /// Answers with what `use` makes of the customer in the path, if there is one that the caller may see.
    private Future<Answer> withCustomer(Call call, Function<UserId, Future<Answer>> use) {
        var owner = call.caller().onlyOwner();
        return call.id(UserId::parse)
                .filter(id -> owner == null || owner.equals(id))
                .map(id -> bus.request(
                                ResolveCustomer.ADDRESS,
                                new ResolveCustomer(call.who().tenant(), id.toString(), false))
                        .compose(outcome -> switch (outcome) {
                            case ResolveCustomer.Resolved(var user) -> use.apply(user);
                            case ResolveCustomer.Unknown() -> refused(Code.USER_NOT_FOUND);
                        }))
                .orElseGet(() -> refused(Code.USER_NOT_FOUND));
    }

    private static Future<Answer> after(WalletReply reply, Supplier<Future<Answer>> read) {
        return switch (reply) {
            case WalletReply.Answered(var stored, var _) when stored.status() < 400 -> read.get();
            case WalletReply.Answered(var stored, var replayed) ->
                Future.succeededFuture(new Answer.Stored(stored.status(), stored.body(), replayed));
            case WalletReply.Refused(var code) -> refused(code);
        };
    }

    private static Future<Answer> refused(Code code) {
        return Future.succeededFuture(new Answer.Refused(code));
    }
}
