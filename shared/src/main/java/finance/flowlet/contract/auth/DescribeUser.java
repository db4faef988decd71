package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.UserId;

/// Asks who `user` is; only a person of the caller's tenant is known, and to a customer only themself.
public record DescribeUser(Caller caller, UserId user) implements Repeatable {
    public static final Address<DescribeUser, Outcome> ADDRESS =
            new Address<>("auth.describe-user.v1", DescribeUser.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Described(UserView user) implements Outcome {}

    public record Unknown() implements Outcome {}
}
