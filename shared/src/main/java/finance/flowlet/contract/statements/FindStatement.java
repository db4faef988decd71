package finance.flowlet.contract.statements;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.WalletId;

/// Asks for the statement of a wallet and month (`2026-01`). Whoever is the first to ask has it written;
/// from then on it never changes.
public record FindStatement(Caller caller, WalletId wallet, String period) {
    public static final Address<FindStatement, Outcome> ADDRESS =
            new Address<>("statements.find-statement.v1", FindStatement.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Found(StatementView statement) implements Outcome {}

    /// There is no such wallet that the caller may see.
    public record NoWallet() implements Outcome {}

    /// No month, or one that is not over, or one before the wallet was opened.
    public record NoStatement() implements Outcome {}
}
