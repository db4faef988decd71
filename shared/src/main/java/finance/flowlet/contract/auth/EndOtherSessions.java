package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.UserId;

/// Ends every session of `user` but `session`.
public record EndOtherSessions(Caller caller, UserId user, SessionId session) {
    public static final Address<EndOtherSessions, Ended> ADDRESS =
            new Address<>("auth.end-other-sessions.v1", EndOtherSessions.class, Ended.class);

    public record Ended(int sessions) {}
}
