package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.TenantId;

/// Asks for a tenant's settings as they are now.
public record ReadSettings(TenantId tenant) implements Repeatable {
    public static final Address<ReadSettings, LedgerSettings> ADDRESS =
            new Address<>("ledger.read-settings.v1", ReadSettings.class, LedgerSettings.class);
}
