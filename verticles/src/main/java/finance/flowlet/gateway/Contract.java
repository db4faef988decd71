package finance.flowlet.gateway;

import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.Principal.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The HTTP contract as the edge obeys it: every operation with its path, who may call it, and what it may
/// be sent. `yaml` is the document that clients read.
record Contract(String yaml, List<Operation> operations) {
    Contract {
        operations = List.copyOf(operations);
    }

    /// One method of one path. No `access` means that it is open to everybody; no `body` that it takes
    /// none. `bodyBytes` is how large its body may be, where that is not the usual. `text` says that it
    /// answers something else than JSON.
    record Operation(
            String id,
            String method,
            String path,
            @Nullable Access access,
            List<Parameter> query,
            @Nullable Schema body,
            @Nullable Integer bodyBytes,
            boolean text) {
        Operation {
            query = List.copyOf(query);
        }

        /// The query parameter of that name.
        Optional<Parameter> parameter(String name) {
            return query.stream()
                    .filter(parameter -> parameter.name().equals(name))
                    .findFirst();
        }
    }

    record Parameter(String name, boolean required, Schema schema) {}

    /// Who may call: an API key with `scope` (`any`: every key, empty: no key), a person with one of
    /// `roles`. `enrolling`: also one who needs a second factor and has none yet.
    record Access(String scope, Set<Role> roles, boolean enrolling) {
        Access {
            roles = Set.copyOf(roles);
        }

        boolean allows(Principal principal) {
            return switch (principal.kind()) {
                case API_KEY -> scope.equals("any") || principal.scopes().contains(scope);
                case STAFF, CUSTOMER -> principal.roles().stream().anyMatch(roles::contains);
            };
        }
    }
}
