package finance.flowlet.auth;

import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.UserView;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A person as stored, without the password hash.
record Person(UserId id, TenantId tenant, @Nullable String email, Principal.Role role) {
    Principal.Kind kind() {
        return role == Principal.Role.CUSTOMER ? Principal.Kind.CUSTOMER : Principal.Kind.STAFF;
    }

    /// For the audit: `staff:usr_...`, `customer:usr_...`.
    String actor() {
        return (kind() == Principal.Kind.STAFF ? "staff:" : "customer:") + id;
    }

    UserView view() {
        return new UserView(id, email, List.of(role));
    }
}
