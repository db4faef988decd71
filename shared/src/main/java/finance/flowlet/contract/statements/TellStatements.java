package finance.flowlet.contract.statements;

import finance.flowlet.bus.Address;

/// Has statements told of (`statement.ready`) whose event did not get out when they were written: a round
/// of a job.
public record TellStatements() {
    public static final Address<TellStatements, Told> ADDRESS =
            new Address<>("statements.tell-statements.v1", TellStatements.class, Told.class);

    /// How many.
    public record Told(int statements) {}
}
