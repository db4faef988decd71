package finance.flowlet.wallets;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step.Before;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.contract.wallets.WalletReply.Answered;
import finance.flowlet.contract.wallets.WalletReply.Refused;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends commands to the ledger and turns its outcomes into replies of this domain.
final class Commands {
    /// How often a change is decided anew when the object has moved on meanwhile.
    private static final int TRIES = 20;

    /// What is to be done about a request, decided on an object as it was read.
    sealed interface Plan {
        record Send(Function<Instant, Post> command) implements Plan {}

        /// What was asked cannot be; nothing is stored.
        record Refuse(Code code) implements Plan {}
    }

    private final Platform platform;
    private final Patience patience;

    Commands(Platform platform) {
        this.platform = platform;
        this.patience = new Patience(platform);
    }

    /// The client's key, or one of our own.
    Post.Key key(Post.@Nullable Key clientKey, Caller caller) {
        return Post.Key.of(clientKey, caller.tenant(), platform.ids());
    }

    /// Times are kept as precisely as the API shows them.
    Instant now() {
        return platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Future<Post.Outcome> send(Function<Instant, Post> command) {
        return patience.request(Post.ADDRESS, command);
    }

    Future<WalletReply> post(Function<Instant, Post> command, Post.@Nullable Key clientKey) {
        return send(command).map(outcome -> reply(outcome, clientKey));
    }

    /// Refuses in the name of the ledger, so that a refusal is kept under the client's key like any other,
    /// and a key that was used before is answered as it was then.
    Post refusal(Caller caller, Post.Key key, Decline reason, Instant deadline) {
        return new Post(
                caller.tenant(),
                key,
                caller.requestId(),
                List.of(new Before(Instant.EPOCH, reason)),
                List.of(),
                List.of(),
                new Post.Reply(reason.code().status(), ""),
                deadline);
    }

    /// Makes a plan and follows it; makes a new one while the object that it was made for has moved on
    /// before it could commit.
    Future<WalletReply> change(Supplier<Future<Plan>> planning, Post.@Nullable Key clientKey) {
        return change(planning, clientKey, TRIES);
    }

    private Future<WalletReply> change(Supplier<Future<Plan>> planning, Post.@Nullable Key clientKey, int left) {
        return planning.get().compose(plan -> switch (plan) {
            case Plan.Refuse(var code) -> refused(code);
            case Plan.Send(var command) ->
                send(command)
                        .compose(outcome -> left > 1 && isOutdated(outcome)
                                ? change(planning, clientKey, left - 1)
                                : Future.succeededFuture(reply(outcome, clientKey)));
        });
    }

    private static boolean isOutdated(Post.Outcome outcome) {
        return outcome instanceof Post.Declined(var reason, var _, var _) && reason == Decline.VERSION_CONFLICT;
    }

    static WalletReply reply(Post.Outcome outcome, Post.@Nullable Key clientKey) {
        return switch (outcome) {
            case Post.Posted(var reply) -> new Answered(reply, false);
            case Post.Declined(var _, var reply, var _) -> new Answered(reply, false);
            // Without a key of the client's it was our own repetition: the client asked once.
            case Post.Replayed(var reply) -> new Answered(reply, clientKey != null);
            case Post.KeyReused() -> new Refused(Code.IDEMPOTENCY_KEY_REUSED);
        };
    }

    static Future<WalletReply> refused(Code code) {
        return Future.succeededFuture(new Refused(code));
    }
}
