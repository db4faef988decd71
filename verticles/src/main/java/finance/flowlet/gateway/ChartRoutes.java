package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.OpenBook;
import finance.flowlet.contract.ledger.ReadChart;
import finance.flowlet.contract.ledger.ReadChart.Node;
import finance.flowlet.contract.ledger.ReadChart.Position;
import finance.flowlet.id.AccountId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Platform;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The chart of accounts over HTTP.
final class ChartRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    ChartRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewAccount(
            String code,
            String kind,
            String currency,
            @Nullable String description) {}

    /// A node of the chart as the API shows it.
    record NodeView(
            String code,
            AccountClass kind,
            Currency currency,
            long accounts,
            BigDecimal debits,
            BigDecimal credits,
            BigDecimal balance,
            @Nullable AccountId accountId,
            @Nullable String description) {
        static NodeView of(Node node) {
            return new NodeView(
                    node.code(),
                    node.accountClass(),
                    node.currency(),
                    node.accounts(),
                    Decimals.of(node.debits(), node.currency()),
                    Decimals.of(node.credits(), node.currency()),
                    Decimals.of(node.onNormalSide(), node.currency()),
                    node.account(),
                    node.description());
        }
    }

    void register(Operations operations) {
        operations.on("listChartOfAccounts", this::chart).on("createLedgerAccount", NewAccount.class, this::open);
    }

    private Future<Answer> chart(Call call) {
        var query = call.query();
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var currency = fields.currency("currency", query.get("currency"));
        return fields.then(() -> bus.request(
                        ReadChart.ADDRESS,
                        new ReadChart(
                                call.who().tenant(),
                                query.get("under"),
                                currency.orNull(),
                                page.fetch(),
                                page.offset(),
                                position(page.after())))
                .map(found -> page.answer(found.nodes(), ChartRoutes::write, NodeView::of)));
    }

    private Future<Answer> open(Call call) {
        var body = call.body(NewAccount.class);
        var fields = new Fields(maxMinorUnits);
        var kind = fields.choice("/kind", body.kind(), AccountClass.class);
        var currency = fields.currency("/currency", body.currency());
        var description = body.description();
        return fields.then(() -> bus.request(
                        OpenBook.ADDRESS,
                        new OpenBook(
                                Journal.clerk(call),
                                call.key(),
                                body.code(),
                                kind.value(),
                                currency.value(),
                                description == null ? "" : description))
                .map(Journal::answer));
    }

    private static String write(Node node) {
        return node.code() + "/" + node.currency().code() + "/"
                + node.accountClass().name();
    }

    /// Reads what [#write] wrote; no code has a slash in it.
    private static @Nullable Position position(@Nullable String after) {
        if (after == null) {
            return null;
        }
        var parts = after.split("/", -1);
        return new Position(parts[0], parts[1], parts[2].toUpperCase(Locale.ROOT));
    }
}
