package finance.flowlet.contract.reconciliation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.AccountId;
import finance.flowlet.money.Currency;
import finance.flowlet.problem.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares a statement that others wrote with the postings of one account. The account is named by id or
/// by code. With a `mapping` the content is CSV, without one camt.053. A dry run answers the same and keeps
/// nothing.
public record Reconcile(
        Caller caller,
        Post.@Nullable Key key,
        String source,
        @Nullable AccountId account,
        @Nullable String accountCode,
        Currency currency,
        @Nullable CsvMapping mapping,
        Encoding encoding,
        String content,
        List<Rule> rules,
        boolean dryRun)
        implements Repeatable {
    public static final Address<Reconcile, Outcome> ADDRESS =
            new Address<>("reconciliation.reconcile.v1", Reconcile.class, Outcome.class);

    // Not a compact constructor: the compiler would lose the annotation of the nested type on its way to the class
    // file.
    public Reconcile(
            Caller caller,
            Post.@Nullable Key key,
            String source,
            @Nullable AccountId account,
            @Nullable String accountCode,
            Currency currency,
            @Nullable CsvMapping mapping,
            Encoding encoding,
            String content,
            List<Rule> rules,
            boolean dryRun) {
        this.caller = caller;
        this.key = key;
        this.source = source;
        this.account = account;
        this.accountCode = accountCode;
        this.currency = currency;
        this.mapping = mapping;
        this.encoding = encoding;
        this.content = content;
        this.rules = List.copyOf(rules);
        this.dryRun = dryRun;
    }

    /// How the content was sent.
    public enum Encoding {
        TEXT,
        BASE64
    }

    @OneOf
    public sealed interface Outcome {}

    /// The HTTP status and body to answer with, the first time or again.
    public record Answered(Post.Reply reply, boolean replayed) implements Outcome {}

    /// Not done, for a reason of the catalogue that is about the field at `pointer`, or about no field.
    public record Refused(Code code, @Nullable String pointer) implements Outcome {}

    /// The file cannot be read. `detail` says where and why, and repeats nothing of the file.
    public record Unreadable(String detail) implements Outcome {}

    /// For logs: nothing of the file.
    @Override
    public String toString() {
        return "Reconcile[" + caller.requestId() + ", " + content.length() + " characters]";
    }

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
