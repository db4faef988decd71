package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.JournalReply;
import finance.flowlet.contract.ledger.JournalReply.Answered;
import finance.flowlet.contract.ledger.JournalReply.Refused;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.platform.Patience;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Hands commands of finance staff to the kernel like those of any other domain.
final class Counter {
    private final Patience patience;

    Counter(Platform platform) {
        this.patience = new Patience(platform);
    }

    /// Sends `command`; nothing is what it answers when the object that was decided on has changed
    /// meanwhile.
    Future<Optional<JournalReply>> post(Function<Instant, Post> command, Post.@Nullable Key clientKey) {
        return patience.request(Post.ADDRESS, command).map(outcome -> switch (outcome) {
            case Post.Posted(var reply) -> Optional.of(new Answered(reply, false));
            case Post.Declined(var reason, var _, var _) when reason == Decline.VERSION_CONFLICT -> Optional.empty();
            case Post.Declined(var _, var reply, var _) -> Optional.of(new Answered(reply, false));
            // Without a key of the client's it was our own repetition: the client asked once.
            case Post.Replayed(var reply) -> Optional.of(new Answered(reply, clientKey != null));
            case Post.KeyReused() -> Optional.of(new Refused(Code.IDEMPOTENCY_KEY_REUSED));
        });
    }
}
