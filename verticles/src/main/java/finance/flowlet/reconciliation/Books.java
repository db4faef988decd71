package finance.flowlet.reconciliation;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.ledger.ListAccounts;
import finance.flowlet.contract.ledger.ListPostings;
import finance.flowlet.contract.ledger.ListPostings.Position;
import finance.flowlet.contract.ledger.PostingView;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks the ledger.
final class Books {
    private static final int PAGE = 1_000;
    private final Bus bus;

    Books(Bus bus) {
        this.bus = bus;
    }

    /// The account of that id or that code.
    Optional<AccountView> account(TenantId tenant, @Nullable AccountId id, @Nullable String code) {
        var found = id == null
                ? bus.request(ListAccounts.ADDRESS, new ListAccounts(tenant, null, null, code, 1, 0, null))
                : bus.request(ReadAccounts.ADDRESS, new ReadAccounts(tenant, List.of(id)));
        return found.await().accounts().stream().findFirst();
    }

    /// The postings of an account that were recorded on these days, oldest first; nothing when there are more than
    /// `most`.
    Optional<List<Posted>> postings(TenantId tenant, AccountView account, LocalDate first, LocalDate last, int most) {
        var postings = new ArrayList<PostingView>();
        var from = start(first);
        var to = start(last.plusDays(1));
        Position after = null;
        while (true) {
            var question = new ListPostings(tenant, account.id(), null, null, null, from, to, null, PAGE, 0, after);
            var page = bus.request(ListPostings.ADDRESS, question).await().postings();
            postings.addAll(page);
            if (postings.size() > most) {
                return Optional.empty();
            }
            if (page.size() < PAGE) {
                return Optional.of(postings.reversed().stream()
                        .map(posting -> Posted.of(posting, account.accountClass()))
                        .toList());
            }
            var end = page.getLast();
            after = new Position(end.entry(), end.line(), end.accountVersion());
        }
    }

    /// One line of a journal entry, if it is a posting of the account.
    Optional<Posted> posting(TenantId tenant, AccountId account, AccountClass accountClass, EntryId entry, int line) {
        var question = new ListPostings(tenant, account, entry, null, null, null, null, null, PAGE, 0, null);
        return bus.request(ListPostings.ADDRESS, question).await().postings().stream()
                .filter(posting -> posting.line() == line)
                .findFirst()
                .map(posting -> Posted.of(posting, accountClass));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
