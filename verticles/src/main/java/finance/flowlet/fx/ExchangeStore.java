package finance.flowlet.fx;

import finance.flowlet.contract.fx.ExchangeView;
import finance.flowlet.contract.fx.FindExchanges;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.ExchangeId;
import finance.flowlet.id.Id;
import finance.flowlet.id.QuoteId;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads exchanges. Nothing is written here: rows come with the ledger's transactions, through
/// `record_exchanges`.
final class ExchangeStore {
    private final Pool pool;

    ExchangeStore(Pool pool) {
        this.pool = pool;
    }

    Future<Optional<ExchangeView>> find(TenantId tenant, ExchangeId id) {
        return pool.preparedQuery(Sql.ONE)
                .execute(Tuple.of(tenant.uuid(), id.uuid()))
                .map(rows -> views(rows).stream().findFirst());
    }

    /// The exchanges that pass the filters of `query`, but for its `id`; with `within`, those out of or
    /// into one of these wallets.
    Future<List<ExchangeView>> find(FindExchanges query, @Nullable List<WalletId> within) {
        var filters = Tuple.tuple()
                .addUUID(query.caller().tenant().uuid())
                .addUUID(uuid(query.wallet()))
                .addUUID(uuid(query.quote()))
                .addOffsetDateTime(time(query.from()))
                .addOffsetDateTime(time(query.to()))
                .addUUID(uuid(query.after()))
                .addInteger(query.limit())
                .addInteger(query.offset())
                .addValue(
                        within == null
                                ? null
                                : within.stream().map(WalletId::uuid).toArray(UUID[]::new));
        return pool.preparedQuery(Sql.PAGE).execute(filters).map(ExchangeStore::views);
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static List<ExchangeView> views(RowSet<Row> rows) {
        return rows.stream().map(ExchangeStore::view).toList();
    }

    private static ExchangeView view(Row row) {
        return new ExchangeView(
                new ExchangeId(row.getUUID("id")),
                new QuoteId(row.getUUID("quote_id")),
                new WalletId(row.getUUID("from_wallet")),
                new WalletId(row.getUUID("to_wallet")),
                new Money(row.getLong("sell_amount"), Currency.of(row.getString("sell_currency"))),
                new Money(row.getLong("buy_amount"), Currency.of(row.getString("buy_currency"))),
                row.getBigDecimal("rate"),
                row.getString("description"),
                new EntryId(row.getUUID("entry_id")),
                row.getOffsetDateTime("created_at").toInstant());
    }

    interface Sql {
        String ONE = """
                select
                    exchange.id, quote_id, from_wallet, to_wallet, sell_amount, sell_currency, buy_amount, buy_currency,
                    rate, description, entry_id, exchange.created_at
                from exchange
                join quote on quote.id = exchange.quote_id
                where exchange.tenant_id = $1 and exchange.id = $2
                """;

        String PAGE = """
                select
                    exchange.id, quote_id, from_wallet, to_wallet, sell_amount, sell_currency, buy_amount, buy_currency,
                    rate, description, entry_id, exchange.created_at
                from exchange
                join quote on quote.id = exchange.quote_id
                where exchange.tenant_id = $1
                    and ($2::uuid is null or $2 in (from_wallet, to_wallet))
                    and ($3::uuid is null or quote_id = $3)
                    and ($4::timestamptz is null or exchange.created_at >= $4)
                    and ($5::timestamptz is null or exchange.created_at < $5)
                    and ($6::uuid is null or (exchange.created_at, exchange.id) < (
                        select last.created_at, last.id from exchange last where last.tenant_id = $1 and last.id = $6))
                    and ($9::uuid[] is null or from_wallet = any ($9) or to_wallet = any ($9))
                order by exchange.created_at desc, exchange.id desc
                limit $7 offset $8
                """;
    }
}
