package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.ExportLines;
import finance.flowlet.contract.ledger.ExportLines.Line;
import finance.flowlet.contract.ledger.ExportLines.Lines;
import finance.flowlet.contract.ledger.ReadChart;
import finance.flowlet.contract.ledger.ReadChart.Chart;
import finance.flowlet.contract.ledger.ReadChart.Node;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/// Reads the chart of accounts, and the journal line by line.
final class ChartStore {
    private static final UUID FIRST = new UUID(0, 0);
    private final Pool pool;

    ChartStore(Pool pool) {
        this.pool = pool;
    }

    Future<Chart> chart(ReadChart question) {
        var under = question.under();
        var currency = question.currency();
        var after = question.after();
        return pool.preparedQuery(Sql.CHART)
                .execute(Tuple.tuple()
                        .addValue(question.tenant().uuid())
                        .addValue(under)
                        .addValue(under == null ? 1 : under.split(":", -1).length + 1)
                        .addValue(currency == null ? null : currency.code())
                        .addValue(after == null ? null : after.code())
                        .addValue(after == null ? null : after.currency())
                        .addValue(after == null ? null : after.accountClass())
                        .addValue(question.limit())
                        .addValue(question.offset()))
                .map(rows -> new Chart(rows.stream().map(ChartStore::node).toList()));
    }

    Future<Lines> lines(ExportLines question) {
        var after = question.after();
        var sql = switch (question.basis()) {
            case RECORDED -> Sql.LINES_BY_RECORDED_TIME;
            case EFFECTIVE -> Sql.LINES_BY_EFFECTIVE_TIME;
        };
        return pool.preparedQuery(sql)
                .execute(Tuple.tuple()
                        .addValue(question.tenant().uuid())
                        .addValue(Rows.utc(question.from()))
                        .addValue(Rows.utc(question.to()))
                        .addValue(after == null ? FIRST : after.entry().uuid())
                        .addValue(after == null ? -1 : after.line())
                        .addValue(question.limit()))
                .map(rows -> new Lines(rows.stream().map(ChartStore::line).toList()));
    }

    private static Node node(Row row) {
        var account = row.getUUID("account_id");
        return new Node(
                row.getString("code"),
                AccountClass.valueOf(row.getString("class")),
                Currency.of(row.getString("currency")),
                row.getLong("accounts"),
                row.getBigDecimal("debits").longValueExact(),
                row.getBigDecimal("credits").longValueExact(),
                account == null ? null : new AccountId(account),
                row.getString("description"));
    }

    private static Line line(Row row) {
        return new Line(
                new EntryId(row.getUUID("entry_id")),
                row.getInteger("line"),
                EntryKind.valueOf(row.getString("kind")),
                row.getString("reference"),
                row.getString("description"),
                row.getString("actor"),
                row.getOffsetDateTime("effective_at").toInstant(),
                row.getOffsetDateTime("created_at").toInstant(),
                new AccountId(row.getUUID("account_id")),
                row.getString("code"),
                AccountClass.valueOf(row.getString("class")),
                row.getInteger("direction") > 0 ? Side.CREDIT : Side.DEBIT,
                row.getLong("amount"),
                Currency.of(row.getString("currency")),
                row.getLong("balance_after"));
    }

    interface Sql {
        /// A path and everything below it is one node, but a path that is an account too shows again one
        /// level below.
        String CHART = """
                select node.code, node.class, node.currency, node.accounts, node.debits, node.credits,
                    single.id as account_id, book.description
                from (
                    select array_to_string((string_to_array(a.code, ':'))[1:$3::int], ':') as code, a.class, a.currency,
                        count(*) as accounts, sum(a.posted_debits) as debits, sum(a.posted_credits) as credits
                    from account a
                    where a.tenant_id = $1
                        and ($2::text is null or a.code = $2 or starts_with(a.code, $2 || ':'))
                        and ($4::text is null or a.currency = $4)
                    group by 1, 2, 3) node
                left join account single
                    on single.tenant_id = $1 and single.code = node.code and node.accounts = 1
                        and single.class = node.class and single.currency = node.currency
                left join book on book.account_id = single.id
                where $5::text is null or (node.code, node.currency::text, node.class) > ($5, $6::text, $7::text)
                order by node.code, node.currency::text, node.class
                limit $8 offset $9""";

        String LINE_COLUMNS = """
                select p.entry_id, p.line, e.kind, e.reference, e.description, e.actor, e.effective_at, e.created_at,
                    p.account_id, a.code, a.class, p.direction, p.amount, p.currency, p.balance_after
                from entry e
                join posting p on p.entry_id = e.id
                join account a on a.id = p.account_id
                where e.tenant_id = $1 and e.id >= $4 and (e.id > $4 or p.line > $5::int)
                """;

        String LINES_BY_RECORDED_TIME = LINE_COLUMNS + """
                    and e.created_at >= $2 and e.created_at < $3
                order by e.id, p.line limit $6""";

        String LINES_BY_EFFECTIVE_TIME = LINE_COLUMNS + """
                    and e.effective_at >= $2 and e.effective_at < $3
                order by e.id, p.line limit $6""";
    }
}
