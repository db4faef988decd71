package finance.flowlet.auth;

import static finance.flowlet.auth.AuthFixture.ANN;
import static finance.flowlet.auth.AuthFixture.HOME;
import static finance.flowlet.auth.AuthFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import finance.flowlet.auth.FailureStore.Subjects;
import finance.flowlet.contract.auth.CreateApiKey;
import finance.flowlet.contract.auth.RefreshTokens;
import finance.flowlet.contract.auth.Scope;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.UserId;
import finance.flowlet.platform.AwaitedSql;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the database keeps, refuses and forgets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthStoreTest {
    private final AuthFixture auth = new AuthFixture();
    private final Pool pool = auth.platform.platform().databases().pool("auth");
    private final AwaitedSql statements = new AwaitedSql(pool);
    private final AuthStore store =
            new AuthStore(statements, auth.platform.platform().config().auth().lockout());
    private final Pepper pepper =
            new Pepper(auth.platform.platform().config().auth().pepper());

    @AfterAll
    void close() {
        auth.close();
    }

    /// The domain's own role may add to the audit, and may not rewrite what a credential is.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set actor = 'nobody'",
                "delete from audit",
                "truncate audit",
                "update api_key set scopes = '{}'",
                "update api_key set hash = ''",
                "delete from api_key",
                "update person set role = 'ADMIN'",
                "update person set tenant_id = id",
                "delete from person",
                "update session set expires_at = 'infinity'",
                "update refresh_token set session_id = session_id",
                "update tenant set name = 'mine'",
                "select 1 from ledger.account",
                "create table mine (id int)"
            })
    void theDatabaseRefuses(String sql) {
        var refusal = assertThrows(DatabaseException.class, () -> statements.run(sql));

        assertEquals("42501", refusal.getSqlState(), refusal.getMessage());
    }

    @Test
    void noSecretIsStoredInClear() {
        var tokens = auth.loggedIn(ANN);
        auth.ask(RefreshTokens.ADDRESS, new RefreshTokens(tokens.refreshToken(), "req_test"));
        auth.logIn("guess@example.com", "a password that nobody has");
        var secrets = List.of(
                PASSWORD, tokens.accessToken(), tokens.refreshToken(), auth.apiKey, "guess@example.com", "nobody has");

        for (var table : auth.database.texts("select tablename from pg_tables where schemaname = 'auth'")) {
            var rows = String.join("\n", auth.database.texts("select t::text from auth." + table + " t"));
            secrets.forEach(secret -> assertTrue(!rows.contains(secret), table));
            var hexadecimal =
                    secrets.stream().map(secret -> HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
            assertTrue(hexadecimal.noneMatch(rows::contains), table);
        }
    }

    @Test
    void whoDidWhatIsNoted() {
        var session = auth.principal(auth.loggedIn(ANN).accessToken()).session();
        auth.ask(
                CreateApiKey.ADDRESS,
                new CreateApiKey(auth.staff(), null, "noted", List.of("wallets:read"), Scope.ALL, null));

        assertEquals(
                List.of(HOME),
                auth.database.texts("select source from auth.audit where action = 'session.opened' and subject = '"
                        + session + "' and actor like 'customer:usr_%' and request_id = 'req_test'"));
        assertEquals(1, auth.database.number("""
                        select count(*) from auth.audit
                        where action = 'api_key.created' and actor = 'staff:test' and subject like 'key_%'"""));
    }

    /// A right guess whose password was compared before the lock, but which is counted after it.
    @Test
    void aLockThatComesDuringALoginStopsIt() {
        var now = Times.now(auth.clock);
        var account = pepper.account("during@example.com");
        var source = pepper.source("203.0.113.99");
        assertTrue(open(new Subjects(account, source), now));

        for (var i = 0; i < 10; i++) {
            store.failures().count(new Subjects(account, pepper.source("203.0.113." + i)), now);
        }

        assertFalse(open(new Subjects(account, source), now), "the account is locked");
        assertTrue(open(new Subjects(pepper.account("other@example.com"), source), now));

        var end = store.failures().lockedUntil(new Subjects(account, source), now);
        store.failures().count(new Subjects(account, pepper.source("203.0.113.1")), now.plusMinutes(1));
        assertEquals(
                end, store.failures().lockedUntil(new Subjects(account, source), now), "late failures move no lock");

        for (var i = 0; i < 100; i++) {
            store.failures().count(new Subjects(pepper.account("many" + i), source), now);
        }

        assertFalse(open(new Subjects(pepper.account("other@example.com"), source), now), "the source is locked");
    }

    private boolean open(Subjects subjects, OffsetDateTime now) {
        var ids = auth.platform.platform().ids();
        var ann = new UserId(UUID.fromString(auth.database
                .texts("select id from auth.person where email = '" + ANN + "'")
                .getFirst()));
        return store.sessions()
                .open(new SessionStore.Opening(
                        new SessionId(ids.next()),
                        ann,
                        pepper.refreshToken(ids.next().toString()),
                        subjects,
                        now,
                        now.plusDays(1),
                        HOME,
                        false));
    }

    /// Costs rise over the years; a password is hashed anew when its owner comes by.
    @Test
    void aHashOfOtherParametersIsRenewedAtLogin() {
        var old = Argon2Function.getInstance(32, 1, 1, 32, Argon2.ID)
                .hash(pepper.password(PASSWORD), new byte[16])
                .getResult();
        auth.database.execute("update auth.person set password_hash = '" + old + "' where email = 'boss@example.com'");

        auth.loggedIn("boss@example.com");

        var renewed = hash("boss@example.com");
        assertTrue(renewed.startsWith("$argon2id$v=19$m=64,t=1,p=1$"), renewed.substring(0, 30));
        auth.loggedIn("boss@example.com");
        assertEquals(renewed, hash("boss@example.com"), "once is enough");
        assertNotEquals(old, renewed);
    }

    @Test
    void whatNoAnswerDependsOnIsForgotten() {
        try (var other = new AuthFixture()) {
            var forgetful = new AuthStore(
                    new AwaitedSql(other.platform.platform().databases().pool("auth")),
                    other.platform.platform().config().auth().lockout());
            other.loggedIn(ANN);
            other.logIn(ANN, "a wrong password");
            forgetful.sessions().forget(Times.now(other.clock));
            forgetful.failures().forget(Times.now(other.clock));
            assertEquals(1, other.database.number("select count(*) from auth.refresh_token"));
            assertEquals(2, other.database.number("select count(*) from auth.login_failure"));

            other.clock.advance(Duration.ofDays(31));
            forgetful.sessions().forget(Times.now(other.clock));
            forgetful.failures().forget(Times.now(other.clock));

            assertEquals(0, other.database.number("select count(*) from auth.session"));
            assertEquals(0, other.database.number("select count(*) from auth.refresh_token"));
            assertEquals(0, other.database.number("select count(*) from auth.login_failure"));
        }
    }

    private String hash(String email) {
        return auth.database
                .texts("select password_hash from auth.person where email = '" + email + "'")
                .getFirst();
    }
}
