package finance.flowlet.contract.auth;

import finance.flowlet.id.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A person as others may see them. `email` is null for a customer whom only the integrator knows.
public record UserView(UserId id, @Nullable String email, List<Principal.Role> roles) {
    public UserView {
        roles = List.copyOf(roles);
    }
}
