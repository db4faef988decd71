package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.money.Currency;
import org.jspecify.annotations.Nullable;

/// Opens an account of the business's own under a code of its own choice, which no other account of it has.
public record OpenBook(
        Clerk clerk,
        Post.@Nullable Key key,
        String code,
        AccountClass accountClass,
        Currency currency,
        String description)
        implements Repeatable {
    public static final Address<OpenBook, JournalReply> ADDRESS =
            new Address<>("ledger.open-book.v1", OpenBook.class, JournalReply.class);

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
