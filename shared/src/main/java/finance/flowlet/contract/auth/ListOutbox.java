package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.MessageId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what would have been sent to people of the caller's tenant if the sandbox could send, newest
/// first.
public record ListOutbox(
        Caller caller, int limit, int offset, @Nullable MessageId after) implements Repeatable {
    public static final Address<ListOutbox, Outcome> ADDRESS =
            new Address<>("auth.list-outbox.v1", ListOutbox.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Found(List<Message> messages) implements Outcome {
        public Found {
            messages = List.copyOf(messages);
        }
    }

    /// This is no sandbox.
    public record NoSandbox() implements Outcome {}

    /// `token` resets the password of `recipient`.
    public record Message(MessageId id, String recipient, String token, Instant createdAt, Instant expiresAt) {
        /// For logs: no token.
        @Override
        public String toString() {
            return "Message[" + id + "]";
        }
    }
}
