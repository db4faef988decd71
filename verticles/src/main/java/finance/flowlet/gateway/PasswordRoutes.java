package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.ChangePassword;
import finance.flowlet.contract.auth.ListOutbox;
import finance.flowlet.contract.auth.Register;
import finance.flowlet.contract.auth.RequestPasswordReset;
import finance.flowlet.contract.auth.ResetPassword;
import finance.flowlet.id.MessageId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import io.vertx.core.Future;
import java.util.List;

/// New passwords over HTTP, and the outbox of a sandbox, in which the tokens for forgotten ones arrive.
final class PasswordRoutes {
    private static final String FIELD = "/newPassword";

    private final Bus bus;

    PasswordRoutes(Platform platform) {
        this.bus = platform.bus();
    }

    record PasswordChange(String currentPassword, String newPassword) {
        @Override
        public String toString() {
            return "PasswordChange[...]";
        }
    }

    record ResetRequest(String email) {
        @Override
        public String toString() {
            return "ResetRequest[...]";
        }
    }

    record PasswordReset(String token, String newPassword) {
        @Override
        public String toString() {
            return "PasswordReset[...]";
        }
    }

    record Accepted(String status) {}

    void register(Operations operations) {
        operations
                .on("changePassword", PasswordChange.class, this::change)
                .on("requestPasswordReset", ResetRequest.class, this::request)
                .on("resetPassword", PasswordReset.class, this::reset)
                .on("listOutbox", this::outbox);
    }

    private Future<Answer> change(Call call) {
        var body = call.body(PasswordChange.class);
        var command = new ChangePassword(call.attempt(), call.session(), body.currentPassword(), body.newPassword());
        return bus.request(ChangePassword.ADDRESS, command).map(outcome -> switch (outcome) {
            case ChangePassword.Changed() -> new Answer.Empty();
            case ChangePassword.Replayed() -> new Answer.Empty(true);
            case ChangePassword.KeyReused() -> new Answer.Refused(Code.IDEMPOTENCY_KEY_REUSED);
            case ChangePassword.InvalidPassword() -> new Answer.Refused(Code.INVALID_CREDENTIALS);
            case ChangePassword.Unacceptable(var flaws) -> unacceptable(flaws);
            case ChangePassword.Locked(var seconds) -> AuthRoutes.locked(seconds);
        });
    }

    private Future<Answer> request(Call call) {
        var request = new RequestPasswordReset(call.body(ResetRequest.class).email(), call.source(), call.requestId());
        return bus.request(RequestPasswordReset.ADDRESS, request).map(outcome -> switch (outcome) {
            case RequestPasswordReset.Accepted() -> new Answer.Json(202, new Accepted("accepted"));
            case RequestPasswordReset.NoMessenger() -> new Answer.Refused(Code.UNAVAILABLE);
        });
    }

    private Future<Answer> reset(Call call) {
        var body = call.body(PasswordReset.class);
        var command = new ResetPassword(body.token(), body.newPassword(), call.source(), call.requestId());
        return bus.request(ResetPassword.ADDRESS, command).map(outcome -> switch (outcome) {
            case ResetPassword.Reset() -> new Answer.Empty();
            case ResetPassword.InvalidToken() -> new Answer.Refused(Code.INVALID_RESET_TOKEN);
            case ResetPassword.Unacceptable(var flaws) -> unacceptable(flaws);
        });
    }

    private static Answer unacceptable(List<Register.Flaw> flaws) {
        return new Answer.Invalid(
                flaws.stream().map(flaw -> FieldError.of(FIELD, flaw.code())).toList());
    }

    private Future<Answer> outbox(Call call) {
        var page = Page.of(call);
        var after = page.after() == null ? null : MessageId.parse(page.after());
        var question = new ListOutbox(call.caller(), page.fetch(), page.offset(), after);
        return bus.request(ListOutbox.ADDRESS, question).map(outcome -> switch (outcome) {
            case ListOutbox.Found(var messages) ->
                page.answer(messages, message -> message.id().toString(), message -> message);
            case ListOutbox.NoSandbox() -> new Answer.Refused(Code.ROUTE_NOT_FOUND);
        });
    }
}
