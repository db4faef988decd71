package finance.flowlet.contract.reconciliation;

import finance.flowlet.bus.Address;

/// Has reconciliations told of (`reconciliation.completed`) whose event did not get out when they were
/// done: a round of a job.
public record TellReconciliations() {
    public static final Address<TellReconciliations, Told> ADDRESS =
            new Address<>("reconciliation.tell-reconciliations.v1", TellReconciliations.class, Told.class);

    /// How many.
    public record Told(int reconciliations) {}
}
