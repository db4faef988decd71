package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;

/// Makes the payments that are due now: of batches and of orders; lets requests expire. It happens by
/// itself all the time; this is for whoever does not want to wait.
public record RunDue() {
    public static final Address<RunDue, Ran> ADDRESS = new Address<>("initiation.run-due.v1", RunDue.class, Ran.class);

    /// How many batches, orders and requests were worked on.
    public record Ran(int objects) {}
}
