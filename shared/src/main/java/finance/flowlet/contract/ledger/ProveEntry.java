package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.proof.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for the receipt of a journal entry, or with `line` set of that posting alone. With `onlyOwner` set
/// it asks for the receipts of the postings on accounts of theirs, because the entry as a whole shows the
/// balances of others.
public record ProveEntry(
        TenantId tenant,
        @Nullable UserId onlyOwner,
        EntryId entry,
        @Nullable Integer line) implements Repeatable {
    public static final Address<ProveEntry, Outcome> ADDRESS =
            new Address<>("ledger.prove-entry.v1", ProveEntry.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    /// At least one.
    public record Proven(List<Receipt> receipts) implements Outcome {
        public Proven {
            receipts = List.copyOf(receipts);
        }
    }

    /// It is in the books, and in no checkpoint yet.
    public record Pending() implements Outcome {}

    /// There is no such entry or posting, or it is none of theirs.
    public record Unknown() implements Outcome {}
}
