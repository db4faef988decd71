package finance.flowlet.auth;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.PrincipalRevoked;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.UserId;
import java.util.Collection;

/// Tells everybody, after the commit, whom to believe no more.
final class Revocations {
    private final Bus bus;

    Revocations(Bus bus) {
        this.bus = bus;
    }

    void ended(Collection<SessionId> sessions) {
        sessions.forEach(session -> bus.publish(PrincipalRevoked.ADDRESS, new PrincipalRevoked(session.uuid())));
    }

    /// What this person may do is to be asked again.
    void changed(UserId person) {
        bus.publish(PrincipalRevoked.ADDRESS, new PrincipalRevoked(person.uuid()));
    }
}
