package finance.flowlet.payments;

import finance.flowlet.bus.Fault;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Preview;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PayTogether;
import finance.flowlet.contract.payments.PayTogether.AllPaid;
import finance.flowlet.contract.payments.PayTogether.NonePaid;
import finance.flowlet.contract.payments.PayTogether.Result;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.payments.PaymentMaking.NotReady;
import finance.flowlet.payments.PaymentMaking.Prepared;
import finance.flowlet.payments.PaymentMaking.Ready;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Many payments as one command: the ledger commits all of them or none. A payment that a second person
/// would have to confirm cannot be among them.
final class PaymentBatches {
    private final Platform platform;
    private final PaymentMaking making;
    private final Patience patience;

    PaymentBatches(Platform platform, PaymentMaking making) {
        this.platform = platform;
        this.making = making;
        this.patience = new Patience(platform);
    }

    /// What the ledger keeps under the batch's key.
    private record Paid(List<PaymentId> payments) {}

    /// What it keeps beside a refusal: only who refused knows which item it was.
    private record Culprit(int item) {}

    Future<Result> pay(PayTogether question) {
        return making.taken(question.caller(), question.payments()).compose(taken -> prepare(question, taken));
    }

    /// One after the other: most are ready at once, and those that are not read what cannot change.
    private Future<Result> prepare(PayTogether question, Set<PaymentId> taken) {
        var ready = new ArrayList<PayRecipe>();
        var done = Promise.<Optional<Unready>>promise();
        prepareFrom(0, question, taken, ready, done);
        return done.future()
                .compose(unready -> unready.isPresent()
                        ? refuse(question, unready.get().item(), unready.get().decline())
                        : send(question, ready));
    }

    /// A loop and one promise, because ten thousand futures that hang on one another overflow the stack
    /// when the first of them completes.
    private void prepareFrom(
            int first,
            PayTogether question,
            Set<PaymentId> taken,
            List<PayRecipe> ready,
            Promise<Optional<Unready>> done) {
        for (var i = first; i < question.payments().size(); i++) {
            var payment = of(question.caller(), question.payments().get(i));
            var prepared = making.prepare(payment, question.key(), id -> Future.succeededFuture(taken.contains(id)));
            if (!prepared.succeeded()) {
                var next = i + 1;
                prepared.onSuccess(late -> sort(late, ready)
                                .ifPresentOrElse(
                                        unready -> done.complete(Optional.of(unready)),
                                        () -> prepareFrom(next, question, taken, ready, done)))
                        .onFailure(done::fail);
                return;
            }
            var unready = sort(prepared.result(), ready);
            if (unready.isPresent()) {
                done.complete(unready);
                return;
            }
        }
        done.complete(Optional.empty());
    }

    private record Unready(int item, Decline decline) {}

    private static Optional<Unready> sort(Prepared prepared, List<PayRecipe> ready) {
        return switch (prepared) {
            case Ready(var recipe) -> {
                if (recipe.waits()) {
                    yield Optional.of(new Unready(ready.size(), Decline.APPROVAL_REQUIRED));
                }
                ready.add(recipe);
                yield Optional.empty();
            }
            case NotReady(var decline) -> Optional.of(new Unready(ready.size(), decline));
        };
    }

    /// The single ones have the caller of all, and no key of their own.
    private static Pay of(Caller caller, Pay pay) {
        return new Pay(
                caller,
                null,
                pay.id(),
                pay.from(),
                pay.to(),
                pay.money(),
                pay.description(),
                pay.externalReference(),
                pay.metadata(),
                pay.captureMethod(),
                pay.expiresInSeconds(),
                pay.quote(),
                pay.alongside());
    }

    private Future<Result> send(PayTogether question, List<PayRecipe> recipes) {
        return patience.request(Post.ADDRESS, deadline -> post(question, recipes, deadline))
                .compose(outcome -> switch (outcome) {
                    case Post.Posted _ ->
                        Future.succeededFuture(new AllPaid(recipes.stream()
                                .map(recipe -> recipe.made().payment().view().id())
                                .toList()));
                    case Post.Declined(var reason, var _, var step) ->
                        culprit(question, recipes, step).compose(item -> remember(question, item, reason));
                    case Post.Replayed(var reply) -> replayed(question, reply);
                    case Post.KeyReused() -> Future.succeededFuture(new NonePaid(-1, Code.IDEMPOTENCY_KEY_REUSED));
                });
    }

    private static Post post(PayTogether question, List<PayRecipe> recipes, Instant deadline) {
        var steps = new ArrayList<Step>();
        var rows = new ArrayList<Post.BusinessRow>();
        var events = new ArrayList<Post.Event>();
        var ids = new ArrayList<PaymentId>();
        for (var recipe : recipes) {
            steps.addAll(recipe.steps());
            rows.addAll(recipe.rows());
            events.add(recipe.event());
            ids.add(recipe.made().payment().view().id());
        }
        var caller = question.caller();
        var reply = new Post.Reply(201, Wire.text(new Paid(ids)));
        return new Post(caller.tenant(), question.key(), caller.requestId(), steps, rows, events, reply, deadline);
    }

    /// Whose step was refused. Lack of funds shows only at the end; then it is the payment with which a
    /// preview of the first ones stops going through, if nothing has changed meanwhile.
    private Future<Integer> culprit(PayTogether question, List<PayRecipe> recipes, int step) {
        if (step < 0) {
            return firstRefused(question, recipes, 0, recipes.size());
        }
        var left = step;
        for (var item = 0; item < recipes.size(); item++) {
            left -= recipes.get(item).steps().size();
            if (left < 0) {
                return Future.succeededFuture(item);
            }
        }
        return Future.succeededFuture(-1);
    }

    /// The first `passing` payments go through together, the first `refused` do not.
    private Future<Integer> firstRefused(PayTogether question, List<PayRecipe> recipes, int passing, int refused) {
        if (refused - passing <= 1) {
            return Future.succeededFuture(refused - 1);
        }
        var middle = (passing + refused) >>> 1;
        var own = new PayTogether(
                question.caller(), Post.Key.of(null, question.caller().tenant(), platform.ids()), List.of());
        return patience.request(
                        Preview.ADDRESS, deadline -> new Preview(post(own, recipes.subList(0, middle), deadline)))
                .compose(outcome -> outcome instanceof Post.Posted
                        ? firstRefused(question, recipes, middle, refused)
                        : firstRefused(question, recipes, passing, middle))
                .otherwise(-1);
    }

    private Future<Result> refuse(PayTogether question, int item, Decline decline) {
        var refusal = new Refusal(question.caller(), question.key(), decline.code(), null);
        return patience.request(Post.ADDRESS, refusal::post).compose(outcome -> switch (outcome) {
            case Post.Posted _, Post.Declined _ -> remember(question, item, decline);
            case Post.Replayed(var reply) -> replayed(question, reply);
            case Post.KeyReused() -> Future.succeededFuture(new NonePaid(-1, Code.IDEMPOTENCY_KEY_REUSED));
        });
    }

    private Future<Result> replayed(PayTogether question, Post.Reply reply) {
        var json = new JsonObject(reply.body());
        if (reply.status() < 400) {
            var ids = json.getJsonArray("payments");
            return Future.succeededFuture(new AllPaid(IntStream.range(0, ids.size())
                    .mapToObj(i -> PaymentId.parse(ids.getString(i)))
                    .toList()));
        }
        var code = Code.valueOf(json.getString("code").toUpperCase(Locale.ROOT));
        return note(question, -1).map(item -> new NonePaid(item, code));
    }

    private Future<Result> remember(PayTogether question, int item, Decline decline) {
        var answer = new NonePaid(item, decline.code());
        return decline.stored() ? note(question, item).map(answer) : Future.succeededFuture(answer);
    }

    /// Keeps which item it was under a key that follows from the batch's, and answers what was kept first.
    private Future<Integer> note(PayTogether question, int item) {
        var asked = question.key();
        var key = new Post.Key(NameBasedId.of(asked.scope(), "culprits"), asked.text(), asked.fingerprint());
        var caller = question.caller();
        var kept = new Post.Reply(200, Wire.text(new Culprit(item)));
        return patience.request(
                        Post.ADDRESS,
                        deadline -> new Post(
                                caller.tenant(),
                                key,
                                caller.requestId(),
                                List.of(Refusal.NOTHING),
                                List.of(),
                                List.of(),
                                kept,
                                deadline))
                .map(outcome -> switch (outcome) {
                    case Post.Posted(var reply) -> new JsonObject(reply.body()).getInteger("item");
                    case Post.Replayed(var reply) -> new JsonObject(reply.body()).getInteger("item");
                    case Post.Declined _, Post.KeyReused _ -> throw new Fault(Code.INTERNAL_ERROR);
                });
    }
}
