package finance.flowlet.payments;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.payments.FeePayer;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The journal entries of one payment on one occasion.
record Postings(Payment payment, Occasion occasion) {
    /// Money from `from`, which must be `owner`'s when one is named, to `to`.
    PostEntry move(
            EntryKind kind, String reference, AccountId from, @Nullable UserId owner, AccountId to, long minorUnits) {
        return entry(occasion.entry(), kind, reference, from, owner, to, minorUnits);
    }

    /// A fee as an entry of its own, or nothing when there is none.
    List<Step> fee(long minorUnits, @Nullable UserId owner) {
        var rule = payment.terms().fee();
        if (rule == null || minorUnits == 0) {
            return List.of();
        }
        var bySender = rule.payer() == FeePayer.SENDER;
        var payer = bySender ? payment.payer() : payment.payee();
        return List.of(
                open("fees:" + currency(), AccountClass.REVENUE),
                entry(
                        occasion.feeEntry(),
                        EntryKind.FEE,
                        reference(),
                        payer,
                        bySender ? owner : null,
                        system("fees:" + currency()),
                        minorUnits));
    }

    /// Contested money goes into suspense, which comes into being at its first use, ...
    List<Step> contest(String dispute, long minorUnits) {
        return List.of(
                open(suspense(), AccountClass.LIABILITY),
                move(EntryKind.DISPUTE, dispute, payment.payee(), null, system(suspense()), minorUnits));
    }

    /// ... and out of it again.
    List<Step> resolve(String dispute, AccountId to, long minorUnits) {
        return List.of(move(EntryKind.DISPUTE, dispute, system(suspense()), null, to, minorUnits));
    }

    String reference() {
        return payment.view().id().toString();
    }

    Currency currency() {
        return payment.view().money().currency();
    }

    private String suspense() {
        return "dispute:suspense:" + currency();
    }

    private PostEntry entry(
            EntryId entry,
            EntryKind kind,
            String reference,
            AccountId from,
            @Nullable UserId owner,
            AccountId to,
            long minorUnits) {
        return new PostEntry(
                entry,
                kind,
                reference,
                payment.view().description(),
                occasion.actor(),
                occasion.at(),
                List.of(
                        new Posting(from, Side.DEBIT, minorUnits, currency(), owner),
                        new Posting(to, Side.CREDIT, minorUnits, currency(), null)));
    }

    private OpenAccount open(String code, AccountClass accountClass) {
        return new OpenAccount(system(code), code, accountClass, currency(), null, null, true);
    }

    private AccountId system(String code) {
        return new AccountId(NameBasedId.of(payment.tenant().uuid(), code));
    }
}
