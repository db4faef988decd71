package finance.flowlet.reconciliation;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.ledger.BalanceAt;
import finance.flowlet.contract.ledger.Basis;
import finance.flowlet.contract.ledger.ListAccounts;
import finance.flowlet.contract.ledger.ListPostings;
import finance.flowlet.contract.ledger.ListPostings.Position;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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

    /// The postings of an account that were recorded on these days, oldest first; nothing when there are
    /// more than `most`. How many postings there were before the days and after them says which versions of
    /// the account the days have, so that it costs the same however many came since.
    Optional<List<Posted>> postings(TenantId tenant, AccountView account, LocalDate first, LocalDate last, int most) {
        var before = postingsBefore(tenant, account, start(first));
        var until = postingsBefore(tenant, account, start(last.plusDays(1)));
        if (until - before > most) {
            return Optional.empty();
        }
        var postings = new ArrayList<Posted>();
        for (var version = before; version < until; version += PAGE) {
            var end = Math.min(version + PAGE, until);
            // The list goes backwards from a position, of which only the version counts within one account.
            var behind = new Position(new EntryId(account.id().uuid()), 0, end + 1);
            var limit = Math.toIntExact(end - version);
            var question = new ListPostings(tenant, account.id(), null, null, null, null, null, null, limit, 0, behind);
            bus.request(ListPostings.ADDRESS, question).await().postings().reversed().stream()
                    .map(posting -> Posted.of(posting, account.accountClass()))
                    .forEach(postings::add);
        }
        return Optional.of(postings);
    }

    /// Before a moment that is still to come: all that the account has, as a posting may bear a time a
    /// little ahead of this process's clock.
    private long postingsBefore(TenantId tenant, AccountView account, Instant moment) {
        var last = moment.minus(1, ChronoUnit.MICROS);
        var question = new BalanceAt(tenant, List.of(account.id()), last, Basis.RECORDED);
        var answer = bus.request(BalanceAt.ADDRESS, question).await();
        return answer.at().isBefore(last)
                ? account.version()
                : answer.balances().getFirst().postings();
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
