package finance.flowlet.initiation;

import finance.flowlet.contract.initiation.FindPaymentRequests;
import finance.flowlet.contract.initiation.PaymentRequestStatus;
import finance.flowlet.contract.initiation.PaymentRequestView;
import finance.flowlet.id.Id;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.PaymentRequestId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads requests to be paid. Nothing is written here: rows come with the ledger's transactions, through
/// `record_payment_requests`.
final class PaymentRequestStore {
    private final AwaitedSql statements;

    PaymentRequestStore(AwaitedSql statements) {
        this.statements = statements;
    }

    /// A request whose time is over, and whose it is.
    record Expired(TenantId tenant, PaymentRequestView request) {}

    /// As they stand at `now`.
    List<PaymentRequestView> find(FindPaymentRequests query, Instant now) {
        var status = query.status();
        return statements
                .run(
                        Sql.PAGE,
                        query.caller().tenant().uuid(),
                        uuid(query.caller().onlyOwner()),
                        uuid(query.id()),
                        status == null ? null : status.name().toLowerCase(Locale.ROOT),
                        TimeRows.of(now),
                        uuid(query.after()),
                        query.limit(),
                        query.offset())
                .stream()
                .map(row -> view(row).at(now))
                .toList();
    }

    /// Some of those that are pending and whose time is over, of whatever tenant.
    List<Expired> expired(Instant now, int limit) {
        return statements.run(Sql.EXPIRED, TimeRows.of(now), limit).stream()
                .map(row -> new Expired(new TenantId(row.getUUID("tenant_id")), view(row)))
                .toList();
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }

    private static PaymentRequestView view(Row row) {
        var from = row.getUUID("from_wallet");
        var payment = row.getUUID("payment_id");
        return new PaymentRequestView(
                new PaymentRequestId(row.getUUID("id")),
                new UserId(row.getUUID("payee_id")),
                new WalletId(row.getUUID("to_wallet")),
                new UserId(row.getUUID("payer_id")),
                from == null ? null : new WalletId(from),
                new Money(row.getLong("amount"), Currency.of(row.getString("currency"))),
                row.getString("description"),
                PaymentRequestStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                payment == null ? null : new PaymentId(payment),
                TimeRows.read(row, "expires_at"),
                row.getLong("version"),
                TimeRows.read(row, "created_at"));
    }

    /// The statements, each checked by a test.
    interface Sql {
        /// A filter that is not set is null and does not restrict.
        String PAGE = """
                select
                    id, payee_id, to_wallet, payer_id, from_wallet, amount, currency, description, status, payment_id,
                    expires_at, version, created_at
                from payment_request
                where tenant_id = $1
                  and ($2::uuid is null or payee_id = $2 or payer_id = $2)
                  and ($3::uuid is null or id = $3)
                  and ($4::text is null
                    or $4 = case when status = 'pending' and expires_at <= $5 then 'expired' else status end)
                  and ($6::uuid is null or (created_at, id) < (
                    select last.created_at, last.id
                    from payment_request last
                    where last.tenant_id = $1 and last.id = $6))
                order by created_at desc, id desc
                limit $7 offset $8""";

        String EXPIRED = """
                select
                    tenant_id, id, payee_id, to_wallet, payer_id, from_wallet, amount, currency, description, status,
                    payment_id, expires_at, version, created_at
                from payment_request
                where status = 'pending' and expires_at <= $1
                order by expires_at
                limit $2""";
    }
}
