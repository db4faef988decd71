package finance.flowlet.sandbox;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.ProvisionTenant;
import finance.flowlet.contract.auth.ProvisionTenant.Exists;
import finance.flowlet.contract.auth.ProvisionTenant.Provisioned;
import finance.flowlet.sandbox.Demo.Login;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Creates the demo tenant, or finds the one that this data directory already has.
///
/// The API key is shown once, when the tenant is made. If the process is killed before the key is kept, or the database
/// holds a demo tenant of another data directory, nobody knows the key: then a further tenant is made.
record Tenancy(Bus bus, Secrets secrets, KeyCheck check) {

    private static final int ATTEMPTS = 3;
    private static final int PATIENCE_SECONDS = 60;
    private static final String KEY = "demo.apiKey";
    private static final String SERIES = "demo.series";

    /// Whether the platform accepts a key.
    @FunctionalInterface
    interface KeyCheck {
        boolean accepts(String apiKey);
    }

    Demo settle() {
        for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var series = secrets.find(SERIES).orElse("");
            var tenant = series.isEmpty() ? "Demo" : "Demo " + series;
            var logins = new ArrayList<Login>();
            var people = people(series, logins);
            var key = keyFor(new ProvisionTenant(tenant, people, "sandbox"));
            if (key != null) {
                return new Demo(tenant, series, List.copyOf(logins), key);
            }
            secrets.keep(SERIES, UUID.randomUUID().toString().substring(0, 6));
        }
        throw new SandboxException("The demo tenant could not be created; the log says why.");
    }

    private List<ProvisionTenant.Login> people(String series, List<Login> logins) {
        var people = new ArrayList<ProvisionTenant.Login>();
        for (var name : Demo.STAFF) {
            people.add(person(name, series, name, null, logins));
        }
        for (var name : Demo.CUSTOMERS) {
            people.add(person(name, series, "customer", name, logins));
        }
        return people;
    }

    private ProvisionTenant.Login person(
            String name, String series, String role, @Nullable String externalId, List<Login> logins) {
        var password = secrets.drawn("demo.password." + name).substring(0, 16);
        var login = new Login(Demo.email(name, series), password, role);
        logins.add(login);
        return new ProvisionTenant.Login(login.email(), password, login.asRole(), externalId);
    }

    /// The key of the tenant, or null if it exists and nobody knows its key.
    private @Nullable String keyFor(ProvisionTenant request) {
        return switch (ask(request)) {
            case Provisioned provisioned -> {
                var key = Objects.requireNonNull(provisioned.apiKey());
                secrets.keep(KEY, key);
                yield key;
            }
            case Exists _ -> secrets.find(KEY).filter(check::accepts).orElse(null);
        };
    }

    private ProvisionTenant.Outcome ask(ProvisionTenant request) {
        try {
            return bus.request(ProvisionTenant.ADDRESS, request).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new SandboxException(
                    String.format(Locale.ROOT, "The demo tenant was not created within %d seconds.", PATIENCE_SECONDS),
                    e);
        }
    }
}
