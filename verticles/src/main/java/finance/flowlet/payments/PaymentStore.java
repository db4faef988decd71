package finance.flowlet.payments;

import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.Id;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads payments. Nothing is written here: rows come with the ledger's transactions, through `record_payments`.
final class PaymentStore {
    private final Pool pool;

    PaymentStore(Pool pool) {
        this.pool = pool;
    }

    Future<Optional<PaymentView>> find(TenantId tenant, PaymentId id) {
        return pool.preparedQuery(Sql.ONE)
                .execute(Tuple.of(tenant.uuid(), id.uuid()))
                .map(rows -> views(rows).stream().findFirst());
    }

    /// All payments of the tenant that pass the filters of `query`, but for its `id` and `wallet`.
    Future<List<PaymentView>> find(FindPayments query) {
        return pool.preparedQuery(Sql.PAGE).execute(filters(query)).map(PaymentStore::views);
    }

    /// All payments from or to one of `wallets` that pass the filters of `query`, but for its `id`.
    Future<List<PaymentView>> find(FindPayments query, List<WalletId> wallets) {
        var ids = wallets.stream().map(WalletId::uuid).toArray(UUID[]::new);
        return pool.preparedQuery(Sql.PAGE_OF_WALLETS)
                .execute(filters(query).addArrayOfUUID(ids).addUUID(uuid(query.wallet())))
                .map(PaymentStore::views);
    }

    private static Tuple filters(FindPayments query) {
        var status = query.status();
        var currency = query.currency();
        return Tuple.tuple()
                .addUUID(query.caller().tenant().uuid())
                .addUUID(uuid(query.fromWallet()))
                .addUUID(uuid(query.toWallet()))
                .addString(status == null ? null : status.name().toLowerCase(Locale.ROOT))
                .addString(currency == null ? null : currency.code())
                .addOffsetDateTime(time(query.from()))
                .addOffsetDateTime(time(query.to()))
                .addLong(query.minMinorUnits())
                .addLong(query.maxMinorUnits())
                .addString(query.externalReference())
                .addUUID(uuid(query.after()))
                .addInteger(query.limit())
                .addInteger(query.offset());
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static List<PaymentView> views(RowSet<Row> rows) {
        return rows.stream().map(PaymentStore::view).toList();
    }

    private static PaymentView view(Row row) {
        return new PaymentView(
                new PaymentId(row.getUUID("id")),
                new WalletId(row.getUUID("from_wallet")),
                new WalletId(row.getUUID("to_wallet")),
                new Money(row.getLong("amount"), Currency.of(row.getString("currency"))),
                row.getString("description"),
                PaymentStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("external_reference"),
                row.getString("idempotency_key"),
                new EntryId(row.getUUID("entry_id")),
                metadata(row),
                row.getLong("version"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("completed_at").toInstant());
    }

    private static Map<String, String> metadata(Row row) {
        return row.getJsonObject("metadata").stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> (String) entry.getValue()));
    }

    interface Sql {
        String ONE = """
                select
                    id, from_wallet, to_wallet, amount, currency, description, status, external_reference,
                    idempotency_key, entry_id, metadata, version, created_at, completed_at
                from payment
                where tenant_id = $1 and id = $2
                """;

        /// What a page may be restricted by. A filter that is not set is null and does not restrict.
        String FILTER = """
                and ($2::uuid is null or from_wallet = $2)
                and ($3::uuid is null or to_wallet = $3)
                and ($4::text is null or status = $4)
                and ($5::text is null or currency = $5)
                and ($6::timestamptz is null or created_at >= $6)
                and ($7::timestamptz is null or created_at < $7)
                and ($8::bigint is null or amount >= $8)
                and ($9::bigint is null or amount <= $9)
                and ($10::text is null or external_reference = $10)
                and ($11::uuid is null or (created_at, id) < (
                    select last.created_at, last.id from payment last where last.tenant_id = $1 and last.id = $11))
                """;

        String PAGE = """
                select
                    id, from_wallet, to_wallet, amount, currency, description, status, external_reference,
                    idempotency_key, entry_id, metadata, version, created_at, completed_at
                from payment
                where tenant_id = $1
                """ + FILTER + """
                order by created_at desc, id desc
                limit $12 offset $13
                """;

        /// Each wallet and side is a walk along its own index that ends after one page, so that it costs the
        /// same however much a wallet has sent and received. A payment between two of the wallets is found
        /// twice: `union` keeps it once.
        String PAGE_OF_WALLETS = """
                with page as (
                    select side.id, side.created_at
                    from unnest($14::uuid[]) as own (wallet)
                    cross join lateral (
                        select id, created_at
                        from payment
                        where tenant_id = $1
                            and from_wallet = own.wallet
                            and ($15::uuid is null or $15 in (from_wallet, to_wallet))
                """ + FILTER + """
                        order by created_at desc, id desc
                        limit $12::bigint + $13::bigint) side
                    union
                    select side.id, side.created_at
                    from unnest($14::uuid[]) as own (wallet)
                    cross join lateral (
                        select id, created_at
                        from payment
                        where tenant_id = $1
                            and to_wallet = own.wallet
                            and ($15::uuid is null or $15 in (from_wallet, to_wallet))
                """ + FILTER + """
                        order by created_at desc, id desc
                        limit $12::bigint + $13::bigint) side
                    order by created_at desc, id desc
                    limit $12 offset $13)
                select
                    payment.id, from_wallet, to_wallet, amount, currency, description, status, external_reference,
                    idempotency_key, entry_id, metadata, version, payment.created_at, completed_at
                from page
                join payment on payment.tenant_id = $1 and payment.id = page.id
                order by payment.created_at desc, payment.id desc
                """;
    }
}
