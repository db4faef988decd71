package finance.flowlet.wallets;

import finance.flowlet.contract.wallets.FindWallets;
import finance.flowlet.contract.wallets.FreezeDirection;
import finance.flowlet.contract.wallets.LimitsProfile;
import finance.flowlet.contract.wallets.OwnedWallets;
import finance.flowlet.contract.wallets.WalletStatus;
import finance.flowlet.contract.wallets.WalletType;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads wallets. Nothing is written here: rows come with the ledger's transactions, through
/// `record_wallets`.
final class WalletStore {
    private final Pool pool;

    WalletStore(Pool pool) {
        this.pool = pool;
    }

    /// The wallet of an id, of `user` alone if one is named.
    Future<List<Wallet>> find(TenantId tenant, WalletId id, @Nullable UserId user) {
        return pool.preparedQuery(Sql.ONE)
                .execute(Tuple.of(tenant.uuid(), id.uuid()))
                .map(rows -> wallets(rows).stream()
                        .filter(wallet -> user == null || wallet.user().equals(user))
                        .toList());
    }

    /// The wallets that pass the filters of `query`, but for its `id` and `userId`, of `user` alone if one
    /// is named.
    Future<List<Wallet>> find(FindWallets query, @Nullable UserId user) {
        var currency = query.currency();
        var after = query.after();
        var filters = Tuple.tuple()
                .addUUID(query.caller().tenant().uuid())
                .addUUID(user == null ? null : user.uuid())
                .addString(currency == null ? null : currency.code())
                .addString(word(query.type()))
                .addString(word(query.status()))
                .addUUID(after == null ? null : after.uuid())
                .addInteger(query.limit())
                .addInteger(query.offset());
        return pool.preparedQuery(Sql.PAGE).execute(filters).map(WalletStore::wallets);
    }

    Future<List<WalletId>> owned(TenantId tenant, UserId user) {
        return pool.preparedQuery(Sql.OWNED)
                .execute(Tuple.of(tenant.uuid(), user.uuid(), OwnedWallets.MAX))
                .map(rows -> rows.stream()
                        .map(row -> new WalletId(row.getUUID("id")))
                        .toList());
    }

    private static @Nullable String word(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }

    private static List<Wallet> wallets(RowSet<Row> rows) {
        return rows.stream().map(WalletStore::wallet).toList();
    }

    private static Wallet wallet(Row row) {
        var freeze = row.getString("frozen");
        return new Wallet(
                new WalletId(row.getUUID("id")),
                new UserId(row.getUUID("user_id")),
                Currency.of(row.getString("currency")),
                WalletType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                WalletStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                freeze == null ? null : FreezeDirection.valueOf(freeze.toUpperCase(Locale.ROOT)),
                LimitsProfile.valueOf(row.getString("limits_profile").toUpperCase(Locale.ROOT)),
                metadata(row),
                row.getLong("version"),
                row.getLong("changes"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    static Map<String, String> metadata(Row row) {
        return row.getJsonObject("metadata").stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> (String) entry.getValue()));
    }

    interface Sql {
        String ONE = """
                select
                    id, user_id, currency, type, status, frozen, limits_profile, metadata, version, changes, created_at
                from wallet
                where tenant_id = $1 and id = $2
                """;

        String PAGE = """
                select
                    id, user_id, currency, type, status, frozen, limits_profile, metadata, version, changes, created_at
                from wallet
                where tenant_id = $1
                    and ($2::uuid is null or user_id = $2)
                    and ($3::text is null or currency = $3)
                    and ($4::text is null or type = $4)
                    and ($5::text is null or status = $5)
                    and ($6::uuid is null or (created_at, id) < (
                        select last.created_at, last.id from wallet last where last.tenant_id = $1 and last.id = $6))
                order by created_at desc, id desc
                limit $7 offset $8
                """;

        String OWNED = """
                select id
                from wallet
                where tenant_id = $1 and user_id = $2
                limit $3
                """;
    }
}
