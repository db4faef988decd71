package finance.flowlet.auth;

import static finance.flowlet.auth.AuthFixture.ANN;
import static finance.flowlet.auth.AuthFixture.BOSS;
import static finance.flowlet.auth.AuthFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import finance.flowlet.bus.Fault;
import finance.flowlet.contract.auth.Principal.Role;
import finance.flowlet.contract.auth.ProvisionTenant;
import finance.flowlet.contract.auth.ProvisionTenant.Login;
import finance.flowlet.contract.auth.ResolveCustomer;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.problem.Code;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Tenants and the customers they name.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantsTest {
    private final AuthFixture auth = new AuthFixture();

    @AfterAll
    void close() {
        auth.close();
    }

    @Test
    void provisioningTwiceCreatesOnce() {
        var again = new ProvisionTenant("zoo", List.of(new Login("x@example.com", PASSWORD, Role.ADMIN, null)), "demo");

        assertEquals(new ProvisionTenant.Exists(auth.tenant), auth.ask(ProvisionTenant.ADDRESS, again));
        assertEquals(0, auth.database.number("select count(*) from auth.person where email = 'x@example.com'"));
    }

    @Test
    void ofManyProvisioningAtOnceOneCreates() {
        var attempts = new ArrayList<Future<ProvisionTenant.Outcome>>();
        for (var i = 0; i < 10; i++) {
            attempts.add(auth.send(
                    ProvisionTenant.ADDRESS,
                    new ProvisionTenant(
                            "race", List.of(new Login("race@example.com", PASSWORD, Role.ADMIN, null)), "demo")));
        }

        var outcomes = attempts.stream().map(TestPlatform::await).toList();

        assertEquals(
                1,
                outcomes.stream()
                        .filter(ProvisionTenant.Provisioned.class::isInstance)
                        .count());
        assertEquals(1, auth.database.number("select count(*) from auth.tenant where name = 'race'"));
        assertEquals(1, auth.database.number("""
                select count(*) from auth.api_key join auth.tenant on tenant.id = tenant_id
                where tenant.name = 'race'"""));
    }

    @Test
    void aTenantIsCreatedWholeOrNotAtAll() {
        var command = new ProvisionTenant(
                "half",
                List.of(
                        new Login("half@example.com", PASSWORD, Role.ADMIN, null),
                        new Login(ANN, PASSWORD, Role.VIEWER, null)),
                "demo");

        var fault = assertThrows(Fault.class, () -> auth.ask(ProvisionTenant.ADDRESS, command));

        assertEquals(Code.DUPLICATE_REFERENCE, fault.code());
        assertEquals(0, auth.database.number("select count(*) from auth.tenant where name = 'half'"));
        assertEquals(0, auth.database.number("select count(*) from auth.person where email = 'half@example.com'"));
    }

    @Test
    void aKeyIsMadeOnlyWhenAsked() {
        var provisioned = assertInstanceOf(
                ProvisionTenant.Provisioned.class,
                auth.ask(ProvisionTenant.ADDRESS, new ProvisionTenant("keyless", List.of(), null)));

        assertNull(provisioned.apiKey());
    }

    @Test
    void weakPasswordsAreNotProvisioned() {
        var fault = assertThrows(
                Fault.class,
                () -> auth.ask(
                        ProvisionTenant.ADDRESS,
                        new ProvisionTenant(
                                "weak", List.of(new Login("weak@example.com", "short", Role.ADMIN, null)), null)));

        assertEquals(Code.PASSWORD_TOO_SHORT, fault.code());
    }

    @Test
    void aCustomerIsFoundByEitherId() {
        var ann = auth.loggedIn(ANN).user().id();

        assertEquals(new ResolveCustomer.Resolved(ann), resolve("customer-1", false));
        assertEquals(new ResolveCustomer.Resolved(ann), resolve(ann.toString(), false));
    }

    @Test
    void anUnknownIdCreatesACustomerOnlyWhenAsked() {
        assertEquals(new ResolveCustomer.Unknown(), resolve("customer-2", false));

        var created = resolve("customer-2", true);

        assertInstanceOf(ResolveCustomer.Resolved.class, created);
        assertEquals(created, resolve("customer-2", true));
        assertEquals(created, resolve("customer-2", false));
    }

    @Test
    void anIdIsCreatedOnceHoweverManyAsk() {
        var attempts = new ArrayList<Future<ResolveCustomer.Outcome>>();
        for (var i = 0; i < 50; i++) {
            attempts.add(auth.send(ResolveCustomer.ADDRESS, new ResolveCustomer(auth.tenant, "customer-3", true)));
        }

        assertEquals(
                1,
                attempts.stream()
                        .map(TestPlatform::await)
                        .collect(Collectors.toSet())
                        .size());
    }

    /// Ids are the integrator's own: two tenants may use the same.
    @Test
    void anotherTenantsCustomerIsNotFound() {
        var other = assertInstanceOf(
                        ProvisionTenant.Provisioned.class,
                        auth.ask(ProvisionTenant.ADDRESS, new ProvisionTenant("aquarium", List.of(), null)))
                .tenant();
        var ann = auth.loggedIn(ANN).user().id();

        assertEquals(new ResolveCustomer.Unknown(), resolve(other, ann.toString(), true));
        assertEquals(new ResolveCustomer.Unknown(), resolve(other, "customer-1", false));
        assertInstanceOf(ResolveCustomer.Resolved.class, resolve(other, "customer-1", true));
    }

    @Test
    void staffAreNoCustomers() {
        var boss = auth.loggedIn(BOSS).user().id();

        assertEquals(new ResolveCustomer.Unknown(), resolve(boss.toString(), true));
    }

    /// Otherwise a mistyped id of ours would quietly become a new customer.
    @Test
    void whatStartsLikeOurIdIsNeverTheIntegrators() {
        var nobody = new UserId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));

        for (var text : List.of(nobody.toString(), "usr_", "usr_123", nobody + "x")) {
            assertEquals(new ResolveCustomer.Unknown(), resolve(text, true));
        }
    }

    private ResolveCustomer.Outcome resolve(String userId, boolean create) {
        return resolve(auth.tenant, userId, create);
    }

    private ResolveCustomer.Outcome resolve(TenantId tenant, String userId, boolean create) {
        return auth.ask(ResolveCustomer.ADDRESS, new ResolveCustomer(tenant, userId, create));
    }
}
