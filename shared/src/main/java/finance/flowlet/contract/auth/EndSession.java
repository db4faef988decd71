package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.id.SessionId;

/// Ends one session within the caller's reach.
public record EndSession(Caller caller, Reach reach, SessionId session) {
    public static final Address<EndSession, Outcome> ADDRESS =
            new Address<>("auth.end-session.v1", EndSession.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Ended() implements Outcome {}

    /// Not alive, or somebody else's.
    public record Unknown() implements Outcome {}
}
