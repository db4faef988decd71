package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for one level of the chart of accounts. Codes are read as paths, `cash:chase:USD`; what shares a
/// path is one node per class and currency. `under` is the path above, null for the top; `after` is the
/// last node before the page.
public record ReadChart(
        TenantId tenant,
        @Nullable String under,
        @Nullable Currency currency,
        int limit,
        int offset,
        @Nullable Position after)
        implements Repeatable {
    public static final Address<ReadChart, Chart> ADDRESS =
            new Address<>("ledger.read-chart.v1", ReadChart.class, Chart.class);

    /// Nodes come in this order.
    public record Position(String code, String currency, String accountClass) {}

    /// A node with the sums of all `accounts` below it in minor units. `account` and `description` are
    /// there when the node is one account itself.
    public record Node(
            String code,
            AccountClass accountClass,
            Currency currency,
            long accounts,
            long debits,
            long credits,
            @Nullable AccountId account,
            @Nullable String description) {
        /// The balance on the side where this class of account normally has it.
        public long onNormalSide() {
            return accountClass.normalSide() == Step.Side.CREDIT ? credits - debits : debits - credits;
        }
    }

    public record Chart(List<Node> nodes) {
        public Chart {
            nodes = List.copyOf(nodes);
        }
    }
}
