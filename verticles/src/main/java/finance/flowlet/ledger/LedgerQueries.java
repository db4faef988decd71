package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.ListAccounts;
import finance.flowlet.contract.ledger.ListEntries;
import finance.flowlet.contract.ledger.ListEntries.Entries;
import finance.flowlet.contract.ledger.ListEntries.EntryView;
import finance.flowlet.contract.ledger.ListPostings;
import finance.flowlet.contract.ledger.ListPostings.Postings;
import finance.flowlet.contract.ledger.PostingView;
import finance.flowlet.contract.ledger.ReadAccounts;
import finance.flowlet.contract.ledger.ReadAccounts.Accounts;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.ledger.TrialBalance;
import finance.flowlet.contract.ledger.TrialBalance.Balances;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Gathering;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Reads the books, always from the primary and each answer in one snapshot.
final class LedgerQueries {
    private static final int READS_AT_ONCE = 256;

    /// Of one question that is asked together with others. Statements of balances name very many.
    private static final int FEW = 8;

    private final Pool pool;
    private final Clock clock;

    private final Gathering<ReadAccounts, Accounts> reads = new Gathering<>(READS_AT_ONCE, this::readTogether);

    LedgerQueries(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Future<Accounts> readAccounts(ReadAccounts question) {
        return question.accounts().size() <= FEW
                ? reads.ask(question)
                : readTogether(List.of(question)).map(List::getFirst);
    }

    /// One snapshot for all of the questions, so for each of them too. Whose an account is decides who is answered
    /// with it.
    private Future<List<Accounts>> readTogether(List<ReadAccounts> questions) {
        var ids = questions.stream()
                .flatMap(question -> question.accounts().stream())
                .map(AccountId::uuid)
                .distinct()
                .toArray(UUID[]::new);
        var now = utc(clock.instant());
        return query(QuerySql.READ_ACCOUNTS, Tuple.tuple().addValue(ids).addValue(now))
                .map(rows -> {
                    var found = new HashMap<AccountId, Account>(rows.size() * 2);
                    rows.forEach(row -> {
                        var account = Rows.account(row);
                        found.put(account.id(), account);
                    });
                    return questions.stream()
                            .map(question -> own(question, found))
                            .toList();
                });
    }

    private static Accounts own(ReadAccounts question, Map<AccountId, Account> found) {
        return new Accounts(question.accounts().stream()
                .distinct()
                .flatMap(id -> Stream.ofNullable(found.get(id)))
                .filter(account -> account.tenant().equals(question.tenant()))
                .map(Account::view)
                .toList());
    }

    Future<Accounts> listAccounts(ListAccounts question) {
        return query(
                        QuerySql.LIST_ACCOUNTS,
                        Tuple.tuple()
                                .addValue(question.tenant().uuid())
                                .addValue(text(question.currency()))
                                .addValue(utc(clock.instant()))
                                .addValue(text(question.accountClass()))
                                .addValue(question.code())
                                .addValue(
                                        question.after() == null
                                                ? null
                                                : question.after().uuid())
                                .addValue(question.limit())
                                .addValue(question.offset()))
                .map(LedgerQueries::accounts);
    }

    Future<Postings> listPostings(ListPostings question) {
        var after = question.after();
        var account = question.account();
        var parameters = Tuple.tuple().addValue(question.tenant().uuid());
        if (account != null) {
            parameters.addValue(account.uuid());
        }
        parameters
                .addValue(question.entry() == null ? null : question.entry().uuid())
                .addValue(text(question.kind()))
                .addValue(direction(question.side()))
                .addValue(utc(question.from()))
                .addValue(utc(question.to()))
                .addValue(question.minMinorUnits());
        if (account != null) {
            parameters.addValue(after == null ? null : after.accountVersion());
        } else {
            parameters
                    .addValue(after == null ? null : after.entry().uuid())
                    .addValue(after == null ? null : after.line());
        }
        parameters.addValue(question.limit()).addValue(question.offset());
        return query(account != null ? QuerySql.LIST_POSTINGS_OF_ACCOUNT : QuerySql.LIST_POSTINGS_OF_TENANT, parameters)
                .map(rows -> new Postings(stream(rows)));
    }

    Future<Entries> listEntries(ListEntries question) {
        return query(
                        QuerySql.LIST_ENTRIES,
                        Tuple.tuple()
                                .addValue(question.tenant().uuid())
                                .addValue(
                                        question.entry() == null
                                                ? null
                                                : question.entry().uuid())
                                .addValue(text(question.kind()))
                                .addValue(question.reference())
                                .addValue(utc(question.from()))
                                .addValue(utc(question.to()))
                                .addValue(
                                        question.after() == null
                                                ? null
                                                : question.after().uuid())
                                .addValue(question.limit())
                                .addValue(question.offset()))
                .compose(this::withPostings);
    }

    Future<Balances> trialBalance(TrialBalance question) {
        return query(
                        QuerySql.TRIAL_BALANCE,
                        Tuple.tuple().addValue(question.tenant().uuid()))
                .map(rows -> {
                    var sums = new ArrayList<TrialBalance.Row>();
                    for (var row : rows) {
                        sums.add(new TrialBalance.Row(
                                Currency.of(row.getString("currency")),
                                AccountClass.valueOf(row.getString("class")),
                                row.getLong("accounts"),
                                row.getBigDecimal("debits").longValueExact(),
                                row.getBigDecimal("credits").longValueExact()));
                    }
                    return new Balances(clock.instant(), sums);
                });
    }

    /// Entries never change, so reading their postings in a second statement sees the same ones.
    private Future<Entries> withPostings(RowSet<Row> entries) {
        var ids = StreamSupport.stream(entries.spliterator(), false)
                .map(row -> row.getUUID("id"))
                .toArray(UUID[]::new);
        return query(QuerySql.POSTINGS_OF_ENTRIES, Tuple.tuple().addValue(ids)).map(postings -> {
            var byEntry = stream(postings).stream().collect(Collectors.groupingBy(PostingView::entry));
            var views = new ArrayList<EntryView>();
            for (var row : entries) {
                views.add(entry(row, byEntry));
            }
            return new Entries(views);
        });
    }

    private static EntryView entry(Row row, Map<EntryId, List<PostingView>> postings) {
        var id = new EntryId(row.getUUID("id"));
        return new EntryView(
                id,
                EntryKind.valueOf(row.getString("kind")),
                row.getString("reference"),
                row.getString("description"),
                row.getString("actor"),
                row.getOffsetDateTime("effective_at").toInstant(),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getUUID("writer_id").toString(),
                row.getLong("batch"),
                row.getInteger("position"),
                postings.getOrDefault(id, List.of()));
    }

    private static List<PostingView> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(LedgerQueries::posting)
                .toList();
    }

    private static PostingView posting(Row row) {
        var counterparty = row.getUUID("counterparty");
        return new PostingView(
                new EntryId(row.getUUID("entry_id")),
                row.getInteger("line"),
                new AccountId(row.getUUID("account_id")),
                row.getLong("account_version"),
                row.getInteger("direction") > 0 ? Side.CREDIT : Side.DEBIT,
                row.getLong("amount"),
                Currency.of(row.getString("currency")),
                row.getLong("balance_after"),
                counterparty == null ? null : new AccountId(counterparty),
                row.getString("counterparty_code"),
                EntryKind.valueOf(row.getString("kind")),
                row.getString("reference"),
                row.getString("description"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("effective_at").toInstant());
    }

    private Future<RowSet<Row>> query(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters);
    }

    private static Accounts accounts(RowSet<Row> rows) {
        return new Accounts(StreamSupport.stream(rows.spliterator(), false)
                .map(row -> Rows.account(row).view())
                .toList());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Short direction(@Nullable Side side) {
        return side == null ? null : (short) (side == Side.CREDIT ? 1 : -1);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : Rows.utc(instant);
    }
}
