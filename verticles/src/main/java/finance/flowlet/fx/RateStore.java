package finance.flowlet.fx;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.fx.RateView;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rates that were set: by a tenant for itself, or by the operator for everybody. A tenant's own goes
/// first, and then the one that was set last.
final class RateStore implements RateProvider {
    private final Pool pool;

    RateStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Optional<RateView>> find(TenantId tenant, Currency from, Currency to) {
        return pool.preparedQuery(Sql.IN_FORCE)
                .execute(Tuple.of(tenant.uuid(), from.code(), to.code()))
                .map(rows -> views(rows).stream().findFirst());
    }

    @Override
    public Future<List<RateView>> first(
            TenantId tenant, @Nullable Currency from, @Nullable Currency to, @Nullable String after, int count) {
        var filters = Tuple.tuple()
                .addUUID(tenant.uuid())
                .addString(from == null ? null : from.code())
                .addString(to == null ? null : to.code())
                .addString(after)
                .addInteger(count);
        return pool.preparedQuery(Sql.FIRST).execute(filters).map(RateStore::views);
    }

    /// Adds a rate of the caller's tenant; the ones before stay.
    Future<Void> add(Caller caller, RateView rate, Instant now) {
        var row = Tuple.tuple()
                .addUUID(caller.tenant().uuid())
                .addString(rate.from().code())
                .addString(rate.to().code())
                .addBigDecimal(rate.rate())
                .addInteger(rate.marginBasisPoints())
                .addOffsetDateTime(rate.asOf().atOffset(ZoneOffset.UTC))
                .addString(rate.source())
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
        return pool.preparedQuery(Sql.ADD).execute(row).mapEmpty();
    }

    private static List<RateView> views(RowSet<Row> rows) {
        return rows.stream().map(RateStore::view).toList();
    }

    private static RateView view(Row row) {
        return new RateView(
                Currency.of(row.getString("base")),
                Currency.of(row.getString("quote")),
                row.getBigDecimal("rate"),
                row.getOffsetDateTime("as_of").toInstant(),
                row.getString("source"),
                row.getInteger("margin_basis_points"));
    }

    interface Sql {
        String IN_FORCE = """
                select base, quote, rate, as_of, source, margin_basis_points
                from rate
                where (tenant_id = $1 or tenant_id is null) and base = $2 and quote = $3
                order by tenant_id nulls last, number desc
                limit 1
                """;

        String FIRST = """
                select distinct on (base, quote) base, quote, rate, as_of, source, margin_basis_points
                from rate
                where (tenant_id = $1 or tenant_id is null)
                    and ($2::text is null or base = $2)
                    and ($3::text is null or quote = $3)
                    and ($4::text is null or base || quote > $4)
                order by base, quote, tenant_id nulls last, number desc
                limit $5
                """;

        String ADD = """
                insert into rate (tenant_id, base, quote, rate, margin_basis_points, as_of, source, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                """;
    }
}
