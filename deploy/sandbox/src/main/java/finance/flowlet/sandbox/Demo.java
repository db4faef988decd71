package finance.flowlet.sandbox;

import finance.flowlet.contract.auth.Principal.Role;
import java.util.List;
import java.util.Locale;

/// The demo tenant: who may log in, and which wallets they have.
///
/// @param series empty for the first demo tenant of a database. E-mail addresses are unique in a database, so that of a
///     later data directory on the same database needs others.
record Demo(String tenant, String series, List<Login> logins, String apiKey) {

    /// A login as people type it; `role` in the words of the API.
    record Login(String email, String password, String role) {

        Role asRole() {
            return Role.valueOf(role.toUpperCase(Locale.ROOT));
        }
    }

    /// A wallet of the demo tenant; `userId` is the integrator's own id of its owner.
    record Wallet(String id, String userId, String currency) {}

    /// A wallet to open, and what is paid into it.
    record Plan(String userId, String currency, String type, String funds) {}

    static final List<Plan> PLANS = List.of(
            new Plan("ada", "EUR", "personal", "1000.00"),
            new Plan("bob", "EUR", "personal", "250.00"),
            new Plan("corner-shop", "EUR", "merchant", "100.00"),
            new Plan("ada", "USD", "personal", "500.00"));

    /// The customers among the logins, under the ids that the wallets name.
    static final List<String> CUSTOMERS = List.of("ada", "bob");

    static final List<String> STAFF = List.of("admin", "operator", "viewer");

    static String email(String name, String series) {
        return "%s%s@demo.flowlet.example".formatted(name, series.isEmpty() ? "" : "+" + series);
    }
}
