package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.money.Money;
import java.util.List;

/// Replaces a tenant's settings; every version of them is kept. At most one amount per currency.
public record ChangeSettings(Clerk clerk, List<Money> approvalAbove) {
    public static final Address<ChangeSettings, LedgerSettings> ADDRESS =
            new Address<>("ledger.change-settings.v1", ChangeSettings.class, LedgerSettings.class);

    public ChangeSettings {
        approvalAbove = List.copyOf(approvalAbove);
    }
}
