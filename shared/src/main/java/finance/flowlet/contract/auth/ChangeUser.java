package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.id.UserId;

/// Freezes or unfreezes a person. Freezing ends every session of theirs at once; a frozen person cannot log in.
public record ChangeUser(Caller caller, UserId user, Action action) {
    public static final Address<ChangeUser, Outcome> ADDRESS =
            new Address<>("auth.change-user.v1", ChangeUser.class, Outcome.class);

    public enum Action {
        FREEZE,
        UNFREEZE
    }

    @OneOf
    public sealed interface Outcome {}

    public record Changed() implements Outcome {}

    public record Unknown() implements Outcome {}
}
