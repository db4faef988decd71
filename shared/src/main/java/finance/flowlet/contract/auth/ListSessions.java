package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds sessions that are alive, newest first: the caller's own or, with `userId` (ours or the
/// integrator's), those of that person, as far as the caller may see them.
public record ListSessions(
        Caller caller,
        Reach reach,
        @Nullable String userId,
        int limit,
        int offset,
        @Nullable SessionId after) implements Repeatable {
    public static final Address<ListSessions, Found> ADDRESS =
            new Address<>("auth.list-sessions.v1", ListSessions.class, Found.class);

    public record Found(List<SessionView> sessions) {
        public Found {
            sessions = List.copyOf(sessions);
        }
    }
}
