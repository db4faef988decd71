package finance.flowlet.wallets;

import finance.flowlet.contract.wallets.FindHolds;
import finance.flowlet.contract.wallets.HoldStatus;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads holds. Nothing is written here: rows come with the ledger's transactions, through `record_holds`.
final class HoldStore {
    private final Pool pool;

    HoldStore(Pool pool) {
        this.pool = pool;
    }

    /// The hold of an id, on a wallet of `owner` if one is named.
    Future<Optional<Hold>> find(TenantId tenant, HoldId id, @Nullable UserId owner) {
        return pool.preparedQuery(Sql.ONE)
                .execute(Tuple.of(tenant.uuid(), id.uuid(), owner == null ? null : owner.uuid()))
                .map(rows -> holds(rows).stream().findFirst());
    }

    /// The holds of a wallet that pass the filters of `query`, as of `now`.
    Future<List<Hold>> find(FindHolds query, WalletId wallet, Instant now) {
        var owner = query.caller().onlyOwner();
        var status = query.status();
        var after = query.after();
        var filters = Tuple.tuple()
                .addUUID(query.caller().tenant().uuid())
                .addUUID(wallet.uuid())
                .addUUID(owner == null ? null : owner.uuid())
                .addString(status == null ? null : status.name().toLowerCase(Locale.ROOT))
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addUUID(after == null ? null : after.uuid())
                .addInteger(query.limit())
                .addInteger(query.offset());
        return pool.preparedQuery(Sql.PAGE).execute(filters).map(HoldStore::holds);
    }

    /// Holds of all tenants that had expired by `now` and are not written down as such, the oldest first.
    Future<List<Hold>> due(Instant now, int limit) {
        return pool.preparedQuery(Sql.DUE)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC), limit))
                .map(HoldStore::holds);
    }

    private static List<Hold> holds(RowSet<Row> rows) {
        return rows.stream().map(HoldStore::hold).toList();
    }

    private static Hold hold(Row row) {
        var to = row.getUUID("to_wallet");
        var terms = new Hold.Terms(
                new HoldId(row.getUUID("id")),
                new TenantId(row.getUUID("tenant_id")),
                new WalletId(row.getUUID("wallet_id")),
                to == null ? null : new WalletId(to),
                new Money(row.getLong("amount"), Currency.of(row.getString("currency"))),
                row.getString("description"),
                WalletStore.metadata(row),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant());
        return new Hold(
                terms,
                HoldStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getLong("captured"),
                row.getLong("released"),
                Stream.of(row.getArrayOfUUIDs("entries")).map(EntryId::new).toList(),
                row.getLong("version"));
    }

    interface Sql {
        String ONE = """
                select
                    tenant_id, id, wallet_id, to_wallet, amount, captured, released, currency, status, description,
                    metadata, entries, version, created_at, expires_at
                from hold
                where tenant_id = $1
                    and id = $2
                    and ($3::uuid is null
                        or exists (select from wallet where wallet.id = hold.wallet_id and wallet.user_id = $3))
                """;

        /// A hold whose time has passed is expired, whatever its row still says.
        String PAGE = """
                select
                    tenant_id, id, wallet_id, to_wallet, amount, captured, released, currency, status, description,
                    metadata, entries, version, created_at, expires_at
                from hold
                where tenant_id = $1
                    and wallet_id = $2
                    and ($3::uuid is null
                        or exists (select from wallet where wallet.id = hold.wallet_id and wallet.user_id = $3))
                    and ($4::text is null
                        or $4 = case
                            when status in ('active', 'partially_captured') and expires_at <= $5::timestamptz
                                then 'expired'
                            else status
                        end)
                    and ($6::uuid is null or (created_at, id) < (
                        select last.created_at, last.id from hold last where last.tenant_id = $1 and last.id = $6))
                order by created_at desc, id desc
                limit $7 offset $8
                """;

        String DUE = """
                select
                    tenant_id, id, wallet_id, to_wallet, amount, captured, released, currency, status, description,
                    metadata, entries, version, created_at, expires_at
                from hold
                where status in ('active', 'partially_captured') and expires_at <= $1
                order by expires_at
                limit $2
                """;
    }
}
