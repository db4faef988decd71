package finance.flowlet.ledger;

import static finance.flowlet.ledger.Rows.column;

import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.FindProposals;
import finance.flowlet.contract.ledger.FindReversals;
import finance.flowlet.contract.ledger.FindReversals.Reversal;
import finance.flowlet.contract.ledger.FindReversals.Reversals;
import finance.flowlet.contract.ledger.JournalStatus;
import finance.flowlet.contract.ledger.JournalView;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads what finance staff asked for. Nothing is written here: rows come with the kernel's transactions.
final class JournalStore {
    private final Pool pool;

    JournalStore(Pool pool) {
        this.pool = pool;
    }

    /// An account that a line may name by its id or code.
    record Named(AccountId id, String code, Currency currency) {}

    /// An entry in the books.
    record Posted(EntryKind kind, List<Posting> postings) {}

    Future<List<Named>> accounts(TenantId tenant, Collection<AccountId> ids, Collection<String> codes) {
        return pool.preparedQuery(Sql.ACCOUNTS)
                .execute(Tuple.tuple()
                        .addValue(tenant.uuid())
                        .addValue(column(ids, AccountId::uuid, UUID[]::new))
                        .addValue(codes.toArray(String[]::new)))
                .map(rows -> rows.stream()
                        .map(row -> new Named(
                                new AccountId(row.getUUID("id")),
                                row.getString("code"),
                                Currency.of(row.getString("currency"))))
                        .toList());
    }

    /// Whether the books or the proposals have an entry of this id, whoever's.
    Future<Boolean> isTaken(EntryId id) {
        return pool.preparedQuery(Sql.TAKEN)
                .execute(Tuple.of(id.uuid()))
                .map(rows -> rows.iterator().next().getBoolean("taken"));
    }

    Future<Optional<Posted>> posted(TenantId tenant, EntryId id) {
        return pool.preparedQuery(Sql.POSTED)
                .execute(Tuple.of(tenant.uuid(), id.uuid()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Posted(
                                EntryKind.valueOf(rows.iterator().next().getString("kind")),
                                rows.stream().map(JournalStore::posting).toList())));
    }

    Future<Optional<JournalView>> proposal(TenantId tenant, EntryId id) {
        return proposals(new FindProposals(tenant, id, null, 1, 0, null))
                .map(found -> found.proposals().stream().findFirst());
    }

    Future<FindProposals.Proposals> proposals(FindProposals question) {
        var entry = question.entry();
        var status = question.status();
        var after = question.after();
        return pool.preparedQuery(Sql.PROPOSALS)
                .execute(Tuple.tuple()
                        .addValue(question.tenant().uuid())
                        .addValue(entry == null ? null : entry.uuid())
                        .addValue(status == null ? null : status.name())
                        .addValue(after == null ? null : after.uuid())
                        .addValue(question.limit())
                        .addValue(question.offset()))
                .map(rows -> new FindProposals.Proposals(
                        rows.stream().map(JournalStore::view).toList()));
    }

    /// A reversal refers to the entry it undoes.
    Future<Reversals> reversals(FindReversals question) {
        return pool.preparedQuery(Sql.REVERSALS)
                .execute(Tuple.tuple()
                        .addValue(question.tenant().uuid())
                        .addValue(column(question.entries(), EntryId::toString, String[]::new)))
                .map(rows -> new Reversals(rows.stream()
                        .map(row ->
                                new Reversal(EntryId.parse(row.getString("reference")), new EntryId(row.getUUID("id"))))
                        .toList()));
    }

    private static Posting posting(Row row) {
        return new Posting(
                new AccountId(row.getUUID("account_id")),
                row.getInteger("direction") > 0 ? Side.CREDIT : Side.DEBIT,
                row.getLong("amount"),
                Currency.of(row.getString("currency")),
                null);
    }

    private static JournalView view(Row row) {
        var reverses = row.getUUID("reverses");
        return new JournalView(
                new EntryId(row.getUUID("entry_id")),
                EntryKind.valueOf(row.getString("kind")),
                JournalStatus.valueOf(row.getString("status")),
                row.getString("reference"),
                row.getString("description"),
                time(row, "effective_at"),
                postings(row.getJsonArray("postings")),
                reverses == null ? null : new EntryId(reverses),
                row.getString("requested_by"),
                row.getOffsetDateTime("requested_at").toInstant(),
                row.getString("decided_by"),
                time(row, "decided_at"),
                row.getString("reason"));
    }

    private static List<Posting> postings(JsonArray stored) {
        return IntStream.range(0, stored.size())
                .mapToObj(stored::getJsonObject)
                .map(JournalStore::posting)
                .toList();
    }

    private static Posting posting(JsonObject stored) {
        return new Posting(
                AccountId.parse(stored.getString("account")),
                Side.valueOf(stored.getString("side")),
                stored.getLong("minorUnits"),
                Currency.of(stored.getString("currency")),
                null);
    }

    private static @Nullable Instant time(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    interface Sql {
        String ACCOUNTS = """
                select id, code, currency from account
                where tenant_id = $1 and (id = any ($2::uuid[]) or code = any ($3::text[]))""";

        String TAKEN = """
                select exists (select from entry where id = $1) or exists (select from proposal where entry_id = $1)
                    as taken""";

        String POSTED = """
                select e.kind, p.account_id, p.direction, p.amount, p.currency
                from entry e join posting p on p.entry_id = e.id
                where e.tenant_id = $1 and e.id = $2
                order by p.line""";

        String PROPOSALS = """
                select entry_id, kind, status, reference, description, effective_at, postings, reverses, requested_by,
                    requested_at, decided_by, decided_at, reason
                from proposal
                where tenant_id = $1
                    and ($2::uuid is null or entry_id = $2)
                    and ($3::text is null or status = $3)
                    and ($4::uuid is null or (requested_at, entry_id) < (
                        select last.requested_at, last.entry_id from proposal last
                        where last.tenant_id = $1 and last.entry_id = $4))
                order by requested_at desc, entry_id desc
                limit $5 offset $6""";

        String REVERSALS = """
                select id, reference from entry
                where tenant_id = $1 and kind = 'REVERSAL' and reference = any ($2::text[])""";
    }
}
