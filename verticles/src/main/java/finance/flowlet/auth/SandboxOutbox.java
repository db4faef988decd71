package finance.flowlet.auth;

import finance.flowlet.contract.auth.ListOutbox;
import finance.flowlet.contract.auth.ListOutbox.Message;
import finance.flowlet.id.IdSource;
import finance.flowlet.id.MessageId;
import java.time.OffsetDateTime;
import java.util.Optional;

/// What stands in for a messenger in a sandbox: messages are kept where the admin of their tenant reads
/// them.
final class SandboxOutbox implements PasswordResetNotice {
    private final AuthStore store;
    private final IdSource ids;

    SandboxOutbox(AuthStore store, IdSource ids) {
        this.store = store;
        this.ids = ids;
    }

    @Override
    public void give(
            AuthStore steps, Optional<Person> owner, String token, OffsetDateTime now, OffsetDateTime expiresAt) {
        var recipient = owner.map(person -> String.valueOf(person.email())).orElse("");
        var message = new Message(new MessageId(ids.next()), recipient, token, now.toInstant(), expiresAt.toInstant());
        steps.outbox().add(message, owner.map(Person::tenant));
    }

    ListOutbox.Outcome list(ListOutbox question) {
        return new ListOutbox.Found(
                store.outbox().page(question.caller().tenant(), question.after(), question.limit(), question.offset()));
    }
}
