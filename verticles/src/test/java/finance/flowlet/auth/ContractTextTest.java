package finance.flowlet.auth;

import static org.junit.jupiter.api.Assertions.assertFalse;

import finance.flowlet.contract.auth.ApiKeyView;
import finance.flowlet.contract.auth.Authenticate;
import finance.flowlet.contract.auth.CreateApiKey;
import finance.flowlet.contract.auth.LogIn;
import finance.flowlet.contract.auth.Principal.Role;
import finance.flowlet.contract.auth.ProvisionTenant;
import finance.flowlet.contract.auth.RefreshTokens;
import finance.flowlet.contract.auth.Register;
import finance.flowlet.contract.auth.TokenPair;
import finance.flowlet.contract.auth.UserView;
import finance.flowlet.id.ApiKeyId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A record that is logged by mistake tells no secret.
class ContractTextTest {
    private static final String SECRET = "hush-hush";
    private static final UUID ID = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);

    static List<Record> carriersOfSecrets() {
        var user = new UserView(new UserId(ID), "ann@example.com", List.of(Role.CUSTOMER));
        var key = new ApiKeyView(new ApiKeyId(ID), "key", "wxyz", List.of(), Instant.EPOCH, null, null);
        var login = new ProvisionTenant.Login("ann@example.com", SECRET, Role.ADMIN, null);
        var tokens = new TokenPair(SECRET, SECRET, 60, user);
        return List.of(
                new Authenticate(SECRET),
                new LogIn("ann@example.com", SECRET, "192.0.2.1", "req_test"),
                new LogIn.LoggedIn(tokens),
                new Register(null, "ann@example.com", SECRET, "192.0.2.1", "req_test"),
                new RefreshTokens(SECRET, "req_test"),
                new RefreshTokens.Refreshed(tokens),
                tokens,
                new CreateApiKey.Created(key, SECRET),
                login,
                new ProvisionTenant("zoo", List.of(login), "demo"),
                new ProvisionTenant.Provisioned(new TenantId(ID), SECRET),
                new PersonStore.Credentials(
                        new Person(new UserId(ID), new TenantId(ID), null, Role.ADMIN), true, SECRET, 1, false),
                new ApiKeySecret(SECRET));
    }

    @ParameterizedTest
    @MethodSource("carriersOfSecrets")
    void aSecretIsNotInTheText(Record carrier) {
        assertFalse(carrier.toString().contains(SECRET));
    }
}
