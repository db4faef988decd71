package finance.flowlet.payments;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.payments.PaymentJson;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.PaymentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A payment in the words of the ledger. Everything that must be the same when the command is repeated is decided
/// here, before the first try: the ids, the time, and so every byte of the row and of the answer.
record PayRecipe(Pay pay, Post.Key key, PaymentId payment, EntryId entry, EventId event, Instant at, boolean idTaken) {
    private static final int FIRST_VERSION = 1;

    /// The command to send; it is dropped when it has not started by `deadline`.
    Post post(Instant deadline) {
        var caller = pay.caller();
        var view = view();
        var json = PaymentJson.of(view);
        var fact = new PaymentCompleted(json.id(), json.amount(), json.currency(), json.status());
        return new Post(
                caller.tenant(),
                key,
                caller.requestId(),
                steps(),
                List.of(PaymentRow.of(caller.tenant(), view)),
                List.of(new Post.Event(
                        event, PaymentCompleted.TYPE, payment.toString(), FIRST_VERSION, Wire.text(fact))),
                new Post.Reply(201, Wire.text(json)),
                deadline);
    }

    private PaymentView view() {
        var clientKey = pay.key();
        return new PaymentView(
                payment,
                pay.from(),
                pay.to(),
                pay.money(),
                pay.description(),
                PaymentStatus.COMPLETED,
                pay.externalReference(),
                clientKey == null ? null : clientKey.text(),
                entry,
                pay.metadata(),
                FIRST_VERSION,
                at,
                at);
    }

    private List<Step> steps() {
        var steps = new ArrayList<Step>();
        steps.add(journalEntry());
        if (pay.id() != null) {
            steps.add(claimId());
        }
        var reference = pay.externalReference();
        if (reference != null) {
            steps.add(new UseGuard(guard("externalReference:" + reference), 1, 1, Decline.DUPLICATE_REFERENCE));
        }
        return steps;
    }

    private PostEntry journalEntry() {
        var caller = pay.caller();
        var units = pay.money().minorUnits();
        var currency = pay.money().currency();
        return new PostEntry(
                entry,
                EntryKind.PAYMENT,
                payment.toString(),
                pay.description(),
                caller.actor(),
                at,
                List.of(
                        new Posting(new AccountId(pay.from().uuid()), Side.DEBIT, units, currency, caller.onlyOwner()),
                        new Posting(new AccountId(pay.to().uuid()), Side.CREDIT, units, currency, null)));
    }

    /// Gives the id away once. Ids of our own making have no guard, so one that is taken already must not find room
    /// either; it is refused by the ledger nonetheless, because a repeated key comes before a taken id.
    private UseGuard claimId() {
        return new UseGuard(guard("payment:" + payment), idTaken ? 2 : 1, 1, Decline.ACCOUNT_EXISTS);
    }

    private GuardId guard(String name) {
        return new GuardId(NameBasedId.of(pay.caller().tenant().uuid(), name));
    }
}
