package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.id.SessionId;

/// Ends a session: its access and refresh tokens stop working. Ending it twice is the same as ending it once.
public record LogOut(Caller caller, SessionId session) {
    public static final Address<LogOut, LoggedOut> ADDRESS =
            new Address<>("auth.log-out.v1", LogOut.class, LoggedOut.class);

    public record LoggedOut() {}
}
