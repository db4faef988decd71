package finance.flowlet.initiation;

import finance.flowlet.contract.initiation.ItemStatus;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.PaymentId;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What became of one payment that was asked for on somebody's behalf: a final state, with the payment or
/// with the code that says why there is none.
record PaymentOutcome(
        ItemStatus status,
        @Nullable PaymentId payment,
        @Nullable String code) {
    private static final String COMPLETED = "completed";

    /// Only who gave a payment up keeps a fault under its key.
    static final int FAULT = 500;

    /// What the ledger answered, now or when the same payment was asked for before.
    static PaymentOutcome of(Post.Outcome outcome) {
        return switch (outcome) {
            case Post.Posted(var reply) -> of(reply);
            case Post.Replayed(var reply) -> of(reply);
            case Post.Declined(var reason, var _, var _) ->
                declined(reason.code().wire());
            // The key is ours and says which payment it is; it cannot have been used for another.
            case Post.KeyReused() -> throw new IllegalStateException("a key of ours was used for another payment");
        };
    }

    private static PaymentOutcome of(Post.Reply reply) {
        var json = new JsonObject(reply.body());
        if (reply.status() >= FAULT) {
            return failed(json.getString("code"));
        }
        if (reply.status() >= 400) {
            return declined(json.getString("code"));
        }
        var status = json.getString("status").equals(COMPLETED) ? ItemStatus.COMPLETED : ItemStatus.REQUIRES_ACTION;
        return new PaymentOutcome(status, PaymentId.parse(json.getString("id")), null);
    }

    static PaymentOutcome completed(PaymentId payment) {
        return new PaymentOutcome(ItemStatus.COMPLETED, payment, null);
    }

    static PaymentOutcome declined(String code) {
        return new PaymentOutcome(ItemStatus.DECLINED, null, code);
    }

    static PaymentOutcome failed(String code) {
        return new PaymentOutcome(ItemStatus.FAILED, null, code);
    }
}
