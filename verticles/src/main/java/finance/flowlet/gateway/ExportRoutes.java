package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.Basis;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.ExportLines;
import finance.flowlet.contract.ledger.ExportLines.Line;
import finance.flowlet.contract.ledger.ExportLines.Position;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Platform;
import finance.flowlet.text.Csv;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The journal line by line, for another bookkeeping program or a spreadsheet. It comes in pages of bounded
/// size, whatever the range.
final class ExportRoutes {
    private static final int LINES_PER_PAGE = 2_000;
    private static final String[] COLUMNS = {
        "transactionId",
        "line",
        "kind",
        "effectiveAt",
        "recordedAt",
        "accountId",
        "accountCode",
        "accountKind",
        "direction",
        "debit",
        "credit",
        "currency",
        "balanceAfter",
        "reference",
        "description",
        "actor"
    };
    private final Bus bus;
    private final Clock clock;
    private final long maxMinorUnits;

    ExportRoutes(Platform platform) {
        this.bus = platform.bus();
        this.clock = platform.clock();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    /// A line as JSON.
    record LineView(
            EntryId transactionId,
            int line,
            EntryKind kind,
            Instant effectiveAt,
            Instant recordedAt,
            AccountId accountId,
            String accountCode,
            AccountClass accountKind,
            Side direction,
            BigDecimal amount,
            Currency currency,
            BigDecimal balanceAfter,
            String reference,
            String description,
            String actor) {
        static LineView of(Line line) {
            return new LineView(
                    line.entry(),
                    line.line(),
                    line.kind(),
                    line.effectiveAt(),
                    line.recordedAt(),
                    line.account(),
                    line.code(),
                    line.accountClass(),
                    line.side(),
                    Decimals.of(line.minorUnits(), line.currency()),
                    line.currency(),
                    Decimals.of(line.balanceAfter(), line.currency()),
                    line.reference(),
                    line.description(),
                    line.actor());
        }
    }

    void register(Operations operations) {
        operations
                .on(
                        "exportJournal",
                        call -> lines(call, lines -> page(call).answer(lines, ExportRoutes::position, LineView::of)))
                .on("exportJournalTable", call -> lines(call, lines -> table(call, lines)));
    }

    private Future<Answer> lines(Call call, Function<List<Line>, Answer> answer) {
        var query = call.query();
        var fields = new Fields(maxMinorUnits);
        var basis = fields.choice("basis", query.get("basis"), Basis.class);
        var from = fields.time("from", query.get("from"));
        var to = fields.time("to", query.get("to"));
        fields.range(from, to);
        return fields.then(() -> bus.request(
                        ExportLines.ADDRESS,
                        new ExportLines(
                                call.who().tenant(),
                                Journal.basis(basis),
                                Objects.requireNonNullElse(from.orNull(), Instant.EPOCH),
                                Objects.requireNonNullElseGet(to.orNull(), clock::instant),
                                page(call).fetch(),
                                position(query.get("after"))))
                .map(found -> answer.apply(found.lines())));
    }

    /// The names of the columns stand above the first page only, so that pages can be put together.
    private static Answer table(Call call, List<Line> lines) {
        var csv = new Csv();
        if (!call.query().containsKey("after")) {
            csv.header(COLUMNS);
        }
        var shown = lines.subList(0, Math.min(lines.size(), LINES_PER_PAGE));
        shown.forEach(line -> write(csv, line));
        return new Answer.Text(
                200,
                Csv.MEDIA_TYPE,
                csv.toString(),
                lines.size() > LINES_PER_PAGE
                        ? Map.of("Next-Cursor", call.cursors().apply(position(shown.getLast())))
                        : Map.of());
    }

    private static void write(Csv csv, Line line) {
        var amount = Decimals.of(line.minorUnits(), line.currency());
        csv.text(line.entry())
                .number(line.line())
                .text(word(line.kind()))
                .text(line.effectiveAt())
                .text(line.recordedAt())
                .text(line.account())
                .text(line.code())
                .text(word(line.accountClass()))
                .text(word(line.side()))
                .number(line.side() == Side.DEBIT ? amount : null)
                .number(line.side() == Side.CREDIT ? amount : null)
                .text(line.currency().code())
                .number(Decimals.of(line.balanceAfter(), line.currency()))
                .text(line.reference())
                .text(line.description())
                .text(line.actor())
                .end();
    }

    private static Page page(Call call) {
        return new Page(LINES_PER_PAGE, 0, call.query().get("after"), call.cursors());
    }

    private static String position(Line line) {
        return line.entry() + "/" + line.line();
    }

    private static @Nullable Position position(@Nullable String after) {
        if (after == null) {
            return null;
        }
        var parts = after.split("/", -1);
        return new Position(EntryId.parse(parts[0]), Integer.parseInt(parts[1]));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
