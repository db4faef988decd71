package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.column;
import static finance.flowlet.ledger.Rows.utc;

import finance.flowlet.id.AccountId;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

/// Accounts as the columns that the statements of [LedgerSql] take.
final class AccountRows {
    private AccountRows() {}

    /// For `UPDATE_ACCOUNTS`.
    static Tuple changed(List<Account> accounts) {
        return Tuple.tuple()
                .addValue(column(accounts, account -> account.id().uuid(), UUID[]::new))
                .addValue(column(accounts, Account::debits, Long[]::new))
                .addValue(column(accounts, Account::credits, Long[]::new))
                .addValue(column(accounts, Account::held, Long[]::new))
                .addValue(accounts.stream().map(Account::floor).toArray(Long[]::new))
                .addValue(column(accounts, account -> account.status().name(), String[]::new))
                .addValue(column(accounts, Account::version, Long[]::new))
                .addValue(column(accounts, account -> utc(account.postedAt()), OffsetDateTime[]::new));
    }

    /// For `MOVE_ACCOUNTS`, in the order of locks. An account that is named and does not change is compared as well:
    /// a decline stands on it.
    static Tuple moved(Collection<Account> expected, List<Account> changed, Instant at) {
        var after = new HashMap<AccountId, Account>();
        changed.forEach(account -> after.put(account.id(), account));
        var before = expected.stream()
                .sorted(Comparator.comparing(account -> account.id().uuid(), Rows.LOCK_ORDER))
                .toList();
        var moved = before.stream()
                .map(account -> after.getOrDefault(account.id(), account))
                .toList();
        return Tuple.tuple()
                .addValue(column(before, account -> account.id().uuid(), UUID[]::new))
                .addValue(column(before, Account::version, Long[]::new))
                .addValue(before.stream().map(Account::floor).toArray(Long[]::new))
                .addValue(column(before, account -> account.status().name(), String[]::new))
                .addValue(column(moved, Account::debits, Long[]::new))
                .addValue(column(moved, Account::credits, Long[]::new))
                .addValue(column(moved, Account::version, Long[]::new))
                .addValue(utc(at));
    }

    /// For `INSERT_ACCOUNTS`.
    static Tuple opened(List<Account> accounts, Instant at) {
        return Tuple.tuple()
                .addValue(column(accounts, account -> account.id().uuid(), UUID[]::new))
                .addValue(column(accounts, account -> account.tenant().uuid(), UUID[]::new))
                .addValue(column(accounts, Account::code, String[]::new))
                .addValue(column(accounts, account -> account.accountClass().name(), String[]::new))
                .addValue(column(accounts, account -> account.currency().code(), String[]::new))
                .addValue(accounts.stream()
                        .map(account ->
                                account.owner() == null ? null : account.owner().uuid())
                        .toArray(UUID[]::new))
                .addValue(column(accounts, Account::debits, Long[]::new))
                .addValue(column(accounts, Account::credits, Long[]::new))
                .addValue(column(accounts, Account::held, Long[]::new))
                .addValue(accounts.stream().map(Account::floor).toArray(Long[]::new))
                .addValue(column(accounts, account -> account.status().name(), String[]::new))
                .addValue(column(accounts, Account::version, Long[]::new))
                .addValue(utc(at));
    }
}
