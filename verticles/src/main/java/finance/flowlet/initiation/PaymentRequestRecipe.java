package finance.flowlet.initiation;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.initiation.PaymentRequestJson;
import finance.flowlet.contract.initiation.PaymentRequestStatus;
import finance.flowlet.contract.initiation.PaymentRequestView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.payments.Pay.Alongside;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A request to be paid in the words of the ledger, which puts all changes of one in an order: `after` is
/// what it becomes.
record PaymentRequestRecipe(Caller caller, Post.Key key, PaymentRequestView after, EventId event) {
    private static final int CREATED = 201;
    private static final int OK = 200;

    /// No object has been changed so often: a command that counts on it is declined, unless its key was
    /// used before.
    private static final long NEVER = Long.MAX_VALUE - 1;

    /// The command that makes it. Its id is given away once.
    Post created(Instant deadline) {
        var claim = new Step.UseGuard(
                guard(caller.tenant(), "payment-request:" + after.id()), 1, 1, Decline.ACCOUNT_EXISTS);
        return post(List.of(claim), CREATED, deadline);
    }

    /// The command that changes it without money.
    Post changed(boolean allowed, Instant deadline) {
        return post(steps(caller.tenant(), after, allowed), OK, deadline);
    }

    /// What commits with the payment that it was accepted by.
    static Alongside paid(TenantId tenant, PaymentRequestView after, boolean allowed) {
        return new Alongside(steps(tenant, after, allowed), List.of(PaymentRequestRow.of(tenant, after)));
    }

    /// Whoever decided on an older version is sent back, and so is whoever comes after its end, whatever
    /// the clocks of two processes say. A change that is not `allowed` is sent as well, because its key may
    /// have been used before: then the ledger says what it did.
    private static List<Step> steps(TenantId tenant, PaymentRequestView after, boolean allowed) {
        var version = guard(tenant, "payment-request:" + after.id() + ":version");
        var steps = new ArrayList<Step>();
        steps.add(new Step.Advance(version, allowed ? after.version() - 2 : NEVER));
        if (after.status() != PaymentRequestStatus.EXPIRED) {
            steps.add(new Step.Before(after.expiresAt(), Decline.VERSION_CONFLICT));
        }
        return steps;
    }

    private Post post(List<Step> steps, int status, Instant deadline) {
        var json = Wire.text(PaymentRequestJson.of(after));
        var type = after.version() == 1 ? "created" : after.status().name().toLowerCase(Locale.ROOT);
        return new Post(
                caller.tenant(),
                key,
                caller.requestId(),
                steps,
                List.of(PaymentRequestRow.of(caller.tenant(), after)),
                List.of(new Post.Event(
                        event, "payment_request." + type, after.id().toString(), after.version(), json)),
                new Post.Reply(status, json),
                deadline);
    }

    private static GuardId guard(TenantId tenant, String name) {
        return new GuardId(NameBasedId.of(tenant.uuid(), name));
    }
}
