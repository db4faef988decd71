package finance.flowlet.fx;

import finance.flowlet.contract.fx.QuoteView;
import finance.flowlet.contract.fx.QuoteView.Market;
import finance.flowlet.contract.fx.QuoteView.Side;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.QuoteId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Quotes. They move no money, so they are written here; that one was used is written by the ledger's
/// transactions.
final class QuoteStore {
    private final Pool pool;

    QuoteStore(Pool pool) {
        this.pool = pool;
    }

    /// A quote to be stored, for one customer or for the business itself.
    record NewQuote(TenantId tenant, @Nullable UserId user, QuoteView quote, Post.@Nullable Key key) {}

    /// What an idempotency key was used for.
    record Before(QuoteView quote, String fingerprint) {}

    /// Stores a quote, unless its idempotency key was used before.
    Future<Boolean> insert(NewQuote added) {
        var quote = added.quote();
        var user = added.user();
        var key = added.key();
        var row = Tuple.tuple()
                .addUUID(quote.id().uuid())
                .addUUID(added.tenant().uuid())
                .addUUID(user == null ? null : user.uuid())
                .addString(quote.fixed().name().toLowerCase(Locale.ROOT))
                .addLong(quote.sell().minorUnits())
                .addString(quote.sell().currency().code())
                .addLong(quote.buy().minorUnits())
                .addString(quote.buy().currency().code())
                .addShort((short) quote.residual().minorUnits())
                .addBigDecimal(quote.rate())
                .addInteger(quote.marginBasisPoints())
                .addBigDecimal(quote.market().rate())
                .addString(quote.market().source())
                .addOffsetDateTime(quote.market().asOf().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(quote.createdAt().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(quote.expiresAt().atOffset(ZoneOffset.UTC))
                .addUUID(key == null ? null : key.scope())
                .addString(key == null ? null : key.text())
                .addString(key == null ? null : key.fingerprint());
        return pool.preparedQuery(Sql.INSERT).execute(row).map(result -> result.rowCount() > 0);
    }

    /// The quote of an id, if it was made for `user` or no user is named.
    Future<Optional<QuoteView>> find(TenantId tenant, QuoteId id, @Nullable UserId user) {
        return pool.preparedQuery(Sql.ONE)
                .execute(Tuple.of(tenant.uuid(), id.uuid(), user == null ? null : user.uuid()))
                .map(rows -> rows.stream().map(QuoteStore::view).findFirst());
    }

    Future<Optional<Before>> before(Post.Key key) {
        return pool.preparedQuery(Sql.BY_IDEMPOTENCY_KEY)
                .execute(Tuple.of(key.scope(), key.text()))
                .map(rows -> rows.stream()
                        .map(row -> new Before(view(row), row.getString("request_fingerprint")))
                        .findFirst());
    }

    private static QuoteView view(Row row) {
        var sell = Currency.of(row.getString("sell_currency"));
        var buy = Currency.of(row.getString("buy_currency"));
        var fixed = Side.valueOf(row.getString("fixed").toUpperCase(Locale.ROOT));
        var usedAt = row.getOffsetDateTime("used_at");
        return new QuoteView(
                new QuoteId(row.getUUID("id")),
                fixed,
                new Money(row.getLong("sell_amount"), sell),
                new Money(row.getLong("buy_amount"), buy),
                new Money(row.getShort("residual"), fixed == Side.SELL ? buy : sell),
                row.getBigDecimal("rate"),
                new Market(
                        row.getBigDecimal("market_rate"),
                        row.getString("market_source"),
                        row.getOffsetDateTime("market_as_of").toInstant()),
                row.getInteger("margin_basis_points"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                usedAt == null ? null : usedAt.toInstant());
    }

    interface Sql {
        /// Waits for a transaction that is using the same idempotency key at this moment.
        String INSERT = """
                insert into quote (
                    id, tenant_id, user_id, fixed, sell_amount, sell_currency, buy_amount, buy_currency, residual,
                    rate, margin_basis_points, market_rate, market_source, market_as_of, created_at, expires_at,
                    idempotency_scope, idempotency_key, request_fingerprint)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
                on conflict (idempotency_scope, idempotency_key) do nothing
                """;

        String ONE = """
                select
                    id, fixed, sell_amount, sell_currency, buy_amount, buy_currency, residual, rate,
                    margin_basis_points, market_rate, market_source, market_as_of, created_at, expires_at, used_at
                from quote
                left join quote_use on quote_use.quote_id = quote.id
                where quote.tenant_id = $1 and quote.id = $2 and ($3::uuid is null or quote.user_id = $3)
                """;

        String BY_IDEMPOTENCY_KEY = """
                select
                    id, fixed, sell_amount, sell_currency, buy_amount, buy_currency, residual, rate,
                    margin_basis_points, market_rate, market_source, market_as_of, created_at, expires_at,
                    null::timestamptz as used_at, request_fingerprint
                from quote
                where idempotency_scope = $1 and idempotency_key = $2
                """;
    }
}
