package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.statements.FindStatement;
import finance.flowlet.contract.statements.Form;
import finance.flowlet.contract.statements.ListStatements;
import finance.flowlet.contract.statements.ReadPiece;
import finance.flowlet.contract.statements.StatementView;
import finance.flowlet.id.StatementId;
import finance.flowlet.id.WalletId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.text.Csv;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Monthly statements over HTTP: the documents go out as they were issued, byte for byte.
final class StatementRoutes {
    private final Bus bus;

    StatementRoutes(Platform platform) {
        this.bus = platform.bus();
    }

    void register(Operations operations) {
        operations
                .on("listStatements", this::list)
                .on("getStatement", call -> withStatement(call, found -> document(call, found, Form.JSON)))
                .on("getStatementCsv", call -> withStatement(call, found -> document(call, found, Form.CSV)))
                .on("getStatementPdf", call -> withStatement(call, found -> document(call, found, Form.PDF)))
                .on("getStatementSignature", call -> withStatement(call, StatementRoutes::signature));
    }

    private record MonthJson(
            WalletId walletId,
            String period,
            Instant from,
            Instant to,
            @Nullable StatementId id,
            @Nullable Instant createdAt) {}

    private record SignatureJson(StatementId statementId, String note, List<StatementView.Document> documents) {}

    private Future<Answer> list(Call call) {
        var page = Page.of(call);
        return call.id(WalletId::parse)
                .map(wallet -> bus.request(
                                ListStatements.ADDRESS,
                                new ListStatements(call.caller(), wallet, page.fetch(), page.offset(), page.after()))
                        .map(outcome -> switch (outcome) {
                            case ListStatements.NoWallet() -> new Answer.Refused(Code.WALLET_NOT_FOUND);
                            case ListStatements.Found(var months) ->
                                page.answer(months, ListStatements.Month::period, month -> json(wallet, month));
                        }))
                .orElseGet(() -> Future.succeededFuture(new Answer.Refused(Code.WALLET_NOT_FOUND)));
    }

    private static MonthJson json(WalletId wallet, ListStatements.Month month) {
        return new MonthJson(wallet, month.period(), month.from(), month.to(), month.id(), month.createdAt());
    }

    private Future<Answer> withStatement(Call call, Function<StatementView, Answer> use) {
        var period = Objects.requireNonNull(call.path().get("period"));
        return call.id(WalletId::parse)
                .map(wallet -> bus.request(FindStatement.ADDRESS, new FindStatement(call.caller(), wallet, period))
                        .map(outcome -> switch (outcome) {
                            case FindStatement.Found(var statement) -> use.apply(statement);
                            case FindStatement.NoWallet() -> new Answer.Refused(Code.WALLET_NOT_FOUND);
                            case FindStatement.NoStatement() -> new Answer.Refused(Code.STATEMENT_NOT_FOUND);
                        }))
                .orElseGet(() -> Future.succeededFuture(new Answer.Refused(Code.WALLET_NOT_FOUND)));
    }

    private static Answer signature(StatementView statement) {
        return new Answer.Json(200, new SignatureJson(statement.id(), statement.note(), statement.documents()));
    }

    private Answer document(Call call, StatementView statement, Form form) {
        var document = statement.document(form);
        var tenant = call.who().tenant();
        return new Answer.Document(
                mediaType(form),
                headers(statement, document),
                document.bytes(),
                document.pieces(),
                number -> bus.request(ReadPiece.ADDRESS, new ReadPiece(tenant, statement.id(), form, number))
                        .map(piece -> Buffer.buffer(Base64.getDecoder().decode(piece.base64()))));
    }

    private static String mediaType(Form form) {
        return switch (form) {
            case JSON -> Media.JSON;
            case CSV -> Csv.MEDIA_TYPE + "; charset=utf-8";
            case PDF -> "application/pdf";
        };
    }

    /// The digest is that of RFC 9530, which any client can check; the signed one says the same in
    /// hexadecimal.
    private static Map<String, String> headers(StatementView statement, StatementView.Document document) {
        var digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(document.sha256()));
        var form = document.form().name().toLowerCase(Locale.ROOT);
        var name = "statement-" + statement.wallet() + "-" + statement.period() + "." + form;
        return Map.of(
                "Repr-Digest",
                "sha-256=:" + digest + ":",
                "Content-Disposition",
                (document.form() == Form.JSON ? "inline" : "attachment") + "; filename=\"" + name + "\"");
    }
}
