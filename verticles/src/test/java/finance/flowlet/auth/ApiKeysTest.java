package finance.flowlet.auth;

import static finance.flowlet.auth.AuthFixture.ANN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.auth.ApiKeyView;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.CreateApiKey;
import finance.flowlet.contract.auth.ListApiKeys;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.RevokeApiKey;
import finance.flowlet.contract.auth.Scope;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.ApiKeyId;
import finance.flowlet.id.TenantId;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The life of API keys.
class ApiKeysTest {
    private final AuthFixture auth = new AuthFixture();

    @AfterEach
    void close() {
        auth.close();
    }

    @Test
    void aKeyActsForItsTenantWithinItsScopes() {
        var created = created(create(List.of("payments:write", "wallets:read", "wallets:read"), null, null));

        var principal = auth.principal(created.secret());

        assertEquals(auth.tenant, principal.tenant());
        assertEquals(Principal.Kind.API_KEY, principal.kind());
        assertEquals(created.apiKey().id().uuid(), principal.subject());
        assertEquals(Set.of("payments:write", "wallets:read"), principal.scopes());
        assertTrue(principal.roles().isEmpty());
        assertNull(principal.user());
    }

    @Test
    void theSecretIsNowhereButInTheAnswer() {
        var created = created(create(List.of("wallets:read"), null, null));

        assertTrue(created.secret().matches("sk_test_[0-9A-Za-z]{49}"), "form");
        assertTrue(created.secret().endsWith(created.apiKey().lastFour()));
        assertFalse(created.toString().contains(created.secret()));
        assertEquals(
                0,
                auth.database.number("select count(*) from auth.api_key where api_key::text like '%"
                        + created.secret().substring(8, 40) + "%'"));
        assertEquals(
                0,
                auth.database.number("select count(*) from auth.audit where audit::text like '%"
                        + created.secret().substring(8, 40) + "%'"));
    }

    @Test
    void whatLooksLikeAKeyIsNone() {
        var key = auth.apiKey;
        var other = created(create(List.of("wallets:read"), null, null)).secret();
        for (var text : List.of(
                "sk_test_",
                "sk_live_" + key.substring(8),
                key + "0",
                key.substring(0, key.length() - 1),
                key.toUpperCase(Locale.ROOT),
                key.substring(0, 30) + other.substring(30),
                " " + key,
                ApiKeySecret.draw(new Random(1)).text())) {
            auth.assertRefused(text);
        }
    }

    @Test
    void aRevokedKeyWorksNoMore() {
        var created = created(create(List.of("wallets:read"), null, null));
        var id = created.apiKey().id();

        assertInstanceOf(RevokeApiKey.Revoked.class, revoke(auth.staff(), id));

        auth.assertRefused(created.secret());
        assertEquals(List.of(id.uuid()), List.copyOf(auth.revoked));
        assertInstanceOf(RevokeApiKey.Unknown.class, revoke(auth.staff(), id));
        assertTrue(list(ListApiKeys.one(auth.staff(), id)).isEmpty());
        assertEquals(1, auth.database.number("select count(*) from auth.audit where action = 'api_key.revoked'"));
    }

    @Test
    void anExpiredKeyWorksNoMore() {
        var created = created(
                create(List.of("wallets:read"), null, auth.clock.instant().plus(Duration.ofHours(1))));
        auth.principal(created.secret());

        auth.clock.advance(Duration.ofHours(1));

        auth.assertRefused(created.secret());
        assertInstanceOf(CreateApiKey.ExpiryPassed.class, create(List.of("wallets:read"), null, auth.clock.instant()));
    }

    @Test
    void scopesThatDoNotExistAreNamedByPosition() {
        assertEquals(
                new CreateApiKey.UnknownScopes(List.of(1, 2)),
                create(List.of("wallets:read", "wallets:*", "Wallets:read"), null, null));
    }

    /// A key that may create keys must not create a stronger one.
    @Test
    void nobodyHandsOnWhatTheyDoNotHave() {
        var outcome = auth.ask(
                CreateApiKey.ADDRESS,
                new CreateApiKey(
                        auth.staff(),
                        null,
                        "stronger",
                        List.of("keys:write", "payments:write"),
                        Set.of("keys:write"),
                        null));

        assertInstanceOf(CreateApiKey.NotGrantable.class, outcome);
        assertEquals(1, auth.database.number("select count(*) from auth.api_key"));
    }

    @Test
    void useIsNotedOncePerMinute() {
        var created = created(create(List.of("wallets:read"), null, null));
        var start = auth.clock.instant();
        assertNull(only(created).lastUsedAt());

        auth.principal(created.secret());
        auth.clock.advance(Duration.ofSeconds(59));
        auth.principal(created.secret());
        assertEquals(start, only(created).lastUsedAt());

        auth.clock.advance(Duration.ofSeconds(1));
        auth.principal(created.secret());
        assertEquals(start.plusSeconds(60), only(created).lastUsedAt());
    }

    @Test
    void aRepeatedRequestCreatesOneKeyAndShowsNoSecret() {
        var key = new Post.Key(auth.tenant.uuid(), "once", "fingerprint");
        var attempts = new ArrayList<Future<CreateApiKey.Outcome>>();
        for (var i = 0; i < 20; i++) {
            attempts.add(auth.send(CreateApiKey.ADDRESS, command(List.of("wallets:read"), key, null)));
        }

        var outcomes = attempts.stream().map(TestPlatform::await).toList();

        var first = outcomes.stream()
                .filter(CreateApiKey.Created.class::isInstance)
                .map(CreateApiKey.Created.class::cast)
                .toList();
        assertEquals(1, first.size());
        var replays = outcomes.stream()
                .filter(CreateApiKey.Replayed.class::isInstance)
                .map(CreateApiKey.Replayed.class::cast)
                .toList();
        assertEquals(19, replays.size());
        replays.forEach(replay -> assertEquals(first.getFirst().apiKey(), replay.apiKey()));
        assertEquals(2, auth.database.number("select count(*) from auth.api_key"));
        assertEquals(2, auth.database.number("select count(*) from auth.audit where action = 'api_key.created'"));
    }

    @Test
    void anIdempotencyKeyIsForOneRequest() {
        create(List.of("wallets:read"), new Post.Key(auth.tenant.uuid(), "once", "one"), null);

        var outcome = create(List.of("wallets:write"), new Post.Key(auth.tenant.uuid(), "once", "two"), null);

        assertInstanceOf(CreateApiKey.KeyReused.class, outcome);
    }

    @Test
    void listsAreStableAndPaged() {
        var ids = new ArrayList<ApiKeyId>();
        for (var i = 0; i < 5; i++) {
            auth.clock.advance(Duration.ofMillis(2));
            ids.addFirst(created(create(List.of("wallets:read"), null, null))
                    .apiKey()
                    .id());
        }

        var first = list(new ListApiKeys(auth.staff(), null, 3, 0, null));
        var second =
                list(new ListApiKeys(auth.staff(), null, 10, 0, first.getLast().id()));

        assertEquals(ids.subList(0, 3), first.stream().map(ApiKeyView::id).toList());
        assertEquals(
                ids.subList(3, 5),
                second.subList(0, 2).stream().map(ApiKeyView::id).toList());
        assertEquals("demo", second.getLast().name());
        assertEquals(
                ids.subList(2, 4),
                list(new ListApiKeys(auth.staff(), null, 2, 2, null)).stream()
                        .map(ApiKeyView::id)
                        .toList());
    }

    /// Another tenant's key is like no key.
    @Test
    void anotherTenantSeesNothing() {
        var stranger = new Caller(new TenantId(auth.platform.platform().ids().next()), null, "staff:evil", "req_test");
        var id = created(create(List.of("wallets:read"), null, null)).apiKey().id();

        assertTrue(list(ListApiKeys.one(stranger, id)).isEmpty());
        assertTrue(list(new ListApiKeys(stranger, null, 10, 0, null)).isEmpty());
        assertInstanceOf(RevokeApiKey.Unknown.class, revoke(stranger, id));
        assertNotNull(only(id));
    }

    @Test
    void theDemoKeyHasEveryScope() {
        assertEquals(Scope.ALL, auth.principal(auth.apiKey).scopes());
        assertFalse(auth.apiKey.equals(auth.loggedIn(ANN).accessToken()));
    }

    private CreateApiKey command(List<String> scopes, Post.@Nullable Key key, @Nullable Instant expiresAt) {
        return new CreateApiKey(auth.staff(), key, "a key", scopes, Scope.ALL, expiresAt);
    }

    private CreateApiKey.Outcome create(List<String> scopes, Post.@Nullable Key key, @Nullable Instant expiresAt) {
        return auth.ask(CreateApiKey.ADDRESS, command(scopes, key, expiresAt));
    }

    private static CreateApiKey.Created created(CreateApiKey.Outcome outcome) {
        return assertInstanceOf(CreateApiKey.Created.class, outcome);
    }

    private RevokeApiKey.Outcome revoke(Caller caller, ApiKeyId id) {
        return auth.ask(RevokeApiKey.ADDRESS, new RevokeApiKey(caller, id));
    }

    private List<ApiKeyView> list(ListApiKeys question) {
        return auth.ask(ListApiKeys.ADDRESS, question).apiKeys();
    }

    private ApiKeyView only(CreateApiKey.Created created) {
        return only(created.apiKey().id());
    }

    private ApiKeyView only(ApiKeyId id) {
        return list(ListApiKeys.one(auth.staff(), id)).getFirst();
    }
}
