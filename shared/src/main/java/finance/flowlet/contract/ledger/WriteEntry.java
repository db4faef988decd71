package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes an adjustment, or proposes it when a second person must agree: because the tenant says so of its
/// amount, or because whoever asks wants it so. Its debits equal its credits in each currency; it may take
/// effect in the past.
public record WriteEntry(
        Clerk clerk,
        Post.@Nullable Key key,
        @Nullable EntryId id,
        String description,
        @Nullable String reference,
        @Nullable Instant effectiveAt,
        boolean requireApproval,
        List<Line> lines)
        implements Repeatable {
    public static final Address<WriteEntry, JournalReply> ADDRESS =
            new Address<>("ledger.write-entry.v1", WriteEntry.class, JournalReply.class);

    // Spelled out: in a compact constructor the nullness of the key is lost on other modules.
    public WriteEntry(
            Clerk clerk,
            Post.@Nullable Key key,
            @Nullable EntryId id,
            String description,
            @Nullable String reference,
            @Nullable Instant effectiveAt,
            boolean requireApproval,
            List<Line> lines) {
        this.clerk = clerk;
        this.key = key;
        this.id = id;
        this.description = description;
        this.reference = reference;
        this.effectiveAt = effectiveAt;
        this.requireApproval = requireApproval;
        this.lines = List.copyOf(lines);
    }

    /// A debit or credit of the account with this id, or else this code.
    public record Line(
            @Nullable AccountId account, @Nullable String code, Side side, Money money) {}

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
