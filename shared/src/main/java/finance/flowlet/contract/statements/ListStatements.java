package finance.flowlet.contract.statements;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.StatementId;
import finance.flowlet.id.WalletId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the months that a wallet has statements for, the last one first. `after` is the period that the
/// page before ended with.
public record ListStatements(
        Caller caller,
        WalletId wallet,
        int limit,
        int offset,
        @Nullable String after) implements Repeatable {
    public static final Address<ListStatements, Outcome> ADDRESS =
            new Address<>("statements.list-statements.v1", ListStatements.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Found(List<Month> months) implements Outcome {
        public Found {
            months = List.copyOf(months);
        }
    }

    /// There is no such wallet that the caller may see.
    public record NoWallet() implements Outcome {}

    /// A month from `from` to before `to`. It has an `id` once somebody has asked for its statement.
    public record Month(
            String period,
            Instant from,
            Instant to,
            @Nullable StatementId id,
            @Nullable Instant createdAt) {}
}
