package finance.flowlet.statements;

import finance.flowlet.contract.statements.Form;
import finance.flowlet.contract.statements.StatementView;
import finance.flowlet.contract.statements.StatementView.Document;
import finance.flowlet.id.StatementId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Statements as they were issued. Rows are added and never changed; the database refuses anything else.
final class StatementStore {
    private final AwaitedSql sql;

    StatementStore(AwaitedSql sql) {
        this.sql = sql;
    }

    /// The statement of a wallet and month, if it was issued.
    Optional<StatementView> find(TenantId tenant, WalletId wallet, String period) {
        return sql.one(Function.identity(), Sql.ONE, tenant.uuid(), wallet.uuid(), period)
                .map(row -> view(row, wallet, documents(row)));
    }

    private List<Document> documents(Row statement) {
        var documents = new ArrayList<Document>();
        for (var row : sql.run(Sql.DOCUMENTS, statement.getUUID("id"))) {
            documents.add(
                    new Document(Form.valueOf(row.getString("form")), row.getLong("bytes"), row.getString("sha256")));
        }
        return documents;
    }

    private static StatementView view(Row row, WalletId wallet, List<Document> documents) {
        return new StatementView(
                new StatementId(row.getUUID("id")),
                wallet,
                row.getString("period"),
                Currency.of(row.getString("currency")),
                row.getLong("opening"),
                row.getLong("closing"),
                row.getLong("movements"),
                documents,
                row.getString("note"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    /// An issued month.
    record Issued(String period, StatementId id, OffsetDateTime createdAt) {}

    /// The statements of a wallet that were issued for months from `first` to `last`.
    List<Issued> issued(TenantId tenant, WalletId wallet, String first, String last) {
        var issued = new ArrayList<Issued>();
        for (var row : sql.run(Sql.ISSUED, tenant.uuid(), wallet.uuid(), first, last)) {
            issued.add(new Issued(
                    row.getString("period"), new StatementId(row.getUUID("id")), row.getOffsetDateTime("created_at")));
        }
        return issued;
    }

    /// Issues a statement with its documents, all or nothing, unless one was issued for the same wallet and
    /// month. Of two at once the second waits for the first and adds nothing.
    void issue(TenantId tenant, StatementView statement, Function<Form, InputStream> contents) {
        sql.together(transaction -> {
            var added = transaction.run(
                    Sql.INSERT,
                    statement.id().uuid(),
                    tenant.uuid(),
                    statement.wallet().uuid(),
                    statement.period(),
                    statement.currency().code(),
                    statement.opening(),
                    statement.closing(),
                    statement.movements(),
                    statement.note(),
                    statement.createdAt().atOffset(ZoneOffset.UTC));
            if (added.rowCount() > 0) {
                for (var document : statement.documents()) {
                    add(transaction, statement.id(), document, contents.apply(document.form()));
                }
                transaction.run(Sql.INSERT_UNTOLD, statement.id().uuid());
            }
            return added.rowCount();
        });
    }

    private static void add(AwaitedSql transaction, StatementId id, Document document, InputStream contents) {
        var form = document.form().name();
        transaction.run(Sql.INSERT_DOCUMENT, id.uuid(), form, document.bytes(), document.sha256());
        try (contents) {
            for (var number = 0; number < document.pieces(); number++) {
                var piece = Buffer.buffer(contents.readNBytes(Document.PIECE_BYTES));
                transaction.run(Sql.INSERT_PIECE, id.uuid(), form, number, piece);
            }
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    Optional<Buffer> piece(TenantId tenant, StatementId id, Form form, int number) {
        return sql.one(row -> row.getBuffer("content"), Sql.PIECE, tenant.uuid(), id.uuid(), form.name(), number);
    }

    /// A statement whose event is still to be told.
    record Untold(TenantId tenant, StatementId id, WalletId wallet, String period) {}

    List<Untold> untold(int limit) {
        var untold = new ArrayList<Untold>();
        for (var row : sql.run(Sql.UNTOLD, limit)) {
            untold.add(new Untold(
                    new TenantId(row.getUUID("tenant_id")),
                    new StatementId(row.getUUID("id")),
                    new WalletId(row.getUUID("wallet_id")),
                    row.getString("period")));
        }
        return untold;
    }

    void told(StatementId id) {
        sql.run(Sql.TOLD, id.uuid());
    }

    /// The statements, each checked by a test.
    interface Sql {
        String ONE = """
                select id, period, currency, opening, closing, movements, note, created_at
                from statement
                where tenant_id = $1 and wallet_id = $2 and period = $3
                """;

        String DOCUMENTS = """
                select form, bytes, sha256
                from document
                where statement_id = $1
                order by form desc
                """;

        String ISSUED = """
                select period, id, created_at
                from statement
                where tenant_id = $1 and wallet_id = $2 and period between $3 and $4
                """;

        String INSERT = """
                insert into statement (
                    id, tenant_id, wallet_id, period, currency, opening, closing, movements, note, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                on conflict (tenant_id, wallet_id, period) do nothing
                """;

        String INSERT_DOCUMENT = """
                insert into document (statement_id, form, bytes, sha256)
                values ($1, $2, $3, $4)
                """;

        String INSERT_PIECE = """
                insert into piece (statement_id, form, number, content)
                values ($1, $2, $3, $4)
                """;

        String INSERT_UNTOLD = """
                insert into untold (statement_id) values ($1)
                """;

        String PIECE = """
                select piece.content
                from statement
                join piece on piece.statement_id = statement.id
                where statement.tenant_id = $1 and statement.id = $2 and piece.form = $3 and piece.number = $4
                """;

        String UNTOLD = """
                select statement.id, statement.tenant_id, statement.wallet_id, statement.period
                from untold
                join statement on statement.id = untold.statement_id
                order by statement.id
                limit $1
                """;

        String TOLD = """
                delete from untold where statement_id = $1
                """;
    }
}
