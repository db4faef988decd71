package finance.flowlet.payments;

import finance.flowlet.contract.payments.CaptureMethod;
import finance.flowlet.contract.payments.DisputeStatus;
import finance.flowlet.contract.payments.FeePayer;
import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.PaymentStatus;
import finance.flowlet.contract.payments.PaymentView;
import finance.flowlet.contract.payments.PaymentView.Fee;
import finance.flowlet.contract.payments.PaymentView.Progress;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.Id;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.payments.Payment.Terms;
import finance.flowlet.problem.Code;
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
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads payments. Nothing is written here: rows come with the ledger's transactions, through
/// `record_payments`.
final class PaymentStore {
    private final Pool pool;

    PaymentStore(Pool pool) {
        this.pool = pool;
    }

    Future<Optional<Payment>> find(TenantId tenant, PaymentId id) {
        return pool.preparedQuery(Sql.ONE)
                .execute(Tuple.of(tenant.uuid(), id.uuid()))
                .map(rows -> rows.stream().map(row -> payment(tenant, row)).findFirst());
    }

    /// Which of these ids belong to payments already, in one read.
    Future<Set<PaymentId>> taken(TenantId tenant, List<PaymentId> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        var uuids = ids.stream().map(PaymentId::uuid).toArray(UUID[]::new);
        return pool.preparedQuery(Sql.TAKEN)
                .execute(Tuple.tuple().addUUID(tenant.uuid()).addArrayOfUUID(uuids))
                .map(rows -> rows.stream()
                        .map(row -> new PaymentId(row.getUUID("id")))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /// The payments of all tenants whose time has passed at `now`, those first that have been over for
    /// longest.
    Future<List<Due>> due(Instant now, int limit) {
        return pool.preparedQuery(Sql.DUE)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC), limit))
                .map(rows -> rows.stream()
                        .map(row -> new Due(new TenantId(row.getUUID("tenant_id")), new PaymentId(row.getUUID("id"))))
                        .toList());
    }

    /// A payment whose time has passed.
    record Due(TenantId tenant, PaymentId payment) {}

    /// All payments of the tenant that pass the filters of `query`, but for its `id` and `wallet`.
    Future<List<PaymentView>> find(FindPayments query, Instant now) {
        return pool.preparedQuery(Sql.PAGE).execute(filters(query, now)).map(PaymentStore::views);
    }

    /// All payments from or to one of `wallets` that pass the filters of `query`, but for its `id`.
    Future<List<PaymentView>> find(FindPayments query, List<WalletId> wallets, Instant now) {
        var ids = wallets.stream().map(WalletId::uuid).toArray(UUID[]::new);
        return pool.preparedQuery(Sql.PAGE_OF_WALLETS)
                .execute(filters(query, now).addArrayOfUUID(ids).addUUID(uuid(query.wallet())))
                .map(PaymentStore::views);
    }

    private static Tuple filters(FindPayments query, Instant now) {
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
                .addInteger(query.offset())
                .addOffsetDateTime(time(now));
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

    private static Payment payment(TenantId tenant, Row row) {
        var rule = row.getJsonObject("fee_rule");
        var window = row.getInteger("window_seconds");
        var terms = new Terms(
                rule == null ? null : SettingsStore.rule(rule),
                window == null ? 0 : window,
                row.getString("created_by"));
        return new Payment(tenant, view(row), terms);
    }

    private static PaymentView view(Row row) {
        var quote = row.getUUID("quote_id");
        var failure = row.getString("failure");
        return new PaymentView(
                new PaymentId(row.getUUID("id")),
                new WalletId(row.getUUID("from_wallet")),
                new WalletId(row.getUUID("to_wallet")),
                new Money(row.getLong("amount"), Currency.of(row.getString("currency"))),
                row.getString("description"),
                CaptureMethod.valueOf(upper(row.getString("capture_method"))),
                quote == null ? null : new QuoteId(quote),
                row.getString("external_reference"),
                row.getString("idempotency_key"),
                metadata(row),
                row.getOffsetDateTime("created_at").toInstant(),
                failure == null ? null : Code.valueOf(upper(failure)),
                progress(row));
    }

    private static Progress progress(Row row) {
        var dispute = row.getString("dispute_status");
        var fee = row.getLong("fee");
        return new Progress(
                PaymentStatus.valueOf(upper(row.getString("status"))),
                row.getLong("authorized"),
                row.getLong("captured"),
                row.getLong("refunded"),
                row.getLong("disputed"),
                dispute == null ? null : DisputeStatus.valueOf(upper(dispute)),
                fee == 0 ? List.of() : List.of(new Fee(fee, FeePayer.valueOf(upper(row.getString("fee_payer"))))),
                entries(row),
                row.getLong("version"),
                instant(row, "completed_at"),
                instant(row, "expires_at"));
    }

    private static List<EntryId> entries(Row row) {
        return Stream.concat(
                        Stream.ofNullable(row.getUUID("entry_id")), Stream.of(row.getArrayOfUUIDs("more_entry_ids")))
                .map(EntryId::new)
                .toList();
    }

    private static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> metadata(Row row) {
        return row.getJsonObject("metadata").stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> (String) entry.getValue()));
    }

    interface Sql {
        String ONE = """
                select
                    id, from_wallet, to_wallet, amount, currency, description, status, external_reference,
                    idempotency_key, entry_id, metadata, version, created_at, completed_at, capture_method, authorized,
                    captured, refunded, disputed, dispute_status, fee, fee_payer, quote_id, more_entry_ids, expires_at,
                    failure, fee_rule, window_seconds, created_by
                from payment
                where tenant_id = $1 and id = $2
                """;

        String TAKEN = """
                select id
                from payment
                where tenant_id = $1 and id = any($2::uuid[])
                """;

        String DUE = """
                select tenant_id, id
                from payment
                where status in ('requires_action', 'authorized', 'partially_captured') and expires_at <= $1
                order by expires_at
                limit $2
                """;

        /// What a page may be restricted by. The status is what it is at the time of the question, whatever
        /// was written down. A filter that is not set is null and does not restrict.
        String FILTER = """
                and ($2::uuid is null or from_wallet = $2)
                and ($3::uuid is null or to_wallet = $3)
                and ($4::text is null or $4 = case
                    when expires_at > $14 or expires_at is null then status
                    when status in ('requires_action', 'authorized') then 'expired'
                    when status = 'partially_captured' then 'completed'
                    else status end)
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
                    idempotency_key, entry_id, metadata, version, created_at, completed_at, capture_method, authorized,
                    captured, refunded, disputed, dispute_status, fee, fee_payer, quote_id, more_entry_ids, expires_at,
                    failure
                from payment
                where tenant_id = $1
                """ + FILTER + """
                order by created_at desc, id desc
                limit $12 offset $13
                """;

        /// Each wallet and side is a walk along its own index that ends after one page, so that it costs
        /// the same however much a wallet has sent and received. A payment between two of the wallets is
        /// found twice: `union` keeps it once.
        String PAGE_OF_WALLETS = """
                with page as (
                    select side.id, side.created_at
                    from unnest($15::uuid[]) as own (wallet)
                    cross join lateral (
                        select id, created_at
                        from payment
                        where tenant_id = $1
                            and from_wallet = own.wallet
                            and ($16::uuid is null or $16 in (from_wallet, to_wallet))
                """ + FILTER + """
                        order by created_at desc, id desc
                        limit $12::bigint + $13::bigint) side
                    union
                    select side.id, side.created_at
                    from unnest($15::uuid[]) as own (wallet)
                    cross join lateral (
                        select id, created_at
                        from payment
                        where tenant_id = $1
                            and to_wallet = own.wallet
                            and ($16::uuid is null or $16 in (from_wallet, to_wallet))
                """ + FILTER + """
                        order by created_at desc, id desc
                        limit $12::bigint + $13::bigint) side
                    order by created_at desc, id desc
                    limit $12 offset $13)
                select
                    payment.id, from_wallet, to_wallet, amount, currency, description, status, external_reference,
                    idempotency_key, entry_id, metadata, version, payment.created_at, completed_at, capture_method,
                    authorized, captured, refunded, disputed, dispute_status, fee, fee_payer, quote_id, more_entry_ids,
                    expires_at, failure
                from page
                join payment on payment.tenant_id = $1 and payment.id = page.id
                order by payment.created_at desc, payment.id desc
                """;
    }
}
