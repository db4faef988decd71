package finance.flowlet.payments;

import finance.flowlet.bus.Fault;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.fx.FindQuote;
import finance.flowlet.contract.fx.QuoteView;
import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Preview;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.contract.payments.CaptureMethod;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PaymentReply;
import finance.flowlet.contract.payments.PaymentReply.Answered;
import finance.flowlet.contract.payments.PreviewPayment;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.money.Currency;
import finance.flowlet.payments.PayRecipe.Given;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes payments. One that is plain (at once, in one currency, of an amount that nobody has to approve) is
/// one command to the ledger with nothing read before it. The others look at what cannot change any more,
/// such as a wallet's currency, so nothing can go wrong in between.
final class PaymentMaking {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentMaking.class);
    private final Platform platform;
    private final PaymentStore store;
    private final RulesInForce rules;
    private final Patience patience;

    PaymentMaking(Platform platform, PaymentStore store, RulesInForce rules) {
        this.platform = platform;
        this.store = store;
        this.rules = rules;
        this.patience = new Patience(platform);
    }

    Future<Post.Outcome> pay(Pay pay) {
        var key = Post.Key.of(pay.key(), pay.caller().tenant(), platform.ids());
        return prepare(pay, key).compose(prepared -> switch (prepared) {
            case Ready(var recipe) ->
                patience.request(Post.ADDRESS, recipe::post).compose(outcome -> kept(recipe, outcome));
            case NotReady(var decline) -> refuse(pay.caller(), key, decline);
        });
    }

    /// Keeps a declined payment where the tenant wants that, after the decline and in a commit of its own:
    /// the answer does not wait on whether it could be kept.
    private Future<Post.Outcome> kept(PayRecipe recipe, Post.Outcome outcome) {
        if (!recipe.given().settings().recordDeclines()
                || !(outcome instanceof Post.Declined(var reason, var _, var _))
                || !reason.stored()) {
            return Future.succeededFuture(outcome);
        }
        var id = new PaymentId(platform.ids().next());
        return patience.request(Post.ADDRESS, deadline -> recipe.failed(reason.code(), id, deadline))
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("requestId", recipe.pay().caller().requestId())
                        .addKeyValue("cause", String.valueOf(failure))
                        .log("a declined payment could not be kept"))
                .transform(_ -> Future.succeededFuture(outcome));
    }

    /// What would become of a payment: the very command, judged by the ledger and then forgotten.
    Future<PaymentReply> preview(PreviewPayment question) {
        var pay = question.payment();
        var key = Post.Key.of(null, pay.caller().tenant(), platform.ids());
        return prepare(pay, key).compose(prepared -> switch (prepared) {
            case Ready(var recipe) ->
                patience.request(Preview.ADDRESS, deadline -> new Preview(recipe.post(deadline)))
                        .map(outcome -> preview(recipe, outcome));
            case NotReady(var decline) -> {
                var refusal = new Refusal(pay.caller(), key, decline.code(), null);
                yield Future.succeededFuture(new Answered(refusal.reply(), false));
            }
        });
    }

    private static PaymentReply preview(PayRecipe recipe, Post.Outcome outcome) {
        return switch (outcome) {
            case Post.Posted _ -> new Answered(new Post.Reply(200, Wire.text(recipe.preview())), false);
            case Post.Declined(var _, var reply, var _) -> new Answered(reply, false);
            // The key is our own and new.
            case Post.Replayed _, Post.KeyReused _ -> throw new Fault(Code.INTERNAL_ERROR);
        };
    }

    /// What is to be sent to the ledger, or why nothing is.
    sealed interface Prepared {}

    record Ready(PayRecipe recipe) implements Prepared {}

    record NotReady(Decline decline) implements Prepared {}

    Future<Prepared> prepare(Pay pay, Post.Key key) {
        var tenant = pay.caller().tenant();
        return prepare(pay, key, id -> store.find(tenant, id).map(Optional::isPresent));
    }

    /// Which of the chosen ids of many payments are taken: read once, and not by each of them.
    Future<Set<PaymentId>> taken(Caller caller, List<Pay> payments) {
        var chosen =
                payments.stream().flatMap(pay -> Stream.ofNullable(pay.id())).toList();
        return store.taken(caller.tenant(), chosen);
    }

    /// `taken` tells of the chosen id whether a payment has it.
    Future<Prepared> prepare(Pay pay, Post.Key key, Function<PaymentId, Future<Boolean>> taken) {
        // The account of a system, such as the contra account of a rail, is no wallet: money out of one
        // would be money from nowhere.
        if (NameBasedId.is(pay.from().uuid()) || NameBasedId.is(pay.to().uuid())) {
            return notReady(Decline.ACCOUNT_NOT_FOUND);
        }
        if (pay.from().equals(pay.to())) {
            return notReady(Decline.SAME_ACCOUNT);
        }
        return rules.of(pay.caller())
                .compose(settings -> quote(pay).compose(quote -> {
                    if (pay.quote() != null && quote == null) {
                        return notReady(Decline.QUOTE_NOT_FOUND);
                    }
                    if (quote != null && !quote.sell().equals(pay.money())) {
                        return notReady(Decline.QUOTE_MISMATCH);
                    }
                    return prepare(pay, key, new Given(settings, quote, window(pay)), taken);
                }));
    }

    private Future<Prepared> prepare(Pay pay, Post.Key key, Given given, Function<PaymentId, Future<Boolean>> taken) {
        var waits = given.settings().requiresApproval(pay.money());
        if (waits && !pay.alongside().equals(Pay.Alongside.NOTHING)) {
            // What another domain lets commit beside it says that the money has moved.
            return notReady(Decline.APPROVAL_REQUIRED);
        }
        if (!waits && pay.captureMethod() == CaptureMethod.AUTOMATIC) {
            return recipe(pay, key, given, taken);
        }
        // Nothing reaches the payee's wallet yet, and nothing the payer's while a second person is waited
        // for.
        return wallets(pay, given.quote())
                .compose(decline -> decline.isPresent() ? notReady(decline.get()) : recipe(pay, key, given, taken));
    }

    private Future<Prepared> recipe(Pay pay, Post.Key key, Given given, Function<PaymentId, Future<Boolean>> taken) {
        var chosen = pay.id();
        if (chosen == null) {
            return ready(pay, key, new PaymentId(platform.ids().next()), false, given);
        }
        return taken.apply(chosen).compose(idTaken -> ready(pay, key, chosen, idTaken, given));
    }

    private Future<Prepared> ready(Pay pay, Post.Key key, PaymentId id, boolean idTaken, Given given) {
        var occasion = Occasion.of(pay.caller().actor(), now(), platform.ids());
        return Future.succeededFuture(new Ready(PayRecipe.of(pay, key, id, idTaken, given, occasion)));
    }

    private int window(Pay pay) {
        var asked = pay.expiresInSeconds();
        return asked == null ? platform.config().payments().defaultExpirySeconds() : asked;
    }

    private Future<@Nullable QuoteView> quote(Pay pay) {
        var quote = pay.quote();
        return quote == null ? Future.succeededFuture(null) : quote(platform, pay.caller(), quote);
    }

    static Future<@Nullable QuoteView> quote(Platform platform, Caller caller, QuoteId quote) {
        return platform.bus()
                .request(FindQuote.ADDRESS, new FindQuote(caller, quote))
                .map(FindQuote.Found::quote);
    }

    /// What stands against both wallets for good: neither whose they are nor their currency ever changes.
    private Future<Optional<Decline>> wallets(Pay pay, @Nullable QuoteView quote) {
        var from = new AccountId(pay.from().uuid());
        var to = new AccountId(pay.to().uuid());
        var received = quote == null ? pay.money().currency() : quote.buy().currency();
        var owner = pay.caller().onlyOwner();
        return platform.bus()
                .request(ReadAccounts.ADDRESS, new ReadAccounts(pay.caller().tenant(), List.of(from, to)))
                .map(found -> {
                    var payer = find(found.accounts(), from)
                            .filter(account -> owner == null || owner.equals(account.owner()));
                    var payee = find(found.accounts(), to);
                    if (payer.isEmpty() || payee.isEmpty()) {
                        return Optional.of(Decline.ACCOUNT_NOT_FOUND);
                    }
                    return wrong(payer.get(), pay.money().currency())
                            .or(() -> wrong(payee.get(), received))
                            .or(() -> closed(payer.get()))
                            .or(() -> closed(payee.get()));
                });
    }

    private static Optional<AccountView> find(List<AccountView> accounts, AccountId id) {
        return accounts.stream().filter(account -> account.id().equals(id)).findFirst();
    }

    private static Optional<Decline> wrong(AccountView account, Currency currency) {
        return account.currency().equals(currency) ? Optional.empty() : Optional.of(Decline.CURRENCY_MISMATCH);
    }

    private static Optional<Decline> closed(AccountView account) {
        return account.status() == AccountStatus.CLOSED ? Optional.of(Decline.ACCOUNT_CLOSED) : Optional.empty();
    }

    /// Times are kept as precisely as the API shows them.
    private Instant now() {
        return platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Future<Post.Outcome> refuse(Caller caller, Post.Key key, Decline decline) {
        var refusal = new Refusal(caller, key, decline.code(), null);
        return patience.request(Post.ADDRESS, refusal::post).map(outcome -> switch (outcome) {
            case Post.Posted(var reply) -> new Post.Declined(decline, reply);
            case Post.Declined _ -> new Post.Declined(decline, refusal.reply());
            case Post.Replayed _, Post.KeyReused _ -> outcome;
        });
    }

    private static Future<Prepared> notReady(Decline decline) {
        return Future.succeededFuture(new NotReady(decline));
    }
}
